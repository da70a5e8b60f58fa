"""Record a sheet at the door, or that nobody was at home; excuse a household."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select, union_all, update
from sqlalchemy.orm import Session

from app.kernel.constraints import on_violation
from app.kernel.faults import fault_point
from app.kernel.period import Period
from app.kernel.states import move
from app.registry.accounts.actor import Actor
from app.registry.accounts.audit import note
from app.registry.accounts.permissions import Permission
from app.registry.households.models import Household, HouseholdStatus
from app.registry.households.queries import HouseholdLeft, household_for, registered
from app.scoring.rounds.access import round_for
from app.scoring.rounds.burden import Burden, is_plausible
from app.scoring.rounds.burden_models import SheetBurden
from app.scoring.rounds.compare import check_still_replaceable, settle_if_same
from app.scoring.rounds.exempt import scheme_for
from app.scoring.rounds.found import Found, reasons_shown, visit_found
from app.scoring.rounds.late_models import LateSheet
from app.scoring.rounds.late_queries import may_count
from app.scoring.rounds.models import Excuse, Round, Sheet, SheetState
from app.scoring.rounds.rules import (
    SHEET_MOVES,
    AlreadyExcusedOrScored,
    AlreadyScored,
    NotInRound,
    ScoredElsewhere,
    SheetUuidTaken,
    check_reason,
    check_recordable,
)
from app.scoring.rounds.send_back import answer_with_sheet
from app.scoring.rounds.send_back_rules import NotSentBack
from app.scoring.rounds.sent_back import unanswered_of
from app.scoring.schemes.totals import total
from app.scoring.visits.actions import record_visit
from app.scoring.visits.models import Visit, VisitOutcome

on_violation("uq_sheets_uuid", SheetUuidTaken, columns="sheets.uuid")
on_violation(
    "uq_sheets_one_for_household", AlreadyScored, columns="sheets.round_id, sheets.household_id"
)


@dataclass(frozen=True)
class FilledSheet:
    """A sheet as a scorer sends it: what was found, and which sheet it replaces."""

    uuid: UUID
    found: Found
    replaces_id: int | None = None
    burden: Burden | None = None


def record_sheet(session: Session, actor: Actor, filled: FilledSheet, *, now: datetime) -> Sheet:
    """Record a household's month. While the round is open, a sheet may replace an earlier one.

    :raises HouseholdNotFound: missing, or not among the scorer's.
    :raises RoundNotOpen: the village has submitted the month.
    :raises HouseholdLeft: the household has left the register.
    :raises ScoredElsewhere: it has moved here, and was scored this month where it lived before.
    :raises WrongPeriod: the visit lies in another month.
    :raises AlreadyScored: there is a sheet, and it is not the one this replaces.
    :raises NotSentBack: the month is open for other sheets only, which the township sent back.
    :raises SheetCompared: and OwnSecondSheet, where the household has a second sheet.
    :raises UnknownItem: and the other refusals of `schemes.totals`.
    :raises DeductionPhotoMissing: points are taken, and neither a photo nor two people show it.
    :raises VisitInFuture: and the other refusals of `visits.actions.record_visit`.
    """
    found = filled.found
    household = household_for(session, actor, Permission.SCORE, found.household_id)
    round_ = round_for(session, actor, Permission.SCORE, found.round_id, lock="share")
    check_recordable(round_, found.visited_at)
    check_in_round(session, household, round_)
    scheme = scheme_for(session, round_, household.id)
    earned = total(scheme, found.answers)
    reasons = reasons_shown(scheme, found)
    _replace(session, actor, round_, filled)
    visit = visit_found(session, actor, household, found, now=now)
    sheet = Sheet(
        uuid=filled.uuid, round_id=round_.id, household_id=household.id, visit_id=visit.id,
        answers=dict(found.answers), reasons=reasons,
        points=earned.points, category_points=earned.by_category,
        state=SheetState.RECORDED, recorded_by=actor.user_id, recorded_at=now,
        second_visitor_id=visit.second_visitor_id, replaces_id=filled.replaces_id,
    )  # fmt: skip
    session.add(sheet)
    session.flush()
    fault_point("sheet.after_row")
    _keep_burden(session, sheet, filled.burden)
    answer_with_sheet(session, actor, sheet, now=now)
    settle_if_same(session, sheet, now=now)
    _lift_excuse(session, round_.id, household.id, now)
    note(
        session, actor, "record_sheet", ("sheet", sheet.id), now=now,
        place_code=round_.village_code, points=sheet.points, replaces=sheet.replaces_id,
    )  # fmt: skip
    return sheet


def check_in_round(session: Session, household: Household, round_: Round) -> None:
    """A household is scored in the village where it is on the register, once a month.

    :raises NotInRound: it does not belong to the village.
    :raises HouseholdLeft: it has left the register.
    :raises ScoredElsewhere: it was scored this month where it lived before.
    """
    if household.village_code != round_.village_code:
        raise NotInRound
    if household.status is not HouseholdStatus.REGISTERED:
        raise HouseholdLeft
    check_not_scored_elsewhere(session, household.id, round_)


def check_not_scored_elsewhere(session: Session, household_id: int, round_: Round) -> None:
    """A household's month counts in one village only.

    :raises ScoredElsewhere: it has a sheet, or a late one that may count, in another.
    """
    other_village = (Round.period == round_.period) & (Round.id != round_.id)
    sheet = (
        select(Sheet.id)
        .join(Round, Round.id == Sheet.round_id)
        .where(Sheet.household_id == household_id, Sheet.state != SheetState.VOID, other_village)
    )
    late = (
        select(LateSheet.id)
        .join(Round, Round.id == LateSheet.round_id)
        .where(LateSheet.household_id == household_id, may_count(), other_village)
    )
    if session.scalar(union_all(sheet, late).limit(1)) is not None:
        raise ScoredElsewhere


def _replace(session: Session, actor: Actor, round_: Round, filled: FilledSheet) -> None:
    current = session.scalar(
        select(Sheet).where(
            Sheet.round_id == round_.id,
            Sheet.household_id == filled.found.household_id,
            Sheet.state != SheetState.VOID,
        )
    )
    if (current.id if current else None) != filled.replaces_id:
        raise AlreadyScored(sheet_id=str(current.id) if current else None)
    if round_.reopened_at is not None:
        check_sent_back(session, round_, filled.found.household_id, current)
    if current is not None:
        check_still_replaceable(session, actor, current)
        current.state = move(SHEET_MOVES, current.state, "replace")
        session.flush()


def check_sent_back(
    session: Session, round_: Round, household_id: int, current: Sheet | None
) -> None:
    """A household that has neither sheet nor excuse, a newcomer, may be scored; else as asked.

    :raises NotSentBack: nobody asked.
    """
    if current is not None and unanswered_of(session, current.id) is None:
        raise NotSentBack
    excuse = session.get(Excuse, (round_.id, household_id))
    if excuse is not None and excuse.lifted_at is None:
        raise NotSentBack


def _keep_burden(session: Session, sheet: Sheet, burden: Burden | None) -> None:
    """A counter that went wrong never stands in the way of a sheet."""
    if burden is not None and is_plausible(burden):
        session.add(
            SheetBurden(
                sheet_id=sheet.id, taps=burden.taps, typed=burden.typed, seconds=burden.seconds
            )
        )
        session.flush()


def _lift_excuse(session: Session, round_id: int, household_id: int, now: datetime) -> None:
    session.execute(
        update(Excuse)
        .where(
            Excuse.round_id == round_id,
            Excuse.household_id == household_id,
            Excuse.lifted_at.is_(None),
        )
        .values(lifted_at=now)
        .execution_options(synchronize_session=False)
    )


def record_nobody_home(
    session: Session, actor: Actor, *, household_id: int, now: datetime
) -> Visit:
    """Note that somebody went there and met nobody; the household stays due.

    :raises HouseholdNotFound: missing, or not among the scorer's.
    """
    household = household_for(session, actor, Permission.SCORE, household_id)
    visit = record_visit(
        session, actor, household=household, visited_at=now,
        outcome=VisitOutcome.NOBODY_HOME, now=now,
    )  # fmt: skip
    note(
        session, actor, "nobody_home", ("visit", visit.id), now=now,
        place_code=household.village_code, period=str(Period.of(now)),
    )  # fmt: skip
    return visit


def excuse_household(
    session: Session, actor: Actor, *, round_id: int, household_id: int, reason: str, now: datetime
) -> Excuse:
    """Excuse a household from this month, with a reason that only its own file shows.

    :raises RoundNotFound: missing, or out of reach.
    :raises NotInRound: the household does not belong to the village.
    :raises AlreadyExcusedOrScored: it has a sheet.
    :raises RoundReasonMissing: no reason.
    """
    round_ = round_for(session, actor, Permission.EXCUSE, round_id, lock="update")
    check_recordable(round_, round_.period.starts_at)
    household = session.scalar(
        select(Household).where(
            Household.id == household_id,
            Household.village_code == round_.village_code,
            registered(),
        )
    )
    if household is None:
        raise NotInRound
    scored = select(Sheet.id).where(
        Sheet.round_id == round_.id,
        Sheet.household_id == household_id,
        Sheet.state != SheetState.VOID,
    )
    if session.scalar(scored) is not None:
        raise AlreadyExcusedOrScored
    excuse = session.get(Excuse, (round_.id, household_id)) or Excuse(
        round_id=round_.id, household_id=household_id
    )
    excuse.reason = check_reason(reason)
    excuse.excused_by = actor.user_id
    excuse.excused_at = now
    excuse.lifted_at = None
    session.add(excuse)
    session.flush()
    note(
        session, actor, "excuse_household", ("household", household_id), now=now,
        place_code=round_.village_code, period=str(round_.period),
    )  # fmt: skip
    return excuse
