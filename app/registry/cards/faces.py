"""A household's photo, if it agreed: taken at the village desk, shown at the till and nowhere else.

The consent stays when it is withdrawn; the photo's name goes from its row, and the file with it.
"""

from datetime import date, datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.kernel.clock import local
from app.kernel.errors import Conflict, Invalid
from app.registry.accounts.actor import Actor
from app.registry.accounts.audit import note
from app.registry.accounts.models import User
from app.registry.accounts.permissions import Permission
from app.registry.cards.models import HouseholdPhoto
from app.registry.households.models import Household
from app.registry.households.queries import household_for


class ConsentMissing(Invalid):
    """Nobody said that the household agrees to its photo, or the day is not yet."""

    code = "consent_missing"


class PhotoNotKept(Conflict):
    """The clerk compared with a photo that the household does not have."""

    code = "photo_not_kept"


def check_consent(agreed_on: date | None, now: datetime) -> date:
    """The day on which the household agreed; asked before a picture is kept at all.

    :raises ConsentMissing: no day, or one that has not come.
    """
    if agreed_on is None or agreed_on > local(now).date():
        raise ConsentMissing
    return agreed_on


def keep_photo(
    session: Session,
    actor: Actor,
    *,
    household_id: int,
    photo: str,
    agreed_on: date | None,
    now: datetime,
) -> int:
    """Keep a household's photo, which it agreed to; an older one ends. Answers the row's id.

    :param photo: the name of a picture that was kept.
    :param agreed_on: the day on which the household agreed to whoever asks: the actor.
    :raises HouseholdNotFound: missing, or out of reach.
    :raises ConsentMissing: no day, or one that has not come.
    """
    home = household_for(session, actor, Permission.KEEP_PHOTO, household_id)
    day = check_consent(agreed_on, now)
    _end(session, actor, home, now)
    made = HouseholdPhoto(
        household_id=home.id, photo=photo, agreed_on=day, asked_by=actor.user_id, taken_at=now
    )
    session.add(made)
    session.flush()
    note(
        session, actor, "keep_photo", ("household", home.id), now=now,
        place_code=home.village_code, agreed_on=day.isoformat(),
    )  # fmt: skip
    return made.id


def withdraw_photo(session: Session, actor: Actor, *, household_id: int, now: datetime) -> int:
    """The household agrees no longer; answers its id. Withdrawing twice is withdrawing once.

    :raises HouseholdNotFound: missing, or out of reach.
    """
    home = household_for(session, actor, Permission.KEEP_PHOTO, household_id)
    if _end(session, actor, home, now):
        note(
            session, actor, "withdraw_photo", ("household", home.id), now=now,
            place_code=home.village_code,
        )  # fmt: skip
    return home.id


def photo_of(session: Session, household_id: int) -> str:
    """The name of a household's photo; "" without one. The caller has its card."""
    named = session.scalar(
        select(HouseholdPhoto.photo).where(
            HouseholdPhoto.household_id == household_id, HouseholdPhoto.withdrawn_at.is_(None)
        )
    )
    return named or ""


def check_photo(session: Session, household_id: int) -> None:
    """Refuse a comparison with a photo that there is not; the caller has the household's card.

    :raises PhotoNotKept: none is held.
    """
    if not photo_of(session, household_id):
        raise PhotoNotKept


def consent_of(session: Session, household_id: int) -> tuple[HouseholdPhoto, str] | None:
    """The consent that holds, and who asked; the caller has checked the household."""
    row = session.execute(
        select(HouseholdPhoto, User.name)
        .join(User, User.id == HouseholdPhoto.asked_by)
        .where(HouseholdPhoto.household_id == household_id, HouseholdPhoto.withdrawn_at.is_(None))
    ).one_or_none()
    return (row[0], row[1]) if row else None


def _end(session: Session, actor: Actor, home: Household, now: datetime) -> bool:
    """End the consent that holds, under the household's lock; whether there was one."""
    session.scalar(select(Household.id).where(Household.id == home.id).with_for_update())
    ended = session.scalar(
        update(HouseholdPhoto)
        .where(HouseholdPhoto.household_id == home.id, HouseholdPhoto.withdrawn_at.is_(None))
        .values(photo=None, withdrawn_at=now, withdrawn_by=actor.user_id)
        .returning(HouseholdPhoto.id)
        .execution_options(synchronize_session=False)
    )
    return ended is not None
