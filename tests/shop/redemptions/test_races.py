"""Several tills at once: one bag, one balance, one request."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

from app.kernel.db import Database
from app.kernel.errors import Refusal
from app.kernel.once import Done, Request, run_once
from app.ledger.actions import NotEnoughPoints
from app.ledger.queries import balance_of
from app.registry.accounts.actor import Actor
from app.registry.households.models import Household
from app.registry.places.models import Store
from app.shop.redemptions.actions import redeem
from app.shop.redemptions.rules import AlreadyVoided, Basket, BasketLine
from app.shop.redemptions.void import void_redemption
from app.shop.stock.queries import stock_of
from app.shop.stock.rules import NotEnoughStock
from tests import make
from tests.make import NOW

TILLS = 8


def _at_once(work: Callable[[int], int | Done]) -> list[int | Done | type[Refusal]]:
    """Eight tills press the button together; what each was answered."""
    start = Barrier(TILLS)

    def till(number: int) -> int | Done | type[Refusal]:
        start.wait()
        try:
            return work(number)
        except Refusal as refusal:
            return type(refusal)

    with ThreadPoolExecutor(TILLS) as pool:
        return list(pool.map(till, range(TILLS)))


def _counter(
    database: Database, *, balance: int, bags: int
) -> tuple[Store, Actor, list[Household], list[Basket]]:
    with database.write() as session:
        village = make.village(session)
        homes = [make.household(session, village=village, balance=balance) for _ in range(TILLS)]
        store = make.store(session)
        make.goods(session)
        make.stock(session, store, bags)
        clerk = make.clerk(session, store)
        baskets = [make.basket(store, make.card(session, home), rice=1) for home in homes]
        session.expunge_all()
    return store, clerk, homes, baskets


def _redeem(database: Database, clerk: Actor, basket: Basket) -> int:
    with database.write() as session:
        return redeem(session, clerk, basket, now=NOW)


def test_eight_tills_and_the_last_bag_sell_one_bag(database: Database) -> None:
    store, clerk, homes, baskets = _counter(database, balance=130, bags=1)

    answers = _at_once(lambda till: _redeem(database, clerk, baskets[till]))

    assert answers.count(NotEnoughStock) == TILLS - 1
    with database.read() as session:
        assert [item.quantity for item in stock_of(session, store.id, NOW)] == [0]
        assert sum(balance_of(session, home.id) for home in homes) == 130 * (TILLS - 1)


def test_tills_with_the_same_goods_in_opposite_order_do_not_block_each_other(
    database: Database,
) -> None:
    store, clerk, homes, baskets = _counter(database, balance=1000, bags=20)
    with database.write() as session:
        make.goods(session, code="oil", price_points=10)
        make.stock(session, store, 20, code="oil")
        make.stock(session, store, 20)
    lines = (BasketLine("rice", 2), BasketLine("oil", 1))
    both = [
        replace(basket, lines=lines if till % 2 else lines[::-1])
        for till, basket in enumerate(baskets)
    ]

    answers = _at_once(lambda till: _redeem(database, clerk, both[till]))

    assert all(isinstance(answer, int) for answer in answers)
    with database.read() as session:
        left = [item.quantity for item in stock_of(session, store.id, NOW)]
        assert left == [40 - 2 * TILLS, 20 - TILLS]
        assert {balance_of(session, home.id) for home in homes} == {1000 - 270}


def test_eight_tills_and_one_balance_spend_it_once(database: Database) -> None:
    _, clerk, homes, baskets = _counter(database, balance=130, bags=50)
    one_card = [Basket(basket.uuid, basket.store_code, basket.lines, card=baskets[0].card)
                for basket in baskets]  # fmt: skip

    answers = _at_once(lambda till: _redeem(database, clerk, one_card[till]))

    assert answers.count(NotEnoughPoints) == TILLS - 1
    with database.read() as session:
        assert balance_of(session, homes[0].id) == 0


def test_the_same_request_eight_times_is_one_redemption_and_eight_equal_answers(
    database: Database,
) -> None:
    _, clerk, homes, baskets = _counter(database, balance=1000, bags=50)
    request = Request.of(clerk.user_id, "redemptions", baskets[0].uuid, {"rice": 1})

    def send(_till: int) -> Done:
        with database.write() as session:
            return run_once(session, request, lambda: redeem(session, clerk, baskets[0], now=NOW))

    answers = _at_once(send)

    assert len({answer.id for answer in answers if isinstance(answer, Done)}) == 1
    assert [answer.repeated for answer in answers if isinstance(answer, Done)].count(False) == 1
    with database.read() as session:
        assert balance_of(session, homes[0].id) == 870


def test_a_receipt_voided_by_eight_at_once_is_given_back_once(database: Database) -> None:
    store, clerk, homes, baskets = _counter(database, balance=130, bags=1)
    done = _redeem(database, clerk, baskets[0])

    def void(_till: int) -> int:
        with database.write() as session:
            return void_redemption(session, clerk, redemption_id=done, reason="拿错了", now=NOW)

    answers = _at_once(void)

    assert answers.count(AlreadyVoided) == TILLS - 1
    with database.read() as session:
        assert balance_of(session, homes[0].id) == 130
        assert [item.quantity for item in stock_of(session, store.id, NOW)] == [1]
