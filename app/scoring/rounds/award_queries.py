"""From an id to an award (the permission check), and awards by month and household."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import Session, aliased

from app.kernel.period import Period
from app.registry.accounts.actor import Actor
from app.registry.accounts.models import User
from app.registry.accounts.permissions import Permission
from app.registry.accounts.reach import below_any
from app.registry.households.models import Household
from app.registry.households.queries import seen_by
from app.scoring.rounds.award_models import AwardState, OneOffAward
from app.scoring.rounds.award_rules import AwardNotFound
from app.scoring.rounds.models import Round, RoundState, Sheet, SheetState
from app.scoring.schemes.awards import Award
from app.scoring.schemes.queries import scheme_by_id, version_of

LIVE = (AwardState.PROPOSED, AwardState.CERTIFIED, AwardState.CREDITED)


@dataclass(frozen=True)
class AwardShown:
    """An award with its household and those who had to do with it."""

    award: OneOffAward
    household: Household
    round: Round | None
    proposer: str
    certifier: str | None
    striker: str | None

    @property
    def is_live(self) -> bool:
        """Whether it was neither withdrawn nor struck."""
        return self.award.state in LIVE


def counts() -> ColumnElement[bool]:
    """Whether an award was neither withdrawn nor struck."""
    return OneOffAward.state.in_(LIVE)


def contested_on_the_wall() -> ColumnElement[bool]:
    """Whether an objection to the household's sheet of the month keeps its awards back too."""
    return exists().where(
        Sheet.round_id == OneOffAward.round_id,
        Sheet.household_id == OneOffAward.household_id,
        Sheet.state == SheetState.DISPUTED,
    )


def award_for(session: Session, actor: Actor, permission: Permission, award_id: int) -> OneOffAward:
    """The award, if the person may do this in its village (a cadre: with its household).

    :raises AwardNotFound: missing, or out of reach.
    """
    found = session.scalar(
        select(OneOffAward)
        .join(Household, Household.id == OneOffAward.household_id)
        .where(OneOffAward.id == award_id, _within(actor, permission))
    )
    if found is None:
        raise AwardNotFound
    return found


def award_shown(session: Session, actor: Actor, award_id: int) -> AwardShown:
    """An award as everybody who may see its month reads it.

    :raises AwardNotFound: missing, or out of reach.
    """
    award = award_for(session, actor, Permission.VIEW_ROUND, award_id)
    return _shown(session, actor, OneOffAward.id == award.id)[0]


def awards_in_round(session: Session, actor: Actor, round_: Round) -> Sequence[AwardShown]:
    """The awards of a month, in the order of proposing, those that were struck too."""
    return _shown(
        session,
        actor,
        (OneOffAward.round_id == round_.id) & (OneOffAward.state != AwardState.WITHDRAWN),
    )


def waiting_awards(session: Session, actor: Actor, village_code: str) -> Sequence[AwardShown]:
    """The awards that wait for the village's next month."""
    return _shown(
        session,
        actor,
        (OneOffAward.village_code == village_code)
        & OneOffAward.round_id.is_(None)
        & (OneOffAward.state == AwardState.PROPOSED),
    )


def awards_of_household(session: Session, actor: Actor, household_id: int) -> Sequence[AwardShown]:
    """All that a household was ever proposed for, the latest first."""
    return _shown(session, actor, OneOffAward.household_id == household_id)[::-1]


def awards_earned(session: Session, household_id: int) -> Sequence[OneOffAward]:
    """The awards of a household that were certified, the latest first; for its statement."""
    return session.scalars(
        select(OneOffAward)
        .where(
            OneOffAward.household_id == household_id,
            OneOffAward.state.in_((AwardState.CERTIFIED, AwardState.CREDITED)),
        )
        .order_by(OneOffAward.id.desc())
    ).all()


def awards_offered(session: Session, village_code: str, period: Period) -> Sequence[Award]:
    """What may be proposed now: by the scorecard of the village's open month, else the month's.

    :raises NoScheme: no scorecard holds.
    """
    of_round = session.scalar(
        select(Round.scheme_version_id)
        .where(Round.village_code == village_code, takes_awards())
        .order_by(Round.period.desc())
        .limit(1)
    )
    return scheme_by_id(session, of_round or version_of(session, period).id).awards


def takes_awards() -> ColumnElement[bool]:
    """Whether a month takes new awards; one that is open for single sheets only does not."""
    return (Round.state == RoundState.OPEN) & Round.reopened_at.is_(None)


def _within(actor: Actor, permission: Permission) -> ColumnElement[bool]:
    places = below_any(OneOffAward.village_code, actor.reach(permission).places)
    return places & seen_by(actor, permission)


def _shown(session: Session, actor: Actor, wanted: ColumnElement[bool]) -> Sequence[AwardShown]:
    """By id; of a cadre's households only his own. One statement."""
    proposer, certifier, striker = aliased(User), aliased(User), aliased(User)
    rows = session.execute(
        select(OneOffAward, Household, Round, proposer.name, certifier.name, striker.name)
        .join(Household, Household.id == OneOffAward.household_id)
        .outerjoin(Round, Round.id == OneOffAward.round_id)
        .join(proposer, proposer.id == OneOffAward.proposed_by)
        .outerjoin(certifier, certifier.id == OneOffAward.certified_by)
        .outerjoin(striker, striker.id == OneOffAward.struck_by)
        .where(wanted, _within(actor, Permission.VIEW_ROUND))
        .order_by(OneOffAward.id)
    ).all()
    return [AwardShown(*row) for row in rows]
