"""The card of a household: issue it, report it lost, give another for a worn one."""

from flask import Response, make_response, redirect, render_template, url_for
from flask_babel import gettext as _

from app.door.context import actor, db, now
from app.door.routes import needs
from app.kernel.once import run_once
from app.ledger.queries import balance_of
from app.registry.accounts.permissions import Permission
from app.registry.cards.actions import issue_card, reissue_card, report_card_lost
from app.registry.cards.queries import cards_of_household
from app.registry.cards.rules import LONGEST_TEXT
from app.registry.households.queries import household_for
from app.web.office.shared import shared
from app.web.reading import request_of, text_field
from app.web.said import tell

ISSUE, LOST, REISSUE = "issue", "lost", "reissue"


@shared.get("/households/<int:household_id>/card/issue")
@needs(Permission.ISSUE_CARD)
def ask_issue(household_id: int) -> str:
    """What issuing a card means."""
    return _page(household_id, Permission.ISSUE_CARD, ISSUE)


@shared.post("/households/<int:household_id>/card/issue")
@needs(Permission.ISSUE_CARD)
def issue(household_id: int) -> Response:
    """Issue the first card, or one after a lost one."""
    with db().write() as session:
        run_once(
            session,
            request_of("issue_card"),
            lambda: issue_card(session, actor(), household_id, now=now()).id,
        )
    tell(_("新卡发好了"), _("印出来交给这一户。积分都在，不受影响。"))
    return _back(household_id)


@shared.get("/households/<int:household_id>/card/lost")
@needs(Permission.REPORT_CARD_LOST)
def ask_lost(household_id: int) -> str:
    """What reporting a card lost means."""
    return _page(household_id, Permission.REPORT_CARD_LOST, LOST)


@shared.post("/households/<int:household_id>/card/lost")
@needs(Permission.REPORT_CARD_LOST)
def report_lost(household_id: int) -> Response:
    """Report the card that the page named as lost: from now on it buys nothing."""
    card = text_field("card", LONGEST_TEXT)
    with db().write() as session:
        household_for(session, actor(), Permission.REPORT_CARD_LOST, household_id)
        run_once(
            session,
            request_of("report_card_lost"),
            lambda: report_card_lost(session, actor(), card, now=now()).id,
        )
    tell(_("挂失好了"), _("旧卡不能再用。积分都在，补了新卡就能接着兑换。"))
    return _back(household_id)


@shared.get("/households/<int:household_id>/card/reissue")
@needs(Permission.ISSUE_CARD)
def ask_reissue(household_id: int) -> str:
    """What a new card in place of a worn one means."""
    return _page(household_id, Permission.ISSUE_CARD, REISSUE)


@shared.post("/households/<int:household_id>/card/reissue")
@needs(Permission.ISSUE_CARD)
def reissue(household_id: int) -> Response:
    """Give a new card in place of the one that the page named."""
    card = text_field("card", LONGEST_TEXT)
    with db().write() as session:
        household_for(session, actor(), Permission.ISSUE_CARD, household_id)
        run_once(
            session,
            request_of("reissue_card"),
            lambda: reissue_card(session, actor(), card, now=now()).id,
        )
    tell(_("新卡换好了"), _("旧卡不能再用。印出来交给这一户，积分都在。"))
    return _back(household_id)


def _page(household_id: int, permission: Permission, verb: str) -> str:
    with db().read() as session:
        home = household_for(session, actor(), permission, household_id)
        cards = cards_of_household(session, home.id)
        balance_points = balance_of(session, home.id)
        return render_template(
            "office/card.html",
            home=home,
            card=cards[0] if cards else None,
            balance_points=balance_points,
            verb=verb,
        )


def _back(household_id: int) -> Response:
    return make_response(redirect(url_for(".household", household_id=household_id)))
