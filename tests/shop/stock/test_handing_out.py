"""What leaves a shelf was there, leaves once, and may come back once."""

from collections.abc import Iterator
from contextlib import suppress

import pytest
from sqlalchemy import Delete, Update, delete, event, select, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from app.kernel.clock import local
from app.kernel.db import Database
from app.registry.places.models import Store
from app.shop.goods.models import Goods
from app.shop.stock.actions import choose_lots, hand_out, take_back
from app.shop.stock.models import Move, MoveKind, Shelf
from app.shop.stock.moves import moves_of
from app.shop.stock.rules import AlreadyTakenBack, Buyer, NotEnoughStock
from app.shop.stock.verify import shelves_agree
from tests import make
from tests.shop import stocked

TODAY = local(make.NOW).date()
VILLAGE = "371599115001"


class _UndoneError(Exception):
    """Ends a unit without a trace."""


@pytest.fixture
def unit(database: Database) -> Iterator[Session]:
    """A unit that is undone: goods handed out without a receipt would not agree with the books."""
    with suppress(_UndoneError), database.write() as session:
        yield session
        raise _UndoneError


def basket(session: Session, **quantities: int) -> list[tuple[int, int]]:
    ids = {row.code: row.id for row in session.execute(select(Goods.code, Goods.id))}
    return [(ids[code], quantity) for code, quantity in quantities.items()]


def sell(
    session: Session, store: Store, *, village_code: str = VILLAGE, **quantities: int
) -> list[int]:
    """Hand out so much of each; the ids of the moves."""
    chosen = choose_lots(
        session, store_id=store.id, lines=basket(session, **quantities),
        buyer=Buyer(village_code, TODAY),
    )  # fmt: skip
    handed_out = hand_out(
        session, store_id=store.id, taken=chosen, actor_id=make.console(session).user_id,
        now=make.NOW,
    )  # fmt: skip
    return [move_id for _taken, move_id in handed_out]


def undo(session: Session, store: Store, moves: list[int]) -> None:
    take_back(
        session, store_id=store.id, move_ids=moves,
        actor_id=make.console(session).user_id, now=make.NOW,
    )  # fmt: skip


def test_what_is_handed_out_leaves_the_shelf_with_one_move_for_each_goods(unit: Session) -> None:
    store = stocked.store_with(unit, rice=5, oil=3, soap=9)

    moves = sell(unit, store, oil=1, rice=2)

    assert stocked.on_shelves(unit, store) == {"rice": 3, "oil": 2, "soap": 9}
    gone = [move for move in moves_of(unit, store.id) if move.kind is MoveKind.HAND_OUT]
    assert {(move.goods_code, move.quantity) for move in gone} == {("rice", -2), ("oil", -1)}
    assert {move.id for move in gone} == set(moves)


def test_the_last_one_can_be_handed_out_and_then_no_more(unit: Session) -> None:
    store = stocked.store_with(unit, rice=1)
    sell(unit, store, rice=1)

    with pytest.raises(NotEnoughStock) as refused:
        sell(unit, store, rice=1)

    assert refused.value.facts["left"] == 0


def test_too_few_are_refused_by_name_with_how_many_are_left(unit: Session) -> None:
    store = stocked.store_with(unit, rice=5, oil=1)

    with pytest.raises(NotEnoughStock) as refused:
        sell(unit, store, rice=1, oil=2)

    assert refused.value.facts == {
        "goods": "oil", "goods_code": "oil", "unit": "袋", "left": 1, "wanted": 2,
    }  # fmt: skip


def test_goods_that_never_came_to_this_store_are_not_there(unit: Session) -> None:
    stocked.store_with(unit, rice=5)
    empty = make.store(unit)

    with pytest.raises(NotEnoughStock) as refused:
        sell(unit, empty, rice=1)

    assert refused.value.facts["left"] == 0


def test_a_refused_basket_leaves_every_shelf_as_it_was(database: Database) -> None:
    with database.write() as session:
        store = stocked.store_with(session, rice=5, oil=1)
        store_id = store.id

    with pytest.raises(NotEnoughStock), database.write() as session:
        sell(session, session.get_one(Store, store_id), rice=1, oil=2)

    with database.read() as session:
        assert stocked.on_shelves(session, session.get_one(Store, store_id)) == {
            "rice": 5, "oil": 1,
        }  # fmt: skip


def test_what_is_taken_back_stands_on_the_shelf_again(unit: Session) -> None:
    store = stocked.store_with(unit, rice=5, oil=3)
    moves = sell(unit, store, rice=2, oil=1)

    undo(unit, store, moves)

    assert stocked.on_shelves(unit, store) == {"rice": 5, "oil": 3}
    reversed_ids = unit.scalars(select(Move.reverses_id).where(Move.kind == MoveKind.TAKE_BACK))
    assert set(reversed_ids) == set(moves)
    assert shelves_agree().checked(unit).bad == ()


def test_what_was_taken_back_is_not_taken_back_again(database: Database) -> None:
    def sell_and_undo_twice() -> None:
        with database.write() as session:
            store = stocked.store_with(session, rice=5)
            moves = sell(session, store, rice=2)
            undo(session, store, moves)
            undo(session, store, moves)

    with pytest.raises(AlreadyTakenBack):
        sell_and_undo_twice()


def test_another_store_takes_back_nothing(unit: Session) -> None:
    store, other = stocked.store_with(unit, rice=5), make.store(unit)
    moves = sell(unit, store, rice=2)

    with pytest.raises(AssertionError, match="by the store they left"):
        undo(unit, other, moves)


@pytest.mark.parametrize("kinds", [1, 4])
def test_a_basket_costs_two_statements_and_one_for_each_shelf(unit: Session, kinds: int) -> None:
    names = [f"g{n}" for n in range(kinds)]
    store = stocked.store_with(unit, **dict.fromkeys(names, 5))
    lines = basket(unit, **dict.fromkeys(names, 1))
    console_id, store_id = make.console(unit).user_id, store.id
    sent: list[str] = []
    event.listen(unit.connection(), "before_cursor_execute", lambda *said: sent.append(said[2]))

    chosen = choose_lots(unit, store_id=store_id, lines=lines, buyer=Buyer(VILLAGE, TODAY))
    hand_out(unit, store_id=store_id, taken=chosen, actor_id=console_id, now=make.NOW)

    assert len(sent) == 2 + kinds


@pytest.mark.parametrize("change", [update(Move).values(quantity=9), delete(Move)])
def test_nobody_rewrites_a_move(database: Database, change: Update | Delete) -> None:
    with database.write() as session:
        stocked.store_with(session, rice=5)

    with pytest.raises(DBAPIError, match="append-only"), database.write() as session:
        session.connection().execute(change)


def test_the_books_name_a_shelf_that_does_not_equal_its_moves(unit: Session) -> None:
    store = stocked.store_with(unit, rice=5, oil=3)
    (line,) = basket(unit, rice=1)
    unit.execute(update(Shelf).where(Shelf.goods_id == line[0]).values(quantity=7))
    lot = unit.scalars(select(Shelf.lot_id).where(Shelf.goods_id == line[0])).one()

    check = shelves_agree().checked(unit)

    assert check.rows == 2
    assert check.bad == (
        f"store {store.code}, goods rice, lot {lot}: 7 on the shelf, 5 by its moves",
    )


def test_the_books_name_moves_that_reached_no_shelf(unit: Session) -> None:
    store = stocked.store_with(unit, rice=5)
    lot = unit.scalars(select(Shelf.lot_id)).one()
    unit.execute(delete(Shelf))

    assert shelves_agree().checked(unit).bad == (
        f"store {store.code}, goods rice, lot {lot}: 0 on the shelf, 5 by its moves",
    )
