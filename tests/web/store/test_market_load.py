"""What to load and who gets what is short, on the pages of a market day."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.kernel.clock import Clock, local
from app.kernel.db import Database
from app.registry.households.models import Household
from app.shop.redemptions.allotment_queries import allotment_called, seed_of, turns_of
from app.shop.stock.queries import stock_of
from tests import make
from tests.shop import stocked
from tests.shop.marketdays.tours import Tour
from tests.web.browsing import send, signed_in, visible

NOW = Clock().now()
TODAY = local(NOW).date()


@pytest.fixture
def tour(database: Database) -> Tour:
    """A truck that goes to 马庄 today, where two households could pay for a bag."""
    with database.write() as session:
        village = make.village(session, "马庄村村委会")
        base = stocked.store_with(session, rice=9)
        for name in ("刘大爷", "王婶"):
            make.household(session, village=village, head=name, balance=500)
        made = Tour.planned(session, base, village=village, day=TODAY, now=NOW)
        session.expunge_all()
    return made


def page(tour: Tour, more: str) -> str:
    return f"/store/market-days/{tour.id}/{more}"


def test_goods_are_proposed_with_a_reason_set_aside_and_loaded(
    database: Database, client: FlaskClient, tour: Tour
) -> None:
    signed_in(client, tour.keeper)
    proposed = visible(client.get(page(tour, "load-list")))
    assert "建议 1 袋：还没有人换过；积分够的 2 户" in proposed
    assert "还没有填车能装多少" in proposed

    fields = {"count.rice": "4"}
    send(client, page(tour, "load-list"), page(tour, "load-list"), **fields)

    assert "已经留了 4 件" in visible(client.get(page(tour, "load-list")))
    assert "9 5 留 4 袋" in visible(client.get(f"/store/{tour.base.code}/stock"))
    send(client, page(tour, "load-list"), page(tour, "load-list/load"))
    with database.read() as session:
        assert stocked_of(session, tour) == [(5, 0), (4, 0)]


def stocked_of(session: Session, tour: Tour) -> list[tuple[int, int]]:
    """On hand and set aside, in the store and on the truck."""
    return [
        (item.quantity, item.reserved)
        for store in (tour.base, tour.truck)
        for item in stock_of(session, store.id, NOW)
    ]


def test_too_many_are_not_set_aside_and_what_was_typed_stays(
    client: FlaskClient, tour: Tour
) -> None:
    signed_in(client, tour.keeper)
    fields = {"count.rice": "10"}

    again = send(client, page(tour, "load-list"), page(tour, "load-list"), **fields)

    assert again.status_code == 409
    assert "到那天还能换的只有 9 袋，要留 10" in visible(again)
    assert 'value="10"' in again.text


def test_weights_make_the_proposal_fit_the_truck(client: FlaskClient, tour: Tour) -> None:
    signed_in(client, tour.keeper)
    fields = {"payload_kg": "4", "grams.rice": "5000"}

    send(client, page(tour, "weights"), page(tour, "weights"), **fields)

    proposed = visible(client.get(page(tour, "load-list")))
    assert "建议 0 袋" in proposed
    assert "车装不下，减了" in proposed


def test_short_goods_are_drawn_and_the_list_shows_number_and_masked_name_only(
    database: Database, client: FlaskClient, tour: Tour
) -> None:
    signed_in(client, tour.keeper)
    one = {"count.rice": "1"}
    send(client, page(tour, "load-list"), page(tour, "load-list"), **one)
    before = visible(client.get(page(tour, "sharing")))
    assert "不够每户一件" in before
    assert "分过一种货以后" in before

    send(
        client, page(tour, "sharing"), page(tour, "sharing"),
        goods="rice", per_household="1", fairness="draw", free_from="23:59",
    )  # fmt: skip

    with database.read() as session:
        allotment = allotment_called(session, tour.id, "rice")
        [turn] = turns_of(session, allotment.id)
        seed = seed_of(session, tour.id).seed
    assert "抽签，2 户里 1 户分到" in visible(client.get(page(tour, "sharing")))
    listed = visible(client.get(page(tour, "sharing/rice")))
    assert f"马庄村 {turn.number} {turn.name} 1 袋" in listed
    assert seed is not None
    assert seed in listed
    assert "大爷" not in listed
    assert "王婶" not in listed
    _till_says_who_was_not_drawn(database, client, tour, drawn=turn.number)
    send(client, page(tour, "sharing"), page(tour, "sharing/stop"), goods="rice")
    assert client.get(page(tour, "sharing/rice")).status_code == 404


def _till_says_who_was_not_drawn(
    database: Database, client: FlaskClient, tour: Tour, *, drawn: str
) -> None:
    send(client, page(tour, "load-list"), page(tour, "load-list/load"))
    with database.write() as session:
        homes = session.scalars(select(Household)).all()
        cards = {home.number: make.card(session, home).code for home in homes}
        clerk = make.clerk(session, tour.truck)
        session.expunge_all()
    [other] = set(cards) - {drawn}
    signed_in(client, clerk)
    till = f"/store/{tour.truck.code}/till?card="

    assert "今天给这户留了 1 件" in visible(client.get(till + cards[drawn]))
    assert "今天没抽到" in visible(client.get(till + cards[other]))
    refused = visible(client.get(f"{till}{cards[other]}&basket=rice:1"))
    assert "今天货少，按抽签给，这户没有抽到" in refused
    signed_in(client, tour.keeper)
