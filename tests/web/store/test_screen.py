"""A second tablet beside a till."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import update

from app.kernel.db import Database
from app.shop.redemptions.screen_models import FacingScreen
from tests.told import told
from tests.web.browsing import send, signed_in, visible
from tests.web.store.stalls import Stall, confirm, opened, stall

PAGE = "/public/screen"


@pytest.fixture
def place(database: Database, client: FlaskClient) -> Stall:
    made = told(database, stall)
    signed_in(client, made.clerk)
    return made


def code_at(client: FlaskClient, place: Stall) -> str:
    """The code that the till shows after the press of the button."""
    page = f"/store/{place.code}/screen"
    send(client, page)
    found = re.search(r'class="tl-code">([0-9]{6})<', client.get(page).text)
    assert found
    return found[1]


def paired(client: FlaskClient, code: str) -> FlaskClient:
    """A tablet on which nobody has signed in."""
    tablet = client.application.test_client()
    assert send(tablet, PAGE, code=code).status_code == 303
    return tablet


def test_the_tablet_follows_the_till_and_is_empty_after_the_sale(
    client: FlaskClient, place: Stall
) -> None:
    tablet = paired(client, code_at(client, place))
    assert "欢迎来换东西" in visible(tablet.get(PAGE))

    opened(client, place, "soap:2", add="paste")
    page = tablet.get(PAGE)
    assert "张** 香皂 30 分 × 2 牙膏 25 分 × 1" in visible(page)
    assert "兑换后 131 分" in visible(page)
    assert '<noscript><meta http-equiv="refresh" content="3"></noscript>' in page.text
    for own in ("张桂兰", place.household_number, place.card, "古漯河"):
        assert own not in page.text

    client.get(f"/store/{place.code}/card")  # the next household, please
    assert "欢迎来换东西" in visible(tablet.get(PAGE))
    opened(client, place, "soap:2")
    opened(client, place, card="12345678")  # the next card, misread: the household is gone too
    assert "欢迎来换东西" in visible(tablet.get(PAGE))
    assert confirm(client, place, "soap:2", "paste:1").status_code == 303
    assert "张**" not in visible(tablet.get(PAGE))


def test_what_nobody_wiped_is_gone_after_two_minutes(
    client: FlaskClient, place: Stall, database: Database
) -> None:
    tablet = paired(client, code_at(client, place))
    opened(client, place, "soap:2")
    with database.write() as session:
        session.execute(
            update(FacingScreen).values(shown_at=datetime.now(UTC) - timedelta(minutes=3))
        )

    assert "欢迎来换东西" in visible(tablet.get(PAGE))


def test_a_code_pairs_one_tablet_once(client: FlaskClient, place: Stall) -> None:
    code = code_at(client, place)
    paired(client, code)
    second = client.application.test_client()

    refused = send(second, PAGE, code=code)

    assert refused.status_code == 422
    assert "没有收银台在等这个数" in visible(refused)
    assert "6 位数" in visible(second.get(PAGE))


def test_an_old_code_pairs_nothing(client: FlaskClient, place: Stall, database: Database) -> None:
    code = code_at(client, place)
    with database.write() as session:
        session.execute(
            update(FacingScreen).values(made_at=datetime.now(UTC) - timedelta(minutes=11))
        )

    assert send(client.application.test_client(), PAGE, code=code).status_code == 422


def test_a_screen_that_was_ended_shows_nothing_any_more(client: FlaskClient, place: Stall) -> None:
    tablet = paired(client, code_at(client, place))
    opened(client, place, "soap:2")
    page = f"/store/{place.code}/screen"

    send(client, page, f"{page}/end")

    assert "张**" not in visible(tablet.get(PAGE))
    assert "6 位数" in visible(tablet.get(PAGE))
