"""Limited goods: what a household may have, at one till and at two, before and after a void."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.kernel.db import Database
from app.kernel.errors import Forbidden
from app.ledger.queries import balance_of
from app.registry.places.models import Store, StoreKind
from app.shop.goods.models import Ration, RationPeriod
from app.shop.goods.ration_rules import NoRation, RationBad, RationUsedUp, TruckRationUsedUp
from app.shop.goods.rationing import Limit, end_ration, set_ration
from app.shop.redemptions.actions import redeem
from app.shop.redemptions.returns import return_goods
from app.shop.redemptions.void import void_redemption
from tests import make
from tests.make import NOW
from tests.statements import count_statements


class Counter:
    """Forty bags of rice, and a household of three with points enough."""

    def __init__(self, session: Session, *, people: int = 3) -> None:
        self.session = session
        self.home = make.household(session, village=make.village(session), balance=2000)
        self.home.size = people
        self.card = make.card(session, self.home)
        self.store = make.store(session)
        self.clerk = make.clerk(session, self.store)
        make.goods(session, price_points=10)
        make.stock(session, self.store, 40)

    def limit(self, quantity: int, period: str = "month", *, per_person: bool = False,
              at_most: int | None = None) -> None:  # fmt: skip
        limit = Limit(quantity, RationPeriod(period), per_person, at_most)
        set_ration(self.session, make.admin(self.session), "rice", limit, now=NOW)

    def truck(self) -> Store:
        """A truck with forty bags, which the same clerk keeps."""
        truck = make.store(self.session, kind=StoreKind.MOBILE)
        make.stock(self.session, truck, 40)
        return truck

    def take(self, bags: int, *, now: datetime = NOW, at: Store | None = None) -> int:
        store = at or self.store
        clerk = make.clerk(self.session, at) if at else self.clerk
        basket = make.basket(store, self.card, rice=bags)
        return redeem(self.session, clerk, basket, now=now)

    def left(self, *, now: datetime = NOW) -> int:
        """What the till says may still be had, asked for by taking too much."""
        with pytest.raises(RationUsedUp) as refused, self.session.begin_nested():
            self.take(40, now=now)
        return int(str(refused.value.facts["left"]))


@pytest.fixture
def counter(session: Session) -> Counter:
    return Counter(session)


def test_a_household_has_its_ration_and_no_more(counter: Counter) -> None:
    counter.limit(2)
    counter.take(1)

    with pytest.raises(RationUsedUp) as refused, counter.session.begin_nested():
        counter.take(2)

    assert refused.value.facts == {
        "goods": "大米 5 kg", "unit": "袋", "left": 1, "wanted": 2, "until": "2026-11-30",
    }  # fmt: skip
    counter.take(1)
    assert counter.left() == 0


@pytest.mark.parametrize(
    ("period", "later"),
    [("day", timedelta(days=1)), ("month", timedelta(days=11)), ("year", timedelta(days=42))],
)
def test_the_next_day_month_or_year_there_is_a_new_one(
    counter: Counter, period: str, later: timedelta
) -> None:
    counter.limit(2, period)
    counter.take(2)

    assert counter.left(now=NOW + later - timedelta(hours=10)) == 0
    assert counter.left(now=NOW + later) == 2


def test_a_market_days_ration_holds_at_the_truck_on_its_day_and_nowhere_else(
    counter: Counter,
) -> None:
    truck, other_truck = counter.truck(), counter.truck()
    counter.limit(2, "market_day")
    counter.take(3)
    counter.take(1, at=truck)

    with pytest.raises(TruckRationUsedUp) as refused, counter.session.begin_nested():
        counter.take(2, at=truck)

    assert refused.value.facts == {
        "goods": "大米 5 kg", "unit": "袋", "left": 1, "wanted": 2, "until": "2026-11-20",
    }  # fmt: skip
    counter.take(1, at=truck)
    counter.take(4)
    counter.take(2, at=other_truck)
    counter.take(2, at=truck, now=NOW + timedelta(days=1))


def test_what_went_back_to_the_truck_may_be_taken_again_that_day(counter: Counter) -> None:
    truck = counter.truck()
    counter.limit(2, "market_day")
    done = counter.take(2, at=truck)

    clerk = make.clerk(counter.session, truck)
    void_redemption(counter.session, clerk, redemption_id=done, reason="拿错了", now=NOW)

    counter.take(2, at=truck)
    with pytest.raises(TruckRationUsedUp), counter.session.begin_nested():
        counter.take(1, at=truck)


@pytest.mark.parametrize(("people", "left"), [(0, 2), (3, 6), (9, 8)])
def test_a_ration_by_person_ends_at_what_a_household_may_have(
    session: Session, people: int, left: int
) -> None:
    counter = Counter(session, people=people)
    counter.limit(2, per_person=True, at_most=8)

    assert counter.left() == left


def test_a_void_gives_the_ration_back(counter: Counter) -> None:
    counter.limit(2)
    done = counter.take(2)

    void_redemption(counter.session, counter.clerk, redemption_id=done, reason="拿错了", now=NOW)

    assert counter.left() == 2


def test_what_stays_when_a_part_comes_back_counts_against_the_ration(counter: Counter) -> None:
    counter.limit(4)
    done = counter.take(3)

    for _ in range(2):
        return_goods(
            counter.session, counter.clerk, redemption_id=done, back={"rice": 1}, reason="袋子破了",
            now=NOW,
        )  # fmt: skip

    assert counter.left() == 3
    void_redemption(counter.session, counter.clerk, redemption_id=done, reason="拿错了", now=NOW)
    assert counter.left() == 4


def test_what_was_taken_before_the_limit_counts_and_a_new_limit_ends_the_old(
    counter: Counter,
) -> None:
    counter.take(1)
    counter.limit(5)
    counter.limit(3)

    assert counter.left() == 2


def test_a_limit_that_ended_limits_nothing_and_ends_once(counter: Counter) -> None:
    counter.limit(1)
    admin = make.admin(counter.session)

    end_ration(counter.session, admin, "rice", now=NOW)
    counter.take(3)

    with pytest.raises(NoRation):
        end_ration(counter.session, admin, "rice", now=NOW)


@pytest.mark.parametrize(
    ("quantity", "more"),
    [(0, {}), (201, {}), (2, {"at_most": 5}), (2, {"per_person": True, "at_most": 1})],
)
def test_a_limit_that_cannot_be_meant_is_refused_by_rule_and_database(
    counter: Counter, quantity: int, more: dict[str, Any]
) -> None:
    with pytest.raises(RationBad):
        counter.limit(quantity, **more)
    row = {"goods_id": 1, "quantity": quantity, "per_person": False, "at_most": None,
           "period": RationPeriod.DAY, "set_by": 1, "set_at": NOW}  # fmt: skip
    with pytest.raises(IntegrityError), counter.session.begin_nested():
        counter.session.execute(insert(Ration).values(row | more))


def test_only_the_district_office_limits_goods(counter: Counter) -> None:
    auditor = make.auditor(counter.session)

    with pytest.raises(Forbidden):
        set_ration(counter.session, auditor, "rice", Limit(1, RationPeriod.DAY), now=NOW)
    with pytest.raises(Forbidden):
        end_ration(counter.session, auditor, "rice", now=NOW)


def test_a_basket_without_limited_goods_takes_no_statement_more(counter: Counter) -> None:
    with count_statements() as free:
        counter.take(1)
    counter.limit(9)
    with count_statements() as limited:
        counter.take(1)

    assert len(limited) == len(free) + 1


def test_two_tills_at_once_and_one_ration_hand_it_out_once(database: Database) -> None:
    with database.write() as session:
        counter = Counter(session)
        counter.limit(2)
        baskets = [make.basket(counter.store, counter.card, rice=2) for _ in range(4)]
        home, clerk = counter.home.id, counter.clerk
    start = Barrier(len(baskets))

    def till(number: int) -> bool:
        start.wait()
        try:
            with database.write() as session:
                redeem(session, clerk, baskets[number], now=NOW)
        except RationUsedUp:
            return False
        return True

    with ThreadPoolExecutor(len(baskets)) as pool:
        sold = list(pool.map(till, range(len(baskets))))

    assert sorted(sold) == [False, False, False, True]
    with database.read() as session:
        assert balance_of(session, home) == 1980
