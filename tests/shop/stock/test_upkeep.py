"""What is near its day, and what to ask for."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from app.kernel.clock import local
from app.kernel.errors import Forbidden
from app.shop.redemptions.actions import redeem
from app.shop.stock.expiry_rules import NEAR_DAYS, NearDaysBad, near_days_of
from app.shop.stock.near_expiry import near_expiry
from app.shop.stock.ordering import suggested_order
from app.shop.stock.set_near_days import set_near_days
from tests import make
from tests.make import NOW
from tests.shop.stock.papers import counted, rice
from tests.shop.stock.test_lots import store_with_rice

TODAY = local(NOW).date()


@pytest.mark.parametrize(
    ("keeps", "near"),
    [(None, 45), (400, 45), (365, 45), (364, 20), (90, 15), (89, 10), (16, 5), (15, 1), (0, 1)],
)
def test_goods_that_keep_longer_are_near_their_day_earlier(keeps: int | None, near: int) -> None:
    assert near_days_of(NEAR_DAYS, keeps) == near


def test_what_ends_first_is_listed_first_and_what_keeps_not_at_all(session: Session) -> None:
    days = [TODAY + timedelta(days=ahead) for ahead in (3, 200, 5)]
    store = store_with_rice(session, rice(1), *(rice(2, day) for day in days))

    soon = near_expiry(session, [store.id], TODAY)
    later = near_expiry(session, [store.id], TODAY + timedelta(days=4))

    assert [(lot.use_by, lot.days_left) for lot in later] == [(days[0], -1), (days[2], 1)]
    assert [lot.is_over for lot in later] == [True, False]
    assert soon == []


def test_the_district_sets_from_when_goods_are_near_their_day(session: Session) -> None:
    store = store_with_rice(session, rice(2, TODAY + timedelta(days=200)))

    set_near_days(session, make.admin(session), {**NEAR_DAYS, 180: 200}, now=NOW)
    set_near_days(session, make.admin(session), {**NEAR_DAYS, 180: 201}, now=NOW)

    assert [lot.days_left for lot in near_expiry(session, [store.id], TODAY)] == [200]


@pytest.mark.parametrize("table", [{}, {365: 45}, {**NEAR_DAYS, 0: -1}, {**NEAR_DAYS, 0: 366}])
def test_a_table_that_cannot_be_is_refused(session: Session, table: dict[int, int]) -> None:
    with pytest.raises(NearDaysBad):
        set_near_days(session, make.admin(session), table, now=NOW)


def test_only_the_district_sets_it(session: Session) -> None:
    with pytest.raises(Forbidden):
        set_near_days(session, make.manager(session, make.store(session)), NEAR_DAYS, now=NOW)


def test_what_went_in_sixty_days_is_asked_for_by_half_less_what_is_left(session: Session) -> None:
    over = TODAY + timedelta(days=1)
    store = store_with_rice(session, rice(7), rice(3, over))
    home = make.household(session, village=make.village(session), balance=5_000)
    basket = make.basket(store, make.card(session, home), rice=9)
    redeem(session, make.clerk(session, store), basket, now=NOW)

    def asked(days: int) -> tuple[int, int, int]:
        (one,) = suggested_order(session, store.id, NOW + timedelta(days=days))
        return one.gone, one.left, one.wanted

    assert [asked(0), asked(2), asked(61)] == [(9, 1, 4), (9, 1, 4), (0, 1, 0)]


def test_a_count_is_no_demand(session: Session) -> None:
    store = store_with_rice(session, rice(7))
    counted(session, store, rice(1))

    (one,) = suggested_order(session, store.id, NOW)

    assert (one.gone, one.left, one.wanted, one.runs_low) == (0, 7, 0, True)
