"""A delivery is taken in once, at a store of one's own."""

from datetime import datetime
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.kernel.db import Database
from app.kernel.errors import Forbidden
from app.registry.accounts.models import AuditEntry
from app.registry.accounts.permissions import Role
from app.registry.places.models import Store
from app.registry.places.queries import UnknownPlace
from app.shop.goods.rules import UnknownGoods
from app.shop.stock.actions import receive_stock
from app.shop.stock.models import MoveKind, StockReceipt
from app.shop.stock.moves import moves_of
from app.shop.stock.queries import receipt_for, receipts_of, stock_of
from app.shop.stock.receiving_rules import ReceiptNotFound, StockReceiptUuidTaken
from app.shop.stock.rules import StockLine, StockQuantityBad
from tests import make
from tests.shop import stocked

RICE = "2000001000120"


def receive(
    session: Session, store: Store, now: datetime, *lines: tuple[str, int], note: str = ""
) -> StockReceipt:
    return receive_stock(
        session, make.manager(session, store), uuid=uuid4(), store_code=store.code,
        lines=[StockLine(*line) for line in lines], now=now, note=note,
    )  # fmt: skip


def test_what_was_received_stands_on_the_shelf(session: Session, now: datetime) -> None:
    stocked.goods(session, "rice", barcode=RICE)
    stocked.goods(session, "oil")
    store = make.store(session)

    receive(session, store, now, (RICE, 50), ("oil", 3), note="市工商联捐赠")

    assert stocked.on_shelves(session, store) == {"rice": 50, "oil": 3}


def test_a_second_delivery_adds_to_the_first(session: Session, now: datetime) -> None:
    stocked.goods(session, "rice")
    store = make.store(session)

    receive(session, store, now, ("rice", 50))
    receive(session, store, now, ("rice", 7))

    assert stocked.on_shelves(session, store) == {"rice": 57}


def test_the_same_goods_by_code_and_by_barcode_are_added_up(
    session: Session, now: datetime
) -> None:
    stocked.goods(session, "rice", barcode=RICE)
    store = make.store(session)

    receive(session, store, now, ("rice", 50), (RICE, 5))

    assert stocked.on_shelves(session, store) == {"rice": 55}
    assert [move.quantity for move in moves_of(session, store.id)] == [55]


def test_other_stores_keep_what_they_have(session: Session) -> None:
    first, second = stocked.store_with(session, rice=5), stocked.store_with(session, rice=8)

    assert stocked.on_shelves(session, first) == {"rice": 5}
    assert stocked.on_shelves(session, second) == {"rice": 8}


def test_goods_that_never_came_are_listed_with_none(session: Session, now: datetime) -> None:
    stocked.goods(session, "rice", barcode=RICE, points=130)

    (rice,) = stock_of(session, make.store(session).id, now)

    assert (rice.code, rice.barcode, rice.price_points, rice.quantity) == ("rice", RICE, 130, 0)


def test_all_unknown_goods_of_a_delivery_are_named_and_nothing_is_taken_in(
    session: Session, now: datetime
) -> None:
    stocked.goods(session, "rice")
    store = make.store(session)

    with pytest.raises(UnknownGoods) as refused:
        receive(session, store, now, ("cake", 1), ("rice", 50), ("beer", 1))

    assert refused.value.facts["goods"] == "cake beer"
    assert stocked.on_shelves(session, store) == {"rice": 0}


def test_lines_of_the_same_goods_are_absurd_together_too(session: Session, now: datetime) -> None:
    stocked.goods(session, "rice")

    with pytest.raises(StockQuantityBad):
        receive(session, make.store(session), now, ("rice", 60_000), ("rice", 60_000))


def test_a_delivery_sent_twice_is_taken_in_once(database: Database, now: datetime) -> None:
    with database.write() as session:
        stocked.goods(session, "rice")
        store = make.store(session)
        manager, store_code = make.manager(session, store), store.code
    uuid = uuid4()

    def send() -> None:
        with database.write() as session:
            receive_stock(
                session, manager, uuid=uuid, store_code=store_code,
                lines=[StockLine("rice", 50)], now=now,
            )  # fmt: skip

    send()
    with pytest.raises(StockReceiptUuidTaken):
        send()

    with database.read() as session:
        store = session.scalars(select(Store)).one()
        assert stocked.on_shelves(session, store) == {"rice": 50}
        assert len(receipts_of(session, store.id)) == 1


def test_a_manager_receives_at_his_own_store_only(session: Session, now: datetime) -> None:
    stocked.goods(session, "rice")
    mine, other = make.store(session), make.store(session)

    with pytest.raises(UnknownPlace):
        receive_stock(
            session, make.manager(session, mine), uuid=uuid4(), store_code=other.code,
            lines=[StockLine("rice", 1)], now=now,
        )  # fmt: skip


@pytest.mark.parametrize("role", [Role.STORE_CLERK, Role.AUDITOR, Role.TOWNSHIP])
def test_a_clerk_and_who_only_reads_receive_nothing(
    session: Session, now: datetime, role: Role
) -> None:
    store = make.store(session)
    at = store if role is Role.STORE_CLERK else make.district(session)

    with pytest.raises(Forbidden):
        receive_stock(
            session, make.actor(session, role, at), uuid=uuid4(), store_code=store.code,
            lines=[StockLine("rice", 1)], now=now,
        )  # fmt: skip


def test_a_delivery_is_kept_with_who_took_it_in_and_in_the_audit(
    session: Session, now: datetime
) -> None:
    stocked.goods(session, "rice")
    store = make.store(session, name="韩集店")

    receipt = receive(session, store, now, ("rice", 50), note=" 市工商联捐赠 ")

    (kept,) = receipts_of(session, store.id)
    assert (kept.store_name, kept.who, kept.note) == ("韩集店", "钱店长", "市工商联捐赠")
    assert [(line.code, line.quantity) for line in kept.lines] == [("rice", 50)]
    noted = session.scalars(select(AuditEntry).where(AuditEntry.verb == "receive_stock")).one()
    assert (noted.object_id, noted.place_code) == (receipt.id, store.place_code)


def test_deliveries_and_moves_are_listed_newest_first_page_by_page(
    session: Session, now: datetime
) -> None:
    stocked.goods(session, "rice")
    store = make.store(session)
    for quantity in (1, 2, 3):
        receive(session, store, now, ("rice", quantity))

    newest = receipts_of(session, store.id, limit=2)
    older = receipts_of(session, store.id, before_id=newest[-1].id)
    moves = moves_of(session, store.id, limit=2)
    first = moves_of(session, store.id, before_id=moves[-1].id)

    quantities = [receipt.lines[0].quantity for receipt in (*newest, *older)]
    assert quantities == [3, 2, 1]
    assert [(move.quantity, move.kind) for move in (*moves, *first)] == [
        (3, MoveKind.RECEIVE), (2, MoveKind.RECEIVE), (1, MoveKind.RECEIVE),
    ]  # fmt: skip


def test_a_delivery_of_another_store_is_not_found(session: Session, now: datetime) -> None:
    stocked.goods(session, "rice")
    mine, other = make.store(session), make.store(session)
    receipt = receive(session, other, now, ("rice", 1))

    assert receipt_for(session, make.auditor(session), receipt.id).store_code == other.code
    with pytest.raises(ReceiptNotFound):
        receipt_for(session, make.clerk(session, mine), receipt.id)
