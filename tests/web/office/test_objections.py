"""公示与异议: taken down at the desk, answered by who had no part in it."""

from typing import Any

import pytest

from app.registry.accounts.models import User
from app.registry.accounts.queries import actor_by_username
from app.registry.households.models import Household
from app.scoring.rounds.models import Objection, Round, Sheet
from app.scoring.rounds.objections import record_objection
from tests import make
from tests.web.office.offices import Offices


def on_the_wall(offices: Offices) -> tuple[Round, Household, Sheet]:
    """A month on notice with one household, certified by an officer of the township."""
    with offices.arrange() as session:
        village = make.village(session, "孟尝君新村")
        household = make.household(session, village=village, head="欧阳㛃堃")
        round_ = make.publicised_round(session, village, household)
        return round_, household, make.live_sheet(session, round_, household)


def disputed(offices: Offices) -> tuple[Objection, Household]:
    """Somebody says that the yard was swept."""
    _, household, sheet = on_the_wall(offices)
    with offices.arrange() as session:
        said = record_objection(
            session, make.admin(session), sheet_id=sheet.id, said_by="邻居王守信",
            words="院子当天刚扫过", now=make.NOW,
        )  # fmt: skip
        return said, household


@pytest.mark.parametrize("office", ["township", "district"])
def test_what_is_said_at_the_desk_is_taken_down_once(offices: Offices, office: str) -> None:
    round_, _, sheet = on_the_wall(offices)
    with offices.arrange() as session:
        township = make.township_officer(session)
        desk = offices.at(township if office == "township" else make.admin(session))
    page = f"/{office}/sheets/{sheet.id}/object"

    assert f'href="{page}"' in desk.html(f"/{office}/rounds/{round_.id}")
    words = desk.sent(page, said_by="邻居王守信", words="院子当天刚扫过", times=2)

    assert "异议记下了 这一户的分先不入账，别的户不受影响。" in words
    assert "院子当天刚扫过 谁提的 邻居王守信" in words
    assert "等答复 1" in desk.read(f"/{office}/objections")


@pytest.mark.parametrize(
    ("name", "words"), [("", "院子扫过了"), ("邻居", ""), ("邻居", "长" * 1001)]
)
def test_without_who_and_what_nothing_is_taken_down(
    offices: Offices, name: str, words: str
) -> None:
    _, _, sheet = on_the_wall(offices)
    with offices.arrange() as session:
        desk = offices.at(make.township_officer(session))

    answer = desk.send(f"/township/sheets/{sheet.id}/object", said_by=name, words=words)

    assert answer.status_code == 422
    assert f'value="{name}"' in answer.text
    assert "没有等答复的异议" in desk.read("/township/objections")


def test_after_the_notice_nobody_objects(offices: Offices) -> None:
    round_, _, sheet = on_the_wall(offices)
    with offices.arrange() as session:
        desk = offices.at(make.township_officer(session), days_later=8)

    assert "登记异议" not in desk.read(f"/township/rounds/{round_.id}")
    answer = desk.send(f"/township/sheets/{sheet.id}/object", said_by="邻居", words="不对")
    assert answer.status_code == 409


def test_the_list_says_who_said_what(offices: Offices) -> None:
    disputed(offices)
    with offices.arrange() as session:
        desk = offices.at(make.admin(session))

    words = desk.read("/district/objections")

    assert "欧阳㛃堃" in words
    assert "孟尝君新村 2026 年 11 月 100 邻居王守信 院子当天刚扫过" in words
    assert "没有这样的异议" in desk.read("/district/objections?state=dismissed")


def test_what_should_have_been_answered_comes_first(offices: Offices) -> None:
    objection, _ = disputed(offices)
    with offices.arrange() as session:
        admin = make.admin(session)
    in_time, late = offices.at(admin), offices.at(admin, days_later=6)

    assert "过了答复期限" not in in_time.read("/district/objections")
    words = late.read("/district/objections")

    assert "过了答复期限，请先办" in words
    assert words.count("欧阳㛃堃") == 1
    assert "2026-001" in words
    assert "没有等答复的异议" not in words
    assert "其中 1 条过了答复期限" in late.read("/district/")
    assert "过期未答复" in late.read(f"/district/objections/{objection.id}")


def test_an_objection_is_upheld_with_corrected_grades(offices: Offices) -> None:
    objection, household = disputed(offices)
    with offices.arrange() as session:
        desk = offices.at(make.admin(session))
    page = f"/district/objections/{objection.id}"

    assert "异议成立，改分" in desk.read(page)
    answers: dict[str, Any] = {
        f"grade.{code}": grade for code, grade in make.answers(B1="good").items()
    }
    words = desk.sent(page, upheld="1", why="去看过了", **answers)

    assert "改好了 这一户按改后的分入账，原来的评分留着备查。" in words
    assert "异议成立，已改分" in words
    assert "改后的评分 98 分" in words
    assert "2026 年 11 月 98" in desk.read(f"/district/households/{household.id}")


def test_an_objection_is_dismissed_with_a_reason(offices: Offices) -> None:
    objection, _ = disputed(offices)
    with offices.arrange() as session:
        desk = offices.at(make.admin(session))
    page = f"/district/objections/{objection.id}"

    words = desk.sent(page, upheld="0", reason="照片清楚，维持原分", times=2)

    assert "答复记下了" in words
    assert "答复 照片清楚，维持原分 答复人 孙立新" in words


@pytest.mark.parametrize(
    "fields",
    [
        {"upheld": "0", "reason": ""},
        {"upheld": "1", "why": "查过了"},
        {"upheld": "1", "why": "查过了", "grade.B1": "superb"},
    ],
    ids=["no reason", "nothing changes", "no such grade"],
)
def test_half_an_answer_is_refused_and_it_still_waits(
    offices: Offices, fields: dict[str, Any]
) -> None:
    objection, _ = disputed(offices)
    with offices.arrange() as session:
        desk = offices.at(make.admin(session))
    page = f"/district/objections/{objection.id}"

    answer = desk.send(page, **fields)

    assert answer.status_code == 422
    assert fields.get("why", "") in answer.text
    assert "等答复" in desk.read(page)


def test_who_certified_the_sheet_does_not_answer_for_it(offices: Offices) -> None:
    objection, _ = disputed(offices)
    with offices.arrange() as session:
        user = session.get_one(User, objection.sheet_certified_by)
        certifier = actor_by_username(session, user.username, make.NOW)
    assert certifier
    desk = offices.at(certifier)
    page = f"/township/objections/{objection.id}"

    assert "这张评分是您评的、一同去评的或者认定的 按规定不能自己答复。" in desk.read(page)
    answer = desk.send(page, upheld="0", reason="维持原来的分")
    assert answer.status_code == 403


def test_an_auditor_reads_and_answers_nothing(offices: Offices) -> None:
    objection, _ = disputed(offices)
    with offices.arrange() as session:
        desk = offices.at(make.auditor(session))
    page = f"/district/objections/{objection.id}"

    words = desk.read(page)

    assert "院子当天刚扫过" in words
    assert "维持原来的分" not in words
    assert desk.send(page, upheld="0", reason="维持原来的分").status_code == 403


def test_objections_go_into_a_workbook(offices: Offices) -> None:
    disputed(offices)
    with offices.arrange() as session:
        desk = offices.at(make.admin(session))

    (row,) = desk.rows("/district/objections.xlsx")[1:]

    assert row[0:2] == ("孟尝君新村", "2026-11")
    assert row[3:7] == ("欧阳㛃堃", 100, "邻居王守信", "院子当天刚扫过")
    assert row[8] == "等答复"


def test_the_list_takes_the_same_statements_however_many_wait(offices: Offices) -> None:
    disputed(offices)
    with offices.arrange() as session:
        desk = offices.at(make.admin(session))
    few = desk.statements("/district/objections")
    for _ in range(4):
        disputed(offices)

    assert desk.statements("/district/objections") == few
