"""户与卡: finding a household by village, name or number."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import Response, render_template, request
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.door.context import actor, db
from app.door.routes import needs
from app.ledger.queries import balances_of
from app.registry.accounts.permissions import Permission
from app.registry.cards.lost import count_waiting_for_card, households_waiting_for_card
from app.registry.households.file import count_households
from app.registry.households.models import Household
from app.registry.households.queries import PAGE, HouseholdFilter
from app.registry.households.queries import households as households_in_reach
from app.registry.places.queries import place_names, villages_in_reach
from app.web.excel import MOST_ROWS
from app.web.office.asked import address, cursor_asked, words_asked
from app.web.office.shared import shared
from app.web.office.sheets import households_sheet
from app.web.person_exports import persons_excel

LOST = "lost"


@dataclass(frozen=True)
class Found:
    """A page of households with what stands beside their names."""

    households: Sequence[Household]
    total: int
    balances: Mapping[int, int]
    places: Mapping[str, str]


@shared.get("/households")
@needs(Permission.VIEW_HOUSEHOLD)
def households() -> str:
    """A search and its first page; or those who wait for a new card."""
    wanted, lost = _wanted(), _lost()
    with db().read() as session:
        found = _found(session, wanted, lost=lost, after=cursor_asked("after") or 0, most=PAGE + 1)
        waiting = count_waiting_for_card(session, actor())
        villages = villages_in_reach(session, actor(), Permission.VIEW_HOUSEHOLD)
        more = len(found.households) > PAGE
        return render_template(
            "office/households.html",
            wanted=wanted,
            lost=lost,
            waiting=waiting,
            found=found,
            households=found.households[:PAGE],
            villages=[(village.code, village.name) for village in villages],
            may_import=actor().may(Permission.IMPORT_ROSTER),
            next_url=_here("households", after=found.households[PAGE - 1].id) if more else "",
            export_url=_here("export_households"),
        )


@shared.get("/households.xlsx")
@needs(Permission.VIEW_HOUSEHOLD)
def export_households() -> Response:
    """The whole search as a workbook."""
    heading = _("户名单")
    with db().read() as session:
        found = _found(session, _wanted(), lost=_lost(), after=0, most=MOST_ROWS)
        sheet = households_sheet(found.households, found.balances, found.places, heading)
        return persons_excel(heading, len(found.households), sheet)


def _found(
    session: Session, wanted: HouseholdFilter, *, lost: bool, after: int, most: int
) -> Found:
    person = actor()
    if lost:
        homes = households_waiting_for_card(session, person, after_id=after, limit=most)
        total = count_waiting_for_card(session, person)
    else:
        homes = households_in_reach(session, person, wanted, after_id=after, limit=most)
        total = count_households(session, person, wanted)
    balances = balances_of(session, [home.id for home in homes])
    return Found(homes, total, balances, place_names(session))


def _wanted() -> HouseholdFilter:
    return HouseholdFilter(village_code=words_asked("village"), words=words_asked("q"))


def _lost() -> bool:
    return request.args.get("card") == LOST


def _here(endpoint: str, after: int | None = None) -> str:
    wanted = _wanted()
    asked = {"village": wanted.village_code, "q": wanted.words, "card": LOST if _lost() else ""}
    return address(endpoint, asked, after=after)
