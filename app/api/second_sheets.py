"""A second, independent sheet of a household: recorded, compared, decided."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from flask import Response
from sqlalchemy.orm import Session

from app.api.requests import answers, made, once, said, takes, wing
from app.api.schemas import Answer, Id, Listing, Strict
from app.api.sheets import FoundIn
from app.door.clean import id_of
from app.door.context import actor, db, now
from app.door.routes import needs
from app.registry.accounts.permissions import Permission
from app.scoring.pairs.decide import Verdict, decide_between_sheets
from app.scoring.pairs.queries import (
    Pair,
    comparison_of,
    own_second_sheet,
    pair_for,
    pairs_in,
)
from app.scoring.pairs.record import record_second_sheet
from app.scoring.rounds.access import round_for
from app.scoring.rounds.models import Sheet
from app.scoring.rounds.record import FilledSheet
from app.scoring.rounds.second_models import Outcome, SecondSheet

second_sheets = wing("second_sheets", tag="sheets")


class SecondSheetIn(FoundIn):
    """What somebody found who had no part in the household's sheet."""


class VerdictIn(Strict):
    """Which of the two counts from now on, and why; `first_sheet_id` is the first that was read."""

    take: Literal["first", "second"]
    first_sheet_id: Id
    reason: str


class SecondSheetOut(Answer):
    """What its scorer reads of a second sheet; without an outcome somebody still has to decide."""

    id: Id
    household_id: Id
    round_id: Id
    points: int
    category_points: dict[str, int]
    recorded_at: datetime
    outcome: Outcome | None


class SideOut(Answer):
    """One of two sheets."""

    points: int
    answers: dict[str, str]
    reasons: dict[str, str]
    scorer: str
    visited_at: datetime | None
    recorded_at: datetime


class DifferenceOut(Answer):
    """An item with two answers, and by how many points the second gives more, or less."""

    item: str
    points: int


class PairOut(Answer):
    """Two sheets of a household, what differs, and what came of it."""

    id: Id
    household_id: Id
    household_number: str
    head: str
    first_sheet_id: Id
    first: SideOut
    second: SideOut
    differences: list[DifferenceOut]
    outcome: Outcome | None
    reason: str | None
    decided_by: str | None
    decided_at: datetime | None


class Pairs(Listing):
    """The pairs of a month, by household number, all of them."""

    items: list[PairOut]


@second_sheets.put("/second-sheets/<uuid:request_id>")
@needs(Permission.SCORE)
@takes(SecondSheetIn)
@answers(SecondSheetOut, 201, 200)
def put_second_sheet(request_id: UUID, body: SecondSheetIn) -> Response:
    """Record a second sheet of a household, by somebody who had no part in the first."""
    person, at = actor(), now()
    filled = FilledSheet(request_id, body.found)
    with db().write() as session:
        done = once(session, lambda: record_second_sheet(session, person, filled, now=at).id)
        second, decision = own_second_sheet(session, person, done.id)
        return made(_second(second, decision.outcome if decision else None), done)


@second_sheets.get("/rounds/<int:round_id>/second-sheets")
@needs(Permission.VIEW_ROUND)
@answers(Pairs)
def list_second_sheets(round_id: int) -> Response:
    """The pairs of a month; those that wait only for who may decide, certify or audit."""
    with db().read() as session:
        round_ = round_for(session, actor(), Permission.VIEW_ROUND, round_id)
        found = pairs_in(session, actor(), round_)
        return said(Pairs(items=[_pair(session, each) for each in found], next=None))


@second_sheets.post("/second-sheets/<int:second_id>/decide")
@needs(Permission.SUBMIT)
@takes(VerdictIn)
@answers(PairOut, 201, 200)
def post_second_sheet_decision(second_id: int, body: VerdictIn) -> Response:
    """Keep the first sheet or take the second, by somebody who had no part in either."""
    person, at = actor(), now()
    verdict = Verdict(body.take == "second", body.reason, id_of(body.first_sheet_id))

    def act() -> int:
        return decide_between_sheets(
            session, person, second_id=second_id, verdict=verdict, now=at
        ).id

    with db().write() as session:
        done = once(session, act)
        return made(_pair(session, pair_for(session, person, done.id)), done)


def _second(row: SecondSheet, outcome: Outcome | None) -> SecondSheetOut:
    return SecondSheetOut(
        id=str(row.id),
        household_id=str(row.household_id),
        round_id=str(row.round_id),
        points=row.points,
        category_points=row.category_points,
        recorded_at=row.recorded_at,
        outcome=outcome,
    )


def _pair(session: Session, row: Pair) -> PairOut:
    decision = row.decision
    first_at = row.first_visit.visited_at if row.first_visit else None
    return PairOut(
        id=str(row.second.id),
        household_id=str(row.household.id),
        household_number=row.household.number,
        head=row.household.head_name,
        first_sheet_id=str(row.first.id),
        first=_side(row.first, row.first_scorer, first_at),
        second=_side(row.second, row.second_scorer, row.second_visit.visited_at),
        differences=[
            DifferenceOut(item=line.item.code, points=line.points)
            for line in comparison_of(session, row).differing
        ],
        outcome=decision.outcome if decision else None,
        reason=decision.reason if decision else None,
        decided_by=row.decided_by,
        decided_at=decision.decided_at if decision else None,
    )


def _side(sheet: Sheet | SecondSheet, scorer: str, visited_at: datetime | None) -> SideOut:
    return SideOut(
        points=sheet.points,
        answers=sheet.answers,
        reasons=sheet.reasons,
        scorer=scorer,
        visited_at=visited_at,
        recorded_at=sheet.recorded_at,
    )
