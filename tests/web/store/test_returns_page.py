"""Goods that come back, and a receipt of yesterday that two people void: what the pages say."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from flask.testing import FlaskClient

from app.kernel.clock import Clock
from app.kernel.db import Database
from app.shop.redemptions.actions import redeem
from app.shop.redemptions.rules import Basket, BasketLine
from tests.told import told
from tests.web.browsing import send, signed_in, visible
from tests.web.store.stalls import Stall, left, sold, stall

YESTERDAY = Clock().now() - timedelta(days=1)


@pytest.fixture
def place(database: Database) -> Stall:
    return told(database, stall, balance=186)


def old_slip(database: Database, place: Stall) -> str:
    with database.write() as session:
        basket = Basket(uuid4(), place.code, [BasketLine("soap", 2)], card=place.card)
        return f"/store/receipts/{redeem(session, place.clerk, basket, now=YESTERDAY)}"


def approving(html: str) -> str:
    found = re.search(r'action="(/store/voids/\d+/approve)"', html)
    assert found
    return found[1]


def test_one_of_two_soaps_comes_back_once_however_often_it_is_sent(
    database: Database, client: FlaskClient, place: Stall
) -> None:
    slip = sold(client, place, "soap:2", "paste:1")
    fields = {"back.soap": "1", "reason": "袋子破了"}
    same = "5d9cf2ab-8f0b-4f5f-9d6a-2f9e3f0d6a11"
    answers = [send(client, f"{slip}/return", request_id=same, **fields).location for _ in range(2)]

    assert answers == [slip, slip]
    words = visible(client.get(slip))
    assert "退回了部分东西" in words
    assert "香皂 × 1 退回 15 分 原因：袋子破了" in words
    assert left(database, place) == (146, 98)
    assert "退回 15 分" in visible(client.get(f"/store/{place.code}/today"))


def test_what_cannot_come_back_is_said_and_what_was_typed_stays(
    client: FlaskClient, place: Stall
) -> None:
    slip = sold(client, place, "soap:2")

    page = send(client, f"{slip}/return", **{"back.soap": "3", "reason": "袋子破了"})

    assert page.status_code == 409
    assert "退的比这张小票上还有的多" in visible(page)
    assert 'name="back.soap" inputmode="numeric" autocomplete="off" value="3"' in page.text


def test_a_slip_of_yesterday_is_voided_by_the_manager_when_the_clerk_asks(
    database: Database, client: FlaskClient, place: Stall
) -> None:
    slip = old_slip(database, place)
    signed_in(client, place.clerk)
    assert "申请作废" in visible(client.get(slip))
    asked = send(client, f"{slip}/late-void", reason="拿错了")
    assert "要由另一个人批" in visible(client.get(asked.location))
    signed_in(client, place.manager)
    assert "有 1 张小票等人批准作废" in visible(client.get(f"/store/{place.code}/today"))

    send(client, asked.location, approving(client.get(asked.location).text))

    assert "已作废" in visible(client.get(slip))
    assert left(database, place) == (186, 100)


def test_a_clerk_approves_nothing(database: Database, client: FlaskClient, place: Stall) -> None:
    slip = old_slip(database, place)
    send(signed_in(client, place.manager), f"{slip}/late-void", reason="拿错了")
    signed_in(client, place.clerk)

    page = send(client, f"{slip}/late-void", "/store/voids/1/approve")

    assert page.status_code == 403
    assert left(database, place)[0] == 156
