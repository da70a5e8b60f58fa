"""What a confirmed count has found stays found: nothing is entered before it afterwards."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy.orm import Session

from app.kernel.db import Database
from app.registry.places.models import Store
from app.shop.stock.actions import receive_stock
from app.shop.stock.paper_rules import BeforeCount
from app.shop.stock.relocate import Load, relocate
from app.shop.stock.stock_take import Counted, confirm_count, count_stock, refuse_count
from app.shop.stock.write_off import approve_write_off
from tests import make
from tests.make import NOW
from tests.shop.stock.papers import asked, rice
from tests.shop.stock.test_lots import store_with_rice

LATER = NOW + timedelta(days=1)


def confirmed_count(session: Session, store: Store) -> None:
    """A day later somebody counts, and somebody else confirms."""
    found = Counted(uuid4(), store.code, [rice(9)])
    count = count_stock(session, make.clerk(session, store), found, now=LATER)
    confirm_count(session, make.manager(session, store), count_id=count.id, now=LATER)


def delivery(session: Session, store: Store, at: datetime) -> None:
    receive_stock(
        session, make.manager(session, store), uuid=uuid4(), store_code=store.code,
        lines=[rice(3)], now=at,
    )  # fmt: skip


def relocation(session: Session, store: Store, at: datetime) -> None:
    load = Load(uuid4(), store.code, make.store(session).code, [rice(1)])
    relocate(session, make.manager(session, store), load, now=at)


def loss(session: Session, store: Store, at: datetime) -> None:
    paper = asked(session, store, rice(1))
    approve_write_off(session, make.manager(session, store), write_off_id=paper.id, now=at)


@pytest.mark.parametrize("enter", [delivery, relocation, loss])
def test_nothing_comes_or_goes_before_a_confirmed_count(
    database: Database, enter: Callable[[Session, Store, datetime], None]
) -> None:
    with database.write() as session:
        store = store_with_rice(session, rice(9))
        confirmed_count(session, store)
        code = store.id

    with pytest.raises(BeforeCount), database.write() as session:
        enter(session, session.get_one(Store, code), NOW)


def test_a_refused_count_and_another_store_hinder_nobody(session: Session) -> None:
    store, other = store_with_rice(session, rice(9)), make.store(session)
    found = Counted(uuid4(), store.code, [rice(9)])
    refused = count_stock(session, make.clerk(session, store), found, now=LATER)
    manager = make.manager(session, store)
    refuse_count(session, manager, count_id=refused.id, answer="重数", now=LATER)
    delivery(session, store, NOW)
    confirmed_count(session, store)

    delivery(session, other, NOW)
    delivery(session, store, LATER)
