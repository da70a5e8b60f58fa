"""Who may collect for a household: named and ended by its village, asked about at the till."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.kernel.errors import Conflict, Invalid, NotFound
from app.registry.accounts.actor import Actor
from app.registry.accounts.audit import note
from app.registry.accounts.permissions import Permission
from app.registry.households.models import Household
from app.registry.households.queries import household_for
from app.shop.redemptions.models import Collector, ProxyCollection, ProxyReason

LONGEST_NAME, LONGEST_RELATION = 60, 20
MOST_COLLECTORS = 3


class CollectorBad(Invalid):
    """A name or a relation is missing, or too long."""

    code = "collector_bad"


class TooManyCollectors(Conflict):
    """A household has its three."""

    code = "too_many_collectors"


class CollectorNotFound(NotFound):
    """There is no such collector of the household."""

    code = "collector_not_found"


class CollectorNotAttested(Invalid):
    """The clerk has not said that he knows who stands before him, or not why he collects."""

    code = "collector_not_attested"


@dataclass(frozen=True)
class Proxy:
    """Who collects instead of the household, why, and whether the clerk knows him."""

    collector_id: int
    reason: ProxyReason | None
    attested: bool


def name_collector(
    session: Session, actor: Actor, *, household_id: int, name: str, relation: str, now: datetime
) -> int:
    """Let somebody collect for a household; answers the collector's id.

    :raises HouseholdNotFound: missing, or of another village.
    :raises CollectorBad: no name or no relation, or too long.
    :raises TooManyCollectors: there are three already.
    """
    home = household_for(session, actor, Permission.NAME_COLLECTOR, household_id)
    session.scalar(select(Household.id).where(Household.id == home.id).with_for_update())
    who, how = " ".join(name.split()), " ".join(relation.split())
    if not 0 < len(who) <= LONGEST_NAME or not 0 < len(how) <= LONGEST_RELATION:
        raise CollectorBad
    if len(collectors_of(session, home.id)) >= MOST_COLLECTORS:
        raise TooManyCollectors(most=MOST_COLLECTORS)
    made = Collector(
        household_id=home.id, name=who, relation=how, named_by=actor.user_id, named_at=now
    )
    session.add(made)
    session.flush()
    note(
        session, actor, "name_collector", ("household", home.id), now=now,
        place_code=home.village_code, collector=made.id,
    )  # fmt: skip
    return made.id


def end_collector(session: Session, actor: Actor, *, collector_id: int, now: datetime) -> int:
    """Let somebody collect no longer; answers the collector's id. Ending twice is ending once.

    :raises CollectorNotFound: missing.
    :raises HouseholdNotFound: of a household out of reach.
    """
    found = session.scalar(select(Collector).where(Collector.id == collector_id).with_for_update())
    if found is None:
        raise CollectorNotFound
    home = household_for(session, actor, Permission.NAME_COLLECTOR, found.household_id)
    if found.ended_at is None:
        found.ended_at, found.ended_by = now, actor.user_id
        note(
            session, actor, "end_collector", ("household", home.id), now=now,
            place_code=home.village_code, collector=found.id,
        )  # fmt: skip
    return found.id


def collectors_of(session: Session, household_id: int) -> Sequence[Collector]:
    """Who may collect for a household now; the caller has checked the household."""
    return session.scalars(
        select(Collector)
        .where(Collector.household_id == household_id, Collector.ended_at.is_(None))
        .order_by(Collector.id)
    ).all()


def check_proxy(session: Session, household_id: int, proxy: Proxy) -> ProxyReason:
    """Whether this collector may collect for this household, and the clerk knows him.

    :raises CollectorNotFound: not of this household, or no longer.
    :raises CollectorNotAttested: the clerk has not said so, or not why.
    """
    if proxy.collector_id not in {one.id for one in collectors_of(session, household_id)}:
        raise CollectorNotFound
    if not proxy.attested or proxy.reason is None:
        raise CollectorNotAttested
    return proxy.reason


def proxy_of(session: Session, redemption_id: int) -> tuple[ProxyCollection, Collector] | None:
    """Who collected a basket instead of its household; None when it came itself."""
    row = session.execute(
        select(ProxyCollection, Collector)
        .join(Collector, Collector.id == ProxyCollection.collector_id)
        .where(ProxyCollection.redemption_id == redemption_id)
    ).one_or_none()
    return (row[0], row[1]) if row else None
