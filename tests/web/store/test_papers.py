"""Papers of the stock on pages: what a clerk hands in, what a manager decides, what both see."""

from io import BytesIO

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook

from app.kernel.db import Database
from app.registry.places.models import Store
from tests import make
from tests.kernel.test_pictures import photo
from tests.statements import count_statements
from tests.told import told
from tests.web.browsing import hidden_fields, send, signed_in, visible
from tests.web.store.stalls import Stall, left, stall

FLOUR, SOAP = "pile.-.-.flour", "pile.-.-.soap"


@pytest.fixture
def place(database: Database, client: FlaskClient) -> Stall:
    made = told(database, stall)
    signed_in(client, made.manager)
    return made


def handed_in(client: FlaskClient, place: Stall, page: str, **fields: object) -> str:
    """A paper of the clerk's; answers its address."""
    signed_in(client, place.clerk)
    address = f"/store/{place.code}/{page}"
    answer = client.post(address, data=hidden_fields(client, address) | fields)
    assert answer.status_code == 303, answer.text
    return answer.location


def loss(client: FlaskClient, place: Stall) -> str:
    fields = {"loss": "damage", "reason": "袋子破了", FLOUR: "2"}
    return handed_in(client, place, "write-off", **fields)


def test_goods_go_onto_the_truck_from_one_form(
    database: Database, client: FlaskClient, place: Stall
) -> None:
    with database.write() as session:
        truck = make.store(session, name="流动超市").code

    answer = send(client, f"/store/{place.code}/relocate", to_store=truck, **{FLOUR: "6", SOAP: ""})

    words = visible(client.get(answer.location))
    assert "已调拨 6 件" in words
    assert "到哪家店 流动超市" in words
    assert "面粉 5 kg — 大家 6 袋" in words
    assert "韩集店 → 流动超市" in visible(client.get(f"/store/{place.code}/papers"))
    assert "面粉 5 kg 调拨 −6 袋 钱店长 看单子" in visible(client.get(f"/store/{place.code}/moves"))
    assert left(database, place)[1] == 94


def test_a_field_that_no_page_of_ours_has_is_refused(client: FlaskClient, place: Stall) -> None:
    for field in ("pile.2026-13-45.-.soap", "pile.-.-.so\0ap"):
        answer = send(client, f"/store/{place.code}/count", **{field: "1"})

        assert answer.status_code == 400


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"to_store": "", FLOUR: "1"}, "有一项"),
        ({"to_store": "TRUCK", FLOUR: "21"}, "这一份只有 20 袋"),
        ({"to_store": "TRUCK", FLOUR: "0"}, "还没有调拨"),
        ({"to_store": "TRUCK"}, "单子上没有商品"),
    ],
)
def test_a_relocation_that_cannot_be_keeps_the_form(
    database: Database, client: FlaskClient, place: Stall, fields: dict[str, str], words: str
) -> None:
    with database.write() as session:
        make.store(session).code = "TRUCK"

    answer = send(client, f"/store/{place.code}/relocate", **fields)

    assert answer.status_code in {409, 422}
    assert words in visible(answer)
    assert f'name="{FLOUR}"' in answer.text


def test_what_is_broken_leaves_when_the_manager_approves(
    database: Database, client: FlaskClient, place: Stall
) -> None:
    paper = loss(client, place)
    assert "等另一个人批" in visible(client.get(paper))
    assert client.post(f"{paper}/approve").status_code in {400, 403}
    signed_in(client, place.manager)
    assert "有 1 张单子等着批" in visible(client.get(f"/store/{place.code}/"))
    number = paper.rpartition("/")[2]
    assert f"韩集店 报损单 {number}" in visible(client.get("/store/waiting"))
    assert left(database, place)[1] == 100

    words = visible(client.get(send(client, paper, f"{paper}/approve").location))

    assert "批好了" in words
    assert "谁批的 钱店长" in words
    assert left(database, place)[1] == 98
    assert "没有等着批的单子" in visible(client.get("/store/waiting"))


def test_a_paper_goes_back_with_a_reason(client: FlaskClient, place: Stall) -> None:
    paper = loss(client, place)
    signed_in(client, place.manager)

    silent = send(client, paper, f"{paper}/refuse", answer="")
    words = visible(client.get(send(client, paper, f"{paper}/refuse", answer="能用").location))

    assert silent.status_code == 422
    assert "为什么退回 能用" in words


def test_an_own_paper_is_for_others_to_decide(client: FlaskClient, place: Stall) -> None:
    fields = {"loss": "write_off", "reason": "过期了", SOAP: "1"}
    mine = send(client, f"/store/{place.code}/write-off", **fields).location
    hidden = hidden_fields(client, f"/store/{place.code}/relocate")

    answer = client.post(f"{mine}/approve", data=hidden)

    assert answer.status_code == 403
    assert "不能自己批" in visible(answer)


def test_a_photo_shows_what_is_broken(client: FlaskClient, place: Stall) -> None:
    picture = (BytesIO(photo()), "bag.jpg")
    paper = handed_in(
        client, place, "write-off", loss="damage", reason="袋子破了", photo=picture, **{FLOUR: "2"}
    )

    shown = client.get(f"{paper}/photo")

    assert (shown.status_code, shown.mimetype) == (200, "image/jpeg")


def test_the_shelves_are_counted_blind_and_confirmed_by_another(
    database: Database, client: FlaskClient, place: Stall
) -> None:
    page = client.get(f"/store/{place.code}/count")
    assert "20 袋" not in visible(page)
    more = {"found1.goods": "soap", "found1.use_by": "2027-03-31", "found1.quantity": "4"}
    paper = handed_in(client, place, "count", **{FLOUR: "18", SOAP: "20"}, **more)
    assert "账上" not in visible(client.get(paper))

    signed_in(client, place.manager)
    words = visible(client.get(paper))
    assert "面粉 5 kg — 大家 18 20 −2 袋" in words
    assert "香皂 2027-03-31 大家 4 0 +4 袋" in words
    send(client, paper, f"{paper}/approve")

    assert left(database, place)[1] == 102


def test_a_store_is_counted_once_at_a_time(client: FlaskClient, place: Stall) -> None:
    handed_in(client, place, "count", **{FLOUR: "18"})

    again = send(client, f"/store/{place.code}/count", **{FLOUR: "18"})

    assert again.status_code == 409
    assert "还有一张盘点单等着确认" in visible(again)


def test_a_count_sheet_is_printed_without_the_numbers_of_the_book(
    client: FlaskClient, place: Stall
) -> None:
    words = visible(client.get(f"/store/{place.code}/count-sheet"))

    assert "面粉 5 kg 没有到期日 袋" in words
    assert "数的人： 确认的人：" in words
    assert "20" not in words.split("盘点表")[-1].split("面粉")[1]


def test_papers_come_as_a_workbook_and_counts_stay_blind_in_it(
    client: FlaskClient, place: Stall
) -> None:
    handed_in(client, place, "count", **{FLOUR: "18"})

    answer = client.get(f"/store/{place.code}/papers.xlsx?kind=count")

    rows = list(load_workbook(BytesIO(answer.data)).worksheets[0].iter_rows(values_only=True))
    assert [row[8:12] for row in rows if row[5] == "flour"] == [(18, None, "袋", "等批")]


def test_papers_elsewhere_and_of_no_kind_are_not_found(
    database: Database, client: FlaskClient, place: Stall
) -> None:
    paper = loss(client, place)
    with database.write() as session:
        signed_in(client, make.manager(session, make.store(session)))

    assert client.get(paper).status_code == 404
    assert client.get("/store/papers/gift/1").status_code == 404


@pytest.mark.parametrize("page", ["papers?kind=relocation", "count", "relocate"])
def test_more_papers_and_goods_cost_no_more_statements(
    database: Database, client: FlaskClient, place: Stall, page: str
) -> None:
    address = f"/store/{place.code}/{page}"
    with database.write() as session:
        truck = make.store(session).code
    send(client, f"/store/{place.code}/relocate", to_store=truck, **{FLOUR: "1"})
    client.get(address)
    with count_statements() as few:
        client.get(address)
    send(client, f"/store/{place.code}/relocate", to_store=truck, **{FLOUR: "1", SOAP: "2"})
    with database.write() as session:
        store = session.get_one(Store, place.store_id)
        for number in range(9):
            make.goods(session, code=f"more{number}", name=f"商品{number}", price_points=9)
            make.stock(session, store, 2, code=f"more{number}")
    with count_statements() as many:
        client.get(address)

    assert len(many) == len(few)
