"""Check changes of households against what they moved: nothing lost, nothing made."""

from sqlalchemy import and_, exists, func, not_, or_, select
from sqlalchemy.orm import Session, aliased

from app.changes.models import ChangeDecision, ChangeKind, HouseholdChange, MovedPoints
from app.changes.points import SOURCE
from app.kernel.checking import Check
from app.ledger.models import Account, Transfer


def points_moved_as_approved(session: Session) -> Check:
    """Each part that a change moved is one transfer between the households it names."""
    giver, receiver = aliased(Account), aliased(Account)
    posted = exists().where(
        Transfer.source_kind == SOURCE,
        Transfer.source_id == MovedPoints.id,
        Transfer.points == MovedPoints.points,
        giver.id == Transfer.debit_account_id,
        giver.household_id == HouseholdChange.household_id,
        receiver.id == Transfer.credit_account_id,
        receiver.household_id
        == func.coalesce(HouseholdChange.other_id, ChangeDecision.new_household_id),
    )
    wrong = (
        select(MovedPoints.id)
        .join(HouseholdChange, HouseholdChange.id == MovedPoints.change_id)
        .outerjoin(ChangeDecision, ChangeDecision.change_id == HouseholdChange.id)
        .where(not_(and_(func.coalesce(ChangeDecision.approved, False), posted)))
        .order_by(MovedPoints.id)
    )
    bad = [f"moved points {row_id}" for row_id in session.scalars(wrong)]
    rows = session.scalar(select(func.count()).select_from(MovedPoints)) or 0
    return Check.of("points of changed households moved as approved", rows, bad)


def splits_moved_what_was_agreed(session: Session) -> Check:
    """An approved split made a household and moved the agreed points; a refused one nothing."""
    moved = (
        select(func.coalesce(func.sum(MovedPoints.points), 0))
        .where(MovedPoints.change_id == HouseholdChange.id)
        .scalar_subquery()
    )
    made = ChangeDecision.new_household_id.is_not(None)
    wrong = (
        select(HouseholdChange.id)
        .join(ChangeDecision, ChangeDecision.change_id == HouseholdChange.id)
        .where(
            HouseholdChange.kind == ChangeKind.SPLIT,
            or_(
                and_(ChangeDecision.approved, or_(moved != HouseholdChange.points, ~made)),
                and_(~ChangeDecision.approved, or_(moved != 0, made)),
            ),
        )
        .order_by(HouseholdChange.id)
    )
    bad = [f"change {change_id}" for change_id in session.scalars(wrong)]
    splits = select(func.count()).where(HouseholdChange.kind == ChangeKind.SPLIT)
    return Check.of("splits moved the agreed points", session.scalar(splits) or 0, bad)


def change_checks(session: Session) -> list[Check]:
    """All checks of the changes of households."""
    return [points_moved_as_approved(session), splits_moved_what_was_agreed(session)]
