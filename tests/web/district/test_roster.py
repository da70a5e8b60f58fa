"""导入名单: look at a file, import it, mend the rest."""

import os
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy import func, select

from app.kernel.db import Database
from app.ledger.models import Account
from app.registry.households.models import Household
from tests import make
from tests.registry.roster.sheets import GOOD_ID, OTHER_ID, REGISTER, Line, workbook
from tests.web.browsing import hidden_fields, signed_in, visible
from tests.web.district.uploads import looked_at, upload

PLACE = ("韩集镇", "孟尝君新村")
GOOD: Line = (*PLACE, "0001", "张桂兰", GOOD_ID, "1", "户主")
WRONG_ID = "371599194505280363"
FAULTY: Line = (*PLACE, "0002", "欧阳㛃堃", WRONG_ID, "1", "户主")
MENDED: Line = (*PLACE, "0002", "欧阳㛃堃", OTHER_ID, "1", "户主")


@pytest.fixture
def office(office: FlaskClient, database: Database) -> FlaskClient:
    """The office of a district whose one village is known."""
    with database.write() as session:
        make.village(session, "孟尝君新村")
    return office


def numbers(database: Database) -> list[str]:
    with database.read() as session:
        return list(session.scalars(select(Household.number).order_by(Household.number)))


def kept(tmp_path: Path) -> list[Path]:
    return list((tmp_path / "uploads").glob("*"))


def test_a_roster_is_looked_at_before_anything_is_stored(
    office: FlaskClient, database: Database
) -> None:
    page = visible(upload(office, "/district/roster", workbook([REGISTER, GOOD]), "名单.xlsx"))

    assert "先看一遍，还没有导入" in page
    assert "1 户 1 人" in page
    assert "新增 1 户 有变化 0 户 没变 0 户" in page
    assert "全部导入 1 户" in page
    assert numbers(database) == []


def test_a_faulty_household_is_shown_with_its_row_and_how_to_mend_it(office: FlaskClient) -> None:
    answer = upload(office, "/district/roster", workbook([REGISTER, GOOD, FAULTY]), "名单.xlsx")

    page = visible(answer)
    assert "3 0002 要改 第 3 行 欧阳㛃堃 的身份证号输错了，末位对不上" in page
    assert "请照着身份证一位一位核对，改好再导入。" in page
    assert "先导入 1 户" in page
    assert WRONG_ID[:6] not in answer.text


def test_a_good_roster_is_imported_whole_and_its_file_is_gone(
    office: FlaskClient, database: Database, tmp_path: Path
) -> None:
    look = looked_at(upload(office, "/district/roster", workbook([REGISTER, GOOD]), "名单.xlsx"))
    assert "全部导入 1 户" in visible(office.get(f"{look}/confirm"))

    answer = office.post(f"{look}/import", data=hidden_fields(office, f"{look}/confirm"))

    assert "导入好了 1 户" in visible(office.get(answer.location))
    assert numbers(database) == ["0001"]
    with database.read() as session:
        accounts = select(func.count(Account.id)).where(Account.household_id.is_not(None))
        assert session.scalar(accounts) == 1
    assert kept(tmp_path) == []


def test_the_good_households_come_first_and_the_rest_when_it_is_mended(
    office: FlaskClient, database: Database
) -> None:
    look = looked_at(
        upload(office, "/district/roster", workbook([REGISTER, GOOD, FAULTY]), "名单.xlsx")
    )
    fields = hidden_fields(office, f"{look}/confirm") | {"accept_good": "1"}

    after = visible(office.post(f"{look}/import", data=fields, follow_redirects=True))

    assert "导入好了 1 户" in after
    assert "新增 0 户 有变化 0 户 没变 1 户" in after
    assert "下载要改的 1 户（Excel）" in after
    assert numbers(database) == ["0001"]
    mended = upload(office, "/district/roster", workbook([REGISTER, GOOD, MENDED]), "名单.xlsx")
    assert "新增 1 户 有变化 0 户 没变 1 户" in visible(mended)


def test_a_roster_with_faults_is_not_imported_whole(
    office: FlaskClient, database: Database
) -> None:
    look = looked_at(
        upload(office, "/district/roster", workbook([REGISTER, GOOD, FAULTY]), "名单.xlsx")
    )

    answer = office.post(f"{look}/import", data=hidden_fields(office, f"{look}/confirm"))

    assert answer.status_code == 422
    assert numbers(database) == []


def test_a_double_click_imports_once(office: FlaskClient, database: Database) -> None:
    look = looked_at(upload(office, "/district/roster", workbook([REGISTER, GOOD]), "名单.xlsx"))
    fields = hidden_fields(office, f"{look}/confirm")

    answers = [office.post(f"{look}/import", data=fields) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [303, 303]
    assert numbers(database) == ["0001"]


def test_the_rows_to_mend_come_as_a_workbook(office: FlaskClient) -> None:
    look = looked_at(
        upload(office, "/district/roster", workbook([REGISTER, GOOD, FAULTY]), "名单.xlsx")
    )

    answer = office.get(f"{look}/refused.xlsx")

    rows = list(load_workbook(BytesIO(answer.data)).worksheets[0].iter_rows(values_only=True))
    assert rows[0][0] == "要改的名单（内部资料）"
    assert [(row[0], row[4], row[5]) for row in rows[4:]] == [(3, "欧阳㛃堃", WRONG_ID)]


def test_a_file_that_is_no_roster_is_refused_and_not_kept(
    office: FlaskClient, tmp_path: Path
) -> None:
    answer = upload(office, "/district/roster", b"%PDF-1.7 ...", "名单.xlsx")

    assert answer.status_code == 415
    assert "这个文件打不开，没有导入任何一行" in visible(answer)
    assert kept(tmp_path) == []


def test_a_file_of_more_than_twenty_mib_is_not_read(office: FlaskClient, tmp_path: Path) -> None:
    answer = upload(office, "/district/roster", b"x" * (20 * 1024 * 1024 + 1), "名单.xlsx")

    assert answer.status_code == 413
    assert "一次最多 20 MB" in visible(answer)
    assert kept(tmp_path) == []


def test_a_file_must_be_chosen(office: FlaskClient) -> None:
    answer = office.post("/district/roster", data=hidden_fields(office, "/district/roster"))

    assert answer.status_code == 422
    assert "还没有选文件" in visible(answer)


def test_a_district_without_villages_is_told_to_begin_with_them(
    database: Database, client: FlaskClient
) -> None:
    with database.write() as session:
        signed_in(client, make.admin(session))

    answer = upload(client, "/district/roster", workbook([REGISTER, GOOD]), "名单.xlsx")

    assert answer.status_code == 409
    assert "先导入村镇" in visible(answer)


def test_a_file_on_the_disk_is_sealed_and_nobody_else_opens_it(
    office: FlaskClient, database: Database, tmp_path: Path
) -> None:
    look = looked_at(upload(office, "/district/roster", workbook([REGISTER, GOOD]), "名单.xlsx"))
    with database.write() as session:
        other = signed_in(office.application.test_client(), make.admin(session))

    (path,) = kept(tmp_path)

    assert not path.read_bytes().startswith(b"PK")
    assert path.stat().st_mode & 0o077 == 0
    assert other.get(look).status_code == 404


def test_a_file_is_gone_after_a_day(office: FlaskClient, tmp_path: Path) -> None:
    look = looked_at(upload(office, "/district/roster", workbook([REGISTER, GOOD]), "名单.xlsx"))
    (path,) = kept(tmp_path)
    yesterday = (datetime.now(UTC) - timedelta(hours=25)).timestamp()
    os.utime(path, (yesterday, yesterday))

    answer = office.get(look)

    assert answer.status_code == 404
    assert "这个文件已经不在了" in visible(answer)
    assert kept(tmp_path) == []


def test_a_blank_roster_has_text_cells(office: FlaskClient) -> None:
    page = load_workbook(BytesIO(office.get("/district/roster/blank.xlsx").data)).worksheets[0]

    assert [cell.value for cell in page[4]][:4] == ["乡(镇)", "行政村", "自然村(组)", "户编号"]
    assert page["F5"].number_format == "@"


@pytest.mark.parametrize("role", ["committee", "auditor", "township"])
def test_only_the_office_imports_rosters(
    database: Database, client: FlaskClient, role: str
) -> None:
    with database.write() as session:
        village = make.village(session)
        people = {
            "committee": make.committee(session, village),
            "auditor": make.auditor(session),
            "township": make.township_officer(session),
        }
        signed_in(client, people[role])

    assert client.get("/district/roster").status_code == 403


def test_somebody_unknown_is_led_to_the_sign_in_page(client: FlaskClient) -> None:
    assert client.get("/district/roster").location == "/sign-in?next=/district/roster"
