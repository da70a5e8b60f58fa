"""积分卡: one household's, and those of the whole village on sheets to be cut."""

from io import BytesIO

from flask import Response, make_response, redirect, render_template, send_file, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from app.door.card_sheets import cards_pdf
from app.door.context import actor, db, now, practice
from app.door.routes import needs
from app.kernel.once import run_once
from app.registry.accounts.actor import check_may
from app.registry.accounts.permissions import Permission
from app.registry.cards.actions import (
    issue_card,
    issue_village_cards,
    reissue_card,
    report_card_lost,
)
from app.registry.cards.models import CardState
from app.registry.cards.queries import (
    PrintedCard,
    active_card_of_household,
    active_cards_of_village,
    cards_of_household,
)
from app.registry.cards.rules import CardNotFound
from app.registry.households.models import Household
from app.registry.households.queries import household_for, village_households
from app.registry.places.models import Place
from app.registry.places.queries import village_for
from app.web.reading import request_of
from app.web.said import tell
from app.web.village.here import here, may
from app.web.village.pages import pages


@pages.get("/cards")
@needs(Permission.ISSUE_CARD)
def cards() -> str:
    """How many households have a card, and printing them."""
    with db().read() as session:
        place = here(session, Permission.ISSUE_CARD)
        with_card = {
            card.household_id for card in active_cards_of_village(session, place.village.code)
        }
        without = [
            each
            for each in village_households(session, place.village.code)
            if each.id not in with_card
        ]
        return render_template(
            "village/cards.html", here=place, with_card=len(with_card), without=without
        )


@pages.post("/cards/<village_code>/issue")
@needs(Permission.ISSUE_CARD)
def issue_all(village_code: str) -> Response:
    """Give a card to every household without one."""
    with db().write() as session:
        done = run_once(
            session,
            request_of("issue_village_cards"),
            lambda: issue_village_cards(session, actor(), village_code, now=now()),
        )
    tell(
        ngettext("发好了 %(num)s 张卡", "发好了 %(num)s 张卡", done.id),
        _("现在可以打印，剪开以后发给各户。"),
    )
    return make_response(redirect(url_for(".cards", village=village_code)))


@pages.get("/cards/<village_code>.pdf")
@needs(Permission.ISSUE_CARD)
def print_cards(village_code: str) -> Response:
    """The village's cards, ten on a sheet of A4."""
    with db().read() as session:
        village = village_for(session, actor(), Permission.ISSUE_CARD, village_code)
        return _pdf(session, village, active_cards_of_village(session, village.code))


@pages.get("/households/<int:household_id>/card")
@needs(Permission.VIEW_HOUSEHOLD)
def card(household_id: int) -> str:
    """A household's card, and those it had before."""
    with db().read() as session:
        found = household_for(session, actor(), Permission.VIEW_HOUSEHOLD, household_id)
        had = cards_of_household(session, found.id)
        village = found.village_code
        return render_template(
            "village/card.html",
            household=found,
            active=next((each for each in had if each.state is CardState.ACTIVE), None),
            had=had,
            may_issue=may(Permission.ISSUE_CARD, village),
            may_report=may(Permission.REPORT_CARD_LOST, village),
        )


@pages.get("/households/<int:household_id>/card.pdf")
@needs(Permission.ISSUE_CARD)
def print_card(household_id: int) -> Response:
    """One household's card."""
    with db().read() as session:
        found = household_for(session, actor(), Permission.ISSUE_CARD, household_id)
        active = active_card_of_household(session, found.id)
        if active is None:
            raise CardNotFound
        return _pdf(session, session.get_one(Place, found.village_code), [active])


@pages.post("/households/<int:household_id>/card")
@needs(Permission.ISSUE_CARD)
def issue(household_id: int) -> Response:
    """Issue its first card, or a new one after a lost one."""
    with db().write() as session:
        run_once(
            session,
            request_of("issue_card"),
            lambda: issue_card(session, actor(), household_id, now=now()).id,
        )
    tell(_("发好了一张新卡"), _("请打印出来交给这一户。"))
    return _to_card(household_id)


@pages.get("/households/<int:household_id>/card/lost")
@needs(Permission.VIEW_HOUSEHOLD)
def ask_lost(household_id: int) -> str:
    """Before a card stops buying anything. A store's clerk, who sees no households, has his own."""
    check_may(actor(), Permission.REPORT_CARD_LOST)
    with db().read() as session:
        found = household_for(session, actor(), Permission.VIEW_HOUSEHOLD, household_id)
        return render_template(
            "village/card_lost.html", household=found, active=_active(session, found)
        )


@pages.post("/households/<int:household_id>/card/lost")
@needs(Permission.VIEW_HOUSEHOLD)
def report_lost(household_id: int) -> Response:
    """From now on the card buys nothing; the points stay with the household."""
    with db().write() as session:
        found = household_for(session, actor(), Permission.VIEW_HOUSEHOLD, household_id)
        run_once(session, request_of("report_card_lost"), lambda: _lost(session, found))
    tell(_("已挂失，这张卡不能再用"), _("分都还在。可以给这一户补一张新卡。"))
    return _to_card(household_id)


@pages.post("/households/<int:household_id>/card/reissue")
@needs(Permission.ISSUE_CARD)
def reissue(household_id: int) -> Response:
    """A new card in place of a worn one."""
    with db().write() as session:
        found = household_for(session, actor(), Permission.ISSUE_CARD, household_id)
        run_once(session, request_of("reissue_card"), lambda: _reissued(session, found))
    tell(_("补好了一张新卡"), _("旧卡不能再用了。请把新卡打印出来交给这一户。"))
    return _to_card(household_id)


def _lost(session: Session, household: Household) -> int:
    return report_card_lost(session, actor(), _active(session, household).number, now=now()).id


def _reissued(session: Session, household: Household) -> int:
    return reissue_card(session, actor(), _active(session, household).number, now=now()).id


def _active(session: Session, household: Household) -> PrintedCard:
    active = active_card_of_household(session, household.id)
    if active is None:
        raise CardNotFound
    return active


def _to_card(household_id: int) -> Response:
    return make_response(redirect(url_for(".card", household_id=household_id)))


def _pdf(session: Session, village: Place, wanted: list[PrintedCard]) -> Response:
    return send_file(
        BytesIO(cards_pdf(session, village, wanted, practice=practice())),
        mimetype="application/pdf",
        download_name=f"{village.name} {_('积分卡')}.pdf",
    )
