"""Slips, the day's list, and voiding."""

from datetime import timedelta
from io import BytesIO
from pathlib import Path
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook

from app.kernel.clock import Clock
from app.kernel.db import Database
from app.registry.places.models import Store
from app.seals.actions import seal_books
from app.seals.keys import SealKey
from app.shop.redemptions.actions import redeem
from app.shop.redemptions.rules import Basket, BasketLine
from tests import make
from tests.statements import count_statements
from tests.told import told
from tests.web.browsing import send, signed_in, visible
from tests.web.store.stalls import Stall, left, sold, stall

TODAY = Clock().now()


@pytest.fixture
def place(database: Database) -> Stall:
    return told(database, stall, balance=900)


def test_a_slip_says_who_took_what_and_what_is_left(client: FlaskClient, place: Stall) -> None:
    words = visible(client.get(sold(client, place, "flour:1", "soap:2")))

    assert "韩集店 积分兑换小票" in words
    assert f"户主 张桂兰 户号 {place.household_number} 店员 赵玉芹" in words
    assert "面粉 5 kg 110 × 1 110 香皂 15 × 2 30" in words
    assert "兑换前 900 分 本次用 −140 分 还剩 760 分" in words
    assert "本人签字或按手印" in words


def test_the_paper_is_as_long_as_the_slip(client: FlaskClient, place: Stall) -> None:
    short = client.get(sold(client, place, "soap:1")).text
    long = client.get(sold(client, place, "soap:1", "flour:1", "dish:1")).text

    assert "size: 58mm 1" in short
    assert height_mm(long) > height_mm(short) + 15


def height_mm(html: str) -> int:
    return int(html.partition("size: 58mm ")[2].partition("mm")[0])


def test_practice_slips_and_posters_say_so(database: Database, client: FlaskClient) -> None:
    with database.write() as session:
        make.practice(session)
        place = stall(session)

    assert 'class="is-practice"' in client.get(sold(client, place, "soap:1")).text
    assert 'class="is-practice"' in client.get("/store/poster").text


def test_the_days_list_has_its_sums(client: FlaskClient, place: Stall) -> None:
    sold(client, place, "flour:1")
    sold(client, place, "soap:3")

    words = visible(client.get(f"/store/{place.code}/today"))

    assert "用分 155 分 小票 2 张 户 1 户 东西 4 件" in words
    assert words.index("45 分") < words.index("110 分")


def test_an_empty_day_says_what_fills_it(client: FlaskClient, place: Stall) -> None:
    signed_in(client, place.clerk)

    assert "今天还没有兑换" in visible(client.get(f"/store/{place.code}/today"))


def test_the_days_list_as_a_workbook(client: FlaskClient, place: Stall) -> None:
    sold(client, place, "flour:1")
    file = client.get(f"/store/{place.code}/today.xlsx")

    rows = list(load_workbook(BytesIO(file.data)).worksheets[0].iter_rows(values_only=True))
    assert rows[0][0] == "韩集店 兑换明细"
    assert rows[5][2:] == (place.household_number, "张桂兰", 1, 110, None, "赵玉芹", None)
    assert rows[-1][4:6] == (1, 110)


def test_voiding_gives_points_and_goods_back(
    database: Database, client: FlaskClient, place: Stall
) -> None:
    slip = sold(client, place, "flour:1", "soap:2")
    asked = visible(client.get(f"{slip}/void"))

    answer = send(client, f"{slip}/void", reason="拿错了")

    assert "面粉 5 kg × 1、香皂 × 2" in asked
    assert "作废，退回 140 分" in asked
    assert answer.location == slip
    words = visible(client.get(slip))
    assert "已作废" in words
    assert "退回 140 分 原因：拿错了" in words
    assert left(database, place) == (900, 100)


def test_a_voided_slip_is_not_counted_and_not_voided_again(
    client: FlaskClient, place: Stall
) -> None:
    slip = sold(client, place, "flour:1")
    send(client, f"{slip}/void", reason="拿错了")

    today = visible(client.get(f"/store/{place.code}/today"))
    again = send(client, f"{slip}/void", reason="再作废一次")

    assert "用分 0 分 小票 0 张" in today
    assert "另有作废 1 张" in today
    assert again.status_code == 409
    assert "没有再退分" in visible(again)


def test_voiding_needs_a_reason(database: Database, client: FlaskClient, place: Stall) -> None:
    slip = sold(client, place, "flour:1")

    answer = send(client, f"{slip}/void", reason=" ")

    assert answer.status_code == 422
    assert "没有写清楚为什么作废" in visible(answer)
    assert left(database, place) == (790, 99)


def test_yesterdays_slip_is_shown_but_not_voided(
    database: Database, client: FlaskClient, place: Stall
) -> None:
    with database.write() as session:
        basket = Basket(
            uuid4(), place.code, [BasketLine("soap", 1)], card=place.card
        )  # fmt: skip
        redemption_id = redeem(session, place.clerk, basket, now=TODAY - timedelta(days=1))
    slip = f"/store/receipts/{redemption_id}"
    signed_in(client, place.clerk)

    assert "作废这张小票" not in visible(client.get(slip))
    answer = send(client, f"{slip}/void", reason="拿错了")
    assert answer.status_code == 409
    assert "小票当天才能直接作废" in visible(answer)


def test_slips_of_another_store_do_not_exist(
    database: Database, client: FlaskClient, place: Stall
) -> None:
    slip = sold(client, place, "soap:1")
    with database.write() as session:
        stranger = make.clerk(session, make.store(session, name="北城店"))
    signed_in(client, stranger)

    assert client.get(slip).status_code == 404
    assert client.get(f"{slip}/void").status_code == 404


def test_an_auditor_reads_slips_and_voids_none(
    database: Database, client: FlaskClient, place: Stall
) -> None:
    slip = sold(client, place, "soap:1")
    with database.write() as session:
        auditor = make.auditor(session)
    signed_in(client, auditor)

    page = visible(client.get(slip))
    assert "还剩 885 分" in page
    assert "作废这张小票" not in page
    assert client.get(f"{slip}/void").status_code == 403


def test_a_long_day_is_read_in_pages_of_constant_cost(
    database: Database, client: FlaskClient, place: Stall
) -> None:
    for _ in range(2):
        sold(client, place, "soap:1")
    with count_statements() as few:
        client.get(f"/store/{place.code}/today")
    with database.write() as session:
        make.stock(session, session.get_one(Store, place.store_id), 50, code="soap")
        for _ in range(50):
            basket = Basket(uuid4(), place.code, [BasketLine("soap", 1)], card=place.card)
            redeem(session, place.clerk, basket, now=TODAY)
    with count_statements() as many:
        page = client.get(f"/store/{place.code}/today")

    assert len(many) == len(few)
    assert page.text.count("tl-sale") == 50
    older = page.text.partition("?before=")[2].partition('"')[0]
    rest = client.get(f"/store/{place.code}/today?before={older}")
    assert rest.text.count("tl-sale") == 2


def test_a_slip_and_its_paper_say_how_far_the_books_are_sealed(
    database: Database, client: FlaskClient, place: Stall, tmp_path: Path
) -> None:
    slip = sold(client, place, "soap:1")
    assert "封存" not in visible(client.get(slip))
    before = height_mm(client.get(slip).text)
    with database.write() as session:
        head = seal_books(session, SealKey.kept_in(tmp_path), now=TODAY)

    assert head is not None
    assert f"封存 {head.short}" in visible(client.get(slip))
    assert height_mm(client.get(slip).text) > before
