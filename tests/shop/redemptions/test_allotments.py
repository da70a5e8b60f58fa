"""Goods that are short on a market day: drawn in an order that anybody can work out."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.kernel.errors import Refusal
from app.registry.households.models import Household
from app.shop.goods.queries import price_list
from app.shop.redemptions.actions import redeem
from app.shop.redemptions.allotment_models import Allotment, AllotmentPlace, DrawSeed, Fairness
from app.shop.redemptions.allotment_queries import seed_of
from app.shop.redemptions.allotment_rules import (
    AllotmentBad,
    AllotmentTooLate,
    EnoughForAll,
    NobodyToAllot,
    NotDrawn,
    NotItsTurn,
    PortionUsedUp,
    commitment,
    drawn,
    longest_waiting,
    shared_out,
)
from app.shop.redemptions.allotting import Short, allot, end_allotment
from app.shop.redemptions.returns import return_goods
from app.shop.redemptions.void import void_redemption
from tests import make
from tests.make import NOW
from tests.shop.marketdays.tours import TODAY, Tour

NOON = NOW + timedelta(hours=2)
numbers = st.sets(st.text("0123456789", min_size=1, max_size=6), max_size=30)


@given(numbers, st.integers(1, 40), st.integers(1, 5))
def test_a_draw_is_an_order_of_all_that_gives_away_what_there_is(
    homes: set[str], pieces: int, each: int
) -> None:
    order = drawn("seed", "rice", homes)
    portions = shared_out(order, pieces, each)

    assert sorted(order) == sorted(homes)
    assert order == drawn("seed", "rice", sorted(homes))
    assert [number for number, _ in portions] == order
    given_away = [quantity for _, quantity in portions]
    assert sum(given_away) == min(pieces, each * len(homes))
    assert given_away == sorted(given_away, reverse=True)
    assert all(0 <= quantity <= each for quantity in given_away)


@given(st.dictionaries(st.text("0123456789", min_size=1), st.none() | st.dates(), max_size=20))
def test_who_never_had_it_comes_before_who_had_it_longest_ago(
    last_had: dict[str, date | None],
) -> None:
    order = longest_waiting("seed", "rice", last_had)

    assert sorted(order) == sorted(last_had)
    days = [last_had[number] or date.min for number in order]
    assert days == sorted(days)


def test_anybody_can_work_the_draw_out_with_a_line_of_script() -> None:
    homes = ["001", "002", "003"]
    by_hand = sorted(homes, key=lambda number: sha256(f"abcrice{number}".encode()).hexdigest())

    assert drawn("abc", "rice", homes) == by_hand
    assert commitment("abc") == sha256(b"abc").hexdigest()


class Truck:
    """Three bags of rice on a truck, and four households that could pay for them."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.village = make.village(session)
        self.homes = [make.household(session, village=self.village, balance=900) for _ in range(4)]
        make.household(session, village=self.village, balance=5)
        make.goods(session)
        self.day = Tour.planned(session, make.store(session), village=self.village)
        self.store = self.day.truck
        make.stock(session, self.store, 3)
        self.clerk = make.clerk(session, self.store)
        self.cards = {home.id: make.card(session, home) for home in self.homes}

    def allot(
        self,
        *,
        pieces: int = 3,
        per_household: int = 2,
        fairness: Fairness = Fairness.DRAW,
        free_from: datetime = NOON,
        villages: Sequence[str] | None = None,
    ) -> Allotment:
        short = Short(
            market_day_id=self.day.id, store_id=self.store.id, day=TODAY,
            villages=[self.village.code] if villages is None else villages,
            goods=price_list(self.session, NOW)[0], pieces=pieces, per_household=per_household,
            fairness=fairness, free_from=free_from,
        )  # fmt: skip
        return allot(self.session, short, actor_id=self.clerk.user_id, now=NOW)

    def portions(self, allotment: Allotment) -> list[tuple[Household, int]]:
        rows = self.session.execute(
            select(Household, AllotmentPlace.quantity)
            .join(AllotmentPlace, AllotmentPlace.household_id == Household.id)
            .where(AllotmentPlace.allotment_id == allotment.id)
            .order_by(AllotmentPlace.position)
        )
        return [(row[0], row[1]) for row in rows]

    def take(self, home: Household, bags: int = 1, *, after: timedelta = timedelta()) -> int:
        basket = make.basket(self.store, self.cards[home.id], rice=bags)
        return redeem(self.session, self.clerk, basket, now=NOW + after)

    def bring_one(self, redemption_id: int, *, after: timedelta = timedelta()) -> None:
        return_goods(
            self.session, self.clerk, redemption_id=redemption_id, back={"rice": 1},
            reason="袋子破了", now=NOW + after,
        )  # fmt: skip

    def refused(self, home: Household, bags: int = 1) -> type[Refusal]:
        with pytest.raises(Refusal) as refused, self.session.begin_nested():
            self.take(home, bags)
        return type(refused.value)


@pytest.fixture
def truck(session: Session) -> Truck:
    return Truck(session)


def test_the_till_gives_short_goods_to_the_drawn_and_what_is_left_to_all(truck: Truck) -> None:
    portions = truck.portions(truck.allot())
    (first, two), (second, one), (third, nothing), _last = portions

    assert (two, one, nothing) == (2, 1, 0)
    assert truck.refused(third) is NotDrawn
    assert truck.refused(second, 2) is PortionUsedUp
    truck.take(first, 2)
    assert truck.refused(first) is PortionUsedUp
    truck.take(third, after=timedelta(hours=2))


def test_the_draw_is_the_one_that_was_promised_and_stays_when_drawn_again(truck: Truck) -> None:
    order = [home.number for home, _ in truck.portions(truck.allot())]
    seed = truck.session.get_one(DrawSeed, truck.day.id).seed

    assert seed_of(truck.session, truck.day.id).commitment == commitment(seed)
    assert order == drawn(seed, "rice", [home.number for home in truck.homes])
    again = truck.allot(per_household=1)
    assert [home.number for home, _ in truck.portions(again)] == order
    assert [quantity for _, quantity in truck.portions(again)] == [1, 1, 1, 0]


def test_who_had_it_last_waits_longest_and_a_void_does_not_count(truck: Truck) -> None:
    had, voided, *_others = truck.homes
    truck.take(had, after=-timedelta(days=1))
    void_redemption(truck.session, truck.clerk, redemption_id=truck.take(voided), reason="拿错了",
                    now=NOW)  # fmt: skip

    portions = truck.portions(truck.allot(fairness=Fairness.WAITING, per_household=1))

    assert portions[-1] == (had, 0)
    assert truck.refused(had) is NotItsTurn


def test_who_brings_a_part_back_keeps_the_rest_of_its_portion_and_has_had_some(
    truck: Truck,
) -> None:
    [(first, two), *_] = truck.portions(truck.allot())
    truck.bring_one(truck.take(first, two))

    assert truck.refused(first, 2) is PortionUsedUp
    truck.take(first)
    waiting = truck.portions(truck.allot(fairness=Fairness.WAITING, per_household=1))
    assert waiting[-1] == (first, 0)


def test_what_is_no_longer_shared_out_is_for_everybody(truck: Truck) -> None:
    allotment = truck.allot()
    [*_, (last, _nothing)] = truck.portions(allotment)

    end_allotment(truck.session, truck.day.id, allotment.goods_id, actor_id=truck.clerk.user_id,
                  now=NOW)  # fmt: skip

    truck.take(last)


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"pieces": 0}, AllotmentBad),
        ({"per_household": 201}, AllotmentBad),
        ({"free_from": NOW}, AllotmentTooLate),
        ({"free_from": NOON + timedelta(days=1)}, AllotmentTooLate),
        ({"villages": []}, NobodyToAllot),
        ({"pieces": 8}, EnoughForAll),
    ],
)
def test_what_cannot_be_shared_out_is_refused(
    truck: Truck, changed: dict[str, Any], refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal):
        truck.allot(**changed)
