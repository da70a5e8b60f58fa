"""A market day is closed when everything adds up and nothing is left on the truck."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.kernel.db import Database
from app.kernel.errors import Refusal
from app.kernel.states import WrongState
from app.registry.places.queries import UnknownPlace
from app.shop.marketdays.closing import close_market_day
from app.shop.marketdays.loading import carry
from app.shop.marketdays.models import DayState, MarketDay, Way
from app.shop.marketdays.queries import market_closing_of
from app.shop.marketdays.rules import (
    EarlierDayOpen,
    GoodsOnTruck,
    MarketDayAhead,
    MarketDayNotFound,
    TruckPapersWait,
)
from app.shop.marketdays.sheet import sheet_of, span_of, takings
from app.shop.redemptions.actions import redeem
from app.shop.redemptions.closing import DayClosed, close_day
from app.shop.redemptions.returns import return_goods
from app.shop.redemptions.void import void_redemption
from app.shop.stock.rules import PileTooSmall
from app.shop.stock.stock_take import confirm_count
from app.shop.stock.write_off import approve_write_off
from tests import make
from tests.make import NOW
from tests.shop import stocked
from tests.shop.marketdays.tours import TODAY, Tour
from tests.shop.stock.papers import asked, counted, moved, rice


def out_with(session: Session, bags: int) -> Tour:
    """A truck that has so much rice on it, from a store with nine bags."""
    tour = Tour.planned(session, stocked.store_with(session, rice=9))
    tour.carry(session, Way.LOAD, rice(bags))
    return tour


def sold(session: Session, tour: Tour, bags: int = 1) -> int:
    """What a household of the village takes home."""
    home = make.household(session, village=tour.village, balance=900)
    wanted = make.basket(tour.truck, make.card(session, home), rice=bags)
    return redeem(session, make.clerk(session, tour.truck), wanted, now=NOW)


def test_the_sheet_tells_everything_that_happened_to_the_goods(session: Session) -> None:
    tour = out_with(session, 8)
    clerk = make.clerk(session, tour.truck)
    moved(session, tour.base, tour.truck, rice(1))
    sold(session, tour)
    void_redemption(session, clerk, redemption_id=sold(session, tour), reason="拿错了", now=NOW)
    part = sold(session, tour, 2)
    return_goods(session, clerk, redemption_id=part, back={"rice": 1}, reason="破了", now=NOW)
    broken = asked(session, tour.truck, rice(1))
    approve_write_off(session, tour.keeper, write_off_id=broken.id, now=NOW)
    found = counted(session, tour.truck, rice(5))
    confirm_count(session, tour.keeper, count_id=found.id, now=NOW)
    tour.carry(session, Way.RETURN, rice(5))

    day = session.get_one(MarketDay, tour.id)
    line = sheet_of(session, day, span_of(session, day))[0]

    assert line.amounts == {
        "stood": 0, "loaded": 8, "other": 1, "handed_out": 5, "taken_back": 3, "returned": 5,
        "lost": 1, "counted": -1,
    }  # fmt: skip
    assert line.left == 0


def test_a_closed_day_keeps_what_each_village_took(session: Session) -> None:
    tour = out_with(session, 5)
    sold(session, tour, 2)
    elsewhere = make.village(session, "邻村")
    stranger = make.household(session, village=elsewhere, balance=500)
    basket = make.basket(tour.truck, make.card(session, stranger), rice=1)
    redeem(session, make.clerk(session, tour.truck), basket, now=NOW)
    tour.carry(session, Way.RETURN, rice(2))

    day = tour.close(session)

    assert day.state is DayState.CLOSED
    found = takings(session, day, span_of(session, day))
    assert [(each.village, each.on_route, each.households, each.points, each.pieces)
            for each in found] == [
        (tour.village.name, True, 1, 260, 2), ("邻村", False, 1, 130, 1),
    ]  # fmt: skip
    closing = market_closing_of(session, tour.id)
    assert closing is not None
    assert (closing.redemptions, closing.households, closing.points) == (2, 2, 390)


def test_nothing_is_sold_on_the_truck_after_its_day_was_closed(session: Session) -> None:
    tour = out_with(session, 1)
    tour.carry(session, Way.RETURN, rice(1))
    tour.close(session)
    moved(session, tour.base, tour.truck, rice(1))

    with pytest.raises(IntegrityError, match="day_is_closed"), session.begin_nested():
        sold(session, tour)
    with pytest.raises(WrongState):
        tour.carry(session, Way.LOAD, rice(1))
    with pytest.raises(WrongState):
        tour.close(session)


def test_a_day_whose_till_was_closed_before_is_closed_too(session: Session) -> None:
    tour = out_with(session, 1)
    tour.carry(session, Way.RETURN, rice(1))
    clerk = make.clerk(session, tour.truck)
    close_day(session, clerk, store_code=tour.truck.code, day=TODAY, now=NOW)

    assert tour.close(session).state is DayState.CLOSED


def test_a_day_with_goods_on_the_truck_is_not_closed(session: Session) -> None:
    tour = out_with(session, 3)

    with pytest.raises(GoodsOnTruck) as refused:
        tour.close(session)

    assert refused.value.facts["pieces"] == 3


@pytest.mark.parametrize("paper", [asked, counted])
def test_a_day_is_not_closed_while_somebody_has_to_decide_about_a_paper(
    session: Session, paper: Callable[..., object]
) -> None:
    tour = out_with(session, 1)
    paper(session, tour.truck, rice(1))

    with pytest.raises(TruckPapersWait):
        tour.close(session)


def test_a_day_that_has_not_come_is_not_closed(session: Session) -> None:
    tour = Tour.planned(session, make.store(session), day=TODAY + timedelta(days=1))

    with pytest.raises(MarketDayAhead):
        tour.close(session)


def test_a_forgotten_day_is_closed_late_and_before_the_next_is_loaded(session: Session) -> None:
    first = Tour.planned(session, stocked.store_with(session, rice=9))
    tomorrow = TODAY + timedelta(days=1)
    second = Tour.again(session, first.base, first.truck, first.village, tomorrow)
    with pytest.raises(EarlierDayOpen):
        second.carry(session, Way.LOAD, rice(1))
    late = NOW + timedelta(days=40)
    with pytest.raises(EarlierDayOpen):
        second.close(session, late)

    first.close(session, late)
    second.carry(session, Way.LOAD, rice(1))
    second.carry(session, Way.RETURN, rice(1))

    assert second.close(session, late).state is DayState.CLOSED


def test_no_more_is_loaded_than_the_store_has_or_brought_home_than_the_truck(
    session: Session,
) -> None:
    tour = out_with(session, 1)

    for way in Way:
        with pytest.raises(PileTooSmall):
            tour.carry(session, way, rice(9))


def test_goods_leave_a_store_only_by_who_keeps_it(session: Session) -> None:
    tour = out_with(session, 1)
    driver, keeper = make.manager(session, tour.truck), make.manager(session, tour.base)

    def by(tour: Tour, way: Way) -> None:
        tour.carry(session, way, rice(1))

    tour.keeper = driver
    by(tour, Way.RETURN)
    with pytest.raises(UnknownPlace):
        by(tour, Way.LOAD)
    tour.keeper = keeper
    by(tour, Way.LOAD)
    with pytest.raises(UnknownPlace):
        by(tour, Way.RETURN)
    with pytest.raises(MarketDayNotFound):
        close_market_day(session, keeper, market_day_id=tour.id, now=NOW)


def test_the_database_keeps_no_closing_that_leaves_something_on_the_truck(
    session: Session,
) -> None:
    tour = out_with(session, 1)
    tour.carry(session, Way.RETURN, rice(1))
    tour.close(session)
    copied = (
        "INSERT INTO market_closing_lines (market_day_id, goods_id, stood, loaded, other,"
        " handed_out, taken_back, returned, lost, counted)"
        " SELECT market_day_id, goods_id + 1, 1, 0, 0, 0, 0, 0, 0, 0 FROM market_closing_lines"
    )

    with pytest.raises(IntegrityError, match="nothing_left"), session.begin_nested():
        session.execute(text(copied))


def at_once(database: Database, *acts: Callable[[Session], object]) -> list[type[Refusal] | str]:
    """All press their button together; what each was answered."""
    start = Barrier(len(acts))

    def one(act: Callable[[Session], object]) -> type[Refusal] | str:
        start.wait()
        try:
            with database.write() as session:
                act(session)
        except Refusal as refusal:
            return type(refusal)
        return "done"

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(one, acts))


def test_of_two_who_close_a_day_one_does(database: Database) -> None:
    with database.write() as session:
        tour = out_with(session, 1)
        tour.carry(session, Way.RETURN, rice(1))
        session.expunge_all()

    answers = at_once(database, tour.close, tour.close)

    assert sorted(map(str, answers)) == sorted([str(WrongState), "done"])


def test_a_sale_beside_the_closing_is_on_the_sheet_or_refused(database: Database) -> None:
    with database.write() as session:
        tour = out_with(session, 1)
        clerk = make.clerk(session, tour.truck)
        home = make.household(session, village=tour.village, balance=900)
        basket = make.basket(tour.truck, make.card(session, home), rice=1)
        session.expunge_all()

    sale, closing = at_once(
        database, lambda session: redeem(session, clerk, basket, now=NOW), tour.close
    )

    assert (sale, closing) in {("done", "done"), ("done", GoodsOnTruck)}
    with database.write() as session:
        if closing != "done":
            tour.close(session)
        found = market_closing_of(session, tour.id)
        assert found is not None
        assert found.redemptions == 1


def test_a_load_beside_the_closing_is_brought_home_or_refused(database: Database) -> None:
    with database.write() as session:
        tour = Tour.planned(session, stocked.store_with(session, rice=1))
        session.expunge_all()

    load, closing = at_once(
        database, lambda session: tour.carry(session, Way.LOAD, rice(1)), tour.close
    )

    assert {load, closing} in ({"done", WrongState}, {"done", GoodsOnTruck})


def test_a_sale_after_the_closing_is_refused_in_words(database: Database) -> None:
    with database.write() as session:
        tour = out_with(session, 2)
        tour.carry(session, Way.RETURN, rice(2))
        tour.close(session)
        moved(session, tour.base, tour.truck, rice(1))
        session.expunge_all()

    with pytest.raises(DayClosed), database.write() as session:
        sold(session, tour)


def test_the_same_relocation_belongs_to_one_day(session: Session) -> None:
    tour = out_with(session, 1)
    lines = [rice(1)]
    uuid = uuid4()
    carry(
        session, tour.keeper, uuid=uuid, market_day_id=tour.id, way=Way.RETURN, lines=lines, now=NOW
    )

    with pytest.raises(IntegrityError), session.begin_nested():
        carry(
            session, tour.keeper, uuid=uuid, market_day_id=tour.id, way=Way.LOAD, lines=lines,
            now=NOW,
        )  # fmt: skip
