"""A district is set up from the command line."""

from pathlib import Path

import pytest
from apiflask import APIFlask
from sqlalchemy import select

from app.kernel.db import Database
from app.ledger.models import Account
from app.registry.accounts.queries import actor_by_username
from app.registry.households.models import Assignment
from app.registry.places.models import Place
from tests import make
from tests.cli.running import run

VILLAGES = """\
code,name,township_code,township_name
371599115201,李太屯社区居民委员会,371599115,韩集镇
371599115202,古漯河新村,371599115,韩集镇
"""
DISTRICT = ("--district", "371599", "聊城经济技术开发区")


@pytest.fixture
def villages(tmp_path: Path) -> Path:
    file = tmp_path / "villages.csv"
    file.write_text(VILLAGES, "utf-8")
    return file


def test_places_are_taken_in_and_twice_changes_nothing(
    app: APIFlask, database: Database, villages: Path
) -> None:
    first = run(app, "places", "import", str(villages), *DISTRICT, "--json")
    second = run(app, "places", "import", str(villages), *DISTRICT, "--json")

    assert first.facts == {"townships": 1, "villages": 2, "new": 4, "changed": 0}
    assert (second.facts["new"], second.facts["changed"]) == (0, 0)
    with database.read() as session:
        assert session.get_one(Place, "371599115202").name == "古漯河新村"


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8-sig", "utf-16"])
def test_a_file_from_chinese_excel_is_read(
    app: APIFlask, database: Database, villages: Path, encoding: str
) -> None:
    villages.write_text(VILLAGES, encoding)

    assert run(app, "places", "import", str(villages), *DISTRICT).status == 0
    with database.read() as session:
        assert session.get_one(Place, "371599115202").name == "古漯河新村"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "文件是空的"),
        (b"code,name,township_code,township_name\n", "文件是空的"),
        (b"code,name\n1,2\n", "文件里缺这些列：township_code、township_name"),
        (b"%PDF-1.7\n\0\0\xff\xfe", "这个文件不是 CSV 表格"),
        (VILLAGES.replace("371599115202", "13").encode(), "第 3 行的代码“13”不对"),
    ],
)
def test_a_file_that_cannot_be_right_is_refused_whole(
    app: APIFlask, database: Database, villages: Path, content: bytes, sentence: str
) -> None:
    villages.write_bytes(content)

    ran = run(app, "places", "import", str(villages), *DISTRICT)

    assert ran.status == 1
    assert sentence in ran.err
    assert ran.out == ""
    with database.read() as session:
        assert session.scalars(select(Place)).all() == []


def test_a_new_store_has_the_account_that_its_redemptions_go_to(
    app: APIFlask, database: Database
) -> None:
    with database.write() as session:
        make.district(session)

    ran = run(
        app,
        "stores",
        "add",
        "HJ01",
        "韩集店",
        "--kind",
        "fixed",
        "--place",
        make.TOWNSHIP,
        "--json",
    )

    with database.read() as session:
        assert session.scalars(select(Account.store_id)).all().count(int(ran.facts["id"])) == 1


def test_a_store_code_is_taken_once(app: APIFlask, database: Database) -> None:
    with database.write() as session:
        make.district(session)
    add = ("stores", "add", "HJ01", "韩集店", "--kind", "fixed", "--place", make.TOWNSHIP)
    assert run(app, *add).status == 0

    ran = run(app, *add)

    assert (ran.status, "这个店的代码已经用了" in ran.err) == (1, True)


def test_a_person_is_added_with_a_role_and_signs_in_with_the_printed_password(
    app: APIFlask, database: Database
) -> None:
    with database.write() as session:
        make.district(session)

    ran = run(
        app, "users", "add", "13806350127", "--role", "township", "--at", make.TOWNSHIP,
        "--name", "孙镇长", "--json",
    )  # fmt: skip

    assert len(ran.facts["password"]) >= 12
    with database.read() as session:
        person = actor_by_username(session, "13806350127", make.NOW)
    assert person
    assert [(held.role, held.place_code) for held in person.grants] == [("township", make.TOWNSHIP)]


def test_a_password_may_come_from_standard_input_and_is_not_printed(
    app: APIFlask, database: Database
) -> None:
    with database.write() as session:
        make.district(session)
    add = ("users", "add", "boss", "--role", "district_admin", "--at", make.DISTRICT)

    empty = run(app, *add, "--password-stdin", typed="\n")
    short = run(app, *add, "--password-stdin", typed="short\n")
    ran = run(app, *add, "--password-stdin", typed="院里种着三棵石榴树和一口井\n")

    for refused in (empty, short):
        assert (refused.status, "至少要 12 个字" in refused.err) == (1, True)
    assert ran.status == 0
    assert "石榴树" not in ran.out + ran.err


def test_a_role_at_a_place_that_is_not_there_adds_nobody(app: APIFlask, database: Database) -> None:
    ran = run(app, "users", "add", "boss", "--role", "auditor", "--at", "99", language="en")

    assert ran.status == 1
    assert ran.err.startswith("No place or store within your reach has the code “99”.")
    with database.read() as session:
        assert actor_by_username(session, "boss", make.NOW) is None


def test_nobody_certifies_and_redeems(app: APIFlask, database: Database) -> None:
    with database.write() as session:
        store = make.store(session).code
    run(app, "users", "add", "both", "--role", "township", "--at", make.TOWNSHIP)

    ran = run(app, "users", "grant", "both", "--role", "store_clerk", "--at", store)

    assert (ran.status, "不能又管认定、又管兑换" in ran.err) == (1, True)


def test_a_token_is_printed_alone_and_opens_the_interface(
    app: APIFlask, database: Database
) -> None:
    with database.write() as session:
        person = make.admin(session)

    token = run(app, "tokens", "issue", person.username).out.strip()

    headers = {"Authorization": f"Bearer {token}"}
    assert app.test_client().get("/api/v1/me", headers=headers).status_code == 200


def test_who_may_not_write_is_refused_in_his_own_name(app: APIFlask, database: Database) -> None:
    with database.write() as session:
        clerk = make.clerk(session, make.store(session))

    refused = run(app, "tokens", "issue", clerk.username, "--as", clerk.username)
    unknown = run(app, "tokens", "issue", clerk.username, "--as", "nobody")

    assert (refused.status, "这件事不归您办" in refused.err) == (1, True)
    assert (unknown.status, "没有登录名是“nobody”的人" in unknown.err) == (1, True)


def test_households_are_assigned_all_or_none(
    app: APIFlask, database: Database, tmp_path: Path
) -> None:
    with database.write() as session:
        village = make.village(session)
        number = make.household(session, village=village).number
        cadre = make.specialist(session, village).username
    file = tmp_path / "assignments.csv"

    file.write_text(f"household,username\n{number},{cadre}\n00000000000,{cadre}\n", "utf-8")
    refused = run(app, "assignments", "import", str(file))
    with database.read() as session:
        assert session.scalars(select(Assignment)).all() == []
    file.write_text(f"household,username\n{number},{cadre}\n", "utf-8")
    done = run(app, "assignments", "import", str(file), "--json")

    assert (refused.status, "没有找到这一户" in refused.err) == (1, True)
    assert done.facts == {"households": 1}


@pytest.mark.parametrize(
    "words", [("users", "add"), ("no-such",), ("users", "add", "x", "--role", "king")]
)
def test_wrong_words_end_with_2(app: APIFlask, words: tuple[str, ...]) -> None:
    assert run(app, *words).status == 2
