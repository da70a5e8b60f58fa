"""The lists of a store on paper."""

import re
from uuid import uuid4

import pytest
from flask.testing import FlaskClient

from app.kernel.db import Database
from app.registry.places.models import Store
from app.shop.stock.paper_queries import PAGE
from app.shop.stock.relocate import Load, relocate
from app.shop.stock.rules import StockLine
from tests import make
from tests.statements import count_statements
from tests.told import told
from tests.web.browsing import signed_in, visible
from tests.web.store.stalls import Stall, sold, stall


@pytest.fixture
def place(database: Database, client: FlaskClient) -> Stall:
    made = told(database, stall)
    signed_in(client, made.manager)
    return made


@pytest.mark.parametrize(
    ("page", "words"),
    [
        ("stock", "韩集店 库存"),
        ("moves", "韩集店 出入库明细"),
        ("near-expiry", "没有要列的"),
        ("order", "建议进货 = 近 60 天换出"),
    ],
)
def test_a_list_is_printed_like_a_form_with_room_to_sign(
    client: FlaskClient, place: Stall, page: str, words: str
) -> None:
    answer = client.get(f"/store/{place.code}/{page}/paper")

    assert words in visible(answer)
    assert "制表人： 店长签字： 日期：" in visible(answer)
    assert f"/store/{place.code}/{page}/paper" in client.get(f"/store/{place.code}/{page}").text


def test_the_stock_on_paper_says_what_it_is_worth(client: FlaskClient, place: Stall) -> None:
    words = visible(client.get(f"/store/{place.code}/stock/paper"))

    assert "面粉 5 kg 袋 110 20 0 20 2,200" in words
    assert "合计 4,800" in words


def test_what_came_and_went_is_filtered_by_month(client: FlaskClient, place: Stall) -> None:
    sold(client, place, "soap:2")
    signed_in(client, place.manager)
    page = f"/store/{place.code}/moves"

    long_ago = visible(client.get(f"{page}?month=2020-01"))
    unread = client.get(f"{page}?month=2020")

    assert "还没有进出" in long_ago
    assert "2020 年 1 月" in visible(client.get(f"{page}/paper?month=2020-01"))
    assert unread.status_code == 422
    assert "香皂 兑换出货 −2" in visible(client.get(f"{page}?goods=soap"))


def test_papers_of_a_store_are_turned_page_by_page(
    database: Database, client: FlaskClient, place: Stall
) -> None:
    with database.write() as session:
        store, truck = session.get_one(Store, place.store_id), make.store(session)
        make.stock(session, truck, PAGE + 1, code="soap")
        for _ in range(PAGE + 1):
            load = Load(uuid4(), truck.code, store.code, [StockLine("soap", 1)])
            relocate(session, make.admin(session), load, now=make.NOW)

    first = client.get(f"/store/{place.code}/papers")

    assert first.text.count("看单子") == PAGE
    (before,) = set(re.findall(r"before=\d+", first.text))
    older = client.get(f"/store/{place.code}/papers?kind=relocation&{before}")
    assert older.text.count("看单子") == 1


def test_a_longer_list_takes_no_more_statements(client: FlaskClient, place: Stall) -> None:
    page = f"/store/{place.code}/moves/paper"
    client.get(page)
    with count_statements() as few:
        client.get(page)
    for _ in range(3):
        sold(client, place, "soap:1")
    signed_in(client, place.manager)
    client.get(page)
    with count_statements() as many:
        client.get(page)

    assert len(many) == len(few)
