"""Two people and one shelf: papers that are decided about, or goods that go both ways, at once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import uuid4

from sqlalchemy.orm import Session

from app.kernel.db import Database
from app.kernel.errors import Refusal
from app.kernel.states import WrongState
from app.shop.stock.paper_rules import CountWaits
from app.shop.stock.relocate import Load, relocate
from app.shop.stock.rules import PileTooSmall
from app.shop.stock.stock_take import Counted, count_stock
from app.shop.stock.write_off import approve_write_off
from tests import make
from tests.make import NOW
from tests.shop import stocked
from tests.shop.stock.papers import asked, rice

PEOPLE = 4


def at_once(database: Database, act: Callable[[Session, int], object]) -> list[type[Refusal] | str]:
    """Four people press the button together; what each was answered."""
    start = Barrier(PEOPLE)

    def one(number: int) -> type[Refusal] | str:
        start.wait()
        try:
            with database.write() as session:
                act(session, number)
        except Refusal as refusal:
            return type(refusal)
        return "done"

    with ThreadPoolExecutor(PEOPLE) as pool:
        return list(pool.map(one, range(PEOPLE)))


def test_a_write_off_that_many_approve_leaves_the_shelf_once(database: Database) -> None:
    with database.write() as session:
        store = stocked.store_with(session, rice=9)
        paper = asked(session, store, rice(2)).id
        managers = [make.manager(session, store) for _ in range(PEOPLE)]
        session.expunge_all()

    answers = at_once(
        database,
        lambda session, number: approve_write_off(
            session, managers[number], write_off_id=paper, now=NOW
        ),
    )

    assert sorted(map(str, answers)) == sorted([str(WrongState)] * 3 + ["done"])
    with database.read() as session:
        assert stocked.on_shelves(session, store) == {"rice": 7}


def test_goods_that_many_move_both_ways_are_neither_lost_nor_doubled(database: Database) -> None:
    with database.write() as session:
        store, truck = stocked.store_with(session, rice=3), make.store(session)
        manager = make.admin(session)
        relocate(session, manager, Load(uuid4(), store.code, truck.code, [rice(1)]), now=NOW)
        session.expunge_all()
    ways = [(store.code, truck.code), (truck.code, store.code)] * 2

    answers = at_once(
        database,
        lambda session, number: relocate(
            session, manager, Load(uuid4(), *ways[number], [rice(1)]), now=NOW
        ),
    )

    assert set(answers) <= {"done", PileTooSmall}
    with database.read() as session:
        left = [stocked.on_shelves(session, each)["rice"] for each in (store, truck)]
    assert sum(left) == 3


def test_one_of_many_who_hand_a_count_in_is_heard(database: Database) -> None:
    with database.write() as session:
        store = stocked.store_with(session, rice=3)
        clerk = make.clerk(session, store)
        session.expunge_all()

    answers = at_once(
        database,
        lambda session, _number: count_stock(
            session, clerk, Counted(uuid4(), store.code, [rice(3)]), now=NOW
        ),
    )

    assert sorted(map(str, answers)) == sorted([str(CountWaits)] * 3 + ["done"])
