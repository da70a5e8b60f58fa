"""设置: how far a district is, and what comes next."""

from flask.testing import FlaskClient

from app.kernel.db import Database
from tests import make
from tests.web.browsing import signed_in, visible

PAGE = "/district/settings"


def test_a_new_district_is_told_what_comes_first(office: FlaskClient) -> None:
    page = visible(office.get(PAGE))

    assert "下一步：村镇" in page
    assert "村镇 区、镇（街道）、村和它们的代码 1 个镇，0 个村 还没办好 去办" in page


def test_what_is_done_is_counted(office: FlaskClient, database: Database) -> None:
    with database.write() as session:
        village = make.village(session)
        make.household(session, village=village, cadre="何公明")
        make.scheme(session)
        store = make.store(session)
        make.goods(session)
        make.stock(session, store, 3)

    page = visible(office.get(PAGE))

    assert "1 个镇，1 个村 办好了" in page
    assert "1 户有人包 办好了" in page
    assert "有货 办好了" in page
    assert "下一步：人员" in page


def test_an_auditor_sees_it_too(audit: FlaskClient) -> None:
    page = visible(audit.get(PAGE))

    assert "积分细则" in page
    assert "去办" not in page


def test_a_township_officer_does_not_come_in(database: Database, client: FlaskClient) -> None:
    with database.write() as session:
        signed_in(client, make.township_officer(session))

    assert client.get(PAGE).status_code == 403
