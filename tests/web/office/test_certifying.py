"""认定: the township looks, sends back, certifies, publicises."""

import re
from dataclasses import replace

import pytest

from app.registry.accounts.actions import give_grant
from app.registry.accounts.actor import Held
from app.registry.accounts.models import User
from app.registry.accounts.permissions import Role
from app.scoring.rounds.certify import submit_round
from app.scoring.rounds.models import Round, RoundState
from tests import make
from tests.web.office.offices import Desk, Offices

TICK = re.compile(r'name="back" form="back" value="(\d+)"')


def submitted(offices: Offices, households: int = 2) -> tuple[Desk, Round]:
    """A township officer, and a month that the village has submitted."""
    with offices.arrange() as session:
        village = make.village(session, "孟尝君新村")
        homes = make.households(session, households, village=village)
        round_ = make.submitted_round(session, village, *homes)
        desk = offices.at(make.township_officer(session))
    return desk, round_


def now_in(offices: Offices, round_: Round) -> Round:
    """The month as it stands now."""
    with offices.database.read() as session:
        found = session.get_one(Round, round_.id)
        session.expunge(found)
        return found


def test_opening_a_submitted_month_is_noted_so_the_village_cannot_take_it_back(
    offices: Offices,
) -> None:
    desk, round_ = submitted(offices)

    desk.read(f"/township/rounds/{round_.id}")

    assert now_in(offices, round_).looked_at == make.NOW


def test_when_the_district_looks_the_village_may_still_take_it_back(offices: Offices) -> None:
    _, round_ = submitted(offices)
    with offices.arrange() as session:
        district = offices.at(make.admin(session))

    district.read(f"/district/rounds/{round_.id}")

    assert now_in(offices, round_).looked_at is None


def test_certifying_shows_the_facts_first(offices: Offices) -> None:
    desk, round_ = submitted(offices)

    words = desk.read(f"/township/rounds/{round_.id}/certify")

    assert "村 韩集镇 孟尝君新村 户数 2 户 合计 200 分 户均 100.0 分" in words
    assert "封顶 没有户超过 120 分" in words
    assert "村里提交 11 月 20 日 周五 马书记 认定人 孙镇长（没有给这个村评过分）" in words
    assert "认定 2 户 先不认定，回去看" in words
    assert "分数不能再改，错了走“积分更正”。 村里贴公示，7 天。" in words


def test_a_month_is_certified_once_however_often_the_button_is_pressed(offices: Offices) -> None:
    desk, round_ = submitted(offices)
    page = f"/township/rounds/{round_.id}/certify"

    words = desk.sent(page, times=3)

    assert "认定好了 现在可以公示。" in words
    assert "11 月 20 日 孙镇长认定" in words
    assert now_in(offices, round_).state is RoundState.CERTIFIED


def test_who_scored_in_the_village_is_told_that_somebody_else_certifies(offices: Offices) -> None:
    with offices.arrange() as session:
        village = make.village(session)
        household = make.household(session, village=village)
        officer = make.township_officer(session)
        scores_too = Held(Role.VILLAGE_SPECIALIST, place_code=village.code)
        user = session.get_one(User, officer.user_id)
        give_grant(session, make.admin(session), user, scores_too, now=make.NOW)
        both = replace(officer, grants=(*officer.grants, scores_too))
        round_ = make.open_round(session, village)
        make.sheet(session, round_, household, by=both)
        submit_round(session, make.committee(session, village), round_id=round_.id, now=make.NOW)
        page = f"/township/rounds/{round_.id}"
        desk = offices.at(officer)

    assert "您参加了这个村的评分，请另一位同事来认定" in desk.read(page)
    assert "您参加了这个村的评分，不能自己认定 没有认定。" in desk.read(f"{page}/certify")
    assert desk.send(page, f"{page}/certify").status_code == 403


def test_ticked_households_are_named_in_the_reason(offices: Offices) -> None:
    desk, round_ = submitted(offices)
    page = f"/township/rounds/{round_.id}"
    first = desk.html(page).partition('name="back" form="back" value="')[2].partition('"')[0]

    desk.sent(page, f"{page}/send-back", reason="卫生分变化大", back=[first])

    after = now_in(offices, round_)
    assert (after.state, after.sent_back_reason) == (RoundState.OPEN, "户主0：卫生分变化大")
    assert "镇里退回" in desk.read("/township/rounds")


def test_without_a_reason_nothing_is_sent_back_and_the_ticks_stay(offices: Offices) -> None:
    desk, round_ = submitted(offices)
    page = f"/township/rounds/{round_.id}"
    first = desk.html(page).partition('name="back" form="back" value="')[2].partition('"')[0]

    answer = desk.send(page, f"{page}/send-back", reason="", back=[first])

    assert answer.status_code == 422
    assert "退回" in answer.text
    assert f'value="{first}" aria-label="退回 户主0" checked' in answer.text
    assert now_in(offices, round_).state is RoundState.SUBMITTED


def test_publicising_says_until_when_and_leads_to_the_wall(offices: Offices) -> None:
    desk, round_ = submitted(offices)
    desk.sent(f"/township/rounds/{round_.id}/certify")

    assert "公示到 11 月 27 日 周五" in desk.read(f"/township/rounds/{round_.id}/publicise")
    words = desk.sent(f"/township/rounds/{round_.id}/publicise")

    assert "开始公示了 请村里把公示打印出来，贴到公示栏。" in words
    assert now_in(offices, round_).state is RoundState.PUBLICISED


def test_a_step_that_was_taken_before_is_not_offered_again(offices: Offices) -> None:
    desk, round_ = submitted(offices)

    assert "这个月现在不用公示" in desk.read(f"/township/rounds/{round_.id}/publicise")
    desk.sent(f"/township/rounds/{round_.id}/certify")
    assert "这个月现在不用认定" in desk.read(f"/township/rounds/{round_.id}/certify")


def test_the_district_certifies_nothing(offices: Offices) -> None:
    _, round_ = submitted(offices)
    with offices.arrange() as session:
        district = offices.at(make.admin(session))

    assert district.status(f"/district/rounds/{round_.id}/certify") == 404
    assert "退回村里" not in district.read(f"/district/rounds/{round_.id}")


def ticks(desk: Desk, page: str) -> list[str]:
    """The households that could be ticked to go back."""
    return TICK.findall(desk.html(page))


def test_only_the_ticked_households_go_back(offices: Offices) -> None:
    desk, round_ = submitted(offices)
    page = f"/township/rounds/{round_.id}"

    words = desk.sent(
        page, f"{page}/send-back-sheets", times=2, reason="卫生分太高", back=ticks(desk, page)[:1]
    )

    assert "退回了 1 户 评分的人看得到原因。" in words
    assert "退回了几户，还有 1 户没答复" in words
    assert "孙镇长退回：卫生分太高 还没有答复。" in words
    after = now_in(offices, round_)
    assert (after.state, after.sent_back_reason) == (RoundState.OPEN, None)


def test_while_they_wait_another_household_may_still_go_back(offices: Offices) -> None:
    desk, round_ = submitted(offices)
    page = f"/township/rounds/{round_.id}"
    first, second = ticks(desk, page)
    desk.sent(page, f"{page}/send-back-sheets", reason="卫生分太高", back=[first])
    assert ticks(desk, page) == [second]

    words = desk.sent(page, f"{page}/send-back-sheets", reason="请核对收入", back=[second])

    assert "还有 2 户没答复" in words
    assert "退回过 2" in words
    assert "整月退回" not in words


@pytest.mark.parametrize(("reason", "ticked"), [("", 1), ("卫生分太高", 0)])
def test_without_a_reason_or_a_tick_no_household_goes_back(
    offices: Offices, reason: str, ticked: int
) -> None:
    desk, round_ = submitted(offices)
    page = f"/township/rounds/{round_.id}"

    answer = desk.send(
        page, f"{page}/send-back-sheets", reason=reason, back=ticks(desk, page)[:ticked]
    )

    assert answer.status_code == 422
    assert now_in(offices, round_).state is RoundState.SUBMITTED
