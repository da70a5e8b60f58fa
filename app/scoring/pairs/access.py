"""From an id to a second sheet, and who may see one before somebody has decided."""

from sqlalchemy import ColumnElement, false, or_, select
from sqlalchemy.orm import Session

from app.registry.accounts.actor import Actor
from app.registry.accounts.permissions import Permission
from app.registry.accounts.reach import below_any
from app.registry.households.queries import seen_by
from app.scoring.pairs.rules import SecondSheetNotFound
from app.scoring.rounds.access import Lock, round_for
from app.scoring.rounds.models import Round
from app.scoring.rounds.rules import RoundNotFound
from app.scoring.rounds.second_models import SecondSheet
from app.scoring.rounds.seconds import took_part, undecided

# Who decides, who certifies, who audits: they may look while the two sheets wait.
LOOKS_EARLY = (Permission.SUBMIT, Permission.CERTIFY, Permission.VIEW_AUDIT)


def second_sheet_for(
    session: Session, actor: Actor, permission: Permission, second_id: int, *, lock: Lock = "none"
) -> tuple[SecondSheet, Round]:
    """A second sheet and its round, the round locked first.

    :raises SecondSheetNotFound: missing, or out of reach.
    """
    second = session.get(SecondSheet, second_id)
    if second is None:
        raise SecondSheetNotFound
    try:
        return second, round_for(session, actor, permission, second.round_id, lock=lock)
    except RoundNotFound:
        raise SecondSheetNotFound from None


def shown_to(actor: Actor) -> ColumnElement[bool]:
    """Whether both sheets may be shown to somebody who may see the month and the household.

    While they wait: never to the two sides, nor to who scores besides; afterwards to everybody.
    The statement has Round, Household and SecondSheet.
    """
    early = [
        below_any(Round.village_code, actor.reach(permission).places)
        for permission in LOOKS_EARLY
        if actor.may(permission)
    ]
    return or_(~undecided(), or_(false(), *early) & ~is_side(actor)) & seen_by(
        actor, Permission.VIEW_ROUND
    )


def is_side(actor: Actor) -> ColumnElement[bool]:
    """Whether the person had a part in one of the two sheets; the statement has SecondSheet."""
    first = took_part(actor.user_id, SecondSheet.round_id, SecondSheet.household_id)
    return or_(SecondSheet.recorded_by == actor.user_id, first)


def has_side(session: Session, actor: Actor, second: SecondSheet) -> bool:
    """The same for one second sheet."""
    wanted = select(SecondSheet.id).where(SecondSheet.id == second.id, is_side(actor))
    return session.scalar(wanted) is not None
