"""Share out goods that are short on a market day; whoever calls has asked who may.

The seed is drawn when the day is planned and kept to ourselves; its hash stands on everything that
announces the day. So the order is fixed before anybody knows which goods will be short.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from secrets import token_hex

from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import Session

from app.kernel.clock import local
from app.ledger.models import Account
from app.registry.households.models import Household
from app.registry.households.queries import registered
from app.shop.goods.queries import PricedGoods
from app.shop.redemptions.allotment_models import (
    Allotment,
    AllotmentPlace,
    DrawSeed,
    Fairness,
)
from app.shop.redemptions.allotment_rules import (
    AllotmentTooLate,
    EnoughForAll,
    NobodyToAllot,
    check_allotment,
    commitment,
    drawn,
    longest_waiting,
    shared_out,
)
from app.shop.redemptions.kept import kept_moves
from app.shop.redemptions.models import Redemption

_SEED_BYTES = 16


@dataclass(frozen=True)
class Short:
    """Goods that are short on a market day of a truck, and how they shall be given."""

    market_day_id: int
    store_id: int
    day: date
    villages: Sequence[str]
    goods: PricedGoods  # at the price of that day
    pieces: int
    per_household: int
    fairness: Fairness
    free_from: datetime


def commit_seed(session: Session, market_day_id: int, *, now: datetime) -> str:
    """Draw the seed of a new market day; answers what may be printed, its SHA-256."""
    seed = token_hex(_SEED_BYTES)
    session.add(DrawSeed(market_day_id=market_day_id, seed=seed, made_at=now))
    session.flush()
    return commitment(seed)


def allot(session: Session, short: Short, *, actor_id: int, now: datetime) -> Allotment:
    """Share goods out among the route's households that can pay; an earlier sharing ends.

    The same seed gives the same order however often it is asked for.

    :raises AllotmentBad: nothing to share out, or not 1 to 200 for each household.
    :raises AllotmentTooLate: the goods would be for everybody by now, or on another day.
    :raises NobodyToAllot: nobody has points enough.
    :raises EnoughForAll: nobody would have to go without.
    """
    check_allotment(short.pieces, short.per_household)
    if short.free_from <= now or local(short.free_from).date() != short.day:
        raise AllotmentTooLate(field="free_from")
    homes = _who_can_pay(session, short)
    if not homes:
        raise NobodyToAllot(goods=short.goods.name)
    if short.pieces >= short.per_household * len(homes):
        raise EnoughForAll(goods=short.goods.name)
    end_allotment(session, short.market_day_id, short.goods.goods_id, actor_id=actor_id, now=now)
    allotment = Allotment(
        market_day_id=short.market_day_id, store_id=short.store_id, day=short.day,
        goods_id=short.goods.goods_id, pieces=short.pieces, per_household=short.per_household,
        fairness=short.fairness, free_from=short.free_from, made_by=actor_id, made_at=now,
    )  # fmt: skip
    session.add(allotment)
    session.flush()
    order = _in_order(session, short, homes)
    session.execute(
        insert(AllotmentPlace),
        [
            {
                "allotment_id": allotment.id, "household_id": homes[number],
                "position": position, "quantity": quantity,
            }
            for position, (number, quantity) in enumerate(
                shared_out(order, short.pieces, short.per_household), start=1
            )
        ],
    )  # fmt: skip
    return allotment


def end_allotment(
    session: Session, market_day_id: int, goods_id: int, *, actor_id: int, now: datetime
) -> bool:
    """Let everybody have the goods again; whether they were allotted."""
    ended = session.execute(
        update(Allotment)
        .where(
            Allotment.market_day_id == market_day_id,
            Allotment.goods_id == goods_id,
            Allotment.ended_at.is_(None),
        )
        .values(ended_at=now, ended_by=actor_id)
        .returning(Allotment.id)
    )
    return ended.first() is not None


def _in_order(session: Session, short: Short, homes: dict[str, int]) -> list[str]:
    seed = session.get_one(DrawSeed, short.market_day_id).seed
    if short.fairness is Fairness.DRAW:
        return drawn(seed, short.goods.code, homes)
    last_had = _last_had(session, short.goods.goods_id, short.villages)
    return longest_waiting(
        seed, short.goods.code, {number: last_had.get(homes[number]) for number in homes}
    )


def _who_can_pay(session: Session, short: Short) -> dict[str, int]:
    """The ids of the households with points for one piece, by their numbers."""
    rows = session.execute(
        select(Household.number, Household.id)
        .join(Account, Account.household_id == Household.id)
        .where(
            Household.village_code.in_(short.villages),
            registered(),
            Account.balance >= short.goods.price_points,
        )
    )
    return {row[0]: row[1] for row in rows}


def _last_had(session: Session, goods_id: int, villages: Sequence[str]) -> dict[int, date]:
    """The day on which a household last took these goods and kept some of them."""
    kept = kept_moves().subquery()
    rows = session.execute(
        select(Redemption.household_id, func.max(Redemption.at))
        .join(kept, kept.c.redemption_id == Redemption.id)
        .join(Household, Household.id == Redemption.household_id)
        .where(Household.village_code.in_(villages), kept.c.goods_id == goods_id)
        .group_by(Redemption.household_id)
    )
    return {row[0]: local(row[1]).date() for row in rows}
