"""我的户: whom to visit, who is done, who was not at home."""

from sqlalchemy.orm import Session

from app.registry.accounts.actor import Actor
from app.registry.accounts.permissions import Role
from app.registry.households.models import Household
from app.scoring.rounds.models import Round
from tests import make
from tests.web.office.offices import Offices


def a_half_scored_month(session: Session) -> tuple[Round, Actor, list[Household]]:
    """Three households: one scored with 100 points, two to be visited."""
    place = make.village(session, "古漯河新村")
    homes = [
        make.household(session, village=place, head=head)
        for head in ("张桂兰", "买买提·阿卜杜热西提", "欧阳㛃堃")
    ]
    scorer = make.specialist(session, place)
    round_ = make.open_round(session, place)
    make.sheet(session, round_, homes[0], by=scorer)
    return round_, scorer, homes


def test_the_page_says_how_far_the_month_is(village: Offices) -> None:
    with village.database.write() as session:
        _, scorer, homes = a_half_scored_month(session)
        number = homes[0].number

    words = village.at(scorer).read("/village/visits")

    assert "我的户 · 11 月" in words
    assert "1 / 3 户已评 已评 1 没人在家 0 待走访 2" in words
    assert f"张桂兰 ✓ 100 分 {number}" in words
    assert "买买提·阿卜杜热西提 待走访" in words


def test_households_stand_under_their_village_and_group(village: Offices) -> None:
    with village.database.write() as session:
        _, scorer, _ = a_half_scored_month(session)

    assert "古漯河新村 3组 按走访路线 张桂兰" in village.at(scorer).read("/village/visits")


def test_the_list_narrows_to_who_is_left(village: Offices) -> None:
    with village.database.write() as session:
        _, scorer, _ = a_half_scored_month(session)
    desk = village.at(scorer)

    assert "张桂兰" not in desk.read("/village/visits?show=due")
    assert "这一类没有户" in desk.read("/village/visits?show=away")


def test_nobody_at_home_is_noted_once_and_the_household_stays(village: Offices) -> None:
    with village.database.write() as session:
        round_, scorer, homes = a_half_scored_month(session)
        page = f"/village/rounds/{round_.id}/households/{homes[1].id}/score"
        away = f"/village/households/{homes[1].id}/nobody-home"
    desk = village.at(scorer)

    words = desk.sent(page, away, times=2)

    assert "记下了：没人在家" in words
    assert "没人在家 1 待走访 1" in words
    assert "11 月 20 日去过" in words


def test_last_months_points_stand_beside_who_had_them(village: Offices) -> None:
    with village.database.write() as session:
        place = make.village(session)
        known = make.household(session, village=place)
        make.household(session, village=place, head="陈保田")
        before = make.open_round(session, place, period="2026-10")
        make.sheet(session, before, known, answers_=make.answers(A1="poor"))
        make.open_round(session, place)
        scorer = make.specialist(session, place)

    words = village.at(scorer).read("/village/visits")

    assert "上月 92 分" in words
    assert "没有上月" in words


def test_a_month_that_is_still_open_is_one_tap_away(village: Offices) -> None:
    with village.database.write() as session:
        place = make.village(session)
        make.household(session, village=place)
        make.open_round(session, place, period="2026-10")
        make.open_round(session, place)
        desk = village.at(make.specialist(session, place))

    assert "11 月 10 月" in desk.read("/village/visits")
    assert "我的户 · 10 月" in desk.read("/village/visits?period=2026-10")


def test_the_day_counts_whom_somebody_went_to(village: Offices) -> None:
    with village.database.write() as session:
        round_, scorer, homes = a_half_scored_month(session)
        page = f"/village/rounds/{round_.id}/households/{homes[1].id}/score"
        away = f"/village/households/{homes[1].id}/nobody-home"
    desk = village.at(scorer)

    assert "今天走了 0 户，还剩 2 户" in desk.read("/village/visits")
    desk.sent(page, away)
    assert "今天走了 1 户，还剩 2 户" in desk.read("/village/visits")
    assert "今天走了" not in desk.read("/village/visits?period=2026-10")


def test_a_typed_number_leads_to_the_sheet(village: Offices) -> None:
    with village.database.write() as session:
        round_, scorer, homes = a_half_scored_month(session)
        number, home = homes[1].number, homes[1].id
        other = make.household(session, village=make.village(session)).number
        page = f"/village/rounds/{round_.id}/households/{home}/score"
    desk = village.at(scorer)

    for typed in (number, f" {number[-6:]} "):
        found = desk.client.get("/village/visits/find", query_string={"number": typed})
        assert found.location == f"{page}#keys"
    assert f"没有这个编号：{other}" in desk.read(f"/village/visits/find?number={other}")
    assert "还没有写户编号" in desk.read("/village/visits/find")


def test_before_the_month_is_opened_the_page_says_why_it_is_empty(village: Offices) -> None:
    with village.database.write() as session:
        place = make.village(session)
        make.household(session, village=place, head="马长顺")
        make.open_round(session, place, period="2026-10")
        desk = village.at(make.specialist(session, place))

    words = desk.read("/village/visits")

    assert "11 月还没有开始" in words
    assert "10 月没办完的 马长顺" in words


def test_who_has_no_households_is_told_so(village: Offices) -> None:
    with village.database.write() as session:
        scorer = make.specialist(session, make.village(session))

    assert "还没有户归您走访" in village.at(scorer).read("/village/visits")


def test_a_cadre_sees_the_households_that_are_assigned_to_him(village: Offices) -> None:
    with village.database.write() as session:
        place = make.village(session)
        make.household(session, village=place, head="张桂兰", cadre="王建军")
        make.household(session, village=place, head="刘凤英", cadre="别人")
        make.open_round(session, place)
        cadre = make.actor(session, Role.SUPPORT_CADRE, place, name="王建军")

    words = village.at(cadre).read("/village/visits")

    assert "张桂兰" in words
    assert "刘凤英" not in words


def test_a_long_list_takes_no_more_statements_than_a_short_one(village: Offices) -> None:
    with village.database.write() as session:
        few, many = make.village(session), make.village(session)
        make.households(session, 2, village=few)
        make.households(session, 20, village=many)
        for place in (few, many):
            make.open_round(session, place)
        first = village.at(make.specialist(session, few))
        second = village.at(make.specialist(session, many))

    assert first.statements("/village/visits") == second.statements("/village/visits")
