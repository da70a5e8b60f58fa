"""How far the chain goes: what receipts and notices print."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.seals.digests import Head
from app.seals.models import Seal


def newest_head(session: Session) -> Head | None:
    """The newest head; None before the first seal."""
    found = session.execute(
        select(Seal.number, Seal.head).order_by(Seal.number.desc()).limit(1)
    ).one_or_none()
    return Head(found.number, found.head.hex()) if found else None
