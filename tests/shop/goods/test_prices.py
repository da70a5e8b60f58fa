"""Prices by date: a fall at once, a rise announced and with its reason, receipts as they were."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from app.kernel.errors import Forbidden
from app.shop.goods.actions import put_goods
from app.shop.goods.announcing import (
    NothingAnnounced,
    PriceNoticeDaysBad,
    set_notice_days,
    withdraw_price,
)
from app.shop.goods.faults import PriceReasonBad, PriceRiseTooSoon
from app.shop.goods.queries import announced, price_list
from app.shop.redemptions.actions import redeem
from app.shop.redemptions.queries import receipt_for
from tests import make
from tests.make import NOW

A_WEEK = NOW + timedelta(days=7)


@pytest.fixture(autouse=True)
def rice(session: Session) -> None:
    make.goods(session, price_points=130)


def price(session: Session, points: int, *, reason: str = "进价涨了", from_day: date | None = None,
          now: datetime = NOW) -> None:  # fmt: skip
    put_goods(
        session, make.admin(session), code="rice", name="大米 5 kg", unit="袋", barcode="",
        price_points=points, reason=reason, from_day=from_day, now=now,
    )  # fmt: skip


def costs(session: Session, at: datetime) -> int:
    return price_list(session, at)[0].price_points


def coming(session: Session, at: datetime = NOW) -> list[tuple[int, int, str]]:
    said = announced(session, at).values()
    return [(each.price_before, each.price_points, each.reason) for each in said]


def test_a_rise_begins_a_week_after_it_was_set_at_midnight_in_the_village(
    session: Session,
) -> None:
    price(session, 140)

    begins = datetime(2026, 11, 26, 16, tzinfo=UTC)
    assert next(iter(announced(session, NOW).values())).since == begins
    assert costs(session, begins - timedelta(seconds=1)) == 130
    assert costs(session, begins) == 140
    assert coming(session) == [(130, 140, "进价涨了")]
    assert coming(session, begins) == []


def test_a_fall_begins_at_once_and_needs_no_reason(session: Session) -> None:
    price(session, 120, reason="")

    assert costs(session, NOW) == 120


def test_a_rise_without_a_reason_is_refused(session: Session) -> None:
    with pytest.raises(PriceReasonBad):
        price(session, 140, reason=" ")

    assert coming(session) == []


def test_a_rise_before_it_was_announced_long_enough_is_refused(session: Session) -> None:
    with pytest.raises(PriceRiseTooSoon) as refused:
        price(session, 140, from_day=date(2026, 11, 26))

    assert refused.value.facts["earliest"] == "2026-11-27"


def test_a_rise_may_begin_later(session: Session) -> None:
    price(session, 140, from_day=date(2026, 12, 1))

    assert costs(session, A_WEEK + timedelta(days=1)) == 130
    assert costs(session, datetime(2026, 12, 1, tzinfo=UTC)) == 140


def test_saying_the_same_again_leaves_what_is_announced(session: Session) -> None:
    price(session, 140)
    price(session, 140, now=NOW + timedelta(days=1))
    price(session, 130, now=NOW + timedelta(days=2))

    assert coming(session) == [(130, 140, "进价涨了")]


def test_another_rise_takes_the_place_of_the_one_announced(session: Session) -> None:
    price(session, 140)
    price(session, 135, now=NOW + timedelta(days=3))

    assert costs(session, A_WEEK + timedelta(days=1)) == 130
    assert costs(session, A_WEEK + timedelta(days=3)) == 135


def test_an_announced_price_is_taken_back_once(session: Session) -> None:
    price(session, 140)

    withdraw_price(session, make.admin(session), "rice", now=NOW)

    assert (coming(session), costs(session, A_WEEK + timedelta(days=9))) == ([], 130)
    with pytest.raises(NothingAnnounced):
        withdraw_price(session, make.admin(session), "rice", now=NOW)


def test_the_district_says_how_long_rises_are_announced(session: Session) -> None:
    set_notice_days(session, make.admin(session), 0, now=NOW)
    price(session, 140)

    assert costs(session, NOW) == 140
    for days in (-1, 61):
        with pytest.raises(PriceNoticeDaysBad):
            set_notice_days(session, make.admin(session), days, now=NOW)
    with pytest.raises(Forbidden):
        set_notice_days(session, make.auditor(session), 3, now=NOW)
    with pytest.raises(Forbidden):
        withdraw_price(session, make.auditor(session), "rice", now=NOW)


def test_a_receipt_keeps_the_price_of_its_moment(session: Session) -> None:
    store, village = make.store(session), make.village(session)
    make.stock(session, store, 2)
    card = make.card(session, make.household(session, village=village, balance=130))
    price(session, 140)
    clerk = make.clerk(session, store)

    done = redeem(session, clerk, make.basket(store, card, rice=1), now=NOW)
    price(session, 100, now=NOW)

    assert [line.price_points for line in receipt_for(session, clerk, done).lines] == [130]
