"""操作记录: who did what, where, when, in words."""

import pytest

from app.registry.accounts.permissions import Role
from tests import make
from tests.web.office.offices import Desk, Offices


def desk_of(offices: Offices, role: Role = Role.AUDITOR) -> Desk:
    """A month that was publicised, and somebody who reads about it."""
    with offices.arrange() as session:
        village = make.village(session, "孟尝君新村")
        make.publicised_round(session, village, make.household(session, village=village))
        return offices.at(make.actor(session, role, make.district(session), name="郑守信"))


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.DISTRICT_ADMIN])
def test_every_step_stands_there_in_words(offices: Offices, role: Role) -> None:
    words = desk_of(offices, role).read("/district/audit")

    assert "11 月 20 日 周五 09:00 马书记 公示 某村某月" in words
    assert "孙镇长 认定 某村某月" in words
    assert "周明霞 评分 评分" in words
    assert "孟尝君新村 2026-11" in words


@pytest.mark.parametrize(
    ("query", "there", "not_there"),
    [
        ("who=孙镇长", "孙镇长 认定", "马书记"),
        ("verb=publicise_round", "马书记 公示", "孙镇长 认定"),
        (f"place={make.TOWNSHIP}", "孙镇长 认定", "没有这样的记录"),
        ("since=2026-11-20&until=2026-11-20", "孙镇长 认定", "没有这样的记录"),
    ],
)
def test_it_is_narrowed_by_who_what_where_when(
    offices: Offices, query: str, there: str, not_there: str
) -> None:
    words = desk_of(offices).read(f"/district/audit?{query}")

    assert there in words
    # Of the filters themselves the words stand above the table.
    assert not_there not in words.partition("说明")[2]


@pytest.mark.parametrize("query", ["since=2026-11-21", "until=2026-11-19", "who=没有这个人"])
def test_what_does_not_fit_is_not_there(offices: Offices, query: str) -> None:
    assert "没有这样的记录" in desk_of(offices).read(f"/district/audit?{query}")


def test_absurd_filters_are_no_filters(offices: Offices) -> None:
    desk = desk_of(offices)

    for query in (
        "since=yesterday",
        "before=x",
        "before=99999999999999999999999",
        "until=9999-12-31",
    ):
        assert "孙镇长 认定" in desk.read(f"/district/audit?{query}")


def test_it_goes_back_page_by_page_in_the_same_statements(offices: Offices) -> None:
    desk = desk_of(offices)
    few = desk.statements("/district/audit")
    with offices.arrange() as session:
        village = make.village(session)
        round_ = make.open_round(session, village)
        for household in make.households(session, 50, village=village):
            make.sheet(session, round_, household)

    html = desk.html("/district/audit")
    older = html.partition('rel="next"')[0].rpartition('href="')[2].partition('"')[0]

    assert desk.statements("/district/audit") == few
    assert html.count('scope="row"') == 50
    assert "孙镇长 认定" in desk.read(older)


def test_it_goes_into_a_workbook(offices: Offices) -> None:
    rows = desk_of(offices).rows("/district/audit.xlsx")

    assert rows[0][1:4] == ("谁", "做了什么", "对什么")
    assert ("马书记", "公示", "某村某月") in [row[1:4] for row in rows]


def test_nobody_else_reads_it(offices: Offices) -> None:
    with offices.arrange() as session:
        village = make.village(session)
        people = [make.township_officer(session), make.committee(session, village)]

    assert {offices.at(person).status("/district/audit") for person in people} == {403}
