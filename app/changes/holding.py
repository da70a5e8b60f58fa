"""Households held while a change of them is recorded or decided, and what must be free for it."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.changes.rules import HeadElsewhere, NewNumberTaken, PersonRegistered
from app.kernel.constraints import on_violation
from app.registry.households.models import Household, Member
from app.registry.households.queries import registered

on_violation("uq_members_id_index", PersonRegistered, columns="members.id_index")


def held_household(session: Session, household_id: int) -> Household:
    """The household FOR UPDATE: two changes of it must not pass each other."""
    return session.execute(
        select(Household)
        .where(Household.id == household_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).scalar_one()


def members_by_id(session: Session, household_id: int) -> dict[int, Member]:
    """The members of a household, the head first."""
    rows = session.scalars(
        select(Member)
        .where(Member.household_id == household_id)
        .order_by(Member.is_head.desc(), Member.id)
    )
    return {member.id: member for member in rows}


def check_has_head(session: Session, household_id: int) -> None:
    """A household comes back under its own head.

    :raises HeadElsewhere: who was its head has joined another household.
    """
    if not any(member.is_head for member in members_by_id(session, household_id).values()):
        raise HeadElsewhere


def check_not_registered(session: Session, id_index: bytes) -> None:
    """Nobody in a household that takes part has this ID number.

    :raises PersonRegistered: somebody has.
    """
    found = (
        select(Member.id)
        .join(Household, Household.id == Member.household_id)
        .where(Member.id_index == id_index, registered())
    )
    if session.scalar(found) is not None:
        raise PersonRegistered(field="id_number")


def check_number_free(session: Session, number: str) -> None:
    """No household has this number.

    :raises NewNumberTaken: one has.
    """
    if session.scalar(select(Household.id).where(Household.number == number)) is not None:
        raise NewNumberTaken(field="number")
