"""商品与库存: the price list, its changes, and what stands where."""

from datetime import UTC, date, datetime
from io import BytesIO

from flask.testing import FlaskClient
from openpyxl import load_workbook

from app.kernel.db import Database
from app.shop.goods.models import RationPeriod
from app.shop.goods.queries import catalogue
from app.shop.goods.rationing import Limit, set_ration
from tests import make
from tests.make import NOW
from tests.statements import count_statements
from tests.web.browsing import hidden_fields, send, signed_in, visible
from tests.web.district.uploads import looked_at, upload

RICE = {
    "name": "大米 5 kg", "unit": "袋", "barcode": "", "price_points": "130", "picture": "g-rice",
}  # fmt: skip
HEAD = "code,name,unit,barcode,price_points\n"


def prices(database: Database) -> dict[str, int]:
    with database.read() as session:
        return {goods.code: goods.price_points for goods in catalogue(session, datetime.now(UTC))}


def stocked(database: Database, *, rice: int) -> str:
    with database.write() as session:
        make.goods(session)
        store = make.store(session, name="爱心超市韩集店")
        make.store(session, name="爱心超市东城店")
        make.stock(session, store, rice)
        return store.code


def test_goods_stand_with_their_price_and_what_every_store_has(
    office: FlaskClient, database: Database
) -> None:
    stocked(database, rice=54)

    page = visible(office.get("/district/goods"))

    assert "爱心超市韩集店 爱心超市东城店 合计" in page
    assert "大米 5 kg — 130 54 — 54 有店没货" in page
    assert "1 种 货值 7,020 分" in page


def test_goods_are_found_by_words_store_and_state(office: FlaskClient, database: Database) -> None:
    code = stocked(database, rice=54)

    assert "没有这样的商品" in visible(office.get("/district/goods?q=食盐"))
    assert "大米 5 kg — 130 54 查找" not in visible(office.get("/district/goods?q=大米"))
    assert "没有这样的商品" in visible(office.get(f"/district/goods?store={code}&state=out"))
    assert "大米 5 kg" in visible(office.get("/district/goods?state=out"))


def test_the_list_goes_into_excel(office: FlaskClient, database: Database) -> None:
    stocked(database, rice=54)
    with database.write() as session:
        limit = Limit(2, RationPeriod.MARKET_DAY)
        set_ration(session, make.admin(session), "rice", limit, now=NOW)

    rows = load_workbook(BytesIO(office.get("/district/goods.xlsx").data)).worksheets[0]

    assert [cell.value for cell in rows[4]] == [
        "rice",
        "大米 5 kg",
        "袋",
        None,
        130,
        "每户每个进村日最多 2 件",
        54,
        0,
        54,
        7020,
    ]


def test_new_goods_are_put_on_the_list(office: FlaskClient, database: Database) -> None:
    answer = send(office, "/district/goods/new", code="rice", **RICE)

    assert answer.location == "/district/goods"
    assert "大米 5 kg加进价目了" in visible(office.get(answer.location))
    assert prices(database) == {"rice": 130}


def test_a_code_that_is_taken_changes_nothing(office: FlaskClient, database: Database) -> None:
    with database.write() as session:
        make.goods(session, price_points=130)

    answer = send(office, "/district/goods/new", code="rice", **RICE | {"price_points": "1"})

    assert answer.status_code == 409
    assert "“rice”已经是“大米 5 kg”的了" in visible(answer)
    assert prices(database) == {"rice": 130}


def test_what_was_typed_stays_when_a_field_is_wrong(office: FlaskClient) -> None:
    answer = send(office, "/district/goods/new", code="salt", **RICE | {"barcode": "2000001000015"})

    assert answer.status_code == 422
    assert "条码“2000001000015”不对" in visible(answer)
    assert ">2000001000015</textarea>" in answer.text
    assert 'href="#barcode"' in answer.text


def test_a_price_changes_only_after_the_old_one_was_seen(
    office: FlaskClient, database: Database
) -> None:
    with database.write() as session:
        make.goods(session, price_points=130)
    page = "/district/goods/item/rice"

    asked = send(office, page, **RICE | {"price_points": "150"})

    assert "130 → 150 分" in visible(asked)
    assert "改成 150 分" in visible(asked)
    assert prices(database) == {"rice": 130}

    seen = RICE | {"price_points": "150", "price_before": "130"}
    assert "涨价要写理由" in visible(send(office, page, **seen))
    soon = seen | {"reason": "进价涨了", "from_day": str(date(2020, 1, 1))}
    assert "涨价要先公布 7 天" in visible(send(office, page, **soon))
    confirmed = send(office, page, **seen | {"reason": "进价涨了"})

    assert confirmed.location == "/district/goods"
    assert prices(database) == {"rice": 130}
    assert "150 进价涨了" in visible(office.get(page))
    for public in ("/public/prices", "/store/poster"):
        assert "起 大米 5 kg 130 → 150 分 ：进价涨了" in visible(office.get(public))
    send(office, page, to=f"{page}/withdraw")
    assert "130 → 150" not in visible(office.get("/public/prices"))


def test_a_lower_price_counts_at_once(office: FlaskClient, database: Database) -> None:
    with database.write() as session:
        make.goods(session, price_points=130)

    send(office, "/district/goods/item/rice", **RICE, price_before="130")
    send(office, "/district/goods/item/rice", **RICE | {"price_points": "9", "price_before": "130"})

    assert prices(database) == {"rice": 9}


def test_how_long_rises_are_announced_is_a_setting(office: FlaskClient) -> None:
    answer = send(office, "/district/settings", to="/district/settings/prices", days="14")

    assert "先公布 14 天" in visible(office.get(answer.location))


def test_a_price_that_somebody_else_changed_meanwhile_is_asked_for_again(
    office: FlaskClient, database: Database
) -> None:
    with database.write() as session:
        make.goods(session, price_points=140)

    answer = send(
        office, "/district/goods/item/rice", **RICE | {"price_points": "150", "price_before": "130"}
    )

    assert "140 → 150 分" in visible(answer)
    assert prices(database) == {"rice": 140}


def test_goods_that_are_not_there_are_not_found(office: FlaskClient) -> None:
    assert office.get("/district/goods/item/gold").status_code == 404


def test_a_price_list_is_looked_at_and_then_imported(
    office: FlaskClient, database: Database
) -> None:
    with database.write() as session:
        make.goods(session, price_points=130)
    file = f"{HEAD}rice,大米 5 kg,袋,,120\nsalt,食盐 400 g,袋,,10\n".encode("gb18030")

    seen = upload(office, "/district/goods/import", file, "价目.csv")

    assert "新增 1 种 改动 1 种 没变 0 种" in visible(seen)
    assert "130 → 120" in visible(seen)
    assert prices(database) == {"rice": 130}
    look = looked_at(seen)
    fields = hidden_fields(office, look)
    answers = [office.post(look, data=fields) for _ in range(2)]
    assert [answer.location for answer in answers] == ["/district/goods"] * 2
    assert prices(database) == {"rice": 120, "salt": 10}


def test_a_row_that_cannot_be_right_is_named(office: FlaskClient, database: Database) -> None:
    file = f"{HEAD}rice,大米 5 kg,袋,,-5\n".encode()

    answer = upload(office, "/district/goods/import", file, "价目.csv")

    assert answer.status_code == 422
    assert "第 2 行的 price_points 填的是“-5”" in visible(answer)
    assert prices(database) == {}


def test_the_list_comes_as_a_file_that_can_be_imported_again(
    office: FlaskClient, database: Database
) -> None:
    with database.write() as session:
        make.goods(session)

    file = office.get("/district/goods/prices.csv").data

    assert "新增 0 种 改动 0 种 没变 1 种" in visible(
        upload(office, "/district/goods/import", file, "价目.csv")
    )


def test_goods_are_taken_in_at_any_store(office: FlaskClient, database: Database) -> None:
    code = stocked(database, rice=1)

    assert f'href="/store/{code}/receive"' in office.get("/district/goods/receive").text
    assert office.get(f"/store/{code}/receive").status_code == 200


def test_an_auditor_sees_goods_and_changes_nothing(audit: FlaskClient, database: Database) -> None:
    stocked(database, rice=54)

    page = visible(audit.get("/district/goods"))
    one = audit.get("/district/goods/item/rice")

    assert "大米 5 kg" in page
    assert "加商品" not in page
    assert "入库" not in page.replace("出入库明细", "")
    assert "保存" not in visible(one)
    assert send(audit, "/district/goods", to="/district/goods/item/rice", **RICE).status_code == 403


def test_a_clerk_does_not_come_in(database: Database, client: FlaskClient) -> None:
    with database.write() as session:
        signed_in(client, make.clerk(session, make.store(session)))

    assert client.get("/district/goods").status_code == 403


def test_the_list_takes_as_many_statements_for_many_goods_as_for_one(
    office: FlaskClient, database: Database
) -> None:
    stocked(database, rice=5)
    office.get("/district/goods")
    with count_statements() as for_one:
        office.get("/district/goods")
    with database.write() as session:
        for number in range(20):
            make.goods(session, code=f"goods{number}", name=f"商品{number}")

    with count_statements() as for_many:
        office.get("/district/goods")

    assert len(for_one) == len(for_many)


def test_goods_without_a_barcode_get_one_and_a_sheet_of_labels(
    office: FlaskClient, database: Database
) -> None:
    with database.write() as session:
        make.goods(session)
    page = "/district/goods/item/rice"
    assert office.get(f"{page}/labels.pdf").status_code == 404

    for _ in range(2):
        send(office, page, to=f"{page}/barcode")

    assert "2900000000018" in visible(office.get("/district/goods"))
    for sheet in (f"{page}/labels.pdf", "/district/goods/labels.pdf"):
        assert office.get(sheet).data.startswith(b"%PDF")


def test_several_barcodes_are_typed_a_line_each_and_stay_so(office: FlaskClient) -> None:
    typed = RICE | {"barcode": "2000001000144\r\n2000001000151*12"}
    send(office, "/district/goods/new", code="rice", **typed)

    assert "2000001000144 2000001000151×12" in visible(office.get("/district/goods"))
    assert "2000001000144\n2000001000151*12" in office.get("/district/goods/item/rice").text


def test_headings_are_named_put_in_order_and_emptied_out(office: FlaskClient) -> None:
    page = "/district/goods/categories"
    for name in ("日用", "粮油", "酒水"):
        send(office, page, **{"name.new": name, "place.new": "9"})
    fields = {"name.1": "日用品", "place.1": "2", "name.2": "粮油", "place.2": "1", "name.3": "",
              "place.3": "3"}  # fmt: skip

    answer = send(office, page, **fields)

    kept = office.get(answer.location).text
    assert kept.index('value="粮油"') < kept.index('value="日用品"')
    assert "酒水" not in kept
    send(
        office, "/district/goods/new", code="rice", category="粮油", **RICE | {"pack": "一箱 4 袋"}
    )
    assert '<option value="粮油" selected' in office.get("/district/goods/item/rice").text
    assert "下面还有 1 种商品" in visible(send(office, page, **{"name.2": "", "place.2": "1"}))


def test_goods_are_limited_for_households_and_the_public_reads_it(
    office: FlaskClient, database: Database
) -> None:
    with database.write() as session:
        make.goods(session)
    page = "/district/goods/item/rice"

    limit = {"period": "market_day", "quantity": "1", "per_person": "1", "at_most": "4"}
    bad = send(office, page, to=f"{page}/ration", **limit | {"quantity": "9"})
    for _ in range(2):
        send(office, page, to=f"{page}/ration", **limit)

    assert "限量的数不对" in visible(bad)
    assert "每人每个进村日 1 件，每户最多 4 件" in visible(office.get(page))
    assert "每人每个进村日 1 件，每户最多 4 件" in visible(office.get("/public/prices"))
    send(office, page, to=f"{page}/ration/end")
    assert "不限量" in visible(office.get(page))
