"""Goods: received, and brought from one store to another."""

from dataclasses import dataclass
from datetime import timedelta
from random import Random
from typing import ClassVar, Final

from app.shop.stock.actions import receive_stock
from app.shop.stock.relocate import Load, relocate
from app.simulator.model.people import kept_out, store_codes, who_may
from app.simulator.model.shelves import (
    lots_of_pile,
    new_lot,
    piles,
    put,
)
from app.simulator.model.state import Model
from app.simulator.operations.base import (
    Draw,
    Hand,
    Made,
    Operation,
    seldom,
    somebody,
    usually,
)
from app.simulator.operations.lines import (
    MOST_QUANTITY,
    Lines,
    added_up,
    bad_lines,
    some_lines,
    stock_lines,
    too_small,
)
from app.simulator.world import use_by_of


@dataclass(frozen=True)
class _Receive(Operation):
    """A delivery comes to a store."""

    route: ClassVar[str] = "receive_stock"
    store: str
    lines: Lines

    def why_not(self, model: Model) -> set[str]:
        codes = store_codes(model, self.store)
        why = kept_out(self.person(model), "receive", codes, "unknown_place")
        if not self.lines:
            why.add("nothing_received")
        if any(not 1 <= quantity <= MOST_QUANTITY for _, quantity in self.lines):
            why.add("stock_quantity_bad")
        if any(use_by and use_by < model.today() for (_, use_by), _ in self.lines):
            why.add("use_by_past")
        return why

    def act(self, hand: Hand) -> int:
        return receive_stock(
            hand.session, hand.actor, uuid=hand.uuid, store_code=self.store,
            lines=stock_lines(self.lines), now=hand.now,
        ).id  # fmt: skip

    def book(self, model: Model, made: Made) -> None:
        for pile, quantity in added_up(self.lines).items():
            lot = new_lot(model, pile)
            put(model, self.store, lot, quantity, kind="receive", who=self.who)


@dataclass(frozen=True)
class _Relocate(Operation):
    """Goods go from one store to another."""

    route: ClassVar[str] = "relocate"
    store: str
    to: str
    lines: Lines

    def why_not(self, model: Model) -> set[str]:
        codes = store_codes(model, self.store)
        why = kept_out(self.person(model), "receive", codes, "unknown_place")
        why |= {"same_store"} if self.store == self.to else set()
        return why | bad_lines(self.lines) | too_small(model, self.store, self.lines)

    def act(self, hand: Hand) -> int:
        load = Load(hand.uuid, self.store, self.to, stock_lines(self.lines))
        return relocate(hand.session, hand.actor, load, now=hand.now).id

    def book(self, model: Model, made: Made) -> None:
        for pile, wanted in added_up(self.lines).items():
            for lot, quantity in lots_of_pile(model, self.store, pile, wanted):
                put(model, self.store, lot, -quantity, kind="relocate", who=self.who)
                put(model, self.to, lot, quantity, kind="relocate", who=self.who)


def _draw_receive(model: Model, random: Random) -> Operation | None:
    store = random.choice(list(model.stores))
    few = [goods for goods in model.prices if _standing(model, store, goods) < _ENOUGH]
    if not few:
        return None
    chosen = random.sample(few, k=random.randint(1, len(few)))
    lines = [((goods, use_by_of(model, goods)), random.randint(1, 40)) for goods in chosen]
    if seldom(random):
        past = model.today() - timedelta(days=1)
        lines = random.choice([[], [(("rice", past), 5)], [(("salt", None), 0)], lines + lines[:1]])
    codes = store_codes(model, store)
    return _Receive(somebody(model, random, who_may(model, "receive", *codes)), store, tuple(lines))


_ENOUGH: Final = 80


def _standing(model: Model, store: str, goods: str) -> int:
    return sum(quantity for (code, _), quantity in piles(model, store).items() if code == goods)


def _draw_relocate(model: Model, random: Random) -> Operation | None:
    store = random.choice(list(model.stores))
    others = [code for code in model.stores if code != store or seldom(random)]
    lines = some_lines(model, store, random)
    if not lines and usually(random):
        return None
    codes = store_codes(model, store)
    who = somebody(model, random, who_may(model, "receive", *codes))
    return _Relocate(who, store, random.choice(others), lines)


DRAWN: Final[tuple[tuple[Draw, int], ...]] = (
    (_draw_receive, 3),
    (_draw_relocate, 2),
)
