"""A closed day: nothing slips in beside its closing, and its figures stay those of the day."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from threading import Barrier
from uuid import uuid4

from sqlalchemy.orm import Session

from app.kernel.db import Database
from app.registry.places.models import Store
from app.shop.redemptions.actions import redeem
from app.shop.redemptions.closing import DayClosed, close_day, day_sheet
from app.shop.redemptions.closing_verify import closings_add_up
from app.shop.redemptions.models import DayClosing
from app.shop.redemptions.returns import return_goods
from app.shop.redemptions.rules import Basket
from app.shop.redemptions.void import void_redemption
from tests import make
from tests.make import NOW

TODAY = date(2026, 11, 20)
TILLS = 8


def counter(session: Session) -> tuple[Store, Basket]:
    """A store with soap, and the basket of a household that can pay for much of it."""
    store = make.store(session)
    make.goods(session, code="soap", name="香皂", price_points=15)
    make.stock(session, store, 50, code="soap")
    home = make.household(session, village=make.village(session), balance=900)
    return store, make.basket(store, make.card(session, home), soap=2)


def test_a_sale_beside_the_closing_is_in_the_day_or_refused(database: Database) -> None:
    with database.write() as session:
        store, basket = counter(session)
        store_id, code, clerk = store.id, store.code, make.clerk(session, store)
    start = Barrier(TILLS)

    def press(number: int) -> bool:
        start.wait()
        try:
            with database.write() as session:
                if number == TILLS // 2:
                    close_day(session, clerk, store_code=code, day=TODAY, now=NOW)
                    return False
                redeem(session, clerk, replace(basket, uuid=uuid4()), now=NOW)
        except DayClosed:
            return False
        return True

    with ThreadPoolExecutor(TILLS) as pool:
        sold = sum(pool.map(press, range(TILLS)))

    with database.read() as session:
        closing = session.get_one(DayClosing, (store_id, TODAY))
        assert (closing.redemptions, closing.pieces) == (sold, 2 * sold)
        assert day_sheet(session, store_id, TODAY).redemptions == sold


def test_closed_days_are_added_up_again_with_what_came_back(session: Session) -> None:
    store, basket = counter(session)
    clerk = make.clerk(session, store)
    for back in (return_goods, void_redemption, None):
        sold = redeem(session, clerk, replace(basket, uuid=uuid4()), now=NOW)
        if back is return_goods:
            return_goods(
                session, clerk, redemption_id=sold, back={"soap": 1}, reason="破了", now=NOW
            )
        if back:
            void_redemption(session, clerk, redemption_id=sold, reason="拿错了", now=NOW)
    close_day(session, clerk, store_code=store.code, day=TODAY, now=NOW)
    session.flush()

    closing = session.get_one(DayClosing, (store.id, TODAY))
    assert (closing.redemptions, closing.points_out, closing.points_back) == (3, 90, 60)
    assert closings_add_up(session).bad == ()


def test_a_closing_that_says_too_much_is_named(session: Session) -> None:
    store, basket = counter(session)
    clerk = make.clerk(session, store)
    redeem(session, clerk, basket, now=NOW)
    session.add(
        DayClosing(
            store_id=store.id, day=TODAY, redemptions=1, points_out=31, points_back=0, pieces=2,
            closed_by=clerk.user_id, closed_at=NOW + timedelta(hours=9),
        )
    )  # fmt: skip
    session.flush()

    assert closings_add_up(session).bad == (f"store {store.id} 2026-11-20",)
    session.rollback()
