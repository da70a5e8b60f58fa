"""临期 and 建议进货 on pages of a store and of the district."""

from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook

from app.kernel.clock import local
from app.kernel.db import Database
from tests import make
from tests.statements import count_statements
from tests.told import told
from tests.web.browsing import send, signed_in, visible
from tests.web.store.stalls import Stall, confirm, opened, sold, stall

TODAY = local(datetime.now(UTC)).date()


@pytest.fixture
def place(database: Database, client: FlaskClient) -> Stall:
    made = told(database, stall)
    signed_in(client, made.manager)
    return made


def soap_for(client: FlaskClient, place: Stall, days: int) -> None:
    """Four bars that may be handed out for so many days from today."""
    fields = {"quantity.soap": "4", "use_by.soap": str(TODAY + timedelta(days=days))}
    answer = send(
        client, f"/store/{place.code}/receive", origin="gift", source_name="市工商联", **fields
    )
    assert answer.status_code == 303


def test_a_store_sees_what_ends_soon_and_from_whom_it_is(client: FlaskClient, place: Stall) -> None:
    page = f"/store/{place.code}/near-expiry"
    soap_for(client, place, 400)
    assert "没有快到期的" in visible(client.get(page))

    soap_for(client, place, 1)

    assert "还有 1 天 — 捐赠 市工商联 大家" in visible(client.get(page))
    answer = client.get(f"{page}.xlsx")
    rows = list(load_workbook(BytesIO(answer.data)).worksheets[0].iter_rows(values_only=True))
    assert [row[3:5] + row[6:] for row in rows if row[1] == "soap"] == [
        (4, "袋", 1, 0, "捐赠", "市工商联")
    ]


def test_the_district_sees_all_stores_and_sets_from_when_goods_are_near(
    database: Database, client: FlaskClient, place: Stall
) -> None:
    soap_for(client, place, 400)
    with database.write() as session:
        signed_in(client, make.admin(session))
    page = "/district/goods/near-expiry"
    table = {"near.180": "20", "near.90": "15", "near.30": "10", "near.16": "5", "near.0": "1"}

    refused = send(client, page, **table, **{"near.365": "400"})
    saved = send(client, page, **table, **{"near.365": "365"})

    assert refused.status_code == 422
    assert "临期天数定好了" in visible(client.get(saved.location))
    assert "没有快到期的" in visible(client.get(page))
    soap_for(signed_in(client, place.manager), place, 365)
    assert "还有 365 天" in visible(client.get(f"/store/{place.code}/near-expiry"))
    assert client.get(page).status_code == 403


def test_the_district_marks_down_what_is_near_and_till_and_slip_say_both_prices(
    database: Database, client: FlaskClient, place: Stall
) -> None:
    soap_for(client, place, 1)
    with database.write() as session:
        signed_in(client, make.admin(session))
    page = "/district/goods/near-expiry"
    steps = {"days1": "30", "off1": "30", "days2": "10", "off2": "50"}

    refused = send(client, page, to="/district/goods/mark-downs", **{**steps, "off2": "20"})
    saved = send(client, page, to="/district/goods/mark-downs", **steps)

    assert "越近到期要越便宜" in visible(refused)
    assert "临期价定好了" in visible(client.get(saved.location))
    assert "到期前 30 天起便宜 30%，到期前 10 天起便宜 50%" in visible(client.get("/store/poster"))
    assert "还有 1 天 便宜 50%" in visible(client.get(f"/store/{place.code}/near-expiry"))
    signed_in(client, place.clerk)
    words = visible(opened(client, place, "soap:5"))
    assert "原价 15 临期价 8 × 4 = 32 15 × 1 = 15" in words
    assert "本次用 −47 分" in words
    assert confirm(client, place, "soap:5").status_code == 409
    slip = visible(client.get(confirm(client, place, "soap:5", shown=47).location))
    assert "香皂 原价 15 临期价 8 × 4 32 香皂 15 × 1 15" in slip


def test_a_store_sees_what_to_ask_for_and_by_which_sum(client: FlaskClient, place: Stall) -> None:
    sold(client, place, "soap:3")
    signed_in(client, place.manager)

    words = visible(client.get(f"/store/{place.code}/order"))

    assert "近 60 天换出 ÷ 2（够用 30 天）− 现在能换的" in words
    assert "香皂 3 17 — 袋" in words
    assert client.get(f"/store/{place.code}/order.xlsx").status_code == 200


@pytest.mark.parametrize("page", ["near-expiry", "order"])
def test_more_lots_cost_no_more_statements(client: FlaskClient, place: Stall, page: str) -> None:
    soap_for(client, place, 1)
    address = f"/store/{place.code}/{page}"
    client.get(address)
    with count_statements() as few:
        client.get(address)
    for _ in range(3):
        soap_for(client, place, 1)
    client.get(address)
    with count_statements() as many:
        client.get(address)

    assert len(many) == len(few)
