"""印卡: a card for every household that has none, ten on a sheet; new ones for those lost."""

from collections.abc import Sequence

from flask import Response, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.door.clean import id_of
from app.door.context import actor, db, now, practice
from app.door.routes import needs
from app.kernel.errors import NotFound
from app.kernel.once import run_once
from app.papers.cards import CardFace, card_sheet
from app.registry.accounts.permissions import Permission
from app.registry.cards.actions import issue_village_cards, replace_lost_cards
from app.registry.cards.lost import count_waiting_for_card, households_waiting_for_card
from app.registry.cards.printing import (
    CardToPrint,
    cards_by_village,
    cards_of_village,
    household_cards_to_print,
    village_cards_to_print,
)
from app.registry.places.queries import district, place_names, village_for
from app.web.district.pages import pages
from app.web.downloads import PDF, download
from app.web.filters import points
from app.web.reading import request_of
from app.web.said import tell

MOST_AT_ONCE = 50  # lost cards that are replaced by one button, and named on the page


@pages.get("/cards")
@needs(Permission.VIEW_HOUSEHOLD)
def cards() -> str:
    """How far each village is, and who waits for a new card."""
    with db().read() as session:
        return render_template(
            "district/cards.html",
            villages=cards_by_village(session, actor()),
            names=place_names(session),
            waiting=households_waiting_for_card(session, actor(), limit=MOST_AT_ONCE),
            all_waiting=count_waiting_for_card(session, actor()),
            may_issue=actor().may(Permission.ISSUE_CARD),
        )


@pages.get("/cards/village/<code>")
@needs(Permission.ISSUE_CARD)
def village_cards(code: str) -> str:
    """One village: issue what is missing, print what is in use."""
    with db().read() as session:
        village = village_for(session, actor(), Permission.ISSUE_CARD, code)
        return render_template(
            "district/village_cards.html",
            village=village,
            township=place_names(session)[village.parent_code or ""],
            cards=cards_of_village(session, village.code),
        )


@pages.post("/cards/village/<code>")
@needs(Permission.ISSUE_CARD)
def issue_cards(code: str) -> Response:
    """Issue a card to every household of the village that has none."""
    with db().write() as session:
        done = run_once(
            session,
            request_of("issue_village_cards"),
            lambda: issue_village_cards(session, actor(), code, now=now()),
        )
    tell(_("发好了 %(count)s 张新卡", count=points(done.id)), _("下面可以印。"))
    return make_response(redirect(url_for(".village_cards", code=code), 303))


@pages.get("/cards/village/<code>.pdf")
@needs(Permission.ISSUE_CARD)
def print_village_cards(code: str) -> Response:
    """The cards in use in a village, ten on a sheet."""
    with db().read() as session:
        village = village_for(session, actor(), Permission.ISSUE_CARD, code)
        return _sheets(
            village_cards_to_print(session, actor(), village.code),
            district_name=_district_name(session),
            of=village.name,
        )


@pages.post("/cards/lost")
@needs(Permission.ISSUE_CARD)
def replace_lost() -> Response:
    """A new card for each household that the page named as waiting for one."""
    household_ids = [id_of(text) for text in request.form.getlist("household")]
    with db().write() as session:
        run_once(
            session,
            request_of("replace_lost_cards"),
            lambda: replace_lost_cards(session, actor(), household_ids, now=now()),
        )
    return make_response(redirect(url_for(".fresh_cards", household=household_ids), 303))


@pages.get("/cards/fresh")
@needs(Permission.ISSUE_CARD)
def fresh_cards() -> str:
    """The cards that were just issued, to be printed."""
    with db().read() as session:
        printed = household_cards_to_print(session, actor(), _asked_ids())
    return render_template("district/fresh_cards.html", cards=printed, asked=_asked_ids())


@pages.get("/cards/households.pdf")
@needs(Permission.ISSUE_CARD)
def print_cards() -> Response:
    """The cards in use of some households, ten on a sheet."""
    with db().read() as session:
        return _sheets(
            household_cards_to_print(session, actor(), _asked_ids()),
            district_name=_district_name(session),
            of=_("补卡"),
        )


def _asked_ids() -> list[int]:
    return [id_of(text) for text in request.args.getlist("household")[:MOST_AT_ONCE]]


def _district_name(session: Session) -> str:
    place = district(session)
    return place.name if place else ""


def _sheets(printed: Sequence[CardToPrint], *, district_name: str, of: str) -> Response:
    if not printed:
        raise NotFound
    faces = [
        CardFace(
            head_name=card.head_name, household_number=card.household_number,
            village_name=card.village_name, township_name=card.township_name,
            district_name=district_name, number=card.number, qr_text=card.code,
        )
        for card in printed
    ]  # fmt: skip
    content = card_sheet(faces, practice=practice())
    return download(content, PDF, _("积分卡 %(of)s %(count)s 张", of=of, count=len(faces)))
