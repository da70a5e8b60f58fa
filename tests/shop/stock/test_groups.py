"""What was given for one villagers' group is handed out to its households only."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.kernel.clock import local
from app.registry.households.models import Household
from app.registry.places.models import Place, Store
from app.shop.goods.models import Goods
from app.shop.redemptions.actions import redeem
from app.shop.stock.actions import receive_stock
from app.shop.stock.models import Lot
from app.shop.stock.queries import for_sale, piles_of
from app.shop.stock.receiving_rules import UnknownGroup
from app.shop.stock.rules import (
    Buyer,
    GoodsHeldBack,
    PileTooSmall,
    Standing,
    StockLine,
    first_ending_first,
)
from app.shop.stock.stock_take import confirm_count
from app.shop.stock.write_off import approve_write_off
from tests import make
from tests.make import NOW
from tests.shop import stocked
from tests.shop.stock import papers


def store_with_rice(session: Session, *lots: StockLine) -> Store:
    """A store that took these lots in."""
    store = make.store(session)
    stocked.goods(session)
    receive_stock(
        session, make.manager(session, store), uuid=uuid4(), store_code=store.code, lines=lots,
        now=NOW,
    )  # fmt: skip
    return store


def neighbours(session: Session) -> tuple[Place, Household, Household]:
    """A village with a household of its 3rd group and one of its 2nd, with points for rice."""
    village = make.village(session)
    third = make.household(session, village=village, balance=500)
    second = make.household(session, village=village, balance=500)
    second.group_name = "2组"
    session.flush()
    return village, third, second


def test_the_till_hands_out_what_is_kept_for_a_group_there_only(session: Session) -> None:
    village, third, second = neighbours(session)
    store = store_with_rice(session, StockLine("rice", 2, None, village.code, "3组"))
    clerk = make.clerk(session, store)

    redeem(session, clerk, make.basket(store, make.card(session, third), rice=1), now=NOW)

    with pytest.raises(GoodsHeldBack), session.begin_nested():
        redeem(session, clerk, make.basket(store, make.card(session, second), rice=1), now=NOW)
    assert stocked.on_shelves(session, store) == {"rice": 1}


def test_the_till_shows_each_group_what_it_may_have(session: Session) -> None:
    village, _third, _second = neighbours(session)
    store = store_with_rice(
        session, StockLine("rice", 4, None, village.code, "3组"),
        StockLine("rice", 2, None, village.code), StockLine("rice", 1),
    )  # fmt: skip
    today = local(NOW).date()

    shown = [
        for_sale(session, store.id, Buyer(code, today, group), NOW)[0].quantity
        for code, group in ((village.code, "3组"), (village.code, "2组"), ("371599999999", "3组"))
    ]

    assert shown == [7, 3, 1]


def test_what_is_for_the_group_goes_before_what_is_for_the_village_and_for_all() -> None:
    today = local(NOW).date()
    standing = [
        Standing(1, 1, today, None),
        Standing(2, 1, today, "371599115001"),
        Standing(3, 1, today + timedelta(days=9), "371599115001", "3组"),
    ]

    assert first_ending_first(standing, 3) == [(3, 1), (2, 1), (1, 1)]


def test_nothing_is_taken_in_for_a_group_that_nobody_is_of(session: Session) -> None:
    village, _third, _second = neighbours(session)

    with pytest.raises(UnknownGroup) as refused:
        store_with_rice(session, StockLine("rice", 2, None, village.code, "9组"))

    assert refused.value.facts["group"] == "9组"


def test_papers_take_the_goods_of_the_group_they_name(session: Session) -> None:
    village, _third, _second = neighbours(session)
    kept = StockLine("rice", 4, None, village.code, "3组")
    store = store_with_rice(session, kept, StockLine("rice", 5, None, village.code))
    other, manager = make.store(session), make.manager(session, store)
    with pytest.raises(PileTooSmall), session.begin_nested():
        papers.moved(session, store, other, StockLine("rice", 5, None, village.code, "3组"))

    papers.moved(session, store, other, StockLine("rice", 1, None, village.code, "3组"))
    spoilt = papers.asked(session, store, StockLine("rice", 1, None, village.code, "3组"))
    approve_write_off(session, manager, write_off_id=spoilt.id, now=NOW)
    found = papers.counted(session, store, StockLine("rice", 1, None, village.code, "3组"))
    confirm_count(session, manager, count_id=found.id, now=NOW)

    assert [(pile.kept_group, pile.quantity) for pile in piles_of(session, store.id)] == [
        ("", 5), ("3组", 1),
    ]  # fmt: skip


def test_the_database_keeps_goods_for_a_group_of_a_place_only(session: Session) -> None:
    stocked.goods(session)
    goods_id = session.scalars(select(Goods.id)).one()

    with pytest.raises(IntegrityError, match="group_of_a_place"), session.begin_nested():
        session.execute(insert(Lot).values(goods_id=goods_id, kept_group="3组"))
