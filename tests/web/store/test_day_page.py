"""The day's closing sheet: what it adds up, who closed it, and that nothing comes after."""

from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient

from app.kernel.clock import Clock, local
from app.kernel.db import Database
from app.shop.redemptions.closing import DayNotClosable, close_day
from tests.web.browsing import send, visible
from tests.web.store.stalls import Stall, confirm, left, sold, stall

TODAY = local(Clock().now()).date()


@pytest.fixture
def place(database: Database) -> Stall:
    with database.write() as session:
        return stall(session)


def test_the_sheet_adds_up_and_a_closed_day_takes_nothing_more(
    database: Database, client: FlaskClient, place: Stall
) -> None:
    slip = sold(client, place, "soap:3", "paste:1")
    send(client, f"{slip}/return", **{"back.soap": "1", "reason": "袋子破了"})
    page = f"/store/{place.code}/day"
    asked = visible(client.get(f"{page}/close"))
    assert "小票 1 张 退一部分、作废 1 次 换出 3 件 用分 55 分" in asked
    assert "也不能撤回" in asked

    send(client, f"{page}/close", to=page, day=TODAY.isoformat())

    words = visible(client.get(page))
    assert "兑换 1 张 70 分 退一部分、作废 1 次 −15 分 合计 3 件 55 分" in words
    assert "牙膏 1" in words
    assert "赵玉芹已日结" in words
    assert client.get(f"{page}.xlsx").status_code == 200
    refused = confirm(client, place, "soap:1")
    assert refused.status_code == 409
    assert "已经日结了" in visible(refused)
    assert "已经日结了" in visible(send(client, f"{slip}/void", reason="拿错了"))
    assert left(database, place) == (131, 97)


@pytest.mark.parametrize("day", [TODAY + timedelta(days=1), TODAY - timedelta(days=31)])
def test_only_a_day_that_came_lately_is_closed(database: Database, place: Stall, day: date) -> None:
    with database.write() as session, pytest.raises(DayNotClosable):
        close_day(session, place.clerk, store_code=place.code, day=day, now=Clock().now())
