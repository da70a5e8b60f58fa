"""The tablet turned to the household."""

import re

import pytest
from flask.testing import FlaskClient

from app.kernel.db import Database
from tests.told import told
from tests.web.browsing import signed_in, visible
from tests.web.store.stalls import Stall, stall


@pytest.fixture
def place(database: Database, client: FlaskClient) -> Stall:
    made = told(database, stall)
    signed_in(client, made.clerk)
    return made


def test_the_household_sees_its_basket_and_nothing_about_itself(
    client: FlaskClient, place: Stall
) -> None:
    asked = f"/store/{place.code}/facing?card={place.card}&basket=soap:2&basket=paste:1"
    page = client.get(asked)
    words = visible(page)

    assert "张** 香皂 30 分 × 2 牙膏 25 分 × 1" in words
    assert "兑换后 131 分" in words
    for own in ("张桂兰", place.household_number, "古漯河", "赵玉芹"):
        assert own not in words
    assert page.headers["Cache-Control"] == "no-store"


def test_it_turns_back_to_the_same_basket_with_what_was_chosen(
    client: FlaskClient, place: Stall
) -> None:
    page = client.get(
        f"/store/{place.code}/facing?card={place.card}&basket=soap:2&more=soap&adult=1"
    ).text
    by_itself = re.search(r'http-equiv="refresh" content="120;url=([^"]+)"', page)
    assert by_itself

    till = client.get(by_itself[1].replace("&amp;", "&")).text
    assert 'value="soap:3"' in till
    assert "adult=1" in by_itself[1]


def test_a_card_that_is_none_shows_nobody(client: FlaskClient, place: Stall) -> None:
    page = client.get(f"/store/{place.code}/facing?card=11111111&basket=soap:2")

    assert page.status_code in {404, 422}
    assert "请扫积分卡" in visible(page)
