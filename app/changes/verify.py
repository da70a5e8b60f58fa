"""Check changes of households against what they moved: nothing lost, nothing made."""

from functools import cache

from sqlalchemy import and_, exists, func, not_, or_, select
from sqlalchemy.orm import Session, aliased

from app.changes.models import ChangeDecision, ChangeKind, HouseholdChange, MovedPoints
from app.changes.points import SOURCE
from app.kernel.checking import Check, Promise, all_checked, count_of
from app.ledger.models import Account, Transfer


def points_moved_as_approved() -> Promise:
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
    return Promise(
        "points of changed households moved as approved",
        count_of(MovedPoints),
        {"moved points {}": wrong},
    )


def splits_moved_what_was_agreed() -> Promise:
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
    splits = count_of(HouseholdChange, HouseholdChange.kind == ChangeKind.SPLIT)
    return Promise("splits moved the agreed points", splits, {"change {}": wrong})


@cache
def _promises() -> tuple[Promise, ...]:
    return points_moved_as_approved(), splits_moved_what_was_agreed()


def change_checks(session: Session) -> list[Check]:
    """All checks of the changes of households."""
    return all_checked(session, _promises())
