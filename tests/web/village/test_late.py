"""补评 at the door: what was found is kept although the month is closed, and waits for approval."""

from app.scoring.rounds.certify import submit_round
from tests import make
from tests.web.browsing import visible
from tests.web.office.offices import Offices
from tests.web.village.test_score import filled

WHY = "纸质表夹在台账里，月底没录"


def test_a_household_s_closed_months_are_scored_late_from_its_page(village: Offices) -> None:
    with village.database.write() as session:
        session.expire_on_commit = False
        place = make.village(session, "古漯河新村")
        home = make.household(session, village=place, head="张桂兰")
        round_ = make.settled_round(session, place, home)
        desk = village.at(make.specialist(session, place))
    months = f"/village/households/{home.id}/late"
    page = f"/village/rounds/{round_.id}/households/{home.id}/late"

    assert "补评以前的月份" in desk.read(f"/village/households/{home.id}")
    assert "2026 年 11 月 已入账 100 分 补评" in desk.read(months)
    unexplained = desk.send(page, late_reason="", **filled("good", on="2026-11-18"))
    words = desk.sent(page, times=2, late_reason=WHY, **filled("good", on="2026-11-18"))

    assert unexplained.status_code == 422
    assert unexplained.text.count(" checked") == 14
    assert "补评提上去了 积分还没有动。" in words
    assert "已入账 100 分，补评 78 分 等批" in words


def test_a_sheet_sent_when_the_month_had_closed_becomes_a_late_one(village: Offices) -> None:
    with village.database.write() as session:
        session.expire_on_commit = False
        place = make.village(session, "古漯河新村")
        home = make.household(session, village=place, head="张桂兰")
        round_ = make.open_round(session, place)
        make.sheet(session, round_, make.household(session, village=place))
        make.sheet(session, round_, home)
        desk = village.at(make.specialist(session, place))
    page = f"/village/rounds/{round_.id}/households/{home.id}/score"
    with village.database.write() as session:
        submit_round(session, make.committee(session, place), round_id=round_.id, now=make.NOW)

    answer = desk.send(page, **filled("good", on="2026-11-18"))

    assert answer.status_code == 409
    assert "张桂兰家 · 11 月补评" in visible(answer)
    assert answer.text.count(" checked") == 14
    assert f"/households/{home.id}/late" in answer.text
