"""Who could not sign in: one line in the audit, without what was typed."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.registry.accounts.audit import note
from app.registry.accounts.models import User
from app.registry.accounts.queries import console


def note_failed_sign_in(session: Session, username: str, *, now: datetime) -> None:
    """A wrong password. Under an unknown name people type passwords: it is not written down."""
    user_id = session.scalar(select(User.id).where(User.username == username))
    note(session, console(session), "sign_in_failed", ("user", user_id), now=now)


def note_wrong_code(session: Session, user_id: int, *, now: datetime) -> None:
    """The right password, and then wrong digits: somebody may know the password."""
    note(session, console(session), "wrong_code", ("user", user_id), now=now)
