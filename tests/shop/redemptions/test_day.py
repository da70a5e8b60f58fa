from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from app.ledger.queries import balance_of
from app.registry.places.models import Store
from app.shop.redemptions.actions import redeem
from app.shop.redemptions.day import DayTotals, sales_of_day, totals_of_day
from app.shop.redemptions.rules import TotalChanged
from app.shop.redemptions.void import void_redemption
from tests import make

NOON = make.NOW + timedelta(hours=3)


def stocked_store(session: Session) -> Store:
    store = make.store(session)
    make.goods(session, code="rice", price_points=130)
    make.goods(session, code="soap", name="香皂", price_points=15)
    make.stock(session, store, 90, code="rice")
    make.stock(session, store, 90, code="soap")
    return store


def test_a_day_adds_up_what_was_handed_out_and_not_taken_back(session: Session) -> None:
    store = stocked_store(session)
    village = make.village(session)
    clerk = make.clerk(session, store)
    card = make.card(session, make.household(session, village=village, balance=900))
    other = make.card(session, make.household(session, village=village, balance=900))
    redeem(session, clerk, make.basket(store, card, rice=1, soap=2), now=NOON)
    redeem(session, clerk, make.basket(store, card, soap=1), now=NOON)
    voided = redeem(session, clerk, make.basket(store, other, rice=2), now=NOON)
    void_redemption(session, clerk, redemption_id=voided, reason="拿错了", now=NOON)

    assert totals_of_day(session, store.id, NOON) == DayTotals(
        redemptions=2, households=1, points=175, pieces=4, voided=1, returns=0
    )


def test_yesterday_and_other_stores_are_not_on_todays_list(session: Session) -> None:
    store, elsewhere = stocked_store(session), make.store(session, name="北城店")
    make.stock(session, elsewhere, 5, code="soap")
    card = make.card(session, make.household(session, village=make.village(session), balance=90))
    redeem(session, make.clerk(session, store), make.basket(store, card, soap=1), now=make.NOW)
    redeem(session, make.clerk(session, elsewhere), make.basket(elsewhere, card, soap=1), now=NOON)

    tomorrow = NOON + timedelta(days=1)
    assert [sale.points for sale in sales_of_day(session, store.id, NOON)] == [15]
    assert sales_of_day(session, store.id, tomorrow) == []
    assert totals_of_day(session, store.id, tomorrow) == DayTotals(0, 0, 0, 0, 0, 0)


def test_todays_list_goes_on_after_its_last_line(session: Session) -> None:
    store = stocked_store(session)
    clerk = make.clerk(session, store)
    card = make.card(session, make.household(session, village=make.village(session), balance=900))
    ids = [redeem(session, clerk, make.basket(store, card, soap=1), now=NOON) for _ in range(3)]

    first = sales_of_day(session, store.id, NOON, limit=2)
    rest = sales_of_day(session, store.id, NOON, before_id=first[-1].id, limit=2)

    assert [sale.id for sale in first] == [ids[2], ids[1]]
    assert [sale.id for sale in rest] == [ids[0]]
    assert first[0].number == f"{store.code}-{ids[2]:06d}"


def test_points_are_taken_only_when_they_are_those_that_were_shown(session: Session) -> None:
    store = stocked_store(session)
    card = make.card(session, make.household(session, village=make.village(session), balance=900))
    shown = replace(make.basket(store, card, rice=1), agreed_points=130)

    assert redeem(session, make.clerk(session, store), shown, now=NOON)


def test_a_price_that_changed_meanwhile_takes_nothing(session: Session) -> None:
    store = stocked_store(session)
    household = make.household(session, village=make.village(session), balance=900)
    shown = replace(make.basket(store, make.card(session, household), rice=1), agreed_points=120)
    clerk = make.clerk(session, store)

    with pytest.raises(TotalChanged) as refused:
        redeem(session, clerk, shown, now=NOON)

    assert refused.value.facts == {"points": 130, "shown": 120}
    assert balance_of(session, household.id) == 900
