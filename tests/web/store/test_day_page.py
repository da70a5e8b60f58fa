"""The day's closing sheet: what it adds up, who closed it, and that nothing comes after."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy import select

from app.kernel.clock import Clock, local
from app.kernel.db import Database
from app.registry.cards.models import Card
from app.registry.places.models import Store
from app.shop.redemptions.actions import redeem
from app.shop.redemptions.closing import DayNotClosable, close_day
from tests import make
from tests.told import told
from tests.web.browsing import send, signed_in, visible
from tests.web.store.stalls import Stall, confirm, left, sold, stall

TODAY = local(Clock().now()).date()


@pytest.fixture
def place(database: Database) -> Stall:
    return told(database, stall)


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


def test_a_day_of_many_goods_goes_on_to_a_second_sheet_and_is_signed_once(
    database: Database, client: FlaskClient, place: Stall
) -> None:
    codes = [f"more{number}" for number in range(25)]
    with database.write() as session:
        store = session.scalars(select(Store).where(Store.code == place.code)).one()
        for code in codes:
            make.goods(session, code=code, name=f"商品{code}", price_points=1)
            make.stock(session, store, 1, code=code)
        card = session.scalars(select(Card).where(Card.number == place.card)).one()
        basket = make.basket(store, card, **dict.fromkeys(codes, 1))
        redeem(session, place.clerk, basket, now=Clock().now())
    signed_in(client, place.clerk)

    page = client.get(f"/store/{place.code}/day")
    book = load_workbook(BytesIO(client.get(f"/store/{place.code}/day.xlsx").data))

    words = visible(page)
    assert page.text.count('class="a4"') == 2
    assert all(words.count(f"商品{code} 1 ") == 1 for code in codes)
    assert (
        words.index("第 1 页，共 2 页") < words.index("店长签字") < words.index("第 2 页，共 2 页")
    )
    assert words.count("店长签字") == 1
    assert [sheet.title for sheet in book] == ["日结单", "要了没有的"]
    assert "兑换 1 张" in [row[0].value for row in book.worksheets[0].iter_rows(max_row=8)]


def test_a_day_that_no_calendar_has_shows_today(client: FlaskClient, place: Stall) -> None:
    signed_in(client, place.clerk)

    for day in ("9999-12-31", "0001-01-01", "2026-02-30"):
        page = client.get(f"/store/{place.code}/day?day={day}")
        assert f"{TODAY.year} 年 {TODAY.month} 月 {TODAY.day} 日" in visible(page)


@pytest.mark.parametrize("day", [TODAY + timedelta(days=1), TODAY - timedelta(days=31)])
def test_only_a_day_that_came_lately_is_closed(database: Database, place: Stall, day: date) -> None:
    with database.write() as session, pytest.raises(DayNotClosable):
        close_day(session, place.clerk, store_code=place.code, day=day, now=Clock().now())
