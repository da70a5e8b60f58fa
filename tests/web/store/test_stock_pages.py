"""What a manager sees and takes in; what everybody may read on the poster."""

from io import BytesIO

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook
from werkzeug.test import TestResponse

from app.kernel.db import Database
from app.registry.places.models import Store
from tests import make
from tests.statements import count_statements
from tests.told import told
from tests.web.browsing import hidden_fields, send, signed_in, visible
from tests.web.store.stalls import Stall, left, sold, stall, stocked


@pytest.fixture
def place(database: Database, client: FlaskClient) -> Stall:
    made = told(database, stall)
    signed_in(client, made.manager)
    return made


def cells(answer: TestResponse) -> list[tuple[object, ...]]:
    return list(load_workbook(BytesIO(answer.data)).worksheets[0].iter_rows(values_only=True))


def upload(client: FlaskClient, place: Stall, content: bytes) -> TestResponse:
    address = f"/store/{place.code}/receive"
    fields = hidden_fields(client, address)
    return client.post(f"{address}/file", data={**fields, "file": (BytesIO(content), "11月.csv")})


def test_the_stock_says_what_stands_there_and_what_it_is_worth(
    client: FlaskClient, place: Stall
) -> None:
    words = visible(client.get(f"/store/{place.code}/stock"))

    assert "5 种 货值 4,800 分" in words
    assert "面粉 5 kg — 110 20 20 袋 2,200" in words


def test_the_stock_is_searched_by_name(client: FlaskClient, place: Stall) -> None:
    found = visible(client.get(f"/store/{place.code}/stock?q=香"))
    nothing = visible(client.get(f"/store/{place.code}/stock?q=可乐"))

    assert "香皂" in found
    assert "面粉" not in found
    assert "没有叫“可乐”的商品" in nothing


def test_a_managers_first_page_says_what_runs_low(
    database: Database, client: FlaskClient, place: Stall
) -> None:
    with database.write() as session:
        make.goods(session, code="quilt", name="棉被", price_points=450)
        make.goods(session, code="cooker", name="电饭锅", price_points=700)
        make.stock(session, session.get_one(Store, place.store_id), 3, code="cooker")
    sold(client, place, "flour:1")
    signed_in(client, place.manager)

    words = visible(client.get(f"/store/{place.code}/"))

    assert "棉被 没货 电饭锅 还有 3 袋" in words
    assert "今天用分 110 分" in words
    assert "张桂兰" in words


def test_what_came_and_went_is_listed_newest_first(client: FlaskClient, place: Stall) -> None:
    sold(client, place, "soap:2")
    signed_in(client, place.manager)

    words = visible(client.get(f"/store/{place.code}/moves?goods=soap"))

    assert "香皂 兑换出货 −2 袋 赵玉芹" in words
    assert words.index("兑换出货") < words.index("香皂 入库 +20 袋")
    assert "面粉 5 kg 入库" not in words


def test_a_delivery_is_taken_in_from_one_form(
    database: Database, client: FlaskClient, place: Stall
) -> None:
    answer = send(
        client,
        f"/store/{place.code}/receive",
        note="第二批",
        origin="purchase",
        source_name="众鑫粮油",
        bill="2026-118",
        **{"quantity.flour": "40", "quantity.soap": " 1,000 ", "quantity.dish": ""},
    )

    assert answer.status_code == 303
    words = visible(client.get(answer.location))
    assert "已入库 2 种，共 1,040 件" in words
    assert "说明 第二批" in words
    assert left(database, place)[1] == 1140
    assert "面粉 5 kg、香皂 1,040 采购：众鑫粮油 单据号 2026-118 第二批" in visible(
        client.get(f"/store/{place.code}/deliveries")
    )


def test_the_same_delivery_sent_twice_comes_once(
    database: Database, client: FlaskClient, place: Stall
) -> None:
    address = f"/store/{place.code}/receive"
    fields = hidden_fields(client, address) | {"quantity.flour": "40", "origin": "gift"}

    answers = [client.post(address, data=fields) for _ in range(2)]

    assert answers[0].location == answers[1].location
    assert left(database, place)[1] == 140


@pytest.mark.parametrize("quantity", ["0", "-5", "1.5", "很多", "100001", "9" * 30])
def test_an_absurd_quantity_takes_nothing_in_and_keeps_the_form(
    database: Database, client: FlaskClient, place: Stall, quantity: str
) -> None:
    answer = send(
        client, f"/store/{place.code}/receive",
        **{"quantity.flour": "40", "quantity.soap": quantity},
    )  # fmt: skip

    assert answer.status_code == 422
    assert "还没有入库" in visible(answer)
    assert 'name="quantity.flour"' in answer.text
    assert 'value="40"' in answer.text
    assert '<a href="#quantity.soap">' in answer.text
    assert left(database, place)[1] == 100


def test_two_lots_of_the_same_goods_come_in_one_delivery_for_one_group(
    database: Database, client: FlaskClient, place: Stall
) -> None:
    with database.write() as session:
        village = make.village(session, "桃园")
        code = make.household(session, village=village).village_code

    answer = send(
        client, f"/store/{place.code}/receive", origin="gift", kept_for=code, kept_group="3组",
        **{"quantity.soap": "3", "use_by.soap": "2027-01-31", "quantity2.soap": "4"},
    )  # fmt: skip

    words = visible(client.get(answer.location))
    assert "来源 捐赠：不留名" in words
    assert "soap 香皂 3 袋 2027-01-31 只给桃园3组 soap 香皂 4 袋 — 只给桃园3组" in words


@pytest.mark.parametrize(
    ("field", "entered", "words"),
    [
        ("origin", "", "有一项"),
        ("use_by.soap", "2026-13-01", "日期"),
        ("use_by.soap", "2026-11-19", "已经过了"),
        ("bill", "2026-118", "捐赠不填单据号"),
        ("kept_group", "3组", "有一项"),
    ],
)
def test_a_lot_or_source_that_cannot_be_right_keeps_the_form(
    client: FlaskClient, place: Stall, field: str, entered: str, words: str
) -> None:
    fields = {"origin": "gift", "quantity.soap": "3", field: entered}

    answer = send(client, f"/store/{place.code}/receive", **fields)

    assert answer.status_code == 422
    assert words in visible(answer)
    assert (
        'name="quantity.soap" inputmode="numeric" maxlength="8" autocomplete="off" value="3"'
        in (answer.text)
    )


def test_an_empty_form_takes_nothing_in(client: FlaskClient, place: Stall) -> None:
    answer = send(client, f"/store/{place.code}/receive", origin="gift")

    assert answer.status_code == 422
    assert "这次入库里没有商品" in visible(answer)


def test_a_file_fills_the_form_and_takes_nothing_in_yet(
    database: Database, client: FlaskClient, place: Stall
) -> None:
    page = upload(
        client, place,
        "goods,quantity,use_by\nflour,40,\nsoap,3,2027/1/31\nsoap,4,2027-01-31\nsoap,9,\n"
        .encode("gb18030"),
    )  # fmt: skip

    assert page.status_code == 200
    assert "文件已经填进表里，还没有入库" in visible(page)
    assert 'value="40"' in page.text
    assert all(f'value="{filled}"' in page.text for filled in ("7", "2027-01-31", "9"))
    assert left(database, place)[1] == 100


@pytest.mark.parametrize(
    ("content", "status", "words"),
    [
        (b"", 422, "文件是空的"),
        (b"goods,number\nflour,1\n", 422, "quantity"),
        (b"goods,quantity\nflour,lots\n", 422, "第 2 行“flour”的数量是“lots”"),
        (b"goods,quantity\ngold,1\n", 422, "gold"),
        (b"goods,quantity,use_by\nsoap,1,1 May\n", 422, "到期日是“1 May”"),
        (b"PK\x03\x04\x00\x00", 415, "不是 CSV 表格"),
    ],
)
def test_a_file_that_cannot_be_right_is_refused(
    client: FlaskClient, place: Stall, content: bytes, status: int, words: str
) -> None:
    answer = upload(client, place, content)

    assert answer.status_code == status
    assert words in visible(answer)


def test_an_enormous_file_is_refused(client: FlaskClient, place: Stall) -> None:
    answer = client.post(
        f"/store/{place.code}/receive/file",
        data=b"x" * 10_000_000,
        content_type="multipart/form-data; boundary=x",
    )

    assert answer.status_code == 413


def test_a_clerk_sees_the_stock_and_takes_nothing_in(client: FlaskClient, place: Stall) -> None:
    signed_in(client, place.clerk)

    assert "面粉 5 kg" in visible(client.get(f"/store/{place.code}/stock"))
    assert client.get(f"/store/{place.code}/receive").status_code == 403


def test_a_manager_takes_nothing_in_elsewhere(
    database: Database, client: FlaskClient, place: Stall
) -> None:
    with database.write() as session:
        other = stocked(session, 1, name="北城店").code
    fields = hidden_fields(client, f"/store/{place.code}/receive") | {"quantity.flour": "40"}

    assert client.get(f"/store/{other}/receive").status_code == 404
    assert client.post(f"/store/{other}/receive", data=fields).status_code == 404
    assert client.get("/store/deliveries/999999").status_code == 404


def test_stock_moves_and_deliveries_as_workbooks(client: FlaskClient, place: Stall) -> None:
    base = f"/store/{place.code}"

    assert cells(client.get(f"{base}/stock.xlsx"))[3][:2] == ("flour", "面粉 5 kg")
    assert len(cells(client.get(f"{base}/moves.xlsx"))) == 8
    assert len(cells(client.get(f"{base}/moves.xlsx?goods=soap"))) == 4
    assert len(cells(client.get(f"{base}/deliveries.xlsx"))) == 8


@pytest.mark.parametrize("page", ["", "stock", "moves", "deliveries"])
def test_more_goods_cost_no_more_statements(
    database: Database, client: FlaskClient, place: Stall, page: str
) -> None:
    address = f"/store/{place.code}/{page}"
    client.get(address)
    with count_statements() as few:
        client.get(address)
    with database.write() as session:
        store = session.get_one(Store, place.store_id)
        for number in range(20):
            make.goods(session, code=f"more{number}", name=f"商品{number}", price_points=9)
            make.stock(session, store, 2, code=f"more{number}")
    with count_statements() as many:
        client.get(address)

    assert len(many) == len(few)


def test_the_poster_is_for_everybody_sixteen_goods_a_sheet(
    database: Database, client: FlaskClient, place: Stall
) -> None:
    with database.write() as session:
        for number in range(12):
            make.goods(session, code=f"more{number}", name=f"商品{number}", price_points=1000)

    page = client.application.test_client().get("/store/poster")

    assert page.status_code == 200
    assert page.text.count("a4--poster") == 2
    assert "面粉 5 kg 110 分" in visible(page)
    assert "商品11 1,000 分" in visible(page)
    assert "第 2 页，共 2 页" in visible(page)
    assert place.code not in page.text
