"""What to load: by points, past baskets and needs, within what there is and the truck carries."""

from dataclasses import replace
from datetime import timedelta
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.shop.goods.actions import put_goods
from app.shop.goods.models import Goods
from app.shop.marketdays.demand import Route, proposed_load, reserved_for
from app.shop.marketdays.demand_rules import Cut, Demand, load_list
from app.shop.redemptions.actions import redeem
from app.shop.redemptions.returns import return_goods
from app.shop.redemptions.signal import Need, signal_need
from app.shop.stock.reserve import Purpose, reserve
from tests import make
from tests.make import NOW
from tests.shop.marketdays.tours import TODAY, Tour
from tests.statements import count_statements

RICE: Final = Demand(
    1, "rice", "大米", "袋", "", price_points=100, weight_grams=5_000, available=50, ends_on=None,
    took_recently=8, took_before=4, asked=3,
)  # fmt: skip
few = st.integers(0, 60)
demands = st.lists(
    st.builds(
        Demand,
        st.integers(1, 99), st.just("x"), st.just("x"), st.just("件"), st.just(""),
        price_points=st.integers(1, 300), weight_grams=st.none() | st.integers(1, 9_000),
        available=few, ends_on=st.none() | st.dates(TODAY, TODAY + timedelta(days=90)),
        took_recently=few, took_before=few, asked=few,
    ),
    max_size=6, unique_by=lambda demand: demand.goods_id,
)  # fmt: skip
balances = st.lists(st.integers(0, 900), max_size=12)


@given(demands, balances, st.integers(0, 300))
def test_a_load_is_never_more_than_there_is_nor_than_the_truck_carries(
    goods: list[Demand], points: list[int], payload_kg: int
) -> None:
    load = load_list(goods, points, TODAY, payload_kg)

    assert [line.demand for line in load.lines] == goods
    assert all(0 <= line.quantity <= line.demand.available for line in load.lines)
    assert load.weight_kg <= payload_kg
    assert all(line.quantity * line.demand.price_points <= sum(points) for line in load.lines)


@given(demands, balances, st.integers(0, 11), st.integers(0, 500))
def test_who_has_more_points_is_never_brought_less(
    goods: list[Demand], points: list[int], which: int, more: int
) -> None:
    richer = [each + more * (number == which) for number, each in enumerate(points)]

    before, after = (load_list(goods, each, TODAY, None).lines for each in (points, richer))

    assert all(x.quantity <= y.quantity for x, y in zip(before, after, strict=True))


@pytest.mark.parametrize(
    ("changed", "quantity", "cut"),
    [
        ({}, 8, None),  # (2 × 8 + 4) ÷ 4 = 5, and 3 that were asked for
        ({"available": 6}, 6, Cut.AVAILABLE),
        ({"price_points": 600}, 2, Cut.POINTS),
        ({"took_recently": 0, "took_before": 0, "asked": 0}, 1, None),  # of ten who can pay
    ],
)
def test_the_proposal_can_be_checked_in_the_head(
    changed: dict[str, Any], quantity: int, cut: Cut | None
) -> None:
    [line] = load_list([replace(RICE, **changed)], [600, 600, *[200] * 4], TODAY, None).lines

    assert (line.quantity, line.cut) == (quantity, cut)


def test_what_ends_soon_goes_on_first_when_the_truck_is_small() -> None:
    oil = replace(RICE, goods_id=2, code="oil", ends_on=TODAY + timedelta(days=9))
    salt = replace(RICE, goods_id=3, code="salt")

    lines = load_list([RICE, oil, salt], [9_000], TODAY, 60).lines

    assert [line.quantity for line in lines] == [2, 8, 2]
    assert [line.cut for line in lines] == [Cut.PAYLOAD, None, Cut.PAYLOAD]


def test_a_load_is_proposed_from_the_baskets_and_needs_of_the_route(session: Session) -> None:
    village, other = make.village(session), make.village(session)
    base = make.store(session)
    put_goods(
        session, make.admin(session), code="rice", name="大米 5 kg", unit="袋", barcode="",
        price_points=130, now=NOW - timedelta(days=90),
    )  # fmt: skip
    rice = session.scalars(select(Goods.id)).one()
    make.stock(session, base, 20)
    clerk = make.clerk(session, base)
    for place, ago in ((village, 5), (village, 60), (other, 5)):
        home = make.household(session, village=place, balance=1_000)
        basket = make.basket(base, make.card(session, home), rice=3)
        done = redeem(session, clerk, basket, now=NOW - timedelta(days=ago))
        return_goods(
            session, clerk, redemption_id=done, back={"rice": 1}, reason="袋子破了",
            now=NOW - timedelta(days=ago),
        )  # fmt: skip
    signal_need(session, clerk, Need(base.code, goods="rice"), now=NOW)
    day = Tour.planned(session, base, village=village)
    day.truck.payload_kg = 500
    route = Route(day.id, base.id, day.truck.id, TODAY, (village.code,))
    reserve(session, base.id, Purpose(day.id, TODAY, route.villages), [(rice, 4)],
            actor_id=clerk.user_id, now=NOW)  # fmt: skip

    load = proposed_load(session, route, NOW)

    [line] = load.lines
    assert (line.demand.took_recently, line.demand.took_before, line.demand.asked) == (2, 2, 1)
    assert (line.demand.available, line.quantity, line.can_pay) == (14, 3, 2)
    assert (load.payload_kg, load.unweighed, load.points) == (500, 1, 3 * 130)
    assert reserved_for(session, day.id) == {rice: 4}
    with count_statements() as asked:
        proposed_load(session, route, NOW)
    assert len(asked) == 7
