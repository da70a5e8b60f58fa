"""问卷 at the door: filled in section by section, saved in part, completed, read; never a point."""

import re
from typing import Any

from sqlalchemy.orm import Session

from app.scoring.questionnaires.actions import FilledIn, answer_questionnaire
from app.scoring.questionnaires.queries import answers_of
from app.scoring.rounds.certify import submit_round
from tests import make
from tests.make import NOW
from tests.scoring.asking import ANSWERS, Door, definition, published
from tests.web.browsing import visible
from tests.web.office.offices import Desk, Offices

CHOSEN = re.compile(r'name="(\w+)" value="([^"]+)" checked|name="(A2|B2)" value="([^"]+)"')


ALL: dict[str, Any] = dict(ANSWERS)


def a_door(session: Session, *, visited: bool = True) -> tuple[Door, str]:
    """A household that may be asked, and where."""
    door = Door.made(session, visited=visited)
    published(session)
    return door, f"/village/rounds/{door.round.id}/households/{door.household.id}/questions"


def filled_in(page: str) -> dict[str, str]:
    """What a form shows as answered."""
    return {a or c: b or d for a, b, c, d in CHOSEN.findall(page)}


def kept(village: Offices, door: Door) -> list[tuple[bool, dict[str, str]]]:
    with village.database.read() as session:
        return [
            (each.row.complete, each.row.answers) for each in answers_of(session, door.household)
        ]


def desk_of(village: Offices, door: Door) -> Desk:
    return village.at(door.scorer)


def test_the_form_asks_by_section_and_says_that_it_earns_nothing(village: Offices) -> None:
    with village.arrange() as session:
        door, page = a_door(session)
    desk = desk_of(village, door)

    words = desk.read(page)

    assert "和积分没有关系：答什么都不加分、不减分。" in words
    assert "收入 填了 0 / 2 收入比去年 多了 少了 一样" in words
    assert "最想办的事 可以不填" in words
    assert "还有 3 问没填 保存回答" in words
    assert filled_in(desk.html(page)) == {}


def test_a_part_is_saved_and_gone_on_with(village: Offices) -> None:
    with village.arrange() as session:
        door, page = a_door(session)
    desk = desk_of(village, door)

    words = desk.sent(page, times=2, A1="多了", A2="", B2="", replaces="")

    assert "存好了，还有 2 问没填" in words
    assert kept(village, door) == [(False, {"A1": "多了"})]
    home = desk.read(f"/village/households/{door.household.id}")
    assert "回头看 填了一部分，接着填 看填过的回答" in home
    again = desk.html(page)
    assert filled_in(again) == {"A1": "多了"}
    replaces = re.search(r'name="replaces" value="(\d+)"', again)
    assert replaces
    words = desk.sent(page, replaces=replaces[1], **ALL)
    assert "问卷填完了 和积分没有关系。村里提交以前还可以改。" in words
    assert "打工收入 12,000 元" in words
    assert kept(village, door) == [(True, ANSWERS)]


def test_after_a_sheet_the_questionnaire_is_offered(village: Offices) -> None:
    with village.arrange() as session:
        door, page = a_door(session)
        sheet = make.live_sheet(session, door.round, door.household)
    desk = desk_of(village, door)

    saved = f"/village/sheets/{sheet.id}/saved"

    assert "问卷 回头看 还没填；和积分没有关系" in desk.read(saved)
    assert f'href="{page}"' in desk.html(saved)


def test_a_section_is_filled_in_as_last_time_and_nothing_is_kept_yet(village: Offices) -> None:
    with village.arrange() as session:
        door, page = a_door(session)
        october = make.open_round(session, door.place, period="2026-10")
        make.sheet(session, october, door.household, by=door.scorer)
        given = FilledIn(october.id, door.household.id, ANSWERS)
        answer_questionnaire(session, door.scorer, given, now=NOW)
    desk = desk_of(village, door)

    assert "上次是 2026 年 10 月填的" in desk.read(page)
    answer = desk.send(page, same="A", B2="修路")

    assert answer.status_code == 200
    assert filled_in(answer.text) == {"A1": "多了", "A2": "12000", "B2": "修路"}
    assert len(kept(village, door)) == 1, "October's only"


def test_what_does_not_fit_is_shown_beside_its_question_and_the_rest_stays(
    village: Offices,
) -> None:
    with village.arrange() as session:
        door, page = a_door(session)
    desk = desk_of(village, door)

    answer = desk.send(page, A1="多了", A2="一万", B1="yes", replaces="")

    assert answer.status_code == 422
    assert "“打工收入”填的不对" in visible(answer)
    assert 'href="#A2"' in answer.text
    assert filled_in(answer.text) == {"A1": "多了", "A2": "一万", "B1": "yes"}
    assert desk.send(page, A1="", replaces="").status_code == 422
    assert kept(village, door) == []


def test_who_answers_over_another_is_asked_to_look(village: Offices) -> None:
    with village.arrange() as session:
        door, page = a_door(session)
        door.answer({"A1": "少了"})
    desk = desk_of(village, door)

    answer = desk.send(page, replaces="", **ALL)

    assert answer.status_code == 409
    assert "刚刚有人填过这一户的问卷" in visible(answer)
    assert kept(village, door) == [(False, {"A1": "少了"})]


def test_before_the_visit_and_after_submitting_the_page_says_what_is_missing(
    village: Offices,
) -> None:
    with village.arrange() as session:
        early, early_page = a_door(session, visited=False)
        late, late_page = a_door(session)
        committee = make.committee(session, late.place)
        submit_round(session, committee, round_id=late.round.id, now=NOW)

    for door, page, words in (
        (early, early_page, "这个月还没有走访这一户"),
        (late, late_page, "这个月已经提交，不能再填"),
    ):
        seen = desk_of(village, door).read(page)
        assert words in seen
        assert "保存回答" not in seen


def test_who_may_see_the_household_reads_its_answers_and_nobody_else(village: Offices) -> None:
    with village.arrange() as session:
        door, page = a_door(session)
        door.answer(ANSWERS | {"B2": "修路"})
        committee = village.at(make.committee(session, door.place))
        stranger = village.at(make.committee(session, make.village(session)))
    answers = f"/village/households/{door.household.id}/answers"

    assert "最想办的事 修路" in committee.read(answers)
    assert stranger.status(answers) == 404
    assert committee.status(page) == 403


def test_without_a_questionnaire_nothing_is_offered(village: Offices) -> None:
    with village.arrange() as session:
        door = Door.made(session)
    desk = desk_of(village, door)
    home = f"/village/households/{door.household.id}"

    assert "问卷" not in desk.read(home)
    assert "还没有填过问卷" in desk.read(f"{home}/answers")
    page = f"/village/rounds/{door.round.id}/households/{door.household.id}/questions"
    assert desk.status(page) == 404
    assert definition()["title"] not in desk.read(home)
