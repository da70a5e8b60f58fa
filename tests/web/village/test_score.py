"""评分: fourteen items at the door, kept when one is missing, saved once, replaced while open."""

from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.registry.accounts.actor import Actor
from app.registry.households.models import Household
from app.registry.places.models import Place
from app.scoring.rounds.burden_models import SheetBurden
from app.scoring.rounds.models import Sheet, SheetState
from tests import make
from tests.scoring import published
from tests.web.browsing import hidden_fields, visible
from tests.web.office.offices import Desk, Offices


@dataclass
class Door:
    """A scorer in front of a household, in November."""

    scorer: Actor
    page: str
    household_id: int


def a_door(session: Session, *, last: str = "", period: str = "2026-11") -> Door:
    """A household to be scored; `last` is the grade of all its items a month before."""
    place = make.village(session, "古漯河新村")
    household = make.household(session, village=place, head="张桂兰")
    make.household(session, village=place, head="欧阳建国")
    scorer = make.specialist(session, place)
    if last:
        before = make.open_round(session, place, period="2026-10")
        make.sheet(session, before, household, by=scorer, answers_=make.answers(last))
    round_ = make.open_round(session, place, period=period)
    page = f"/village/rounds/{round_.id}/households/{household.id}/score"
    return Door(scorer, page, household.id)


def filled(grade: str = "excellent", *, on: str, note: str = "", **others: str) -> dict[str, Any]:
    """The form as somebody fills it in."""
    return {**make.answers(grade, **others), "visited_on": on, "visit_note": note}


def sheets_of(village: Offices, door: Door) -> list[tuple[SheetState, int]]:
    """State and points of what was recorded of the household in November, oldest first."""
    with village.database.read() as session:
        rows = session.scalars(
            select(Sheet).where(Sheet.household_id == door.household_id).order_by(Sheet.id)
        )
        return [(row.state, row.points) for row in rows]


def test_the_form_asks_fourteen_things_and_chooses_none(village: Offices) -> None:
    with village.database.write() as session:
        door = a_door(session)
    desk = village.at(door.scorer)

    words = desk.read(door.page)

    assert "张桂兰家 · 11 月评分" in words
    assert "古漯河新村 3组 3 口人" in words
    assert words.count("满分") == 14
    assert "扶贫政策比知晓 0 / 20 分" in words
    assert "已评 0 /14 项 0 分 保存评分" in words
    assert " checked" not in desk.html(door.page)


def test_last_month_is_marked_and_fills_in_what_is_not_answered(village: Offices) -> None:
    with village.database.write() as session:
        door = a_door(session, last="good")
    desk = village.at(door.scorer)

    before = desk.html(door.page)
    button = find(desk, door.page, 'form="score" name="fill" value="rest')
    answer = desk.send(door.page, A1="poor", visit_note="院子在修", fill=f"rest{button}")

    assert "上月 78 分" in desk.read(door.page)
    assert before.count(">上月</em>") == 14
    assert answer.text.count(" checked") == 14
    assert "已评 14 /14 项 72 分" in visible(answer)
    assert "院子在修" in answer.text
    assert len(sheets_of(village, door)) == 1


def test_one_category_is_taken_from_last_month_and_the_rest_stays(village: Offices) -> None:
    with village.database.write() as session:
        door = a_door(session, last="good")
    desk = village.at(door.scorer)

    answer = desk.send(door.page, A1="poor", B1="excellent", fill="same:A")

    assert "扶贫政策比知晓 16 / 20 分 同上月" in visible(answer)
    assert "讲究卫生比清洁 10 / 30 分 同上月" in visible(answer)
    assert answer.text.count(" checked") == 4
    # What is chosen says how it differs.
    assert 'value="excellent" data-points="10" checked><span data-moved="▲2">' in answer.text


def test_without_a_last_month_nothing_offers_it(village: Offices) -> None:
    with village.database.write() as session:
        door = a_door(session)
    desk = village.at(door.scorer)

    assert "同上月" not in desk.read(door.page)
    assert "先按上月填好" not in desk.read(door.page)
    assert " checked" not in desk.send(door.page, fill="rest:A B C D E").text


def test_saving_says_what_it_came_to_and_who_is_next(village: Offices) -> None:
    with village.database.write() as session:
        door = a_door(session, last="good")
    desk = village.at(door.scorer)

    words = desk.sent(door.page, times=3, **filled(A1="poor", on="2026-11-20"))

    assert "已评 11 月 评分已保存" in words
    assert "本月合计 92 分 比上月 多 14 分 扶贫政策比知晓 12 / 20" in words
    assert "下一户 今天走了 1 户，还剩 1 户 欧阳建国 待走访" in words
    assert sheets_of(village, door)[1:] == [(SheetState.RECORDED, 92)]


def burdens(village: Offices) -> list[tuple[int, int, int]]:
    """Taps, typed characters and seconds of all sheets."""
    with village.database.read() as session:
        rows = session.scalars(select(SheetBurden).order_by(SheetBurden.sheet_id))
        return [(row.taps, row.typed, row.seconds) for row in rows]


def test_what_the_form_counted_is_kept_with_the_sheet(village: Offices) -> None:
    with village.database.write() as session:
        door = a_door(session)
    desk = village.at(door.scorer)
    hidden = hidden_fields(desk.client, door.page)
    counted = {"burden.taps": "16", "burden.typed": "0", "burden.seconds": "48"}

    # Pressed once more, the form has counted on: it is the same sheet all the same.
    for taps in ("16", "17"):
        entered = {**hidden, **filled(on="2026-11-20"), **counted, "burden.taps": taps}
        assert desk.client.post(door.page, data=entered).status_code == 302

    assert burdens(village) == [(16, 0, 48)]


@pytest.mark.parametrize("taps", ["", "-3", "99999", "x", "9" * 30, "²"])
def test_a_counter_gone_wrong_never_stops_a_sheet(village: Offices, taps: str) -> None:
    with village.database.write() as session:
        door = a_door(session)
    counted: dict[str, Any] = {"burden.taps": taps, "burden.typed": "0", "burden.seconds": "48"}

    words = village.at(door.scorer).sent(door.page, **filled(on="2026-11-20"), **counted)

    assert "评分已保存" in words
    assert burdens(village) == []


def test_what_was_counted_goes_on_when_the_form_comes_back(village: Offices) -> None:
    with village.database.write() as session:
        door = a_door(session)
    counted: dict[str, Any] = {"burden.taps": "9", "burden.typed": "4", "burden.seconds": "31"}

    answer = village.at(door.scorer).send(door.page, A1="good", visited_on="2026-11-20", **counted)

    assert answer.status_code == 422
    assert 'name="burden.seconds" value="31"' in answer.text


def test_the_next_sheet_of_a_pile_has_the_day_of_the_one_before(village: Offices) -> None:
    with village.database.write() as session:
        door = a_door(session)
    desk = village.at(door.scorer)

    saved = desk.send(door.page, **filled(on="2026-11-15")).location
    following = find(desk, saved, 'jf-btn--go" href="').removesuffix("#keys")

    assert 'name="on" value="2026-11-15"' in desk.html(saved)
    assert 'type="date" value="2026-11-15"' in desk.html(following)


def test_what_is_missing_is_named_and_everything_entered_stays(village: Offices) -> None:
    with village.database.write() as session:
        door = a_door(session)
    desk = village.at(door.scorer)
    entered = filled("fair", on="2026-11-20", note="院子东边堆着柴草")
    del entered["B4"]

    answer = desk.send(door.page, **entered)

    assert answer.status_code == 422
    assert "还没有保存：有 1 项没评 已评的 13 项都还在。" in visible(answer)
    assert '<a href="#B4">厕所清洁、垃圾入桶</a>' in answer.text
    assert "这一项还没评" in answer.text
    assert answer.text.count(" checked") == 13
    assert "院子东边堆着柴草" in answer.text
    assert sheets_of(village, door) == []


def test_a_new_sheet_replaces_the_first_and_the_first_is_kept(village: Offices) -> None:
    with village.database.write() as session:
        door = a_door(session)
    desk = village.at(door.scorer)
    desk.sent(door.page, **filled("good", on="2026-11-18"))

    assert "这一户这个月评过了：78 分" in desk.read(door.page)
    replaces = find(desk, door.page, 'name="replaces" value="')
    words = desk.sent(door.page, replaces=replaces, **filled(on="2026-11-18"))

    assert "本月合计 100 分" in words
    assert sheets_of(village, door) == [(SheetState.VOID, 78), (SheetState.RECORDED, 100)]


def test_who_did_not_see_that_it_was_scored_meanwhile_is_asked_again(village: Offices) -> None:
    with village.database.write() as session:
        door = a_door(session)
    desk = village.at(door.scorer)
    desk.sent(door.page, **filled("good", on="2026-11-20"))

    answer = desk.send(door.page, replaces="", **filled(on="2026-11-20"))

    assert answer.status_code == 409
    assert answer.text.count(" checked") == 14
    assert sheets_of(village, door) == [(SheetState.RECORDED, 78)]


def test_a_visit_of_another_month_is_refused_beside_its_day(village: Offices) -> None:
    with village.database.write() as session:
        door = a_door(session, period="2026-10")
    desk = village.at(door.scorer)

    for day, status in (("2026-11-20", 422), ("2026-10-40", 422), ("", 422), ("2026-10-09", 302)):
        answer = desk.send(door.page, **filled(on=day))
        assert answer.status_code == status, day
        assert status == 302 or 'href="#visited_on"' in answer.text, day


def test_a_submitted_month_cannot_be_scored_any_more(village: Offices) -> None:
    with village.database.write() as session:
        place = make.village(session)
        household = make.household(session, village=place)
        round_ = make.submitted_round(session, place, household)
        desk = village.at(make.specialist(session, place))
        page = f"/village/rounds/{round_.id}/households/{household.id}/score"

    words = desk.read(page)

    assert "这个月已经提交，不能再改" in words
    assert "保存评分" not in words
    answer = desk.send(page, **filled(on="2026-11-20"))
    assert answer.status_code == 409


def test_grades_and_items_that_do_not_exist_are_refused(village: Offices) -> None:
    with village.database.write() as session:
        door = a_door(session)
    desk = village.at(door.scorer)

    for wrong in ({"A1": "splendid"}, {"Z9": "good"}):
        answer = desk.send(door.page, **filled(on="2026-11-20") | wrong)
        assert answer.status_code == 422, wrong
    assert sheets_of(village, door) == []


def find(desk: Desk, page: str, before: str) -> str:
    """What stands in a page behind some text, up to the next quotation mark."""
    return desk.html(page).partition(before)[2].partition('"')[0]


def a_card_village(session: Session, definition: dict[str, Any]) -> Door:
    """A household to be scored by the rules of another place."""
    make.scheme(session, {**definition, "starts": "2026-01"})
    return a_door(session)


def test_other_rules_ask_in_their_own_way(village: Offices) -> None:
    with village.database.write() as session:
        door = a_card_village(session, published.A_VILLAGES_CARD)
    desk = village.at(door.scorer)

    words = desk.read(door.page)

    assert "四净 每次 1 分，最多 4 分 次" in words
    assert "加分、减分（没有就不用填）" in words
    assert "乱倒垃圾 有一次，本月清零" in words


def test_a_number_is_taken_from_last_month(village: Offices) -> None:
    with village.database.write() as session:
        make.scheme(session, {**published.A_VILLAGES_CARD, "starts": "2026-01"})
        place = make.village(session)
        home = make.household(session, village=place)
        before = make.open_round(session, place, period="2026-10")
        make.sheet(session, before, home, answers_={"A1": "3", "A2": "2", "B": "1"})
        round_ = make.open_round(session, place)
        desk = village.at(make.specialist(session, place))
        page = f"/village/rounds/{round_.id}/households/{home.id}/score"

    answer = desk.send(page, A2="4", fill="item:A1")

    assert 'name="A1" value="3"' in answer.text
    assert 'name="A2" value="4"' in answer.text
    assert "同上月 3 次" not in visible(answer)
    assert "同上月 2 ▲2" in visible(answer)


def test_counts_and_deductions_are_added_up_and_explained(village: Offices) -> None:
    with village.database.write() as session:
        door = a_card_village(session, published.A_VILLAGES_CARD)
    desk = village.at(door.scorer)

    answers = {"A1": "4", "A2": "2", "B": "1", "D": "1", "reason.D": "院里堆垃圾", "V": "no"}
    entered: dict[str, Any] = {"visited_on": "2026-11-20", "visit_note": "", **answers}

    desk.sent(door.page, **entered)

    assert sheets_of(village, door) == [(SheetState.RECORDED, 23)]
    words = desk.read(door.page.removesuffix("/score"))
    assert "四净 4 次 4" in words
    assert "助人 1 次 +20 检查不净 1 次 −3" in words


def test_what_takes_points_wants_its_reason(village: Offices) -> None:
    with village.database.write() as session:
        door = a_card_village(session, published.A_VILLAGES_CARD)
    desk = village.at(door.scorer)

    answer = desk.send(
        door.page, visited_on="2026-11-20", visit_note="",
        A1="4", A2="2", D="1",
    )  # fmt: skip

    assert answer.status_code == 422
    assert "“检查不净”要减分，没有写明为什么" in visible(answer)
    assert 'name="A1" value="4"' in answer.text
    assert sheets_of(village, door) == []


def test_a_number_beyond_its_range_keeps_the_form(village: Offices) -> None:
    with village.database.write() as session:
        door = a_card_village(session, published.SANHE)
    desk = village.at(door.scorer)

    answer = desk.send(
        door.page, visited_on="2026-11-20", visit_note="",
        A1="11", A2="1", A3="1", A4="1",
    )  # fmt: skip

    assert answer.status_code == 422
    assert "“A1”这一项填了 11 分，只能填 1 到 10 分" in visible(answer)
    assert sheets_of(village, door) == []


def test_the_second_week_is_scored_beside_the_first(village: Offices) -> None:
    with village.database.write() as session:
        door = a_card_village(session, published.MACUN)
    desk = village.at(door.scorer)
    first: dict[str, Any] = {"visit_note": "", **published.A_WEEK}
    second: dict[str, Any] = {f"{code}.2": points for code, points in published.A_WEEK.items()}
    desk.sent(door.page, visited_on="2026-11-05", **first)

    words = desk.read(door.page)
    with village.database.read() as session:
        earlier = session.scalars(select(Sheet.id)).one()
    desk.sent(door.page, visited_on="2026-11-12", replaces=earlier, **first, **second)

    assert "项目 第 2 次" in words
    assert sheets_of(village, door)[-1] == (SheetState.RECORDED, 20)


def test_a_household_that_cannot_work_gets_the_other_form(village: Offices) -> None:
    with village.database.write() as session:
        door = a_card_village(session, published.SUANCIGOU)
        place = session.get_one(Household, door.household_id).village_code
        committee = make.committee(session, session.get_one(Place, place))
    month = door.page.removesuffix("/score")

    village.at(committee).sent(month, f"{month}/exempt")

    words = village.at(door.scorer).read(door.page)
    assert "家里收拾得有条理" in words
    assert "出工" not in words
    village.at(committee).sent(month, f"{month}/exempt/end")
    assert "出工" in village.at(door.scorer).read(door.page)


def test_what_was_cut_is_said_by_its_rule(village: Offices) -> None:
    with village.database.write() as session:
        door = a_card_village(session, published.A_VILLAGES_CARD)
    desk = village.at(door.scorer)
    answers = {"A1": "4", "A2": "2", "B": "1", "V": "yes"}
    entered: dict[str, Any] = {"visited_on": "2026-11-20", "visit_note": "", **answers}

    words = desk.sent(door.page, **entered)

    assert "本月合计 0 分 一票否决，本月清零 −26 分" in words
