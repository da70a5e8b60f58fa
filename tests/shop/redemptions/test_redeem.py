"""Handing over goods for points: what is refused, and what moves together."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.kernel.errors import Forbidden
from app.ledger.actions import NotEnoughPoints
from app.ledger.models import Account
from app.ledger.queries import balance_of, statement
from app.registry.accounts.permissions import Role
from app.registry.cards.actions import reissue_card, report_card_lost
from app.registry.cards.rules import CardLost, CardReplaced
from app.registry.places.queries import UnknownPlace
from app.shop.goods.actions import put_goods
from app.shop.goods.rules import UnknownGoods
from app.shop.redemptions.actions import redeem
from app.shop.redemptions.queries import receipt_for
from app.shop.redemptions.rules import (
    AlreadyVoided,
    Basket,
    BasketEmpty,
    BasketLine,
    CardOrHousehold,
    NoCardReasonMissing,
    QuantityBad,
    RedemptionNotFound,
    VoidReasonMissing,
    VoidTooLate,
)
from app.shop.redemptions.void import void_redemption
from app.shop.stock.models import Shelf
from app.shop.stock.queries import stock_of
from app.shop.stock.rules import NotEnoughStock
from tests import make
from tests.make import NOW


class Counter:
    """A store with rice at 130 points on its shelf, and a household with a card in front of it."""

    def __init__(self, session: Session, *, balance: int = 186, bags: int = 5) -> None:
        """:param balance: the household's points; :param bags: of rice on the shelf."""
        self.session = session
        self.village = make.village(session)
        self.household = make.household(session, village=self.village, balance=balance)
        self.card = make.card(session, self.household)
        self.store = make.store(session)
        self.clerk = make.clerk(session, self.store)
        make.goods(session, barcode="2000001000120")
        make.stock(session, self.store, bags)

    def basket(self, **lines: int) -> Basket:
        """A basket of the household, by its card."""
        return make.basket(self.store, self.card, **lines)

    def sell(self, **lines: int) -> int:
        """Hand a basket over; answers the redemption's id."""
        return redeem(self.session, self.clerk, self.basket(**lines), now=NOW)

    @property
    def left(self) -> tuple[int, int]:
        """Points of the household, bags on the shelf."""
        bags = [item.quantity for item in stock_of(self.session, self.store.id, NOW)]
        return balance_of(self.session, self.household.id), bags[0]


@pytest.fixture
def counter(session: Session) -> Counter:
    """A household with 186 points in front of five bags of rice."""
    return Counter(session)


def test_points_and_goods_move_together(counter: Counter) -> None:
    counter.sell(rice=1)

    assert counter.left == (56, 4)


def test_the_receipt_says_what_was_there_before_and_after(
    counter: Counter, session: Session
) -> None:
    receipt = receipt_for(session, counter.clerk, counter.sell(rice=1))

    assert (receipt.balance_before, receipt.redemption.points) == (186, 130)
    assert [(line.name, line.quantity, line.points) for line in receipt.lines] == [
        ("大米 5 kg", 1, 130)
    ]


def test_too_few_points_take_nothing(counter: Counter, session: Session) -> None:
    with pytest.raises(NotEnoughPoints) as refusal, session.begin_nested():
        counter.sell(rice=2)

    assert refusal.value.facts["short"] == 74
    assert counter.left == (186, 5)


def test_an_empty_shelf_takes_no_points(session: Session) -> None:
    counter = Counter(session, balance=900, bags=1)

    with pytest.raises(NotEnoughStock), session.begin_nested():
        counter.sell(rice=2)

    assert counter.left == (900, 1)


def test_the_price_is_the_server_s_price_of_the_day(counter: Counter, session: Session) -> None:
    put_goods(
        session, make.admin(session), code="rice", name="大米 5 kg", unit="袋",
        barcode="2000001000120", price_points=150, reason="进价涨了", now=NOW - timedelta(days=8),
    )  # fmt: skip

    counter.sell(rice=1)

    assert counter.left == (36, 4)


def test_a_barcode_and_a_code_of_the_same_goods_make_one_line(
    counter: Counter, session: Session
) -> None:
    make.give_points(session, counter.household, 200)
    both = [BasketLine("rice", 1), BasketLine("2000001000120", 1)]

    done = redeem(session, counter.clerk, replace(counter.basket(), lines=both), now=NOW)

    assert [line.quantity for line in receipt_for(session, counter.clerk, done).lines] == [2]


def test_goods_that_nobody_knows_are_named(counter: Counter) -> None:
    with pytest.raises(UnknownGoods):
        counter.sell(rice=1, gold=1)


@pytest.mark.parametrize("quantity", [0, -1, 201, 10**12])
def test_absurd_quantities_are_refused(counter: Counter, quantity: int) -> None:
    with pytest.raises(QuantityBad):
        counter.sell(rice=quantity)


def test_a_quantity_in_two_lines_is_no_smaller(counter: Counter) -> None:
    twice = replace(counter.basket(), lines=[BasketLine("rice", 101), BasketLine("rice", 100)])

    with pytest.raises(QuantityBad):
        redeem(counter.session, counter.clerk, twice, now=NOW)


def test_an_empty_basket_is_refused(counter: Counter) -> None:
    with pytest.raises(BasketEmpty):
        counter.sell()


def test_a_lost_card_buys_nothing(counter: Counter, session: Session) -> None:
    report_card_lost(session, counter.clerk, counter.card.number, now=NOW)

    with pytest.raises(CardLost):
        counter.sell(rice=1)


def test_a_new_card_spends_the_old_balance_and_the_old_card_nothing(
    counter: Counter, session: Session
) -> None:
    new = reissue_card(session, make.admin(session), counter.card.number, now=NOW)
    with pytest.raises(CardReplaced):
        counter.sell(rice=1)

    redeem(session, counter.clerk, make.basket(counter.store, new, rice=1), now=NOW)

    assert counter.left == (56, 4)


def test_a_clerk_sells_in_his_own_store_only(counter: Counter, session: Session) -> None:
    other = make.store(session, name="东城店")

    with pytest.raises(UnknownPlace):
        redeem(session, make.clerk(session, other), counter.basket(rice=1), now=NOW)


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.DISTRICT_ADMIN, Role.VILLAGE_COMMITTEE])
def test_who_does_not_redeem_sells_nothing(counter: Counter, session: Session, role: Role) -> None:
    with pytest.raises(Forbidden):
        redeem(
            session, make.actor(session, role, make.district(session)), counter.basket(rice=1),
            now=NOW,
        )  # fmt: skip


def test_without_a_card_a_household_and_a_reason_will_do(
    counter: Counter, session: Session
) -> None:
    without = replace(
        counter.basket(rice=1), card=None, household_id=counter.household.id,
        no_card_reason="卡忘在家里",
    )  # fmt: skip

    done = redeem(session, counter.clerk, without, now=NOW)

    assert receipt_for(session, counter.clerk, done).redemption.no_card_reason == "卡忘在家里"


def test_without_a_card_the_reason_is_needed(counter: Counter, session: Session) -> None:
    without = replace(
        counter.basket(rice=1), card=None, household_id=counter.household.id, no_card_reason=" "
    )

    with pytest.raises(NoCardReasonMissing):
        redeem(session, counter.clerk, without, now=NOW)


def test_a_basket_names_a_card_or_a_household_not_both(counter: Counter, session: Session) -> None:
    both = replace(counter.basket(rice=1), household_id=counter.household.id)

    with pytest.raises(CardOrHousehold):
        redeem(session, counter.clerk, both, now=NOW)


def test_a_void_on_the_same_day_returns_points_and_goods(
    counter: Counter, session: Session
) -> None:
    done = counter.sell(rice=1)

    void_redemption(session, counter.clerk, redemption_id=done, reason="拿错了", now=NOW)

    assert counter.left == (186, 5)
    assert [line.points for line in statement(session, counter.household.id)][:2] == [130, -130]


def test_a_receipt_is_voided_once(counter: Counter, session: Session) -> None:
    done = counter.sell(rice=1)
    void_redemption(session, counter.clerk, redemption_id=done, reason="拿错了", now=NOW)

    with pytest.raises(AlreadyVoided):
        void_redemption(session, counter.clerk, redemption_id=done, reason="拿错了", now=NOW)

    assert counter.left == (186, 5)


def test_tomorrow_is_too_late_for_a_void(counter: Counter, session: Session) -> None:
    done = counter.sell(rice=1)

    with pytest.raises(VoidTooLate):
        void_redemption(
            session, counter.clerk, redemption_id=done, reason="拿错了",
            now=NOW + timedelta(days=1),
        )  # fmt: skip


def test_a_void_needs_a_reason(counter: Counter, session: Session) -> None:
    done = counter.sell(rice=1)

    with pytest.raises(VoidReasonMissing):
        void_redemption(session, counter.clerk, redemption_id=done, reason="", now=NOW)


def test_another_store_finds_no_such_receipt(counter: Counter, session: Session) -> None:
    done = counter.sell(rice=1)
    stranger = make.clerk(session, make.store(session))

    with pytest.raises(RedemptionNotFound):
        void_redemption(session, stranger, redemption_id=done, reason="拿错了", now=NOW)


def test_the_database_refuses_a_balance_below_nothing(counter: Counter, session: Session) -> None:
    with pytest.raises(IntegrityError, match="balance"), session.begin_nested():
        session.execute(
            update(Account)
            .where(Account.household_id == counter.household.id)
            .values(balance=-1, debited=Account.credited + 1)
        )


def test_the_database_refuses_a_shelf_below_nothing(counter: Counter, session: Session) -> None:
    with pytest.raises(IntegrityError, match=r"not_negative|reserved"), session.begin_nested():
        session.execute(update(Shelf).where(Shelf.store_id == counter.store.id).values(quantity=-1))


def test_an_unknown_redemption_is_not_found(counter: Counter, session: Session) -> None:
    with pytest.raises(RedemptionNotFound):
        receipt_for(session, counter.clerk, 404)


def test_two_receipts_never_share_a_number(counter: Counter, session: Session) -> None:
    make.give_points(session, counter.household, 200)
    first, second = counter.sell(rice=1), counter.sell(rice=1)

    numbers = {receipt_for(session, counter.clerk, done).number for done in (first, second)}

    assert len(numbers) == 2


def test_what_is_earned_after_a_redemption_comes_on_top_of_what_was_left(session: Session) -> None:
    """A well-known system shows 115 here: it forgets what was spent."""
    counter = Counter(session, balance=59)
    make.goods(session, code="towel", name="毛巾", price_points=50)
    make.stock(session, counter.store, 1, code="towel")
    counter.sell(towel=1)

    make.give_points(session, counter.household, 56)

    assert balance_of(session, counter.household.id) == 65
