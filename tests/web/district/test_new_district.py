"""A district that is not the demo: from nothing to its first month, on pages alone."""

from datetime import UTC, datetime

from flask.testing import FlaskClient

from app.demo.files import bytes_of
from app.kernel.period import Period
from tests.registry.roster.sheets import DATA
from tests.web.browsing import hidden_fields, send, visible
from tests.web.district.uploads import looked_at, upload, upload_with

SETTINGS = "/district/settings"
ZONE = {"code": "371599", "called": "聊城经济技术开发区"}


def take_in(office: FlaskClient, page: str, content: bytes, name: str, **more: str) -> str:
    """Choose a file, look at it, take it in; what is said afterwards."""
    look = looked_at(upload_with(office, page, content, name, **more))
    fields = hidden_fields(office, look + _query(more)) | more
    return visible(office.post(look, data=fields, follow_redirects=True))


def _query(more: dict[str, str]) -> str:
    return "?" + "&".join(f"{name}={value}" for name, value in more.items()) if more else ""


def test_a_district_is_set_up_and_opens_its_first_month(office: FlaskClient) -> None:
    villages = (DATA / "villages-zone.csv").read_bytes()
    roster = (DATA / "rosters" / "village-sheet.xlsx").read_bytes()

    assert "导入好了" in take_in(office, f"{SETTINGS}/places/import", villages, "村镇.csv", **ZONE)
    assert "公布了" in take_in(office, f"{SETTINGS}/schemes/new", bytes_of("scheme.toml"), "a.toml")
    store = {"name": "爱心超市韩集店", "code": "HJ01", "kind": "fixed", "place": "371502115"}
    send(office, f"{SETTINGS}/stores/new", **store)
    manager = {"name": "钱立新", "username": "13806350127", "role": "store_manager", "at": "HJ01"}
    assert "一次性密码" in visible(send(office, f"{SETTINGS}/people/new", **manager))
    look = looked_at(upload(office, "/district/roster", roster, "名单.xlsx"))
    fields = hidden_fields(office, f"{look}/confirm") | {"accept_good": "1"}
    imported = office.post(f"{look}/import", data=fields, follow_redirects=True)
    assert "导入好了 93 户" in visible(imported)
    send(office, "/district/cards/village/371502009004")
    assert office.get("/district/cards/village/371502009004.pdf").mimetype == "application/pdf"
    take_in(office, "/district/goods/import", bytes_of("goods.csv"), "价目.csv")
    send(office, "/store/HJ01/receive", origin="gift", **{"quantity.rice": "20"})
    assert "大米 5 kg 2000001000120 130 20" in visible(office.get("/district/goods?q=大米"))
    this_month = str(Period.of(datetime.now(UTC)))
    send(office, "/district/rounds/open", period=this_month, notice_days="7")

    page = visible(office.get(SETTINGS))
    assert "下一步：积分卡" in page
    assert "有货 办好了" in page
    assert "开过 3 个村月 办好了" in page
