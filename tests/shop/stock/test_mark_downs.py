"""What is near its day costs less by the district's rule, lot by lot."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from app.kernel.clock import local
from app.kernel.errors import Forbidden
from app.ledger.queries import balance_of
from app.registry.places.models import Store
from app.shop.redemptions.actions import hand_over, redeem
from app.shop.redemptions.queries import receipt_for
from app.shop.redemptions.rules import Basket, TotalChanged
from app.shop.redemptions.slips import slip_of
from app.shop.redemptions.till import Till
from app.shop.stock.expiry_rules import NEAR_DAYS
from app.shop.stock.mark_down_rules import (
    MOST_DAYS,
    MOST_PERCENT,
    Batch,
    MarkDowns,
    MarkDownsBad,
    check_mark_downs,
    in_batches,
    marked_down,
)
from app.shop.stock.near_expiry import mark_downs, near_expiry
from app.shop.stock.queries import for_sale
from app.shop.stock.rules import Buyer, GoodsHeldBack
from app.shop.stock.set_mark_downs import set_mark_downs
from tests import make
from tests.make import NOW
from tests.shop.stock.papers import rice
from tests.shop.stock.test_lots import store_with_rice

TODAY = local(NOW).date()
STEPS = {30: 30, 10: 50}
# Rice came 400 days before its day: it is near it 45 days before, and costs 130 points.
ENDS = TODAY + timedelta(days=400)
NEAR = NOW + timedelta(days=380)
VERY_NEAR = NOW + timedelta(days=395)


def _sound(steps: dict[int, int]) -> bool:
    try:
        check_mark_downs(steps)
    except MarkDownsBad:
        return False
    return True


rules = st.dictionaries(st.integers(0, MOST_DAYS), st.integers(1, MOST_PERCENT), max_size=4).filter(
    _sound
)


@given(price=st.integers(1, 100_000), percent=st.integers(0, MOST_PERCENT))
def test_a_marked_down_price_is_between_one_point_and_the_price_list(
    price: int, percent: int
) -> None:
    assert 1 <= marked_down(price, percent) <= price


@given(steps=rules, keeps=st.integers(0, 800), left=st.integers(0, 400))
def test_nearer_its_day_a_lot_never_costs_more(
    steps: dict[int, int], keeps: int, left: int
) -> None:
    rule = MarkDowns(steps, NEAR_DAYS)
    came, ends = NOW, TODAY + timedelta(days=keeps)

    farther, nearer = (
        marked_down(130, rule.percent_off(ends, came, ends - timedelta(days=days)))
        for days in (left + 1, left)
    )

    assert nearer <= farther


@given(
    lots=st.lists(st.tuples(st.integers(1, 9), st.integers(0, MOST_PERCENT)), max_size=6),
    price=st.integers(1, 999),
)
def test_batches_hold_every_piece_and_no_two_neighbours_cost_the_same(
    lots: list[tuple[int, int]], price: int
) -> None:
    batches = in_batches(lots, price)

    assert sum(batch.quantity * batch.price_points for batch in batches) == sum(
        quantity * marked_down(price, off) for quantity, off in lots
    )
    prices = [batch.price_points for batch in batches]
    assert all(one != other for one, other in pairwise(prices))


def test_half_a_point_is_rounded_up() -> None:
    assert [marked_down(price, 50) for price in (1, 3, 15, 130)] == [1, 2, 8, 65]


def test_bread_that_never_keeps_a_month_is_not_marked_down_on_arrival() -> None:
    ends = TODAY + timedelta(days=6)

    off = [
        MarkDowns(STEPS, NEAR_DAYS).percent_off(ends, NOW, ends - timedelta(days=left))
        for left in (6, 2, 1, 0)
    ]

    assert off == [0, 0, 50, 50]


@pytest.mark.parametrize(
    "steps", [{30: 0}, {30: 91}, {-1: 30}, {366: 30}, {30: 50, 10: 30}, {30: 30, 10: 30},
              {5: 9, 4: 10, 3: 11, 2: 12, 1: 13}],
)  # fmt: skip
def test_a_rule_that_cannot_be_meant_is_refused(session: Session, steps: dict[int, int]) -> None:
    with pytest.raises(MarkDownsBad):
        set_mark_downs(session, make.admin(session), steps, now=NOW)


def test_only_the_district_marks_down_and_may_end_it(session: Session) -> None:
    with pytest.raises(Forbidden):
        set_mark_downs(session, make.manager(session, make.store(session)), STEPS, now=NOW)

    set_mark_downs(session, make.admin(session), STEPS, now=NOW)
    assert mark_downs(session).steps == STEPS
    set_mark_downs(session, make.admin(session), {}, now=NOW)
    assert mark_downs(session).steps == {}


def stall(session: Session, wanted: int = 3) -> tuple[Store, Basket]:
    """Two bags of rice that end and five that keep; somebody with 1,000 points wants some."""
    store = store_with_rice(session, rice(2, ENDS), rice(5))
    set_mark_downs(session, make.admin(session), STEPS, now=NOW)
    home = make.household(session, village=make.village(session), balance=1_000)
    return store, make.basket(store, make.card(session, home), rice=wanted)


def test_each_piece_costs_what_its_lot_costs_and_the_receipt_says_both_prices(
    session: Session,
) -> None:
    store, basket = stall(session)
    clerk = make.clerk(session, store)

    slip = hand_over(session, clerk, basket, now=NEAR)

    lines = [(line.quantity, line.price_points, line.list_points) for line in slip.lines]
    assert (slip.points, lines) == (312, [(2, 91, 130), (1, 130, None)])
    assert slip_of(session, slip.id) == slip
    receipt = receipt_for(session, clerk, slip.id)
    assert [(line.points, line.list_points) for line in receipt.lines] == [(182, 130), (130, None)]
    assert balance_of(session, receipt.household.id) == 688


def test_the_till_shows_what_is_booked(session: Session) -> None:
    store, basket = stall(session)
    home = make.household(session, village=make.village(session), balance=1_000)
    buyer = Buyer(home.village_code, local(NEAR).date(), home.group_name)

    till = Till(for_sale(session, store.id, buyer, NEAR), 400, {"rice": 3})

    assert (till.points, till.goods[0].next_points(), till.goods[0].next_points(2)) == (
        312,
        91,
        130,
    )
    assert till.lines[0].parts == [Batch(2, 91), Batch(1, 130)]
    assert hand_over(session, make.clerk(session, store), basket, now=NEAR).points == 312


def test_another_day_than_was_shown_costs_something_else_and_is_asked_again(
    session: Session,
) -> None:
    store, basket = stall(session)
    shown = Basket(
        uuid=basket.uuid, store_code=basket.store_code, lines=basket.lines, card=basket.card,
        agreed_points=312,
    )  # fmt: skip

    with pytest.raises(TotalChanged) as refused, session.begin_nested():
        redeem(session, make.clerk(session, store), shown, now=VERY_NEAR)

    assert refused.value.facts["points"] == 2 * 65 + 130


def test_what_is_over_is_still_not_handed_out(session: Session) -> None:
    store, basket = stall(session, wanted=6)

    with pytest.raises(GoodsHeldBack), session.begin_nested():
        redeem(session, make.clerk(session, store), basket, now=NOW + timedelta(days=401))


def test_the_near_list_names_what_is_taken_off(session: Session) -> None:
    store, _basket = stall(session)

    def off(day: date) -> list[int]:
        return [lot.percent_off for lot in near_expiry(session, [store.id], day)]

    over = ENDS + timedelta(days=1)
    assert [off(local(NEAR).date()), off(local(VERY_NEAR).date()), off(over)] == [[30], [50], [0]]
