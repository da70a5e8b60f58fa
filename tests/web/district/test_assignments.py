"""分工: who serves which household."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app.kernel.db import Database
from app.registry.accounts.models import User
from app.registry.households.models import Assignment, Household
from tests import make
from tests.web.browsing import hidden_fields, send, visible
from tests.web.district.uploads import looked_at, upload

PAGE = "/district/settings/assignments"


@pytest.fixture
def homes(database: Database) -> list[str]:
    """Three households of a village; the second's cadre signs in, the third has none."""
    with database.write() as session:
        village = make.village(session, "孟尝君新村")
        made = [
            make.household(session, village=village, head="张桂兰", cadre="没有登录的人"),
            make.household(session, village=village, head="李昇喆", cadre="周明霞"),
            make.household(session, village=village, head="欧阳㛃堃"),
        ]
        make.specialist(session, village)
        return [home.number for home in made]


def scorer(database: Database) -> str:
    with database.read() as session:
        return session.scalars(select(User.username).where(User.name == "周明霞")).one()


def served(database: Database) -> dict[str, str]:
    with database.read() as session:
        rows = session.execute(
            select(Household.number, User.username)
            .join(Assignment, Assignment.household_id == Household.id)
            .join(User, User.id == Assignment.user_id)
            .where(Assignment.until.is_(None))
        )
        return {row.number: row.username for row in rows}


@pytest.mark.usefixtures("homes")
def test_the_office_sees_whom_the_register_names_and_who_can_sign_in(office: FlaskClient) -> None:
    page = visible(office.get(PAGE))

    assert "共 3 户，没人包 1 户" in page
    assert "韩集镇 孟尝君新村 3 — 1 1 1" in page


def test_one_household_changes_hands_from_today_on(
    office: FlaskClient, database: Database, homes: list[str]
) -> None:
    answer = send(office, PAGE, household=homes[0], username=scorer(database))

    assert "从今天起由" in visible(office.get(answer.location))
    assert served(database) == {homes[0]: scorer(database)}


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (("99999", "{scorer}"), "没有找到这一户"),
        (("{home}", "nobody"), "没有登录名是“nobody”的人"),
        (("", "{scorer}"), "有一项还没有填"),
    ],
)
def test_a_slip_changes_nothing(
    office: FlaskClient,
    database: Database,
    homes: list[str],
    line: tuple[str, str],
    words: str,
) -> None:
    known = {"home": homes[0], "scorer": scorer(database)}

    household, username = (cell.format(**known) for cell in line)
    answer = send(office, PAGE, household=household, username=username)

    assert answer.status_code in {404, 422}
    assert words in visible(answer)
    assert served(database) == {}


def test_a_list_is_looked_at_and_then_taken_in_once(
    office: FlaskClient, database: Database, homes: list[str]
) -> None:
    who = scorer(database)
    file = f"household,username\n{homes[0]},{who}\n{homes[1]},\n{homes[2]},{who}\n"

    seen = upload(office, f"{PAGE}/import", file.encode("utf-8-sig"), "分工.csv")

    assert "2 户 新指定人" in visible(seen)
    look = looked_at(seen)
    fields = hidden_fields(office, look)
    answers = [office.post(look, data=fields) for _ in range(2)]
    assert [answer.location for answer in answers] == [PAGE] * 2
    assert served(database) == {homes[0]: who, homes[2]: who}


def test_lines_that_cannot_be_right_are_all_named_and_none_is_taken_in(
    office: FlaskClient, database: Database, homes: list[str]
) -> None:
    who = scorer(database)
    file = (
        f"household,username\n{homes[0]},{who}\n99999,{who}\n{homes[1]},nobody\n{homes[0]},{who}\n"
    )

    page = visible(upload(office, f"{PAGE}/import", file.encode(), "分工.csv"))

    assert f"3 99999 {who} 要改 没有这个户编号" in page
    assert f"4 {homes[1]} nobody 要改 没有这个登录名，或者已经停用" in page
    assert f"5 {homes[0]} {who} 要改 这一户上面已经写过一次" in page
    assert "先把 3 行改好" in page
    assert served(database) == {}


def test_a_list_that_names_nobody_is_refused(office: FlaskClient, homes: list[str]) -> None:
    file = f"household,username\n{homes[0]},\n"

    answer = upload(office, f"{PAGE}/import", file.encode(), "分工.csv")

    assert answer.status_code == 422
    assert "文件里没有户" in visible(answer)


def test_the_list_comes_as_a_file_to_fill_in(office: FlaskClient, homes: list[str]) -> None:
    file = office.get(f"{PAGE}.csv").data.decode("utf-8-sig")

    assert f"{homes[0]},,张桂兰,孟尝君新村,没有登录的人" in file


def test_a_name_in_the_file_is_never_taken_for_a_formula(
    office: FlaskClient, database: Database
) -> None:
    with database.write() as session:
        make.household(session, village=make.village(session), head="=1+1")

    assert ",'=1+1," in office.get(f"{PAGE}.csv").data.decode("utf-8-sig")


def test_an_auditor_looks_and_has_no_buttons(audit: FlaskClient, homes: list[str]) -> None:
    page = visible(audit.get(PAGE))

    assert "孟尝君新村" in page
    assert "从今天起由他包" not in page
    assert send(audit, PAGE, household=homes[0], username="x").status_code == 403
