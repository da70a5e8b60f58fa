"""Households with their points, and the statement of each."""

from collections.abc import Mapping
from datetime import datetime

from flask import Response

from app.api.requests import answers, asks, said, wing
from app.api.schemas import Answer, Listing, Paged, PeriodOut, page_of
from app.door.context import actor, db, language
from app.door.routes import needs
from app.ledger.models import TransferKind
from app.ledger.queries import StatementLine, balance_of, balances_of, statement
from app.registry.accounts.permissions import Permission
from app.registry.households.models import Household, HouseholdStatus
from app.registry.households.queries import HouseholdFilter, household_for
from app.registry.households.queries import households as households_in_reach
from app.scoring.rounds.award_queries import awards_earned
from app.scoring.rounds.award_steps import SOURCE as ONE_OFF
from app.scoring.rounds.late_queries import Late, late_by_correction
from app.shop.redemptions.actions import SOURCE
from app.shop.redemptions.queries import redemptions_of_household
from app.words.statement import statement_words

PAGE = 50

households = wing("households")


class HouseholdQuery(Paged):
    """A village's code, a whole household number, or `q`: part of a name or number."""

    village: str = ""
    number: str = ""
    q: str = ""


class HouseholdOut(Answer):
    """A household on the register, by its head; `balance_points` is what it can spend now."""

    id: str
    number: str
    head: str
    village: str
    group: str
    size: int
    status: HouseholdStatus
    balance_points: int


class Households(Listing):
    """Households, in the order of their ids."""

    items: list[HouseholdOut]


class Movement(Answer):
    """Points that came (positive) or went (negative), in words, and the balance after them."""

    id: str
    at: datetime
    period: PeriodOut
    kind: TransferKind
    points: int
    balance_after: int
    words: str


class Statement(Listing):
    """A household's movements of points, the newest first."""

    items: list[Movement]


@households.get("/households")
@needs(Permission.VIEW_HOUSEHOLD)
@asks(HouseholdQuery)
@answers(Households)
def list_households(query: HouseholdQuery) -> Response:
    """The households within reach, narrowed to a village, a number, or part of either."""
    wanted = HouseholdFilter(query.village, query.number, query.q)
    with db().read() as session:
        found = households_in_reach(session, actor(), wanted, after_id=query.after, limit=PAGE + 1)
        rows, after = page_of(found, PAGE, lambda row: row.id)
        balances = balances_of(session, [row.id for row in rows])
        items = [_household(row, balances.get(row.id, 0)) for row in rows]
    return said(Households(items=items, next=after))


@households.get("/households/<int:household_id>")
@needs(Permission.VIEW_HOUSEHOLD)
@answers(HouseholdOut)
def get_household(household_id: int) -> Response:
    """One household with its balance."""
    with db().read() as session:
        row = household_for(session, actor(), Permission.VIEW_HOUSEHOLD, household_id)
        return said(_household(row, balance_of(session, row.id)))


@households.get("/households/<int:household_id>/statement")
@needs(Permission.VIEW_STATEMENT)
@asks(Paged)
@answers(Statement)
def get_statement(household_id: int, query: Paged) -> Response:
    """How a household's points came and went, with the balance after each movement."""
    with db().read() as session:
        household = household_for(session, actor(), Permission.VIEW_STATEMENT, household_id)
        found = statement(session, household.id, before_id=query.before, limit=PAGE + 1)
        things = {
            SOURCE: redemptions_of_household(session, household.id),
            ONE_OFF: {award.id: award.name for award in awards_earned(session, household.id)},
        }
        late = late_by_correction(session, household.id)
    lines, after = page_of(found, PAGE, lambda line: line.id)
    return said(Statement(items=[_movement(line, things, late) for line in lines], next=after))


def _household(row: Household, balance_points: int) -> HouseholdOut:
    return HouseholdOut(
        id=str(row.id),
        number=row.number,
        head=row.head_name,
        village=row.village_code,
        group=row.group_name,
        size=row.size,
        status=row.status,
        balance_points=balance_points,
    )


def _movement(
    line: StatementLine, things: Mapping[str, Mapping[int, str]], late: Mapping[int, Late]
) -> Movement:
    named = things.get(line.source_kind, {}).get(line.source_id, "")
    return Movement(
        id=str(line.id),
        at=line.at,
        period=str(line.period),
        kind=line.kind,
        points=line.points,
        balance_after=line.balance_after,
        words=statement_words(line, named, language(), late),
    )
