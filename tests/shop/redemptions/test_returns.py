"""Some goods of a receipt come back, and receipts of an earlier day that two people void."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.kernel.errors import Refusal
from app.ledger.queries import balance_of
from app.registry.accounts.actor import Actor
from app.registry.cards.models import Card
from app.registry.places.models import Store
from app.shop.redemptions.actions import redeem
from app.shop.redemptions.back_rules import (
    ReturnEmpty,
    ReturnReasonMissing,
    ReturnsEverything,
    ReturnTooLate,
    ReturnTooMany,
    VoidAskedBefore,
    VoidAtOnce,
    VoidBySamePerson,
    VoidDecidedBefore,
    VoidRequestNotFound,
    VoidTooOld,
)
from app.shop.redemptions.day import totals_of_day
from app.shop.redemptions.models import RedemptionVoid, ReturnLine, VoidDecision, VoidRequest
from app.shop.redemptions.returned import standing_of, void_requests_at
from app.shop.redemptions.returns import return_goods
from app.shop.redemptions.rules import AlreadyVoided, VoidReasonMissing
from app.shop.redemptions.void import approve_void, ask_void, refuse_void, void_redemption
from tests import make
from tests.make import NOW
from tests.shop.stocked import on_shelves

NEXT_DAY = NOW + timedelta(days=1)


@dataclass(frozen=True)
class Sale:
    """Three soaps of two deliveries and a sack of rice: 60 of 100 points."""

    session: Session
    store: Store
    clerk: Actor
    manager: Actor
    card: Card
    id: int

    def bring(self, **back: int) -> int:
        return return_goods(
            self.session, self.clerk, redemption_id=self.id, back=back, reason="袋子破了", now=NOW
        )

    def ask(self, *, days: int = 1) -> int:
        at = NOW + timedelta(days=days)
        return ask_void(self.session, self.clerk, redemption_id=self.id, reason="拿错了", now=at)

    @property
    def left(self) -> tuple[int, dict[str, int]]:
        self.session.flush()
        balance = balance_of(self.session, self.card.household_id)
        return balance, on_shelves(self.session, self.store)


@pytest.fixture
def sale(session: Session) -> Sale:
    store = make.store(session)
    make.goods(session, code="soap", name="香皂", price_points=10)
    make.goods(session, code="rice", name="大米", price_points=30)
    for quantity in (1, 5):
        make.stock(session, store, quantity, code="soap")
    make.stock(session, store, 5, code="rice")
    home = make.household(session, village=make.village(session), balance=100)
    card = make.card(session, home)
    clerk = make.clerk(session, store)
    basket = make.basket(store, card, soap=3, rice=1)
    return Sale(
        session, store, clerk, make.manager(session, store), card,
        redeem(session, clerk, basket, now=NOW),
    )  # fmt: skip


def test_a_torn_soap_comes_back_and_the_rest_stays(sale: Sale) -> None:
    assert sale.left == (40, {"soap": 3, "rice": 4})

    sale.bring(soap=1)

    assert sale.left == (50, {"soap": 4, "rice": 4})
    standing = standing_of(sale.session, sale.id)
    assert sum(line.quantity for line in standing if line.goods_code == "soap") == 2


def test_the_rest_follows_when_the_receipt_is_voided(sale: Sale) -> None:
    sale.bring(soap=1)
    sale.bring(soap=1, rice=0)
    void_redemption(sale.session, sale.clerk, redemption_id=sale.id, reason="都不要了", now=NOW)

    assert sale.left == (100, {"soap": 6, "rice": 5})


def test_the_day_counts_what_stayed(sale: Sale) -> None:
    sale.bring(soap=2)

    day = totals_of_day(sale.session, sale.store.id, NOW)

    assert (day.redemptions, day.points, day.pieces, day.returns) == (1, 40, 2, 1)


@pytest.mark.parametrize(
    ("back", "refusal"),
    [
        ({"soap": 4}, ReturnTooMany),
        ({"soap": -1}, ReturnEmpty),
        ({"salt": 1}, ReturnTooMany),
        ({"soap": 0}, ReturnEmpty),
        ({"soap": 3, "rice": 1}, ReturnsEverything),
    ],
)
def test_no_more_comes_back_than_was_taken(
    sale: Sale, back: dict[str, int], refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal):
        sale.bring(**back)


def test_what_came_back_does_not_come_back_again(sale: Sale) -> None:
    sale.bring(soap=2)

    with pytest.raises(ReturnTooMany):
        sale.bring(soap=2)


def test_goods_come_back_with_a_reason_on_their_own_day_while_the_receipt_stands(
    sale: Sale,
) -> None:
    for reason, at, refusal in (
        (" ", NOW, ReturnReasonMissing),
        ("破了", NEXT_DAY, ReturnTooLate),
    ):
        with pytest.raises(refusal):
            return_goods(
                sale.session, sale.clerk, redemption_id=sale.id, back={"soap": 1}, reason=reason,
                now=at,
            )  # fmt: skip
    void_redemption(sale.session, sale.clerk, redemption_id=sale.id, reason="拿错了", now=NOW)
    with pytest.raises(AlreadyVoided):
        sale.bring(soap=1)


def test_the_database_lets_nothing_come_back_twice(sale: Sale) -> None:
    sale.bring(soap=1)
    row = sale.session.execute(select(ReturnLine.__table__)).mappings().first()
    assert row

    for change in ({}, {"taken_move_id": row["taken_move_id"] + 1, "quantity": 9}):
        again = {key: value for key, value in row.items() if key != "id"} | change
        with pytest.raises(IntegrityError), sale.session.begin_nested():
            sale.session.execute(insert(ReturnLine), [again])


def test_after_its_day_a_receipt_is_voided_by_a_second_person(sale: Sale) -> None:
    sale.bring(soap=1)
    request = sale.ask()
    assert sale.left[0] == 50

    approve_void(sale.session, sale.manager, request_id=request, now=NEXT_DAY)

    assert sale.left == (100, {"soap": 6, "rice": 5})
    assert sale.session.get_one(RedemptionVoid, sale.id).voided_by == sale.manager.user_id


def test_a_refused_request_changes_nothing_and_may_be_asked_again(sale: Sale) -> None:
    request = sale.ask()
    refuse_void(
        sale.session, sale.manager, request_id=request, reason="东西没有带回来", now=NEXT_DAY
    )
    again = sale.ask(days=2)

    assert sale.left == (40, {"soap": 3, "rice": 4})
    asked = void_requests_at(sale.session, sale.store.id)
    assert [(one.request.id, one.decision is None) for one in asked] == [
        (again, True),
        (request, False),
    ]


def test_who_asked_does_not_approve(sale: Sale) -> None:
    asked = ask_void(
        sale.session, sale.manager, redemption_id=sale.id, reason="拿错了", now=NEXT_DAY
    )

    with pytest.raises(VoidBySamePerson):
        approve_void(sale.session, sale.manager, request_id=asked, now=NEXT_DAY)
    decision = {
        "request_id": asked, "asked_by": sale.manager.user_id, "decided_by": sale.manager.user_id,
        "decided_at": NEXT_DAY, "approved": True, "reason": "",
    }  # fmt: skip
    with pytest.raises(IntegrityError), sale.session.begin_nested():
        sale.session.execute(insert(VoidDecision), [decision])


@pytest.mark.parametrize(("days", "refusal"), [(0, VoidAtOnce), (31, VoidTooOld)])
def test_a_late_void_is_asked_for_in_its_thirty_days(
    sale: Sale, days: int, refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal):
        sale.ask(days=days)


def test_a_request_is_asked_once_and_decided_once_with_words(sale: Sale) -> None:
    request = sale.ask(days=30)

    with pytest.raises(VoidAskedBefore):
        sale.ask(days=30)
    with pytest.raises(VoidReasonMissing):
        refuse_void(sale.session, sale.manager, request_id=request, reason="", now=NEXT_DAY)
    approve_void(sale.session, make.admin(sale.session), request_id=request, now=NEXT_DAY)
    with pytest.raises(VoidDecidedBefore):
        approve_void(sale.session, sale.manager, request_id=request, now=NEXT_DAY)
    with pytest.raises(AlreadyVoided):
        sale.ask(days=2)


def test_the_manager_of_another_store_finds_no_request(sale: Sale) -> None:
    stranger = make.manager(sale.session, make.store(sale.session))
    request = sale.ask()

    with pytest.raises(VoidRequestNotFound):
        approve_void(sale.session, stranger, request_id=request, now=NEXT_DAY)
    assert sale.session.get(VoidRequest, request)
