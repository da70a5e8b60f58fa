"""积分账: a correction is asked for by one person and approved by another; the books agree."""

from typing import Any

import pytest

from app.ledger.corrections import ask_correction
from app.ledger.models import Direction
from app.ledger.queries import balance_of
from app.registry.accounts.actor import Actor
from app.registry.accounts.permissions import Role
from app.registry.households.models import Household
from tests import make
from tests.web.browsing import visible
from tests.web.office.offices import Offices

ASKED: dict[str, Any] = {"direction": "credit", "points": "8", "reason": "10 月义务劳动漏记"}


def home(offices: Offices, balance: int = 0) -> tuple[Household, Actor]:
    """A household, and an officer of its township."""
    with offices.arrange() as session:
        village = make.village(session, "孟尝君新村")
        household = make.household(session, village=village, head="马建国", balance=balance)
        return household, make.township_officer(session)


def waiting(offices: Offices, household: Household, *, by: Actor, points: int = 8) -> int:
    """The id of a correction that somebody asked for."""
    with offices.arrange() as session:
        return ask_correction(
            session, by, household_id=household.id, points=points,
            direction=Direction.CREDIT, reason="10 月漏记", now=make.NOW,
        ).id  # fmt: skip


def test_asking_moves_nothing_and_says_who_must_approve(offices: Offices) -> None:
    household, officer = home(offices)
    desk = offices.at(officer)

    words = desk.sent(f"/township/households/{household.id}/correction", times=2, **ASKED)

    assert "更正提上去了 积分还没有动。要另一个人批了才加减。" in words
    assert "这笔更正是您自己提的，要另一个人来批" in words
    assert "等批 1 已批 0 已退回 0 全部 1" in desk.read("/township/ledger")
    assert "0 分，现在能用" in desk.read(f"/township/households/{household.id}")


@pytest.mark.parametrize(
    "wrong",
    [{"points": "0"}, {"points": "1001"}, {"points": "八"}, {"points": ""}, {"reason": ""},
     {"reason": "长" * 501}, {"direction": ""}, {"direction": "sideways"}],
    ids=str,
)  # fmt: skip
def test_what_is_typed_wrong_is_told_and_the_rest_stays(
    offices: Offices, wrong: dict[str, Any]
) -> None:
    household, officer = home(offices)
    page = f"/township/households/{household.id}/correction"

    answer = offices.at(officer).send(page, **(ASKED | wrong))

    assert answer.status_code == 422
    kept = (ASKED | wrong)["reason"] or (ASKED | wrong)["points"]
    assert kept in answer.text
    assert 'role="alert"' in answer.text


def test_somebody_else_approves_and_the_points_move_once(offices: Offices) -> None:
    household, officer = home(offices)
    correction = waiting(offices, household, by=officer)
    with offices.arrange() as session:
        desk = offices.at(make.admin(session))
    page = f"/district/corrections/{correction}"

    assert "批准加 8 分" in desk.read(page)
    words = desk.sent(page, times=3)

    assert "更正批了" in words
    assert "谁批的 孙立新 11 月 20 日" in words
    with offices.database.read() as session:
        assert balance_of(session, household.id) == 8


def test_who_asked_does_not_approve_even_when_he_sends_it(offices: Offices) -> None:
    household, officer = home(offices)
    correction = waiting(offices, household, by=officer)
    desk = offices.at(officer)
    page = f"/township/corrections/{correction}"

    assert "批准加" not in desk.read(page)
    assert desk.send(page).status_code == 403


def test_an_auditor_reads_corrections_and_approves_none(offices: Offices) -> None:
    household, officer = home(offices)
    correction = waiting(offices, household, by=officer)
    with offices.arrange() as session:
        desk = offices.at(make.auditor(session))
    page = f"/district/corrections/{correction}"

    assert "马建国" in desk.read("/district/ledger")
    assert "批准加" not in desk.read(page)
    assert desk.send(page).status_code == 403


def test_a_correction_elsewhere_is_not_found(offices: Offices) -> None:
    household, officer = home(offices)
    correction = waiting(offices, household, by=officer)
    with offices.arrange() as session:
        desk = offices.at(make.actor(session, Role.TOWNSHIP, make.village(session)))

    assert desk.status(f"/township/corrections/{correction}") == 404
    assert "没有等批的更正" in desk.read("/township/ledger")


def test_corrections_come_in_pages_in_the_same_statements(offices: Offices) -> None:
    household, officer = home(offices)
    waiting(offices, household, by=officer)
    desk = offices.at(officer)
    few = desk.statements("/township/ledger")
    for points in range(1, 51):
        waiting(offices, household, by=officer, points=points)

    html = desk.html("/township/ledger")
    older = html.partition('rel="next"')[0].rpartition('href="')[2].partition('"')[0]

    assert desk.statements("/township/ledger") == few
    assert html.count('scope="row"') == 50
    assert desk.html(older.replace("&amp;", "&")).count('scope="row"') == 1


def test_corrections_go_into_a_workbook(offices: Offices) -> None:
    household, officer = home(offices)
    waiting(offices, household, by=officer)

    (row,) = offices.at(officer).rows("/township/corrections.xlsx")[1:]

    assert row[1:7] == ("马建国", "孟尝君新村", "加分", 8, "10 月漏记", "孙镇长")
    assert row[8] == "等批"


# The books


@pytest.mark.parametrize("role", [Role.DISTRICT_ADMIN, Role.AUDITOR])
def test_every_book_is_re_added_and_told_in_words(offices: Offices, role: Role) -> None:
    home(offices, balance=80)
    with offices.arrange() as session:
        desk = offices.at(make.actor(session, role, make.district(session)))

    words = desk.read("/district/books")

    assert "账都对得上" in words
    assert "每户的余额，等于它所有进出加起来" in words
    assert "对不上" not in words


def test_the_township_has_no_books_page(offices: Offices) -> None:
    _, officer = home(offices)
    desk = offices.at(officer)

    assert desk.status("/district/books") == 403
    assert "查账" not in desk.read("/township/ledger")


def test_a_refused_correction_moves_nothing_and_says_why(offices: Offices) -> None:
    household, officer = home(offices)
    asked = waiting(offices, household, by=officer)
    with offices.arrange() as session:
        desk = offices.at(make.township_officer(session))

    page = f"/township/corrections/{asked}"
    answer = desk.send(page, f"{page}/refusal", refusal="")
    words = desk.sent(page, f"{page}/refusal", times=2, refusal="没有凭据")

    assert (answer.status_code, "还没有保存" in visible(answer)) == (422, True)
    assert "退回了 积分没有动。" in words
    assert "退回的原因 没有凭据" in words
    assert "等批 0 已批 0 已退回 1 全部 1" in desk.read("/township/ledger")
    assert "0 分，现在能用" in desk.read(f"/township/households/{household.id}")


def test_a_late_sheet_is_approved_with_its_lines_in_sight(offices: Offices) -> None:
    with offices.arrange() as session:
        place = make.village(session, "孟尝君新村")
        household = make.household(session, village=place, head="马建国")
        round_ = make.settled_round(session, place, household)
        late = make.late_sheet(session, round_, household, answers_=make.answers("good"))
        desk = offices.at(make.township_officer(session))
        page = f"/township/corrections/{late.correction_id}"

    words = desk.read(page)
    desk.sent(page, times=2)

    assert "减 22 分 原因 纸质评分表漏录了" in words
    assert "补评哪个月 2026 年 11 月 补评的分 78 分 原来入账的分 100 分" in words
    assert "补评的分怎么来的 项目 满分 分 扶贫政策比知晓" in words
    file = desk.read(f"/township/households/{household.id}")
    assert "2026 年 11 月补评：78 分，原来入账 100 分 −22 78" in file
