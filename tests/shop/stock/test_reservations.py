"""Goods that are set aside for a market day: nobody sells, moves or writes off below them."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier
from uuid import uuid4

import pytest
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.kernel.clock import local
from app.kernel.db import Database
from app.kernel.errors import Refusal
from app.registry.places.models import Store
from app.shop.goods.queries import goods_by_any_code
from app.shop.redemptions.actions import redeem
from app.shop.stock.actions import receive_stock
from app.shop.stock.models import Shelf
from app.shop.stock.ordering import suggested_order
from app.shop.stock.queries import for_sale, stock_of
from app.shop.stock.reserve import Purpose, release, reserve
from app.shop.stock.rules import Buyer, GoodsReserved, TooFewToReserve
from app.shop.stock.verify import reservations_agree
from app.shop.stock.write_off import approve_write_off
from tests import make
from tests.make import NOW
from tests.shop import stocked
from tests.shop.marketdays.tours import TODAY, Tour
from tests.shop.stock.papers import asked, moved, rice


def set_aside(session: Session, store: Store, quantity: int, *, day: date = TODAY) -> int:
    """So much rice for a market day in no village at all; answers the day's id."""
    goods = goods_by_any_code(session, ["rice"], NOW)["rice"]
    who = make.manager(session, store)
    purpose = Purpose(Tour.planned(session, store, day=day).id, day, ())
    reserve(session, store.id, purpose, [(goods.goods_id, quantity)], actor_id=who.user_id, now=NOW)
    return purpose.market_day_id


def stands(session: Session, store: Store) -> tuple[int, int, int]:
    """On hand, set aside, available."""
    item = stock_of(session, store.id, NOW)[0]
    return item.quantity, item.reserved, item.available


def test_the_till_sells_what_is_not_set_aside_and_no_more(session: Session) -> None:
    store = stocked.store_with(session, rice=5)
    home = make.household(session, village=make.village(session), balance=2000)
    card, clerk = make.card(session, home), make.clerk(session, store)
    set_aside(session, store, 3)

    redeem(session, clerk, make.basket(store, card, rice=2), now=NOW)
    with pytest.raises(GoodsReserved) as refused, session.begin_nested():
        redeem(session, clerk, make.basket(store, card, rice=1), now=NOW)

    assert refused.value.facts["reserved"] == 3
    assert stands(session, store) == (3, 3, 0)
    [at_till] = for_sale(session, store.id, Buyer(home.village_code, local(NOW).date()), NOW)
    assert (at_till.quantity, at_till.reserved) == (0, 3)
    [order] = suggested_order(session, store.id, NOW)
    assert (order.left, order.reserved) == (0, 3)


def test_what_is_set_aside_neither_moves_nor_is_written_off(session: Session) -> None:
    store = stocked.store_with(session, rice=5)
    paper = asked(session, store, rice(3)).id
    set_aside(session, store, 3)

    with pytest.raises(GoodsReserved), session.begin_nested():
        moved(session, store, make.store(session), rice(3))
    with pytest.raises(GoodsReserved), session.begin_nested():
        approve_write_off(session, make.manager(session, store), write_off_id=paper, now=NOW)

    assert stands(session, store) == (5, 3, 2)


def test_what_was_let_go_of_is_for_everybody_again(session: Session) -> None:
    store = stocked.store_with(session, rice=5)
    set_aside(session, store, 3)
    day = set_aside(session, store, 2)

    release(session, day, actor_id=make.manager(session, store).user_id, now=NOW)

    assert stands(session, store) == (5, 3, 2)
    assert reservations_agree().checked(session).bad == ()


def test_more_than_is_free_or_in_date_on_that_day_is_not_set_aside(session: Session) -> None:
    store = stocked.store_with(session, rice=2)
    ending = [rice(3, TODAY + timedelta(days=5))]
    receive_stock(
        session,
        make.manager(session, store),
        uuid=uuid4(),
        store_code=store.code,
        lines=ending,
        now=NOW,
    )

    with pytest.raises(TooFewToReserve) as refused, session.begin_nested():
        set_aside(session, store, 3, day=TODAY + timedelta(days=6))

    assert refused.value.facts["left"] == 2
    set_aside(session, store, 4, day=TODAY + timedelta(days=5))
    assert stands(session, store) == (5, 4, 1)


def test_the_database_sets_no_more_aside_than_stands_there(session: Session) -> None:
    stocked.store_with(session, rice=2)

    with pytest.raises(IntegrityError, match="reserved"), session.begin_nested():
        session.execute(update(Shelf).values(reserved=3))


def test_verify_names_a_shelf_whose_reservations_do_not_add_up(session: Session) -> None:
    stocked.store_with(session, rice=2)
    with session.begin_nested() as undone:
        session.execute(update(Shelf).values(reserved=1))
        found = reservations_agree().checked(session).bad
        undone.rollback()

    assert "1 set aside, 0 by reservations" in found[0]


def test_two_tills_and_a_reservation_at_the_last_bag_promise_it_once(database: Database) -> None:
    with database.write() as session:
        store = stocked.store_with(session, rice=1)
        village = make.village(session)
        homes = [make.household(session, village=village, balance=130) for _ in range(2)]
        baskets = [make.basket(store, make.card(session, home), rice=1) for home in homes]
        clerk = make.clerk(session, store)
        session.expunge_all()
    start = Barrier(3)

    def one(number: int) -> str:
        start.wait()
        try:
            with database.write() as session:
                if number < len(baskets):
                    redeem(session, clerk, baskets[number], now=NOW)
                else:
                    set_aside(session, store, 1)
        except Refusal as refusal:
            return refusal.code
        return "done"

    with ThreadPoolExecutor(3) as pool:
        answers = list(pool.map(one, range(3)))

    assert answers.count("done") == 1
    with database.read() as session:
        quantity, reserved, available = stands(session, store)
    assert available == 0
    assert quantity == reserved
