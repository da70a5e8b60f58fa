"""What ends first leaves first; what is over or kept for others stays."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import date, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.kernel.clock import local
from app.kernel.db import Database
from app.registry.places.models import Store
from app.registry.places.queries import UnknownPlace
from app.shop.goods.models import Goods
from app.shop.stock.actions import choose_lots, hand_out, receive_stock, take_back
from app.shop.stock.models import Lot, Move, Origin, Shelf
from app.shop.stock.queries import for_sale, receipt_for
from app.shop.stock.receiving_rules import NOBODY_KNOWS, Source, SourceBad, UseByPast
from app.shop.stock.rules import Buyer, GoodsHeldBack, NotEnoughStock, StockLine
from tests import make
from tests.make import NOW
from tests.shop import stocked

TODAY = local(NOW).date()
SOON, LATER = TODAY + timedelta(days=5), TODAY + timedelta(days=90)
HERE, ELSEWHERE = "371599115001", "371599116001"


class _UndoneError(Exception):
    """Ends a unit without a trace."""


@pytest.fixture
def unit(database: Database) -> Iterator[Session]:
    """A unit that is undone: goods handed out without a receipt would not agree with the books."""
    with suppress(_UndoneError), database.write() as session:
        yield session
        raise _UndoneError


def store_with_rice(session: Session, *lots: StockLine, source: Source = NOBODY_KNOWS) -> Store:
    """A store to which these lots came, one delivery each."""
    store = make.store(session)
    stocked.goods(session)
    for lot in lots:
        receive_stock(
            session, make.manager(session, store), uuid=uuid4(), store_code=store.code,
            lines=[lot], source=source, now=NOW,
        )  # fmt: skip
    return store


def rice(quantity: int, use_by: date | None = None, kept_for: str | None = None) -> StockLine:
    return StockLine("rice", quantity, use_by, kept_for)


def sell(
    session: Session, store: Store, quantity: int, *, to: str = HERE, on: date = TODAY
) -> list[int]:
    goods_id = session.scalars(select(Goods.id).where(Goods.code == "rice")).one()
    chosen = choose_lots(
        session, store_id=store.id, lines=[(goods_id, quantity)], buyer=Buyer(to, on)
    )
    handed_out = hand_out(
        session, store_id=store.id, taken=chosen, actor_id=make.console(session).user_id, now=NOW
    )
    return [move_id for _taken, move_id in handed_out]


def left(session: Session, store: Store) -> dict[date | None, int]:
    """What stands there by the day on which it ends."""
    rows = session.execute(
        select(Lot.use_by, func.sum(Shelf.quantity))
        .join(Shelf, Shelf.lot_id == Lot.id)
        .where(Shelf.store_id == store.id)
        .group_by(Lot.use_by)
    )
    return {row[0]: row[1] for row in rows}


def test_what_ends_first_leaves_first(unit: Session) -> None:
    store = store_with_rice(unit, rice(5), rice(5, LATER), rice(5, SOON))

    moves = sell(unit, store, 7)

    assert left(unit, store) == {SOON: 0, LATER: 3, None: 5}
    assert len(moves) == 2


def test_of_equal_days_the_lot_that_came_first_leaves_first(unit: Session) -> None:
    store = store_with_rice(unit, rice(5, SOON), rice(5, SOON))

    sell(unit, store, 5)

    by_lot = select(Shelf.quantity).order_by(Shelf.lot_id)
    assert unit.scalars(by_lot).all() == [0, 5]


def test_goods_may_be_handed_out_on_their_last_day_and_not_after_it(unit: Session) -> None:
    store = store_with_rice(unit, rice(5, SOON))
    sell(unit, store, 1, on=SOON)

    with pytest.raises(GoodsHeldBack) as refused:
        sell(unit, store, 1, on=SOON + timedelta(days=1))

    assert refused.value.facts == {
        "goods": "大米 5 kg", "goods_code": "rice", "unit": "袋", "standing": 4, "left": 0,
        "wanted": 1,
    }  # fmt: skip


def test_more_than_stands_there_at_all_is_not_enough(unit: Session) -> None:
    store = store_with_rice(unit, rice(2, SOON), rice(3))

    with pytest.raises(NotEnoughStock) as refused:
        sell(unit, store, 6)

    assert refused.value.facts["left"] == 5


def test_what_was_given_for_a_village_goes_there_first_and_nowhere_else(unit: Session) -> None:
    here = make.village(unit)
    elsewhere = make.village(unit)
    store = store_with_rice(unit, rice(5, SOON), rice(5, None, here.code))

    sell(unit, store, 3, to=here.code)

    assert left(unit, store) == {SOON: 5, None: 2}
    with pytest.raises(GoodsHeldBack):
        sell(unit, store, 6, to=elsewhere.code)


def test_the_till_counts_what_this_household_may_have_today(unit: Session) -> None:
    here, elsewhere = make.village(unit), make.village(unit)
    store = store_with_rice(unit, rice(5, SOON), rice(3, None, here.code), rice(2))
    after = NOW + timedelta(days=6)

    counted = [
        for_sale(unit, store.id, Buyer(village.code, local(at).date()), at)[0].quantity
        for village, at in ((here, NOW), (elsewhere, NOW), (elsewhere, after))
    ]

    assert counted == [10, 7, 2]


def test_what_is_taken_back_returns_to_its_lots(unit: Session) -> None:
    store = store_with_rice(unit, rice(5, SOON), rice(5))
    moves = sell(unit, store, 7)

    take_back(unit, store_id=store.id, move_ids=moves, actor_id=make.console(unit).user_id, now=NOW)

    assert left(unit, store) == {SOON: 5, None: 5}


def test_a_delivery_says_where_each_lot_came_from(session: Session) -> None:
    source = Source(Origin.PURCHASE, " 众鑫粮油 ", " 2026-118 ")
    store = store_with_rice(session, rice(5, SOON), source=source)
    receipt_id = session.scalars(select(Lot.receipt_id)).one()
    assert receipt_id is not None

    found = receipt_for(session, make.manager(session, store), receipt_id)

    assert (found.origin, found.source_name, found.bill) == (
        Origin.PURCHASE, "众鑫粮油", "2026-118",
    )  # fmt: skip
    assert [(line.use_by, line.quantity) for line in found.lines] == [(SOON, 5)]


def test_equal_lines_of_a_delivery_are_one_lot_and_other_days_another(session: Session) -> None:
    store = make.store(session)
    stocked.goods(session)

    receive_stock(
        session, make.manager(session, store), uuid=uuid4(), store_code=store.code, now=NOW,
        lines=[rice(1, SOON), rice(2, SOON), rice(4, LATER)],
    )  # fmt: skip

    assert left(session, store) == {SOON: 3, LATER: 4}
    assert session.scalar(select(func.count(Move.id))) == 2


def test_goods_that_are_over_are_not_taken_in(session: Session) -> None:
    with pytest.raises(UseByPast):
        store_with_rice(session, rice(5, TODAY - timedelta(days=1)))

    assert session.scalar(select(func.count(Lot.id))) == 0


@pytest.mark.parametrize(
    "source",
    [
        Source(Origin.GIFT, "某公司", "2026-118"),
        Source(Origin.GIFT, "名" * 61),
        Source(Origin.PURCHASE, "", "号" * 41),
    ],
)
def test_a_source_that_cannot_be_right_is_refused(session: Session, source: Source) -> None:
    with pytest.raises(SourceBad):
        store_with_rice(session, rice(5), source=source)


def test_goods_are_kept_only_for_a_place_of_the_district(session: Session) -> None:
    with pytest.raises(UnknownPlace):
        store_with_rice(session, rice(5, None, ELSEWHERE))
