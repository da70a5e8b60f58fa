"""补评: a sheet that comes too late for its month is proposed as a correction into this one."""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.kernel.constraints import on_violation
from app.ledger.asked import correction_for
from app.ledger.corrections import OwnCorrection, approve_correction, propose
from app.ledger.models import Correction, CorrectionStanding, Direction
from app.registry.accounts.actor import Actor
from app.registry.accounts.permissions import Permission
from app.registry.households.queries import household_for
from app.scoring.rounds.access import round_for
from app.scoring.rounds.exempt import scheme_for
from app.scoring.rounds.found import Found, reasons_shown, visit_found
from app.scoring.rounds.late_models import LateSheet
from app.scoring.rounds.late_queries import late_sheets_of
from app.scoring.rounds.late_rules import (
    LateOutdated,
    LateSheetExists,
    NothingToCorrect,
    check_approvable,
    check_late,
    credited_by,
)
from app.scoring.rounds.mine import current_sheet
from app.scoring.rounds.models import Round
from app.scoring.rounds.record import check_in_round, check_not_scored_elsewhere
from app.scoring.rounds.year import earned_in_year
from app.scoring.schemes.explaining import explained
from app.scoring.schemes.queries import scheme_by_id
from app.scoring.schemes.rules import Scheme
from app.scoring.schemes.totals import total
from app.scoring.visits.models import Visit

on_violation(
    "uq_late_sheets_turn",
    LateSheetExists,
    columns="late_sheets.round_id, late_sheets.household_id, late_sheets.turn",
)


def propose_late_sheet(
    session: Session, actor: Actor, found: Found, *, why: str, now: datetime
) -> LateSheet:
    """Propose what a household's closed month should have brought; somebody else approves it.

    :param why: the sheet comes late; the person who approves reads it.
    :raises HouseholdNotFound: missing, or not among the scorer's.
    :raises RoundNotFound: the village's month does not exist, or is out of reach.
    :raises LateMonthOpen: the month is open, the sheet is recorded as every other.
    :raises WrongPeriod: the visit lies in another month.
    :raises NotInRound: the household does not belong to the village.
    :raises HouseholdLeft: the household has left the register.
    :raises ScoredElsewhere: it was scored this month where it lived before.
    :raises LateSheetWaits: it has a sheet of this month that is not credited yet.
    :raises LateSheetExists: a late sheet of this month was proposed before.
    :raises NothingToCorrect: the sheet earns what was credited.
    :raises UnknownItem: and the other refusals of `schemes.totals.total`.
    :raises DeductionPhotoMissing: and the other refusals of `found.reasons_shown`.
    :raises ReasonMissing: nobody says why the sheet comes late.
    """
    household = household_for(session, actor, Permission.SCORE, found.household_id)
    round_ = round_for(session, actor, Permission.SCORE, found.round_id, lock="share")
    check_late(round_, found.visited_at)
    check_in_round(session, household, round_)
    late = LateSheet(
        round_id=round_.id,
        household_id=household.id,
        turn=_turn(session, round_.id, household.id),
        **_earned(session, round_, found),
        credited_points=credited_by(current_sheet(session, household.id, round_.id)),
    )
    if not late.difference:
        raise NothingToCorrect(points=late.points)
    late.visit_id = visit_found(session, actor, household, found, now=now).id
    late.correction_id = propose(
        session, actor, household, points=abs(late.difference), reason=why, now=now,
        direction=Direction.CREDIT if late.difference > 0 else Direction.DEBIT,
    ).id  # fmt: skip
    session.add(late)
    session.flush()
    return late


def approve_any_correction(
    session: Session, actor: Actor, *, correction_id: int, now: datetime
) -> Correction:
    """Approve somebody else's correction; that of a late sheet only while its figures still hold.

    :raises LateNotYet: the late sheet's month may still go back to the village.
    :raises LateSheetWaits: a sheet came into the month in the meantime.
    :raises LateOutdated: the month brings other points now than when it was proposed.
    :raises OwnCorrection: the person asked for it, or came along on the late sheet's visit.
    :raises CorrectionNotFound: and the other refusals of `approve_correction`.
    """
    correction_for(session, actor, correction_id)
    late = session.scalar(select(LateSheet).where(LateSheet.correction_id == correction_id))
    if late is not None:
        if session.get_one(Visit, late.visit_id).second_visitor_id == actor.user_id:
            raise OwnCorrection
        _check_still_holds(session, late)
    return approve_correction(session, actor, correction_id=correction_id, now=now)


def _check_still_holds(session: Session, late: LateSheet) -> None:
    # The month stands still meanwhile: it is locked before the account, as settling does.
    round_ = session.execute(
        select(Round)
        .where(Round.id == late.round_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).scalar_one()
    check_approvable(round_)
    check_not_scored_elsewhere(session, late.household_id, round_)
    credited = credited_by(current_sheet(session, late.household_id, round_.id))
    scheme = scheme_by_id(session, round_.scheme_version_id)
    this_year = _this_year(session, scheme, round_, late.household_id)
    points = explained(scheme, late.answers, this_year).points
    if (points, credited) != (late.points, late.credited_points):
        raise LateOutdated(points=points, credited=credited)


def _earned(session: Session, round_: Round, found: Found) -> dict[str, Any]:
    scheme = scheme_for(session, round_, found.household_id)
    this_year = _this_year(session, scheme, round_, found.household_id)
    earned = total(scheme, found.answers, earned_this_year=this_year)
    return {
        "answers": dict(found.answers),
        "reasons": reasons_shown(scheme, found),
        "points": earned.points,
        "earned_this_year": this_year,
    }


def _turn(session: Session, round_id: int, household_id: int) -> int:
    earlier = late_sheets_of(session, household_id, round_id=round_id)
    if any(late.standing is not CorrectionStanding.REFUSED for late in earlier):
        raise LateSheetExists
    return len(earlier) + 1


def _this_year(session: Session, scheme: Scheme, round_: Round, household_id: int) -> int | None:
    if scheme.year_cap is None:
        return None
    return earned_in_year(session, round_, household_id=household_id)[household_id]
