"""From an id to a round, a sheet, an objection: fetching is the permission check."""

from typing import Literal

from sqlalchemy import and_, exists, or_, select
from sqlalchemy.orm import Session

from app.registry.accounts.actor import Actor
from app.registry.accounts.permissions import Permission
from app.registry.accounts.reach import below_any
from app.registry.households.models import Household
from app.registry.households.queries import HouseholdNotFound, within_reach
from app.scoring.rounds.models import Objection, Round, Sheet
from app.scoring.rounds.rules import ObjectionNotFound, RoundNotFound, SheetNotFound

Lock = Literal["none", "share", "update"]


def round_for(
    session: Session,
    actor: Actor,
    permission: Permission,
    round_id: int,
    *,
    lock: Lock = "none",
) -> Round:
    """The round, if the person may do this in its village.

    Every verb locks it FOR UPDATE before it asks for the move, so that two officers cannot both
    succeed; recording a sheet takes FOR SHARE, so that scorers do not wait for each other.

    :raises RoundNotFound: missing, or out of reach.
    """
    wanted = select(Round).where(
        Round.id == round_id, below_any(Round.village_code, actor.reach(permission).places)
    )
    if lock != "none":
        wanted = wanted.with_for_update(read=lock == "share").execution_options(
            populate_existing=True
        )
    found = session.scalar(wanted)
    if found is None:
        raise RoundNotFound
    return found


def household_in(session: Session, actor: Actor, round_: Round, household_id: int) -> Household:
    """A household as a part of a round that the person may see.

    Also one that has moved to another village since: its month stays where it was scored.

    :raises HouseholdNotFound: missing, or out of reach.
    """
    reached = within_reach(actor, Permission.VIEW_HOUSEHOLD)
    moved_away = and_(
        Household.village_code != round_.village_code,
        exists().where(Sheet.household_id == Household.id, Sheet.round_id == round_.id),
    )
    found = session.scalar(
        select(Household).where(Household.id == household_id, or_(reached, moved_away))
    )
    if found is None:
        raise HouseholdNotFound
    return found


def sheet_for(
    session: Session, actor: Actor, permission: Permission, sheet_id: int, *, lock: Lock = "none"
) -> tuple[Sheet, Round]:
    """A sheet and its round, the round locked first.

    :raises SheetNotFound: missing, or out of reach.
    """
    sheet = session.get(Sheet, sheet_id)
    if sheet is None:
        raise SheetNotFound
    try:
        round_ = round_for(session, actor, permission, sheet.round_id, lock=lock)
    except RoundNotFound:
        raise SheetNotFound from None
    if lock != "none":
        session.refresh(sheet)
    return sheet, round_


def sheet_seen(session: Session, actor: Actor, sheet_id: int) -> Sheet:
    """A sheet of a household that the person may see: for what only its own file shows.

    :raises SheetNotFound: missing, or out of reach.
    """
    sheet, round_ = sheet_for(session, actor, Permission.VIEW_ROUND, sheet_id)
    try:
        household_in(session, actor, round_, sheet.household_id)
    except HouseholdNotFound:
        raise SheetNotFound from None
    return sheet


def objection_for(
    session: Session, actor: Actor, permission: Permission, objection_id: int, *, lock: Lock
) -> tuple[Objection, Sheet, Round]:
    """An objection, its sheet and its round, the round locked first.

    :raises ObjectionNotFound: missing, or out of reach.
    """
    objection = session.get(Objection, objection_id)
    if objection is None:
        raise ObjectionNotFound
    try:
        sheet, round_ = sheet_for(session, actor, permission, objection.sheet_id, lock=lock)
    except SheetNotFound:
        raise ObjectionNotFound from None
    if lock != "none":
        session.refresh(objection)
    return objection, sheet, round_
