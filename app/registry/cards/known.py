"""What there is to recognise a household by at the till: a PIN, a photo, or neither."""

from dataclasses import dataclass

from sqlalchemy import bindparam, exists, select
from sqlalchemy.orm import Session

from app.registry.cards.models import CardPin, HouseholdPhoto

_KNOWN = select(
    exists().where(CardPin.household_id == bindparam("household")),
    select(HouseholdPhoto.photo)
    .where(
        HouseholdPhoto.household_id == bindparam("household"),
        HouseholdPhoto.withdrawn_at.is_(None),
    )
    .scalar_subquery(),
)


@dataclass(frozen=True)
class KnownBy:
    """Whether the household types a PIN, and the name of its photo; "" without one."""

    pin: bool = False
    photo: str = ""


def known_by(session: Session, household_id: int) -> KnownBy:
    """What a household is recognised by, in one statement; the caller has its card."""
    row = session.connection().execute(_KNOWN, {"household": household_id}).one()
    return KnownBy(row[0], row[1] or "")
