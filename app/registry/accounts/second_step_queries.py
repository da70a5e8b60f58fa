"""Who has a second step, and how far somebody is with it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.registry.accounts.second_step_models import Authenticator, RecoveryCode


@dataclass(frozen=True)
class SecondStep:
    """A person's second step: since when, the phone that is being enrolled, codes left on paper."""

    since: datetime | None
    enrolling: Authenticator | None
    codes_left: int


def has_second_step(user_id: InstrumentedAttribute[int] | int) -> ColumnElement[bool]:
    """Whether a person's phone is confirmed, as a condition."""
    return exists().where(Authenticator.user_id == user_id, Authenticator.confirmed_at.is_not(None))


def second_step_of(session: Session, user_id: int) -> SecondStep:
    """How far a person is."""
    rows = session.scalars(select(Authenticator).where(Authenticator.user_id == user_id)).all()
    codes = select(func.count(RecoveryCode.id)).where(RecoveryCode.user_id == user_id)
    return SecondStep(
        next((row.confirmed_at for row in rows if row.confirmed_at), None),
        next((row for row in rows if row.confirmed_at is None), None),
        session.scalar(codes) or 0,
    )


def is_enrolled(session: Session, user_id: int) -> bool:
    """Whether the password alone does not sign the person in."""
    return bool(session.scalar(select(has_second_step(user_id))))
