"""Goods that move between stores, are written off, or are counted: two people, and every lot."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.kernel.clock import local
from app.kernel.errors import Forbidden, Refusal
from app.kernel.states import WrongState
from app.registry.accounts.actor import Actor
from app.registry.accounts.permissions import Role
from app.registry.places.models import Store
from app.registry.places.queries import UnknownPlace
from app.shop.redemptions.actions import redeem
from app.shop.stock.models import Lot, Move, MoveKind, Shelf
from app.shop.stock.paper_models import StockCount, WriteOff
from app.shop.stock.paper_queries import PaperKind, count_waiting_papers, paper_for, papers_of
from app.shop.stock.paper_rules import (
    CountOvertaken,
    CountWaits,
    LossReasonBad,
    NothingChosen,
    OwnCount,
    OwnWriteOff,
    PaperNotFound,
    SameStore,
)
from app.shop.stock.queries import piles_of
from app.shop.stock.rules import PileTooSmall, StockLine, StockQuantityBad
from app.shop.stock.stock_take import confirm_count, refuse_count
from app.shop.stock.verify import stock_checks
from app.shop.stock.write_off import approve_write_off, refuse_write_off
from tests import make
from tests.make import NOW
from tests.shop.stock.papers import asked, counted, moved, rice
from tests.shop.stock.test_lots import store_with_rice, unit

TODAY = local(NOW).date()
SOON, LATER = TODAY + timedelta(days=5), TODAY + timedelta(days=90)

__all__ = ["unit"]


def left(session: Session, store: Store) -> dict[date | None, int]:
    """What stands there by the day on which it ends."""
    return {pile.use_by: pile.quantity for pile in piles_of(session, store.id)}


def test_goods_go_to_another_store_as_the_same_lots(session: Session) -> None:
    store, truck = store_with_rice(session, rice(5, SOON), rice(5)), make.store(session)

    moved(session, store, truck, rice(2, SOON), rice(5))

    assert (left(session, store), left(session, truck)) == ({SOON: 3}, {SOON: 2, None: 5})
    assert session.scalar(select(func.count(Lot.id))) == 2
    kinds = session.scalars(select(Move.kind).where(Move.relocation_id.is_not(None))).all()
    assert kinds == [MoveKind.RELOCATE] * 4
    (paper,) = papers_of(session, [truck.id], PaperKind.RELOCATION)
    assert (paper.store_name, paper.to_store) == (store.name, truck.name)
    assert [(line.use_by, line.quantity) for line in paper.lines] == [(SOON, 2), (None, 5)]


@pytest.mark.parametrize(
    ("lines", "refusal"),
    [
        ([rice(6, SOON)], PileTooSmall),
        ([rice(1, LATER)], PileTooSmall),
        ([rice(0, SOON)], StockQuantityBad),
        ([], NothingChosen),
    ],
)
def test_only_what_stands_there_leaves(
    session: Session, lines: list[StockLine], refusal: type[Refusal]
) -> None:
    store = store_with_rice(session, rice(5, SOON))

    with pytest.raises(refusal):
        moved(session, store, make.store(session), *lines)
    with pytest.raises(refusal):
        asked(session, store, *lines)

    assert left(session, store) == {SOON: 5}


def test_a_store_brings_nothing_to_itself_and_a_manager_moves_from_his_own_only(
    session: Session,
) -> None:
    store, other = store_with_rice(session, rice(5)), make.store(session)

    with pytest.raises(SameStore):
        moved(session, store, store, rice(1))
    with pytest.raises(UnknownPlace):
        moved(session, store, other, rice(1), actor=make.manager(session, other))
    with pytest.raises(Forbidden):
        moved(session, store, other, rice(1), actor=make.clerk(session, store))


def test_what_is_broken_leaves_when_another_person_says_so(session: Session) -> None:
    store = store_with_rice(session, rice(5, SOON), rice(3, SOON))
    paper = asked(session, store, rice(6, SOON))
    assert left(session, store) == {SOON: 8}

    approve_write_off(session, make.manager(session, store), write_off_id=paper.id, now=NOW)

    assert left(session, store) == {SOON: 2}
    by_lot = session.scalars(select(Shelf.quantity).order_by(Shelf.lot_id)).all()
    assert by_lot == [0, 2]
    assert session.scalars(
        select(Move.quantity).where(Move.kind == MoveKind.DAMAGE).order_by(Move.lot_id)
    ).all() == [-5, -1]  # fmt: skip


def test_a_write_off_that_is_refused_moves_nothing_and_says_why(session: Session) -> None:
    store = store_with_rice(session, rice(5))
    paper, manager = asked(session, store, rice(1)), make.manager(session, store)

    with pytest.raises(LossReasonBad):
        refuse_write_off(session, manager, write_off_id=paper.id, answer=" ", now=NOW)
    refuse_write_off(session, manager, write_off_id=paper.id, answer="能补好", now=NOW)

    assert left(session, store) == {None: 5}
    assert paper_for(session, manager, PaperKind.WRITE_OFF, paper.id).answer == "能补好"
    with pytest.raises(WrongState):
        approve_write_off(session, manager, write_off_id=paper.id, now=NOW)


def test_nobody_decides_about_his_own_paper(session: Session) -> None:
    store = store_with_rice(session, rice(5))
    manager = make.manager(session, store)
    loss = asked(session, store, rice(1), actor=manager)
    count = counted(session, store, rice(4), actor=manager)

    with pytest.raises(OwnWriteOff):
        approve_write_off(session, manager, write_off_id=loss.id, now=NOW)
    with pytest.raises(OwnCount):
        confirm_count(session, manager, count_id=count.id, now=NOW)

    assert left(session, store) == {None: 5}


@pytest.mark.parametrize(("table", "by"), [(WriteOff, "asked_by"), (StockCount, "counted_by")])
def test_the_database_wants_two_people_too(
    session: Session, table: type[WriteOff | StockCount], by: str
) -> None:
    store = store_with_rice(session, rice(5))
    asked(session, store, rice(1))
    counted(session, store, rice(4))
    alone = {"state": "refused", "decided_by": getattr(table, by), "decided_at": NOW}

    with pytest.raises(IntegrityError, match="four_eyes"), session.begin_nested():
        session.execute(update(table).values(**alone))


def test_a_clerk_decides_about_nothing_and_a_manager_not_elsewhere(session: Session) -> None:
    store = store_with_rice(session, rice(5))
    loss, count = asked(session, store, rice(1)), counted(session, store, rice(4))
    elsewhere = make.manager(session, make.store(session))

    with pytest.raises(Forbidden):
        approve_write_off(session, make.clerk(session, store), write_off_id=loss.id, now=NOW)
    with pytest.raises(PaperNotFound):
        approve_write_off(session, elsewhere, write_off_id=loss.id, now=NOW)
    with pytest.raises(PaperNotFound):
        confirm_count(session, elsewhere, count_id=count.id, now=NOW)
    with pytest.raises(Forbidden):
        counted(session, store, rice(4), actor=make.auditor(session))


def test_what_waits_is_counted_for_whoever_may_decide(session: Session) -> None:
    store = store_with_rice(session, rice(5))
    asked(session, store, rice(1))
    counted(session, store, rice(4))

    waiting = {
        role: count_waiting_papers(session, make.actor(session, role, at))
        for role, at in (
            (Role.STORE_MANAGER, store),
            (Role.DISTRICT_ADMIN, make.district(session)),
            (Role.STORE_CLERK, store),
        )
    }

    assert list(waiting.values()) == [2, 2, 0]


def test_a_count_books_the_difference_and_not_what_went_since(session: Session) -> None:
    village = make.village(session)
    store = store_with_rice(session, rice(5, SOON), rice(9))
    count = counted(session, store, rice(3, SOON), rice(10))
    card = make.card(session, make.household(session, village=village, balance=500))
    redeem(session, make.clerk(session, store), make.basket(store, card, rice=1), now=NOW)

    confirm_count(session, make.manager(session, store), count_id=count.id, now=NOW)

    assert left(session, store) == {SOON: 2, None: 10}
    (paper,) = papers_of(session, [store.id], PaperKind.COUNT)
    assert [(line.quantity, line.booked) for line in paper.lines] == [(3, 5), (10, 9)]


def test_goods_that_were_found_and_belong_to_no_lot_get_one(session: Session) -> None:
    store = store_with_rice(session, rice(5))
    count = counted(session, store, rice(5), rice(2, LATER))

    confirm_count(session, make.admin(session), count_id=count.id, now=NOW)

    assert left(session, store) == {LATER: 2, None: 5}
    assert session.scalars(select(Lot.receipt_id).where(Lot.use_by == LATER)).all() == [None]


def test_none_may_be_found_and_what_was_not_counted_stays(session: Session) -> None:
    store = store_with_rice(session, rice(5, SOON), rice(9))
    count = counted(session, store, rice(0, SOON))

    confirm_count(session, make.admin(session), count_id=count.id, now=NOW)

    assert left(session, store) == {None: 9}


def test_a_count_is_done_again_when_the_missing_are_not_there_any_more(session: Session) -> None:
    store = store_with_rice(session, rice(5))
    count, manager = counted(session, store, rice(1)), make.manager(session, store)
    moved(session, store, make.store(session), rice(2))

    with pytest.raises(CountOvertaken), session.begin_nested():
        confirm_count(session, manager, count_id=count.id, now=NOW)


def test_a_store_has_one_count_at_a_time(session: Session) -> None:
    store = store_with_rice(session, rice(5))
    first = counted(session, store, rice(4))

    with pytest.raises(CountWaits):
        counted(session, store, rice(4))
    refuse_count(session, make.admin(session), count_id=first.id, answer="重数", now=NOW)
    counted(session, store, rice(4))

    assert left(session, store) == {None: 5}


def test_goods_are_conserved_over_all_stores(session: Session) -> None:
    store, truck = store_with_rice(session, rice(9, SOON)), make.store(session)
    manager: Actor = make.manager(session, store)
    moved(session, store, truck, rice(4, SOON))
    loss = asked(session, store, rice(2, SOON))
    approve_write_off(session, manager, write_off_id=loss.id, now=NOW)
    count = counted(session, store, rice(5, SOON))
    confirm_count(session, manager, count_id=count.id, now=NOW)

    assert (left(session, store), left(session, truck)) == ({SOON: 5}, {SOON: 4})
    assert not any(check.bad for check in stock_checks(session))


def test_verify_names_goods_that_vanish_between_two_stores(unit: Session) -> None:
    store, truck = store_with_rice(unit, rice(9)), make.store(unit)
    paper = moved(unit, store, truck, rice(4))
    lot = unit.scalars(select(Lot)).one()
    unit.add(
        Move(
            store_id=truck.id, goods_id=lot.goods_id, lot_id=lot.id, quantity=-1, at=NOW,
            kind=MoveKind.RELOCATE, relocation_id=paper.id, actor_id=paper.moved_by,
        )
    )  # fmt: skip
    unit.flush()

    assert [check.name for check in stock_checks(unit) if check.bad] == [
        "shelves equal the moves of goods", "goods are conserved over all stores",
        "relocations take from one store what they bring to the other",
    ]  # fmt: skip
