"""From an id to a change (the permission check), the lists of them, and what waits."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import CTE, ColumnElement, and_, exists, func, or_, select, true
from sqlalchemy.orm import Session, aliased

from app.changes.models import (
    ChangeDecision,
    ChangeKind,
    ChangePerson,
    ChangeState,
    HouseholdChange,
)
from app.changes.rules import ChangeNotFound
from app.registry.accounts.actor import Actor
from app.registry.accounts.models import User
from app.registry.accounts.permissions import Permission
from app.registry.households.models import Household
from app.registry.households.queries import within_reach

PAGE = 50


@dataclass(frozen=True)
class Told:
    """A change with its households, the people who recorded and decided it, and the decision."""

    change: HouseholdChange
    household: Household
    other: Household | None  # of a merge, who stays; of an approved split, who is new
    recorded_by: str
    decision: ChangeDecision | None
    decided_by: str | None

    @property
    def state(self) -> ChangeState:
        """Whether it waits, was approved or refused."""
        if self.decision is None:
            return ChangeState.WAITING
        return ChangeState.APPROVED if self.decision.approved else ChangeState.REFUSED


def changes_page(
    session: Session,
    actor: Actor,
    *,
    state: ChangeState | None = None,
    before_id: int | None = None,
    limit: int = PAGE,
) -> Sequence[Told]:
    """The changes of the person's households, newest first, in one statement."""
    older = HouseholdChange.id < before_id if before_id is not None else true()
    return _told(session, actor, and_(_in_state(state), older), limit)


def changes_of(session: Session, actor: Actor, household_id: int) -> Sequence[Told]:
    """All that happened to one household, newest first: also as the other one."""
    of_it = or_(
        HouseholdChange.household_id == household_id,
        HouseholdChange.other_id == household_id,
        ChangeDecision.new_household_id == household_id,
    )
    return _told(session, actor, of_it, PAGE)


def told_change(session: Session, actor: Actor, change_id: int) -> Told:
    """One change, if its household is within reach.

    :raises ChangeNotFound: missing, or out of reach.
    """
    found = _told(session, actor, HouseholdChange.id == change_id, 1)
    if not found:
        raise ChangeNotFound
    return found[0]


def change_for(
    session: Session, actor: Actor, permission: Permission, change_id: int
) -> HouseholdChange:
    """The change, if the person may do this with its household.

    :raises ChangeNotFound: missing, or out of reach: both look alike.
    """
    found = session.scalar(
        select(HouseholdChange)
        .join(Household, Household.id == HouseholdChange.household_id)
        .where(HouseholdChange.id == change_id, within_reach(actor, permission))
    )
    if found is None:
        raise ChangeNotFound
    return found


def people_of_change(session: Session, change_id: int) -> Sequence[ChangePerson]:
    """Whom a change is about, in the order in which they were named."""
    return session.scalars(
        select(ChangePerson).where(ChangePerson.change_id == change_id).order_by(ChangePerson.id)
    ).all()


def count_waiting_changes(session: Session, actor: Actor) -> tuple[int, int]:
    """How many changes of the person's households wait; how many of those he recorded himself."""
    row = session.execute(
        select(
            func.count(), func.count().filter(HouseholdChange.recorded_by == actor.user_id)
        )
        .select_from(HouseholdChange)
        .join(Household, Household.id == HouseholdChange.household_id)
        .where(~is_decided(), within_reach(actor, Permission.VIEW_HOUSEHOLD))
    ).one()  # fmt: skip
    return row[0], row[1]


def changes_by_state(session: Session, actor: Actor) -> dict[ChangeState, int]:
    """How many changes of the person's households stand where."""
    row = session.execute(
        select(*(func.count().filter(_in_state(state)) for state in ChangeState))
        .select_from(HouseholdChange)
        .join(Household, Household.id == HouseholdChange.household_id)
        .outerjoin(ChangeDecision, ChangeDecision.change_id == HouseholdChange.id)
        .where(within_reach(actor, Permission.VIEW_HOUSEHOLD))
    ).one()
    return dict(zip(ChangeState, row, strict=True))


def waits(session: Session, household_ids: Collection[int]) -> bool:
    """Whether a change of any of these households waits to be decided."""
    of_them = or_(
        HouseholdChange.household_id.in_(household_ids), HouseholdChange.other_id.in_(household_ids)
    )
    found = session.scalar(select(HouseholdChange.id).where(of_them, ~is_decided()).limit(1))
    return found is not None


def merged_into(session: Session, household_id: int) -> int | None:
    """The household that this one went into; None when it did not."""
    return session.scalar(
        select(HouseholdChange.other_id).where(
            HouseholdChange.household_id == household_id, is_approved_merge()
        )
    )


def went_into() -> CTE:
    """Which household (`gone_id`) went into which (`into_id`), also by way of others."""
    merges = select(
        HouseholdChange.household_id.label("gone_id"), HouseholdChange.other_id.label("into_id")
    ).where(is_approved_merge())
    direct = merges.cte("went_into", recursive=True)
    onwards = merges.subquery()
    return direct.union(
        select(direct.c.gone_id, onwards.c.into_id).join(
            onwards, onwards.c.gone_id == direct.c.into_id
        )
    )


def is_decided() -> ColumnElement[bool]:
    """Whether somebody approved or refused a change."""
    return exists().where(ChangeDecision.change_id == HouseholdChange.id)


def is_approved_merge() -> ColumnElement[bool]:
    """Whether a change brought a household into another."""
    approved = exists().where(
        ChangeDecision.change_id == HouseholdChange.id, ChangeDecision.approved
    )
    return and_(HouseholdChange.kind == ChangeKind.MERGE, approved)


def _in_state(state: ChangeState | None) -> ColumnElement[bool]:
    if state is None:
        return true()
    if state is ChangeState.WAITING:
        return ChangeDecision.change_id.is_(None)
    decided = ChangeDecision.change_id.is_not(None)
    approved = ChangeDecision.approved
    return and_(decided, approved if state is ChangeState.APPROVED else ~approved)


def _told(session: Session, actor: Actor, which: ColumnElement[bool], limit: int) -> Sequence[Told]:
    other, recorder, decider = aliased(Household), aliased(User), aliased(User)
    rows = session.execute(
        select(HouseholdChange, Household, other, recorder.name, ChangeDecision, decider.name)
        .join(Household, Household.id == HouseholdChange.household_id)
        .outerjoin(ChangeDecision, ChangeDecision.change_id == HouseholdChange.id)
        .outerjoin(
            other,
            other.id == func.coalesce(HouseholdChange.other_id, ChangeDecision.new_household_id),
        )
        .join(recorder, recorder.id == HouseholdChange.recorded_by)
        .outerjoin(decider, decider.id == ChangeDecision.decided_by)
        .where(which, within_reach(actor, Permission.VIEW_HOUSEHOLD))
        .order_by(HouseholdChange.id.desc())
        .limit(limit)
    ).all()
    return [Told(*row) for row in rows]
