"""村镇 and 店铺: where everything is."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app.kernel.db import Database
from app.ledger.models import Account
from app.registry.places.models import Place, Store
from tests import make
from tests.web.browsing import hidden_fields, send, signed_in, visible
from tests.web.district.uploads import looked_at, upload_with

HEAD = "code,name,township_code,township_name\n"
TWO_VILLAGES = (
    f"{HEAD}371502115237,韩集新村,371502115,韩集镇\n371502115238,环西新村,371502115,韩集镇\n"
)
ZONE = {"code": "371599", "called": "聊城经济技术开发区"}
PAGE = "/district/settings/places/import"


def look_at(office: FlaskClient, text: str, **named: str) -> str:
    answer = upload_with(office, PAGE, text.encode("gb18030"), "村镇.csv", **ZONE | named)
    assert answer.status_code == 200, visible(answer)
    return f"{looked_at(answer)}?{answer.request.query_string.decode()}"


def names(database: Database) -> dict[str, str]:
    with database.read() as session:
        return {place.code: place.name for place in session.scalars(select(Place))}


@pytest.fixture
def new_office(database: Database, client: FlaskClient) -> FlaskClient:
    """The office of a district that has no places yet."""
    with database.write() as session:
        person = make.admin(session)
        for place in session.scalars(select(Place).order_by(Place.code.desc())):
            session.delete(place)
            session.flush()
    return signed_in(client, person)


def test_a_new_district_looks_at_its_places_and_imports_them(
    new_office: FlaskClient, database: Database
) -> None:
    assert "还没有村" in visible(new_office.get("/district/settings/places"))

    look = look_at(new_office, TWO_VILLAGES)

    page = visible(new_office.get(look))
    assert "文件里 1 个镇（街道） 2 个村" in page
    assert "4 处 新增" in page
    assert names(database) == {}
    fields = hidden_fields(new_office, look) | ZONE
    answers = [new_office.post(look, data=fields) for _ in range(2)]
    assert [answer.location for answer in answers] == ["/district/settings/places"] * 2
    assert names(database)["371502115238"] == "环西新村"
    assert "聊城经济技术开发区 371599 1 个镇（街道） 2 个村" in visible(
        new_office.get("/district/settings/places")
    )


def test_a_second_list_renames_and_deletes_nothing(
    new_office: FlaskClient, database: Database
) -> None:
    for text in (TWO_VILLAGES, f"{HEAD}371502115237,韩集社区,371502115,韩集镇\n"):
        look = look_at(new_office, text)
        if text != TWO_VILLAGES:
            assert "韩集新村 → 韩集社区" in visible(new_office.get(look))
        new_office.post(look, data=hidden_fields(new_office, look) | ZONE)

    assert names(database)["371502115237"] == "韩集社区"
    assert "371502115238" in names(database)


def test_a_code_that_does_not_lie_below_its_township_is_named(
    new_office: FlaskClient, database: Database
) -> None:
    text = f"{HEAD}999902115237,韩集新村,371502115,韩集镇\n"

    answer = upload_with(new_office, PAGE, text.encode(), "村镇.csv", **ZONE)

    assert answer.status_code == 422
    assert "第 2 行的代码“999902115237”不对" in visible(answer)
    assert names(database) == {}


def test_a_file_without_its_columns_is_told_which(new_office: FlaskClient) -> None:
    answer = upload_with(new_office, PAGE, "村,镇\n甲,乙\n".encode(), "村镇.csv", **ZONE)

    assert answer.status_code == 422
    assert "文件里缺这些列：code" in visible(answer)


def test_a_new_district_says_its_code(new_office: FlaskClient) -> None:
    answer = upload_with(
        new_office, PAGE, TWO_VILLAGES.encode(), "村镇.csv", code="", called="开发区"
    )

    assert answer.status_code == 422
    assert 'href="#code"' in answer.text
    assert 'value="开发区"' in answer.text


def test_another_district_s_list_is_refused(office: FlaskClient) -> None:
    answer = upload_with(
        office, PAGE, TWO_VILLAGES.encode(), "村镇.csv", **ZONE | {"code": "371500"}
    )

    assert answer.status_code == 409
    assert "这个数据库是 371599 的" in visible(answer)


def test_the_list_comes_as_a_file(office: FlaskClient, database: Database) -> None:
    with database.write() as session:
        code = make.village(session, "孟尝君新村").code

    file = office.get("/district/settings/places.csv").data.decode("utf-8-sig")

    assert f"{code},孟尝君新村,371599115,韩集镇" in file


def test_a_store_is_opened_with_its_account(office: FlaskClient, database: Database) -> None:
    answer = send(
        office, "/district/settings/stores/new",
        name="爱心超市韩集店", code="HJ01", kind="fixed", place=make.TOWNSHIP,
    )  # fmt: skip

    assert "爱心超市韩集店加好了" in visible(office.get(answer.location))
    with database.read() as session:
        store = session.scalars(select(Store)).one()
        assert session.scalar(select(Account.id).where(Account.store_id == store.id))


def test_a_store_code_that_is_taken_keeps_what_was_typed(
    office: FlaskClient, database: Database
) -> None:
    with database.write() as session:
        code = make.store(session).code

    answer = send(
        office, "/district/settings/stores/new",
        name="爱心超市东城店", code=code, kind="mobile", place=make.TOWNSHIP,
    )  # fmt: skip

    assert answer.status_code == 409
    assert "这个店的代码已经用了" in visible(answer)
    assert 'value="爱心超市东城店"' in answer.text


@pytest.mark.parametrize("page", ["places", "stores"])
def test_an_auditor_looks_and_has_no_buttons(
    audit: FlaskClient, database: Database, page: str
) -> None:
    with database.write() as session:
        make.village(session)
        make.store(session)

    shown = visible(audit.get(f"/district/settings/{page}"))

    assert "韩集" in shown
    assert "导入村镇" not in shown
    assert "加店" not in shown
    assert audit.get("/district/settings/places/import").status_code == 403
    assert audit.get("/district/settings/stores/new").status_code == 403
