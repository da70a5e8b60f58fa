"""Record a second sheet of a household, by somebody who had no part in the first."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.kernel.constraints import on_violation
from app.registry.accounts.actor import Actor
from app.registry.accounts.audit import note
from app.registry.accounts.permissions import Permission
from app.registry.households.queries import household_for
from app.scoring.pairs.rules import NoFirstSheet, SecondSheetExists, TookPartInFirst
from app.scoring.rounds.access import round_for
from app.scoring.rounds.compare import settle_if_same
from app.scoring.rounds.exempt import scheme_for
from app.scoring.rounds.found import reasons_shown, visit_found
from app.scoring.rounds.mine import current_sheet
from app.scoring.rounds.models import Round, Sheet
from app.scoring.rounds.record import FilledSheet, check_in_round, check_sent_back
from app.scoring.rounds.rules import SheetUuidTaken, check_recordable
from app.scoring.rounds.second_models import SecondSheet
from app.scoring.rounds.seconds import second_of, took_part
from app.scoring.schemes.totals import total

on_violation("uq_second_sheets_uuid", SheetUuidTaken, columns="second_sheets.uuid")
on_violation(
    "uq_second_sheets_one_for_household",
    SecondSheetExists,
    columns="second_sheets.round_id, second_sheets.household_id",
)
on_violation("ck_second_sheets_four_eyes", TookPartInFirst)


def record_second_sheet(
    session: Session, actor: Actor, filled: FilledSheet, *, now: datetime
) -> SecondSheet:
    """Record what somebody else found; the sheet that counts goes on counting.

    Where both have the same answers, that settles it; else the month waits for a third person.

    :raises HouseholdNotFound: missing, or not among the scorer's.
    :raises NoFirstSheet: nobody has scored the household yet.
    :raises TookPartInFirst: the person recorded a sheet of it this month, or was at its visit.
    :raises SecondSheetExists: there is a second sheet already.
    :raises RoundNotOpen: and the other refusals of `rounds.record.record_sheet`.
    """
    found = filled.found
    household = household_for(session, actor, Permission.SCORE, found.household_id)
    # Not shared, as a first sheet is: the first must not be replaced between comparing and saving.
    round_ = round_for(session, actor, Permission.SCORE, found.round_id, lock="update")
    check_recordable(round_, found.visited_at)
    check_in_round(session, household, round_)
    first = first_for(session, actor, round_, household.id)
    scheme = scheme_for(session, round_, household.id)
    earned = total(scheme, found.answers)
    reasons = reasons_shown(scheme, found)
    visit = visit_found(session, actor, household, found, now=now)
    second = SecondSheet(
        uuid=filled.uuid,
        round_id=round_.id,
        household_id=household.id,
        first_sheet_id=first.id,
        first_recorded_by=first.recorded_by,
        visit_id=visit.id,
        answers=dict(found.answers),
        reasons=reasons,
        points=earned.points,
        category_points=earned.by_category,
        recorded_by=actor.user_id,
        recorded_at=now,
    )
    session.add(second)
    session.flush()
    settle_if_same(session, first, now=now)
    note(
        session, actor, "record_second_sheet", ("sheet", first.id), now=now,
        place_code=round_.village_code, second=second.id,
    )  # fmt: skip
    return second


def first_for(session: Session, actor: Actor, round_: Round, household_id: int) -> Sheet:
    """The sheet that counts, if this person may write another beside it.

    :raises NoFirstSheet: and the other refusals of `record_second_sheet`.
    """
    first = current_sheet(session, household_id, round_.id)
    if first is None:
        raise NoFirstSheet
    if session.scalar(select(took_part(actor.user_id, round_.id, household_id))):
        raise TookPartInFirst
    if second_of(session, round_.id, household_id) is not None:
        raise SecondSheetExists
    if round_.reopened_at is not None:
        check_sent_back(session, round_, household_id, first)
    return first
