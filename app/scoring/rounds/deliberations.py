"""Reading the committee's records, and whether the district requires one."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, exists, func, select
from sqlalchemy.orm import Session, aliased

from app.registry.accounts.actor import Actor
from app.registry.accounts.models import Grant, User
from app.registry.accounts.permissions import Permission
from app.registry.accounts.reach import below_any
from app.scoring.rounds.certifying_models import Deliberation, DeliberationRule
from app.scoring.rounds.deliberation_rules import DeliberationNotFound
from app.scoring.rounds.models import Round, RoundState


@dataclass(frozen=True)
class Held:
    """A meeting as it was recorded, by whom, and whether a later row corrects it."""

    deliberation: Deliberation
    recorded_by: str
    corrected: bool


def deliberations_of(session: Session, round_id: int) -> Sequence[Held]:
    """The records of a round that the caller has, latest first, corrected ones among them."""
    wanted = _held().where(Deliberation.round_id == round_id)
    return [Held(*row) for row in session.execute(wanted).all()]


def deliberation_for(
    session: Session, actor: Actor, permission: Permission, deliberation_id: int
) -> tuple[Held, Round]:
    """A record and its round, if the person may do this in its village.

    :raises DeliberationNotFound: missing, or out of reach.
    """
    row = session.execute(
        _held()
        .add_columns(Round)
        .join(Round, Round.id == Deliberation.round_id)
        .where(
            Deliberation.id == deliberation_id,
            below_any(Round.village_code, actor.reach(permission).places),
        )
    ).one_or_none()
    if row is None:
        raise DeliberationNotFound
    return Held(row[0], row[1], row[2]), row[3]


def has_deliberation(session: Session, round_id: int) -> bool:
    """Whether a meeting of the round stands on record."""
    wanted = select(Deliberation.id).where(Deliberation.round_id == round_id).limit(1)
    return session.scalar(wanted) is not None


def deliberation_required(session: Session) -> bool:
    """Whether the district wants a record before a month is submitted; until it says so, no."""
    latest = select(DeliberationRule.required).order_by(DeliberationRule.id.desc()).limit(1)
    return bool(session.scalar(latest))


def names_at(session: Session, village_code: str) -> Sequence[str]:
    """Who works in the village itself, to be ticked as present; by name."""
    return session.scalars(
        select(User.name)
        .where(
            User.active,
            exists().where(Grant.user_id == User.id, Grant.place_code == village_code),
        )
        .distinct()
        .order_by(User.name)
    ).all()


def count_without_deliberation(session: Session, actor: Actor) -> int:
    """How many open months of the person's villages have no meeting on record."""
    held = exists().where(Deliberation.round_id == Round.id)
    wanted = select(func.count()).select_from(Round).where(
        Round.state == RoundState.OPEN, ~held,
        below_any(Round.village_code, actor.reach(Permission.VIEW_ROUND).places),
    )  # fmt: skip
    return session.scalar(wanted) or 0


def _held() -> Select[Deliberation, str, bool]:
    later = aliased(Deliberation)
    return (
        select(Deliberation, User.name, exists().where(later.replaces_id == Deliberation.id))
        .join(User, User.id == Deliberation.recorded_by)
        .order_by(Deliberation.met_on.desc(), Deliberation.id.desc())
    )
