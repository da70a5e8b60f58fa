"""A mistake made good in a later month: asked for by one person, approved by another."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Select, select, update
from sqlalchemy.orm import Session

from app.kernel.constraints import on_violation
from app.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from app.kernel.faults import fault_point
from app.ledger.actions import Source, credit_household, debit_household
from app.ledger.models import (
    Account,
    Collection,
    Correction,
    CorrectionRefusal,
    CorrectionState,
    Debt,
    Direction,
    TransferKind,
)
from app.registry.accounts.actor import Actor
from app.registry.accounts.audit import note
from app.registry.accounts.permissions import Permission
from app.registry.households.models import Household
from app.registry.households.queries import household_for, within_reach

MOST_POINTS = 1_000
SHORTEST_REASON, LONGEST_REASON = 2, 500


class CorrectionPointsBad(Invalid):
    """Not between 1 and 1,000 points."""

    code = "correction_points_bad"


class ReasonMissing(Invalid):
    """A reason is needed, in words."""

    code = "reason_missing"


class CorrectionNotFound(NotFound):
    """There is no such correction within the person's reach."""

    code = "correction_not_found"


class OwnCorrection(Forbidden):
    """Who asked for a correction may not approve it."""

    code = "own_correction"


class CorrectionDecided(Conflict):
    """It was approved or refused before."""

    code = "correction_decided"


on_violation("ck_corrections_four_eyes", OwnCorrection)
on_violation("ck_correction_refusals_four_eyes", OwnCorrection)


def check_reason(reason: str) -> str:
    """The reason without spaces around it.

    :raises ReasonMissing: shorter than two characters or longer than 500.
    """
    said = reason.strip()
    if not SHORTEST_REASON <= len(said) <= LONGEST_REASON:
        raise ReasonMissing
    return said


def ask_correction(
    session: Session,
    actor: Actor,
    *,
    household_id: int,
    points: int,
    direction: Direction,
    reason: str,
    now: datetime,
) -> Correction:
    """Ask for points to be credited or taken; nothing moves until somebody else approves.

    :raises CorrectionPointsBad: not 1 to 1,000 points.
    :raises ReasonMissing: no reason.
    """
    household = household_for(session, actor, Permission.ASK_CORRECTION, household_id)
    return propose(
        session, actor, household, points=points, direction=direction, reason=reason, now=now
    )


def propose(
    session: Session,
    actor: Actor,
    household: Household,
    *,
    points: int,
    direction: Direction,
    reason: str,
    now: datetime,
) -> Correction:
    """Ask for a correction; the caller has fetched the household, which is the permission check.

    :raises CorrectionPointsBad: not 1 to 1,000 points.
    :raises ReasonMissing: no reason.
    """
    if not 1 <= points <= MOST_POINTS:
        raise CorrectionPointsBad(points=points, most=MOST_POINTS)
    correction = Correction(
        household_id=household.id,
        points=points,
        direction=direction,
        reason=check_reason(reason),
        state=CorrectionState.ASKED,
        asked_by=actor.user_id,
        asked_at=now,
    )
    session.add(correction)
    session.flush()
    note(
        session, actor, "ask_correction", ("correction", correction.id), now=now,
        place_code=household.village_code, points=points, direction=direction.value,
    )  # fmt: skip
    return correction


def approve_correction(
    session: Session, actor: Actor, *, correction_id: int, now: datetime
) -> Correction:
    """Approve somebody else's correction; the points move in the month of `now`.

    What a debit cannot take because it is spent is claimed from the next settlement.

    :raises CorrectionNotFound: missing, or out of reach.
    :raises OwnCorrection: the person asked for it himself.
    :raises CorrectionDecided: approved or refused before.
    """
    correction, village_code = _undecided(session, actor, correction_id)
    correction.state = CorrectionState.APPROVED
    correction.approved_by = actor.user_id
    correction.approved_at = now
    session.flush()
    fault_point("correct.after_approval")
    _carry_out(session, correction, Source("correction", correction.id, actor.user_id, now))
    fault_point("correct.after_transfer")
    note(
        session, actor, "approve_correction", ("correction", correction.id), now=now,
        place_code=village_code, points=correction.points, direction=correction.direction.value,
    )  # fmt: skip
    return correction


def refuse_correction(
    session: Session, actor: Actor, *, correction_id: int, reason: str, now: datetime
) -> Correction:
    """Refuse somebody else's correction, with a reason; no points move, now or later.

    :raises CorrectionNotFound: missing, or out of reach.
    :raises OwnCorrection: the person asked for it himself.
    :raises CorrectionDecided: approved or refused before.
    :raises ReasonMissing: no reason.
    """
    correction, village_code = _undecided(session, actor, correction_id)
    session.add(
        CorrectionRefusal(
            correction_id=correction.id,
            asked_by=correction.asked_by,
            refused_by=actor.user_id,
            refused_at=now,
            reason=check_reason(reason),
        )
    )
    session.flush()
    note(
        session, actor, "refuse_correction", ("correction", correction.id), now=now,
        place_code=village_code, points=correction.points, direction=correction.direction.value,
    )  # fmt: skip
    return correction


def _undecided(session: Session, actor: Actor, correction_id: int) -> tuple[Correction, str]:
    """Somebody else's correction, locked until the unit ends, and the village it is of."""
    row = session.execute(
        select(Correction, Household.village_code)
        .join(Household, Household.id == Correction.household_id)
        .where(Correction.id == correction_id, within_reach(actor, Permission.APPROVE_CORRECTION))
        .with_for_update(of=Correction)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if row is None:
        raise CorrectionNotFound
    correction = row[0]
    if correction.asked_by == actor.user_id:
        raise OwnCorrection
    refused = session.get(CorrectionRefusal, correction.id, populate_existing=True)
    if refused is not None or correction.state is not CorrectionState.ASKED:
        raise CorrectionDecided
    return correction, row[1]


def _carry_out(session: Session, correction: Correction, source: Source) -> None:
    kind = TransferKind.CORRECTION
    if correction.direction is Direction.CREDIT:
        credit_household(
            session, correction.household_id, correction.points, kind=kind, source=source
        )
        return
    account = _locked_account(session, correction.household_id)
    taken = min(account.balance, correction.points)
    if taken:
        debit_household(session, correction.household_id, taken, kind=kind, source=source)
    left = correction.points - taken
    if left:
        session.add(
            Debt(correction_id=correction.id, account_id=account.id, points=left, points_left=left)
        )
        session.flush()


def collect_debts(
    session: Session, *, actor_id: int, now: datetime, household_id: int | None = None
) -> None:
    """Take what corrections still claim from the households (or one) that have points again.

    Debts are few; each is collected for itself, oldest first, and never below a balance of zero.
    """
    wanted = (
        select(Debt, Account.household_id)
        .join(Account, Account.id == Debt.account_id)
        .where(Debt.points_left > 0, Account.balance > 0)
        .order_by(Account.id, Debt.id)
    )
    if household_id is not None:
        wanted = wanted.where(Account.household_id == household_id)
    open_debts = session.execute(wanted).all()
    _collect(session, [(row[0], row[1]) for row in open_debts if row[1] is not None], actor_id, now)


def indebted() -> Select[int | None]:
    """The households from which a correction still claims points."""
    return (
        select(Account.household_id)
        .join(Debt, Debt.account_id == Account.id)
        .where(Debt.points_left > 0)
    )


def hand_over_debts(session: Session, household_id: int, to_household_id: int) -> None:
    """Let another household owe what one still owes: it took over its points too."""
    of = {
        each: select(Account.id).where(Account.household_id == each).scalar_subquery()
        for each in (household_id, to_household_id)
    }
    session.execute(
        update(Debt)
        .where(Debt.account_id == of[household_id], Debt.points_left > 0)
        .values(account_id=of[to_household_id])
        .execution_options(synchronize_session=False)
    )


def _collect(
    session: Session, debts: Iterable[tuple[Debt, int]], actor_id: int, now: datetime
) -> None:
    for debt, household_id in debts:
        points = min(debt.points_left, _locked_account(session, household_id).balance)
        if not points:
            continue
        collection = Collection(debt_id=debt.id, points=points, at=now)
        session.add(collection)
        session.flush()
        debit_household(
            session, household_id, points, kind=TransferKind.CLAIM,
            source=Source("collection", collection.id, actor_id, now),
        )  # fmt: skip
        session.execute(
            update(Debt)
            .where(Debt.id == debt.id)
            .values(points_left=Debt.points_left - points)
            .execution_options(synchronize_session=False)
        )


def _locked_account(session: Session, household_id: int) -> Account:
    return session.execute(
        select(Account)
        .where(Account.household_id == household_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).scalar_one()
