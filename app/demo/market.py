"""The truck of the practice district: a market day that is closed, and one that is ahead."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Final
from uuid import UUID

from sqlalchemy.orm import Session

from app.demo.shop import Stores, homes_around, try_redeem, wished
from app.demo.staff import Staff
from app.kernel.clock import local
from app.registry.places.models import Place
from app.shop.goods.queries import price_list
from app.shop.marketdays.closing import close_market_day
from app.shop.marketdays.loading import carry
from app.shop.marketdays.models import HabitKind, Way
from app.shop.marketdays.plan import Plan, plan_market_day, set_fairs
from app.shop.marketdays.rules import Fair, Stop
from app.shop.redemptions.rules import Basket
from app.shop.stock.queries import piles_of
from app.shop.stock.rules import StockLine

DAYS_AGO, DAYS_AHEAD = 10, 4
NINE, HOUR = 9 * 60, 60
VISITORS: Final = 30
LOADED: Final = 20
KINDS_LOADED: Final = 10
# 逢三逢八 in one village, 逢五逢十 in the next.
THREES_AND_EIGHTS: Final = (3, 8, 13, 18, 23, 28)
FIVES_AND_TENS: Final = (5, 10, 15, 20, 25, 30)


def go_to_villages(
    session: Session,
    staff: Staff,
    stores: Stores,
    villages: Sequence[Place],
    *,
    seed: int,
    now: datetime,
) -> None:
    """Note the fairs; a day that went well; the next one, planned and announced."""
    random = Random(f"{seed}-market")
    habits = (THREES_AND_EIGHTS, FIVES_AND_TENS)
    for village, days in zip(villages, habits, strict=False):
        monthly = [Fair(HabitKind.LUNAR, 0, day) for day in days]
        last = [Fair(HabitKind.YEARLY, 12, 23)]  # 腊月廿三
        set_fairs(session, staff.district, village_code=village.code, fairs=monthly + last, now=now)
    noon = local(now).replace(hour=12, minute=0, second=0, microsecond=0)
    then = noon - timedelta(days=DAYS_AGO)
    past = _plan(session, staff, stores, villages[:2], then)
    _carry(
        session,
        staff,
        _uuid(random),
        Way.LOAD,
        _to_load(session, stores),
        market_day_id=past,
        at=then,
    )
    _sell(session, staff, stores, villages[:2], random=random, at=then)
    left = _all_of(session, stores.truck.id)
    _carry(session, staff, _uuid(random), Way.RETURN, left, market_day_id=past, at=then)
    close_market_day(session, staff.manager, market_day_id=past, now=then + timedelta(hours=5))
    _plan(session, staff, stores, villages[:3], noon + timedelta(days=DAYS_AHEAD))


def _plan(
    session: Session, staff: Staff, stores: Stores, villages: Sequence[Place], at: datetime
) -> int:
    stops = [
        Stop(village.code, NINE + 2 * HOUR * place, NINE + 2 * HOUR * (place + 1), "村委会门前")
        for place, village in enumerate(villages)
    ]
    plan = Plan(stores.truck.code, stores.first.code, at.date(), stops)
    week_before = at - timedelta(days=7)
    return plan_market_day(session, staff.manager, plan, now=week_before).id


def _carry(
    session: Session,
    staff: Staff,
    uuid: UUID,
    way: Way,
    lines: Sequence[StockLine],
    *,
    market_day_id: int,
    at: datetime,
) -> None:
    carry(
        session, staff.manager, uuid=uuid,
        market_day_id=market_day_id, way=way, lines=lines, now=at,
    )  # fmt: skip


def _to_load(session: Session, stores: Stores) -> list[StockLine]:
    return [
        StockLine(
            pile.code, min(LOADED, pile.quantity), pile.use_by, pile.kept_for, pile.kept_group
        )
        for pile in piles_of(session, stores.first.id)[:KINDS_LOADED]
    ]


def _all_of(session: Session, store_id: int) -> list[StockLine]:
    return [
        StockLine(pile.code, pile.quantity, pile.use_by, pile.kept_for, pile.kept_group)
        for pile in piles_of(session, store_id)
    ]


def _sell(
    session: Session,
    staff: Staff,
    stores: Stores,
    villages: Sequence[Place],
    *,
    random: Random,
    at: datetime,
) -> None:
    goods = price_list(session, at)
    homes = [home for village in villages for home in homes_around(session, village.code)]
    for place, (card, balance) in enumerate(homes[:VISITORS]):
        lines = wished(random, goods, balance)
        basket = Basket(_uuid(random), stores.truck.code, lines, card=card)
        try_redeem(session, staff.manager, basket, at + timedelta(minutes=5 * place))


def _uuid(random: Random) -> UUID:
    return UUID(int=random.getrandbits(128), version=4)
