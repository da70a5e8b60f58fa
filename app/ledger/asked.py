"""Corrections as a desk reads them: who asked, why, who approved or refused."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, func, select, true
from sqlalchemy.orm import Session, aliased

from app.ledger.corrections import CorrectionNotFound
from app.ledger.models import (
    Account,
    Correction,
    CorrectionRefusal,
    CorrectionStanding,
    CorrectionState,
    Debt,
)
from app.registry.accounts.actor import Actor
from app.registry.accounts.models import User
from app.registry.accounts.permissions import Permission
from app.registry.households.models import Household
from app.registry.households.queries import within_reach

PAGE = 50


@dataclass(frozen=True)
class Asked:
    """A correction with its household, what that can spend now, and the people."""

    correction: Correction
    household: Household
    balance_points: int
    asked_by: str
    approved_by: str | None
    owed_points: int  # of an approved one: still claimed from the next settlement
    refusal: CorrectionRefusal | None
    refused_by: str | None

    @property
    def standing(self) -> CorrectionStanding:
        """Whether it waits, was approved or refused."""
        if self.refusal is not None:
            return CorrectionStanding.REFUSED
        return CorrectionStanding(self.correction.state.value)


def corrections_page(
    session: Session,
    actor: Actor,
    *,
    standing: CorrectionStanding | None = None,
    before_id: int | None = None,
    limit: int = PAGE,
) -> Sequence[Asked]:
    """The corrections of the person's households, newest first, in one statement."""
    by_state = stands(standing) if standing is not None else true()
    older = Correction.id < before_id if before_id is not None else true()
    return _asked(session, actor, and_(by_state, older), limit)


def corrections_of(session: Session, actor: Actor, household_id: int) -> Sequence[Asked]:
    """The corrections of one household, newest first."""
    return _asked(session, actor, Correction.household_id == household_id, PAGE)


def correction_for(session: Session, actor: Actor, correction_id: int) -> Asked:
    """One correction, if its household is within reach.

    :raises CorrectionNotFound: missing, or out of reach.
    """
    found = _asked(session, actor, Correction.id == correction_id, 1)
    if not found:
        raise CorrectionNotFound
    return found[0]


def corrections_by_standing(session: Session, actor: Actor) -> Mapping[CorrectionStanding, int]:
    """How many corrections of the person's households stand where."""
    row = session.execute(
        select(*(func.count().filter(stands(standing)) for standing in CorrectionStanding))
        .select_from(Correction)
        .join(Household, Household.id == Correction.household_id)
        .where(within_reach(actor, Permission.VIEW_STATEMENT))
    ).one()
    return dict(zip(CorrectionStanding, row, strict=True))


def stands(standing: CorrectionStanding) -> ColumnElement[bool]:
    """Whether a correction waits, was approved or refused."""
    refused = (
        select(CorrectionRefusal.correction_id)
        .where(CorrectionRefusal.correction_id == Correction.id)
        .correlate(Correction)
        .exists()
    )
    if standing is CorrectionStanding.REFUSED:
        return refused
    return and_(Correction.state == CorrectionState(standing.value), ~refused)


def _asked(
    session: Session, actor: Actor, which: ColumnElement[bool], limit: int
) -> Sequence[Asked]:
    asker, approver, refuser = aliased(User), aliased(User), aliased(User)
    rows = session.execute(
        select(
            Correction, Household, func.coalesce(Account.balance, 0), asker.name, approver.name,
            func.coalesce(Debt.points_left, 0), CorrectionRefusal, refuser.name,
        )
        .join(Household, Household.id == Correction.household_id)
        .join(asker, asker.id == Correction.asked_by)
        .outerjoin(approver, approver.id == Correction.approved_by)
        .outerjoin(Account, Account.household_id == Household.id)
        .outerjoin(Debt, Debt.correction_id == Correction.id)
        .outerjoin(CorrectionRefusal, CorrectionRefusal.correction_id == Correction.id)
        .outerjoin(refuser, refuser.id == CorrectionRefusal.refused_by)
        .where(within_reach(actor, Permission.VIEW_STATEMENT), which)
        .order_by(Correction.id.desc())
        .limit(limit)
    ).all()  # fmt: skip
    return [Asked(*row) for row in rows]
