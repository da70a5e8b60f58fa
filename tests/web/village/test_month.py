"""本月: where the month stands, who is missing, and each step on a page that says what follows."""

import pytest
from sqlalchemy.orm import Session

from app.ledger.queries import balance_of
from app.registry.accounts.permissions import Role
from app.registry.households.models import Household
from app.registry.places.models import Place
from app.scoring.rounds.certify import look_at_round, send_back_round
from app.scoring.rounds.models import Round, RoundState
from app.scoring.rounds.objections import record_objection
from tests import make
from tests.make import NOW
from tests.web.office.offices import Offices


def a_place(session: Session, homes: int = 2) -> tuple[Place, list[Household]]:
    """A village with so many households."""
    place = make.village(session, "古漯河新村村委会")
    return place, make.households(session, homes, village=place)


def state_of(village: Offices, round_id: int) -> RoundState:
    """Where the month stands now."""
    with village.database.read() as session:
        return session.get_one(Round, round_id).state


def test_the_page_says_who_is_missing_and_whose_they_are(village: Offices) -> None:
    with village.database.write() as session:
        place = make.village(session, "古漯河新村村委会")
        done = make.household(session, village=place)
        for cadre in ("王建军", "王建军", "周明霞"):
            make.household(session, village=place, cadre=cadre)
        make.sheet(session, make.open_round(session, place), done)
        desk = village.at(make.committee(session, place))

    words = desk.read("/village/month")

    assert "古漯河新村 · 11 月" in words
    assert "1 户，共 4 户 合计 100 分 已评 1 待走访 3" in words
    assert "3 户还没评 王建军 2 户 周明霞 1 户" in words
    assert "先评完 3 户，再提交" in words
    assert "提交 4 户" not in words


def test_a_village_without_a_month_says_why_the_page_is_empty(village: Offices) -> None:
    with village.database.write() as session:
        desk = village.at(make.committee(session, make.village(session, "孟尝君新村")))

    assert "孟尝君新村还没有开始评分" in desk.read("/village/month")


def test_a_household_that_moved_by_twenty_points_is_to_be_explained(village: Offices) -> None:
    with village.database.write() as session:
        place, (first, second) = a_place(session)
        before = make.open_round(session, place, period="2026-10")
        round_ = make.open_round(session, place)
        for home, now_it_is in ((first, "good"), (second, "excellent")):
            make.sheet(session, before, home)
            make.sheet(session, round_, home, answers_=make.answers(now_it_is))
        desk = village.at(make.committee(session, place))
        moved = f"/village/rounds/{round_.id}/households?show=moved"

    assert "1 户比上月差 20 分以上" in desk.read("/village/month")
    assert "户主0" in desk.read(moved)
    assert "户主1" not in desk.read(moved)


def test_an_excused_household_shows_neither_points_nor_why(village: Offices) -> None:
    with village.database.write() as session:
        place, (home, _) = a_place(session)
        round_ = make.open_round(session, place)
        desk = village.at(make.committee(session, place))
        base = f"/village/rounds/{round_.id}/households"
        page = f"{base}/{home.id}/excuse"
        home_id = home.id

    assert desk.send(page, reason="").status_code == 422
    words = desk.sent(page, times=2, reason="重病住院")

    assert "已定为免评" in words
    assert "免评 1" in words
    assert "重病" not in desk.read(base)
    assert "重病住院" in desk.read(f"{base}/{home_id}")


def test_the_list_of_all_households_exports_without_reasons(village: Offices) -> None:
    with village.database.write() as session:
        place, (home, _) = a_place(session)
        round_ = make.open_round(session, place)
        make.sheet(session, round_, home)
        number = home.number
        desk = village.at(make.committee(session, place))
        round_id = round_.id

    rows = desk.rows(f"/village/rounds/{round_id}/households.xlsx")

    assert rows[0] == ("户编号", "户主", "组", "积分", "上月", "状态")
    assert (number, "户主0", "3组", 100, None, "已评") in rows


def test_submitting_shows_the_facts_first_and_happens_once(village: Offices) -> None:
    with village.database.write() as session:
        place, homes = a_place(session)
        round_ = make.open_round(session, place)
        for home in homes:
            make.sheet(session, round_, home)
        desk = village.at(make.committee(session, place))
        page = f"/village/rounds/{round_.id}/submit"
        round_id = round_.id

    assert "提交 2 户" in desk.read("/village/month")
    assert "户数 2 户 合计 200 分" in desk.read(page)
    assert "以后会怎样" in desk.read(page)
    assert "已提交，等镇里认定" in desk.sent(page, times=2)
    assert state_of(village, round_id) is RoundState.SUBMITTED


def test_a_month_with_gaps_is_not_submitted(village: Offices) -> None:
    with village.database.write() as session:
        place, (home, _) = a_place(session)
        round_ = make.open_round(session, place)
        make.sheet(session, round_, home)
        desk = village.at(make.committee(session, place))
        page = f"/village/rounds/{round_.id}/submit"
        round_id = round_.id

    assert "还不能提交：有 1 户没评 没有提交。" in desk.read(page)
    answer = desk.send("/me", page)
    assert answer.status_code == 409
    assert state_of(village, round_id) is RoundState.OPEN


def test_a_submitted_month_comes_back_until_the_township_has_looked(village: Offices) -> None:
    with village.database.write() as session:
        place, homes = a_place(session)
        first = make.submitted_round(session, place, *homes)
        desk = village.at(make.committee(session, place))
        withdraw = f"/village/rounds/{first.id}/withdraw"
        first_id = first.id

    assert "收回来了，可以接着改" in desk.sent("/village/month", withdraw)
    desk.sent(f"/village/rounds/{first_id}/submit")
    with village.database.write() as session:
        look_at_round(session, make.township_officer(session), round_id=first_id, now=NOW)
    assert "镇里已经打开看了" in desk.read("/village/month")
    assert desk.send("/me", withdraw).status_code == 409


def test_what_the_township_sent_back_says_why(village: Offices) -> None:
    with village.database.write() as session:
        place, homes = a_place(session)
        round_ = make.submitted_round(session, place, *homes)
        send_back_round(
            session, make.township_officer(session), round_id=round_.id,
            reason="3 组的卫生分请再看一遍", now=NOW,
        )  # fmt: skip
        desk = village.at(make.committee(session, place))

    words = desk.read("/village/month")

    assert "镇里退回来了，请改好再提交 3 组的卫生分请再看一遍" in words
    assert "提交 2 户" in words


def test_a_notice_hangs_until_the_end_of_its_day(village: Offices) -> None:
    with village.database.write() as session:
        place, homes = a_place(session)
        round_ = make.certified_round(session, place, *homes)
        desk = village.at(make.committee(session, place))
        page = f"/village/rounds/{round_.id}/publicise"

    assert 'value="2026-11-27"' in desk.html(page)
    early = desk.send(page, closes_on="2026-11-18")
    assert early.status_code == 422
    assert 'value="2026-11-18"' in early.text
    words = desk.sent(page, times=2, closes_on="2026-11-27")

    assert "公示开始了，到 11 月 27 日 周五" in words
    assert "11 月 27 日 周五 23:59 还有 7 天" in words


def test_points_are_credited_when_the_notice_has_ended(village: Offices) -> None:
    with village.database.write() as session:
        place, homes = a_place(session)
        round_ = make.publicised_round(session, place, *homes)
        person = make.committee(session, place)
        page, home = f"/village/rounds/{round_.id}/settle", homes[0].id

    early = village.at(person)
    assert "没有入账：还在公示 没有动任何一户的分。" in early.read(page)
    assert early.send("/me", page).status_code == 409
    later = village.at(person, days_later=8)
    assert "给 2 户入账" in later.read("/village/month")
    assert "已入账，积分可以用了" in later.sent(page, times=2)
    with village.database.read() as session:
        assert balance_of(session, home) == 100


def test_a_disputed_household_waits_and_the_others_do_not(village: Offices) -> None:
    with village.database.write() as session:
        place, homes = a_place(session)
        round_ = make.publicised_round(session, place, *homes)
        person = make.committee(session, place)
        record_objection(
            session, person, sheet_id=make.live_sheet(session, round_, homes[0]).id,
            said_by="邻居", words="院子是脏的", now=NOW,
        )  # fmt: skip
        page = f"/village/rounds/{round_.id}/settle"

    words = village.at(person, days_later=8).sent(page)

    assert "有 1 户还有异议，答复以后自动入账。" in words
    assert "1 户有异议 这些户的分先不入账" in words


def test_a_scorer_reads_the_month_and_cannot_move_it(village: Offices) -> None:
    with village.database.write() as session:
        place, homes = a_place(session)
        round_ = make.open_round(session, place)
        for home in homes:
            make.sheet(session, round_, home)
        desk = village.at(make.specialist(session, place))
        round_id = round_.id

    assert "提交 2 户" not in desk.read("/village/month")
    assert desk.status(f"/village/rounds/{round_id}/submit") == 403


def test_who_works_in_two_villages_chooses(village: Offices) -> None:
    with village.database.write() as session:
        first, second = make.village(session, "甲村"), make.village(session, "乙村")
        for place in (first, second):
            make.household(session, village=place)
            make.open_round(session, place)
        person = make.actor(session, Role.TOWNSHIP, make.township(session))
        desk, code = village.at(person), second.code

    assert "乙村 · 11 月" in desk.read(f"/village/month?village={code}")
    assert desk.status("/village/month?village=999999") == 404


@pytest.mark.parametrize("page", ["/village/month", "/village/rounds/{}/households"])
def test_many_households_take_no_more_statements_than_few(village: Offices, page: str) -> None:
    with village.database.write() as session:
        counts = []
        for homes in (2, 20):
            place, made = a_place(session, homes)
            before = make.open_round(session, place, period="2026-10")
            round_ = make.open_round(session, place)
            scorer = make.specialist(session, place)
            for home in made[1:]:
                make.sheet(session, before, home, by=scorer)
            make.sheet(session, round_, made[0], by=scorer)
            counts.append((make.committee(session, place), page.format(round_.id)))

    few, many = (village.at(person).statements(address) for person, address in counts)

    assert few == many


def test_months_before_stand_below(village: Offices) -> None:
    with village.database.write() as session:
        place, _ = a_place(session)
        earlier = make.open_round(session, place, period="2026-10")
        make.open_round(session, place)
        desk = village.at(make.committee(session, place))
        earlier_id = earlier.id

    assert "别的月份 2026 年 10 月 评分中" in desk.read("/village/month")
    assert "古漯河新村 · 10 月" in desk.read(f"/village/rounds/{earlier_id}")
