"""What happens to one-off awards when their month is opened, certified and settled."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import exists, select, update
from sqlalchemy.orm import Session

from app.ledger.actions import Earned, award
from app.registry.accounts.actor import Actor
from app.scoring.rounds.award_models import AwardState, OneOffAward
from app.scoring.rounds.award_queries import contested_on_the_wall
from app.scoring.rounds.award_rules import CertifierProposed
from app.scoring.rounds.models import Round

SOURCE = "one_off_award"


def join_waiting(session: Session, rounds: Sequence[Round]) -> None:
    """Awards that waited for a month of their village belong to these from now on."""
    here = (Round.village_code == OneOffAward.village_code) & Round.id.in_(
        [round_.id for round_ in rounds]
    )
    session.execute(
        update(OneOffAward)
        .where(
            OneOffAward.round_id.is_(None),
            OneOffAward.state == AwardState.PROPOSED,
            exists().where(here),
        )
        .values(round_id=select(Round.id).where(here).scalar_subquery())
        .execution_options(synchronize_session="fetch")
    )


def certify_awards(session: Session, actor: Actor, round_: Round) -> None:
    """Certify the awards of a month with it; the caller holds its lock.

    :raises CertifierProposed: the person proposed one of them.
    """
    proposed = (OneOffAward.round_id == round_.id) & (OneOffAward.state == AwardState.PROPOSED)
    own = select(OneOffAward.id).where(proposed, OneOffAward.proposed_by == actor.user_id)
    if session.scalar(own.limit(1)) is not None:
        raise CertifierProposed
    session.execute(
        update(OneOffAward)
        .where(proposed)
        .values(state=AwardState.CERTIFIED, certified_by=actor.user_id)
        .execution_options(synchronize_session="fetch")
    )


def credit_awards(
    session: Session, round_ids: list[int], expires_on: date | None, actor_id: int, now: datetime
) -> None:
    """Credit the certified awards of months that are being settled, each exactly once.

    An objection to the household's sheet keeps its awards of the month back with it.
    """
    creditable = (
        OneOffAward.round_id.in_(round_ids)
        & (OneOffAward.state == AwardState.CERTIFIED)
        & ~contested_on_the_wall()
    )
    earned = (
        select(
            OneOffAward.id.label("source_id"),
            OneOffAward.household_id,
            (OneOffAward.points - OneOffAward.cut_points).label("points"),
            Round.period,
        )
        .join(Round, Round.id == OneOffAward.round_id)
        .where(creditable, OneOffAward.points > OneOffAward.cut_points)
    )
    award(session, Earned(SOURCE, earned), expires_on=expires_on, actor_id=actor_id, now=now)
    session.execute(
        update(OneOffAward)
        .where(creditable)
        .values(state=AwardState.CREDITED)
        .execution_options(synchronize_session="fetch")
    )
