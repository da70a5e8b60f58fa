"""A request acts once, however often and by however many it is sent."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier
from uuid import UUID

import pytest

from app.kernel.db import Database
from app.kernel.errors import Conflict
from app.kernel.once import Done, Request, RequestReused, run_once

ID = UUID("11111111-2222-4333-8444-555555555555")
REQUEST = Request.of(7, "redeem", ID, {"rice": 1, "soap": 2})
THREADS = 8


class Shop:
    """Counts how often it was really acted on."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.acted: list[int] = []

    def sell(self) -> int:
        self.acted.append(1)
        return 40 + len(self.acted)

    def send(self, request: Request, act: Callable[[], int] | None = None) -> Done:
        with self.database.write() as session:
            return run_once(session, request, act or self.sell)


@pytest.fixture
def shop(database: Database) -> Shop:
    return Shop(database)


def test_a_repeat_is_answered_like_the_first_and_acts_no_more(shop: Shop) -> None:
    answers = [shop.send(REQUEST) for _ in range(3)]

    assert answers == [Done(41, repeated=False), Done(41, repeated=True), Done(41, repeated=True)]
    assert len(shop.acted) == 1


def test_the_order_of_fields_does_not_make_another_request(shop: Shop) -> None:
    shop.send(REQUEST)

    assert shop.send(Request.of(7, "redeem", ID, {"soap": 2, "rice": 1})).repeated


@pytest.mark.parametrize("body", [{"rice": 2, "soap": 2}, {"rice": "1", "soap": 2}, [], None, ""])
def test_the_same_id_with_another_body_is_refused(shop: Shop, body: object) -> None:
    shop.send(REQUEST)

    with pytest.raises(RequestReused):
        shop.send(Request.of(7, "redeem", ID, body))

    assert len(shop.acted) == 1


@pytest.mark.parametrize(
    "other",
    [
        replace(REQUEST, actor_id=8),
        replace(REQUEST, route="void"),
        replace(REQUEST, id=UUID(int=1)),
    ],
)
def test_another_person_route_or_id_is_another_request(shop: Shop, other: Request) -> None:
    shop.send(REQUEST)

    assert shop.send(other) == Done(42, repeated=False)


def test_a_refusal_is_not_kept_so_that_the_request_may_be_tried_again(shop: Shop) -> None:
    def refuse() -> int:
        raise Conflict

    with pytest.raises(Conflict):
        shop.send(REQUEST, refuse)

    assert shop.send(REQUEST) == Done(41, repeated=False)


def test_eight_at_once_act_once_and_hear_the_same(shop: Shop) -> None:
    start = Barrier(THREADS)

    def press(_thread: int) -> Done:
        start.wait()
        return shop.send(REQUEST)

    with ThreadPoolExecutor(THREADS) as pool:
        answers = list(pool.map(press, range(THREADS)))

    assert {answer.id for answer in answers} == {41}
    assert [answer.repeated for answer in answers].count(False) == 1
    assert len(shop.acted) == 1


def test_eight_different_bodies_under_one_id_act_once(shop: Shop) -> None:
    start = Barrier(THREADS)

    def press(thread: int) -> Done | None:
        start.wait()
        try:
            return shop.send(Request.of(7, "redeem", ID, {"rice": thread}))
        except RequestReused:
            return None

    with ThreadPoolExecutor(THREADS) as pool:
        answers = list(pool.map(press, range(THREADS)))

    assert [answer for answer in answers if answer] == [Done(41, repeated=False)]
    assert len(shop.acted) == 1
