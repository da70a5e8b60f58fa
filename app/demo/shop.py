"""Stores, goods on their shelves, and what households have taken home."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import StringIO
from random import Random
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.demo.files import text_of
from app.kernel.clock import local
from app.kernel.period import Period
from app.ledger.actions import NotEnoughPoints
from app.ledger.models import Account
from app.opening.stores import open_store
from app.registry.accounts.actor import Actor
from app.registry.cards.models import Card, CardState
from app.registry.households.models import Household
from app.registry.places.models import Store, StoreKind
from app.shop.goods.actions import import_goods
from app.shop.goods.lines import GoodsLine
from app.shop.goods.queries import PricedGoods, price_list
from app.shop.redemptions.actions import redeem
from app.shop.redemptions.rules import Basket, BasketLine
from app.shop.stock.actions import receive_stock
from app.shop.stock.models import Origin
from app.shop.stock.receiving_rules import Source
from app.shop.stock.rules import GoodsHeldBack, NotEnoughStock, StockLine
from app.shop.stock.set_mark_downs import set_mark_downs

BASKETS: Final = 500  # of each fixed store, at most
TODAY: Final = 9
MOST_OF_A_KIND: Final = 2
KINDS: Final = 6
BOUGHT: Final = Source(Origin.PURCHASE, "聊城众鑫粮油百货", "ZX-0815")
FEDERATION: Final = Source(Origin.GIFT, "开发区工商联")
MILL: Final = Source(Origin.GIFT, "韩集面粉厂")
NO_NAME: Final = Source(Origin.GIFT)
# Goods, how many, and how many days they may still be handed out.
FOOD: Final = (("flour", 260, 9), ("soy-sauce", 400, 13), ("oil", 160, 40))
LOAD: Final = (("noodles", 30, 4), ("oil", 12, 14), ("vinegar", 18, -3), ("rice", 25, 90))
MARK_DOWNS: Final = {45: 30, 10: 50}
GROUP: Final = "1组"


@dataclass(frozen=True)
class Stores:
    """The two shops and the truck."""

    first: Store
    second: Store
    truck: Store


def open_stores(session: Session, console: Actor, codes: Sequence[str], now: datetime) -> Stores:
    """Two fixed stores in two townships, and the mobile store of the district.

    :param codes: first township, second township, district.
    """
    kinds = (
        ("HJ01", "爱心超市韩集店", StoreKind.FIXED),
        ("DC01", "爱心超市东城店", StoreKind.FIXED),
        ("LD01", "爱心众筹流动超市", StoreKind.MOBILE),
    )
    made = []
    for (code, name, kind), place_code in zip(kinds, codes, strict=True):
        store = open_store(
            session, console, code=code, name=name, kind=kind, place_code=place_code, now=now
        )
        made.append(store)
    return Stores(*made)


def fill_shelves(
    session: Session, console: Actor, stores: Stores, *, seed: int, now: datetime
) -> None:
    """The price list of the practice district, and one delivery to each fixed store."""
    rows = enumerate(csv.DictReader(StringIO(text_of("goods.csv"))), start=2)
    lines = [
        GoodsLine(
            row=line_number, code=row["code"], name=row["name"], unit=row["unit"],
            barcode=row["barcode"], price_points=row["price_points"], picture=row["picture"],
        )
        for line_number, row in rows
    ]  # fmt: skip
    import_goods(session, console, lines, now=now)
    random = Random(f"{seed}-shelves")
    for store, least in ((stores.first, 120), (stores.second, 90)):
        receive_stock(
            session, console, uuid=UUID(int=random.getrandbits(128), version=4),
            store_code=store.code, now=now, note="演练起始库存", source=BOUGHT,
            lines=[
                StockLine(line.code, random.randint(least, least * 2) * 12 // _weight(line))
                for line in lines
            ],
        )  # fmt: skip


def bring_gifts(
    session: Session, console: Actor, stores: Stores, village_code: str, *, seed: int,
    now: datetime, days: int,
) -> None:  # fmt: skip
    """Food with its last day, from named givers, delivered so many days ago; quilts for one group.

    Some of it is near its day now, on the truck some is over; what is near costs less.
    """
    random = Random(f"{seed}-gifts")
    today = local(now).date()
    kept = StockLine("quilt", 12, None, village_code, GROUP)
    for store, source, food in (
        (stores.first, FEDERATION, FOOD), (stores.second, NO_NAME, FOOD), (stores.truck, MILL, LOAD)
    ):  # fmt: skip
        lines = [StockLine(code, many, today + timedelta(left)) for code, many, left in food]
        receive_stock(
            session, console, uuid=UUID(int=random.getrandbits(128), version=4),
            store_code=store.code, now=now - timedelta(days=days), source=source,
            lines=[*lines, kept] if store is stores.first else lines,
        )  # fmt: skip
    set_mark_downs(session, console, MARK_DOWNS, now=now)


def _weight(line: GoodsLine) -> int:
    """Dear goods come in smaller numbers."""
    return max(6, int(line.price_points) // 6)


def go_shopping(session: Session, clerk: Actor, store: Store, *, seed: int, now: datetime) -> None:
    """Baskets of the last weeks and of today, through the till's own action."""
    random = Random(f"{seed}-shopping-{store.code}")
    homes = homes_around(session, store.place_code)
    random.shuffle(homes)
    since = Period.of(now).starts_at - timedelta(days=15)
    goods = price_list(session, now)
    for place, (card, balance) in enumerate(homes[:BASKETS]):
        at = since + (now - since) * place / BASKETS
        if place >= len(homes[:BASKETS]) - TODAY:
            at = now - timedelta(minutes=7 * (len(homes[:BASKETS]) - place))
        lines = wished(random, goods, balance)
        uuid = UUID(int=random.getrandbits(128), version=4)
        try_redeem(session, clerk, Basket(uuid, store.code, lines, card=card), at)


def wished(random: Random, goods: Sequence[PricedGoods], balance: int) -> list[BasketLine]:
    """What a household takes home: dear things first, as far as two thirds of its points go."""
    left, lines = balance * 2 // 3, []
    for wanted in sorted(random.sample(goods, KINDS), key=lambda each: -each.price_points):
        quantity = min(MOST_OF_A_KIND, left // wanted.price_points)
        if quantity:
            lines.append(BasketLine(wanted.code, quantity))
            left -= quantity * wanted.price_points
    return lines or [BasketLine(goods[0].code, 1)]


def homes_around(session: Session, place_code: str) -> list[tuple[str, int]]:
    """Cards and balances of the households below a place that have something to spend."""
    rows = session.execute(
        select(Card.code, Account.balance)
        .join(Household, Household.id == Card.household_id)
        .join(Account, Account.household_id == Household.id)
        .where(
            Card.state == CardState.ACTIVE,
            Household.village_code.startswith(place_code),
            Account.balance > 0,
        )
        .order_by(Card.id)
    )
    return [(row[0], row[1]) for row in rows]


def try_redeem(session: Session, clerk: Actor, basket: Basket, at: datetime) -> None:
    """Who cannot pay, or comes when the shelf is empty, goes home with nothing."""
    try:
        with session.begin_nested():
            redeem(session, clerk, basket, now=at)
    except (GoodsHeldBack, NotEnoughPoints, NotEnoughStock):
        return
