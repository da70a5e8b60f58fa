"""The till: a household takes goods for points."""

from dataclasses import dataclass
from random import Random
from typing import ClassVar, Final

from app.shop.redemptions.actions import redeem
from app.shop.redemptions.rules import Basket, BasketLine
from app.simulator.model.people import kept_out, store_codes, who_may
from app.simulator.model.points import give
from app.simulator.model.shelves import in_date, in_order, lots_for, put, standing
from app.simulator.model.state import Model, Out, Receipt
from app.simulator.operations.base import (
    REASON,
    Draw,
    Hand,
    Made,
    Operation,
    seldom,
    somebody,
    usually,
)

MOST_QUANTITY: Final = 200


@dataclass(frozen=True)
class _Redeem(Operation):
    """A household takes goods for points, by its card or, the clerk attesting, without."""

    route: ClassVar[str] = "redeem"
    store: str
    home: int
    card: str | None
    lines: tuple[tuple[str, int], ...]
    agreed: int | None

    def why_not(self, model: Model) -> set[str]:
        codes = store_codes(model, self.store)
        why = kept_out(self.person(model), "redeem", codes, "unknown_place")
        why |= self._of_the_card(model)
        if not self.lines:
            return why | {"basket_empty"}
        if any(not 1 <= quantity <= MOST_QUANTITY for _, quantity in self.lines):
            return why | {"quantity_bad"}
        for goods, quantity in self.lines:
            if standing(model, self.store, goods) < quantity:
                why.add("not_enough_stock")
            elif in_date(model, self.store, goods) < quantity:
                why.add("goods_held_back")
        cost = self._cost(model)
        if model.homes[self.home].balance < cost:
            why.add("not_enough_points")
        return why | ({"total_changed"} if self.agreed not in {None, cost} else set())

    def _of_the_card(self, model: Model) -> set[str]:
        home = model.homes[self.home]
        if self.card is None or self.card == home.card:
            return set()
        return {f"card_{home.old_cards[self.card]}"}

    def _cost(self, model: Model) -> int:
        return sum(model.prices[goods] * quantity for goods, quantity in self.lines)

    def act(self, hand: Hand) -> int:
        lines = [BasketLine(goods, quantity) for goods, quantity in self.lines]
        without = self.card is None
        basket = Basket(
            hand.uuid, self.store, lines, card=self.card,
            household_id=self.home if without else None,
            no_card_reason=REASON if without else None, agreed_points=self.agreed,
        )  # fmt: skip
        return redeem(hand.session, hand.actor, basket, now=hand.now)

    def book(self, model: Model, made: Made) -> None:
        cost = self._cost(model)
        give(model, self.home, -cost, ("redemption", "redemption", made.id))
        taken = in_order(
            model,
            [each for line in self.lines for each in lots_for(model, self.store, *line)],
        )
        for lot, quantity in taken:
            put(model, self.store, lot, -quantity, kind="hand_out", who=self.who)
        out = [Out(lot, quantity, model.prices[lot.goods]) for lot, quantity in taken]
        model.receipts[made.id] = Receipt(
            made.id, self.store, self.home, cost, model.now, self.who,
            sum(quantity for _, quantity in self.lines), out,
        )  # fmt: skip


def _draw_redeem(model: Model, random: Random) -> Operation | None:
    homes = list(model.homes.values())
    home = max(random.sample(homes, k=min(3, len(homes))), key=lambda each: each.balance)
    store = random.choice(list(model.stores))
    goods = [code for code in model.prices if in_date(model, store, code)]
    if seldom(random) or not goods:
        goods = list(model.prices)
    chosen = random.sample(goods, k=min(len(goods), random.choice([1, 1, 2, 3])))
    lines = tuple((code, random.choice([1, 1, 1, 2, 3])) for code in chosen)
    cost = sum(model.prices[code] * quantity for code, quantity in lines)
    if cost > home.balance and usually(random):
        cheap = [code for code in goods if model.prices[code] <= home.balance]
        if not cheap:
            return None
        code = random.choice(cheap)
        lines = ((code, random.randint(1, min(4, home.balance // model.prices[code]))),)
        cost = model.prices[code] * lines[0][1]
    agreed = random.choice([None, cost, cost, cost, cost + (seldom(random))])
    who = somebody(model, random, who_may(model, "redeem", store))
    return _Redeem(who, store, home.id, _drawn_card(model, random, home.id), lines, agreed)


def _drawn_card(model: Model, random: Random, home_id: int) -> str | None:
    home = model.homes[home_id]
    if home.old_cards and seldom(random):
        return random.choice(list(home.old_cards))
    return home.card if home.card and usually(random) else None


DRAWN: Final[tuple[tuple[Draw, int], ...]] = ((_draw_redeem, 14),)
