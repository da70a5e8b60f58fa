"""The load list: set aside, loaded in one step, let go of; and sharing out what is short."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from time import sleep
from uuid import uuid4

import pytest
from sqlalchemy.orm import Session

from app.kernel.db import Database
from app.kernel.errors import Forbidden, NotFound
from app.kernel.states import WrongState
from app.shop.goods.queries import goods_by_any_code
from app.shop.marketdays.models import Way
from app.shop.marketdays.plan import cancel_market_day
from app.shop.marketdays.setting_aside import (
    Sharing,
    WeightBad,
    load_what_is_set_aside,
    set_aside,
    set_weights,
    share_out,
    stop_sharing,
)
from app.shop.redemptions.allotment_models import Fairness
from app.shop.redemptions.allotment_queries import (
    AllotmentNotFound,
    allotment_called,
    seed_of,
    turns_of,
)
from app.shop.redemptions.allotment_rules import AllotmentBad
from app.shop.stock.paper_rules import NothingChosen
from app.shop.stock.queries import stock_of
from app.shop.stock.reserve import hold_shelves
from app.shop.stock.rules import GoodsReserved, TooFewToReserve
from app.shop.stock.verify import stock_checks
from tests import make
from tests.make import NOW
from tests.shop import stocked
from tests.shop.marketdays.tours import TODAY, Tour
from tests.shop.stock.papers import rice

NOON = 12 * 60


class Day:
    """Nine bags in a store, and a truck that goes out today."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.base = stocked.store_with(session, rice=9)
        self.tour = Tour.planned(session, self.base)
        self.keeper = self.tour.keeper

    def aside(self, bags: int, *, tour: Tour | None = None) -> None:
        set_aside(
            self.session, self.keeper, market_day_id=(tour or self.tour).id,
            lines=[("rice", bags)], now=NOW,
        )  # fmt: skip

    def load(self) -> None:
        load_what_is_set_aside(
            self.session, self.keeper, uuid=uuid4(), market_day_id=self.tour.id, now=NOW
        )

    def share(self, goods: str = "rice", each: int = 1) -> int:
        sharing = Sharing(goods, each, Fairness.DRAW, NOON)
        return share_out(
            self.session, self.keeper, market_day_id=self.tour.id, sharing=sharing, now=NOW
        ).id

    def stands(self) -> tuple[int, int]:
        """On hand and set aside in the store."""
        item = stock_of(self.session, self.base.id, NOW)[0]
        return item.quantity, item.reserved


@pytest.fixture
def day(session: Session) -> Day:
    return Day(session)


def test_what_is_set_aside_is_on_the_truck_after_one_press(day: Day) -> None:
    day.aside(5)
    day.aside(4)
    assert day.stands() == (9, 4)

    day.load()

    assert day.stands() == (5, 0)
    assert stocked.on_shelves(day.session, day.tour.truck) == {"rice": 4}
    assert not any(check.bad for check in stock_checks(day.session))
    with pytest.raises(NothingChosen):
        day.load()


def test_of_what_came_home_the_books_are_right_and_nothing_stays_set_aside(day: Day) -> None:
    day.aside(4)
    day.load()
    day.tour.carry(day.session, Way.RETURN, rice(4))
    day.aside(2)

    day.tour.close(day.session)

    assert day.stands() == (9, 0)
    assert not any(check.bad for check in stock_checks(day.session))


def test_a_till_and_a_new_load_list_do_not_wait_for_each_other(database: Database) -> None:
    with database.write() as session:
        base = stocked.store_with(session, rice=9, soap=9)
        tour = Tour.planned(session, base)
        ids = [goods_by_any_code(session, [code], NOW)[code].goods_id for code in ("rice", "soap")]
        set_aside(session, tour.keeper, market_day_id=tour.id, lines=[("soap", 2)], now=NOW)
        session.expunge_all()

    def list_anew() -> None:
        with database.write() as session:
            lines = [("rice", 2), ("soap", 2)]
            set_aside(session, tour.keeper, market_day_id=tour.id, lines=lines, now=NOW)

    with ThreadPoolExecutor(1) as pool:
        with database.write() as till:
            hold_shelves(till, [base.id], ids[:1])
            waiting = pool.submit(list_anew)
            sleep(0.3)
            hold_shelves(till, [base.id], ids[1:])
        waiting.result(timeout=10)

    with database.read() as session:
        assert [item.reserved for item in stock_of(session, base.id, NOW)] == [2, 2]


def test_a_day_that_is_called_off_lets_go_of_its_goods(day: Day) -> None:
    day.aside(4)

    cancel_market_day(day.session, day.keeper, market_day_id=day.tour.id, reason="大雨", now=NOW)

    assert day.stands() == (9, 0)
    with pytest.raises(WrongState):
        day.aside(4)


def test_two_days_never_set_the_same_bag_aside(day: Day) -> None:
    other = Tour.planned(day.session, day.base, day=TODAY + timedelta(days=1))
    day.aside(6)

    with pytest.raises(TooFewToReserve) as refused, day.session.begin_nested():
        day.aside(4, tour=other)

    assert refused.value.facts["left"] == 3
    with pytest.raises(GoodsReserved), day.session.begin_nested():
        other.carry(day.session, Way.LOAD, rice(4))
    assert day.stands() == (9, 6)


def test_short_goods_are_shared_out_by_number_and_masked_name(day: Day) -> None:
    homes = [
        make.household(day.session, village=day.tour.village, head=name, balance=500)
        for name in ("刘大爷", "王婶")
    ]
    assert seed_of(day.session, day.tour.id).seed is None
    day.aside(1)

    allotment = day.share()

    [turn] = turns_of(day.session, allotment)
    assert (turn.name, turn.number) in {
        (name, home.number) for name, home in zip(("刘**", "王**"), homes, strict=True)
    }
    shown = allotment_called(day.session, day.tour.id, "rice")
    assert (shown.pieces, shown.asked, shown.drawn) == (1, 2, 1)
    assert seed_of(day.session, day.tour.id).seed is not None
    stop_sharing(day.session, day.keeper, market_day_id=day.tour.id, goods_code="rice", now=NOW)
    with pytest.raises(AllotmentNotFound):
        allotment_called(day.session, day.tour.id, "rice")


def test_what_is_not_on_the_truck_is_not_shared_out(day: Day) -> None:
    with pytest.raises(AllotmentBad):
        day.share()


@pytest.mark.parametrize(("payload", "grams"), [(0, 5_000), (500, 0), (30_001, None)])
def test_a_truck_carries_something_and_goods_weigh_something(
    day: Day, payload: int, grams: int | None
) -> None:
    with pytest.raises(WeightBad):
        set_weights(
            day.session, day.keeper, market_day_id=day.tour.id, payload_kg=payload,
            grams={"rice": grams}, now=NOW,
        )  # fmt: skip


def test_who_keeps_neither_store_sets_nothing_aside_and_shares_nothing_out(day: Day) -> None:
    day.aside(1)
    for who in (make.clerk(day.session, day.tour.truck), make.auditor(day.session)):
        day.keeper = who
        for act in (lambda: day.aside(2), day.load, day.share):
            with pytest.raises((Forbidden, NotFound)), day.session.begin_nested():
                act()

    assert day.stands() == (9, 1)
