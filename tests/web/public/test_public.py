"""What everybody may read: notices under masked names, one's own balance, the price list."""

from dataclasses import dataclass, replace

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from app.registry.cards.actions import report_card_lost
from app.registry.cards.rules import with_check_digit
from app.scoring.rounds.models import Objection, Sheet, SheetState
from tests import make
from tests.make import NOW
from tests.web.browsing import visible
from tests.web.office.offices import Desk, Offices


@dataclass
class Home:
    """A household with a card and 40 points; its month is on the wall."""

    number: str
    card: str
    round_id: int
    village_code: str


def a_home(session: Session, head: str = "张桂兰") -> Home:
    """The household, its card and its notice."""
    place = make.village(session, "古漯河新村村委会")
    household = make.household(session, village=place, head=head, balance=40)
    card = make.card(session, household)
    round_ = make.publicised_round(session, place, household)
    return Home(household.number, card.number, round_.id, place.code)


def look_up(desk: Desk, card: str, household: str) -> TestResponse:
    """Both numbers, typed into the page."""
    return desk.send("/public/points", card=card, household=household)


def test_from_the_township_to_the_notice_in_three_taps(open_pages: Offices) -> None:
    with open_pages.database.write() as session:
        home = a_home(session)
    desk = open_pages.at(None)

    assert "韩集镇" in desk.read("/public/")
    assert "古漯河新村 公示中" in desk.read(f"/public/townships/{make.TOWNSHIP}")
    assert "2026 年 11 月 11 月 20 日到 11 月 27 日 还有 7 天" in desk.read(
        f"/public/villages/{home.village_code}"
    )
    words = desk.read(f"/public/notices/{home.round_id}")
    assert "韩集镇 古漯河新村" in words
    assert f"{home.number} 张** 100" in words
    assert "还有 7 天" in words
    assert "到村委会说一声就行，口头说也可以" in words


def objects(desk: Desk, home: Home, *, times: int = 1, **changed: str) -> TestResponse:
    """A household fills in the form, its card at hand."""
    entered = {
        "card": home.card, "household": home.number, "said_by": "张桂兰",
        "about": "讲究卫生比清洁", "words": "那天在修院墙",
    }  # fmt: skip
    return desk.send(f"/public/notices/{home.round_id}/object", times=times, **entered | changed)


def test_a_household_objects_with_its_card_and_gets_a_number_and_a_day(
    open_pages: Offices,
) -> None:
    with open_pages.database.write() as session:
        home = a_home(session)

    answer = objects(open_pages.at(None), home, times=2)

    said = visible(answer)
    assert "记下了，编号 2026-001" in said
    assert f"{home.number} 张**" in said
    assert "讲究卫生比清洁：那天在修院墙" in said
    assert answer.headers["Cache-Control"] == "no-store"
    with open_pages.database.read() as session:
        objection = session.scalars(select(Objection)).one()
        assert session.get_one(Sheet, objection.sheet_id).state is SheetState.DISPUTED


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"household": "99999999999"}, "没有"),
        ({"card": "12345678"}, "卡号"),
        ({"words": " "}, "要写清楚"),
        ({"said_by": ""}, "要写清楚"),
    ],
)
def test_who_is_not_the_household_or_says_nothing_objects_to_nothing(
    open_pages: Offices, changed: dict[str, str], told: str
) -> None:
    with open_pages.database.write() as session:
        home = a_home(session)

    answer = objects(open_pages.at(None), home, times=1, **changed)

    assert answer.status_code >= 400
    assert told in visible(answer)
    assert "那天在修院墙" in answer.text or "words" in changed
    with open_pages.database.read() as session:
        assert session.scalar(select(func.count(Objection.id))) == 0


def test_a_household_of_another_village_does_not_stand_on_the_notice(open_pages: Offices) -> None:
    with open_pages.database.write() as session:
        home, other = a_home(session), a_home(session, "李四")

    answer = objects(open_pages.at(None), replace(home, card=other.card, number=other.number))

    assert answer.status_code == 404
    assert "这一户不在这张公示上" in visible(answer)


def test_after_the_last_day_nobody_objects_on_the_page(open_pages: Offices) -> None:
    with open_pages.database.write() as session:
        home = a_home(session)
    later = open_pages.at(None, days_later=9)

    assert "公示已经结束" in later.read(f"/public/notices/{home.round_id}/object")


@pytest.mark.parametrize("head", ["买买提·阿卜杜热西提", "欧阳㛃堃", "王伟"])
def test_of_a_name_nothing_but_its_first_character_is_sent(open_pages: Offices, head: str) -> None:
    with open_pages.database.write() as session:
        home = a_home(session, head)

    html = open_pages.at(None).html(f"/public/notices/{home.round_id}")

    assert f"{head[0]}**" in html
    assert head[:2] not in html
    assert head[-2:] not in html


def test_a_household_finds_itself_by_its_number(open_pages: Offices) -> None:
    with open_pages.database.write() as session:
        home = a_home(session)
    desk = open_pages.at(None)
    page = f"/public/notices/{home.round_id}"

    assert home.number in desk.read(f"{page}?number={home.number[-4:]}")
    assert "没有找到户编号“x7”" in desk.read(f"{page}?number=x7")


def test_a_month_that_is_not_on_the_wall_is_not_there(open_pages: Offices) -> None:
    with open_pages.database.write() as session:
        place = make.village(session)
        home = make.household(session, village=place)
        round_id = make.certified_round(session, place, home).id
        code = place.code
    desk = open_pages.at(None)

    assert desk.status(f"/public/notices/{round_id}") == 404
    assert "现在没有公示" in desk.read(f"/public/villages/{code}")
    assert desk.status("/public/villages/999999999999") == 404
    assert desk.status(f"/public/townships/{code}") == 404


def test_card_and_household_number_open_the_balance_and_nothing_else(
    open_pages: Offices,
) -> None:
    with open_pages.database.write() as session:
        make.goods(session, code="soap", name="香皂", price_points=15)
        home = a_home(session)

    answer = look_up(open_pages.at(None), f"{home.card[:4]} {home.card[4:]}", home.number)
    words = visible(answer)

    assert answer.status_code == 200
    assert "张**家的积分" in words
    assert "现在能用 40 分 能换什么 香皂 15 分" in words
    assert "张桂兰" not in answer.text
    assert "扶贫政策" not in words
    assert "评分" not in words
    assert 'data-type="large"' in answer.text
    assert answer.headers["Cache-Control"] == "no-store"


def test_one_of_the_two_numbers_is_not_enough(open_pages: Offices) -> None:
    with open_pages.database.write() as session:
        home, other = a_home(session), a_home(session)
    desk = open_pages.at(None)

    wrong = look_up(desk, home.card, other.number)

    assert wrong.status_code == 404
    assert "40" not in visible(wrong)
    assert home.card in wrong.text
    assert look_up(desk, "1234", home.number).status_code == 422
    assert look_up(desk, with_check_digit("9999999"), home.number).status_code == 404


def test_a_card_that_was_reported_lost_opens_nothing(open_pages: Offices) -> None:
    with open_pages.database.write() as session:
        home = a_home(session)
        report_card_lost(session, make.admin(session), home.card, now=NOW)

    assert look_up(open_pages.at(None), home.card, home.number).status_code == 409


def test_who_keeps_guessing_has_to_wait(open_pages: Offices) -> None:
    with open_pages.database.write() as session:
        home = a_home(session)
    desk = open_pages.at(None)

    tries = [look_up(desk, with_check_digit(f"{n:07d}"), "1").status_code for n in range(1, 12)]

    assert tries == [404] * 10 + [429]
    assert look_up(desk, home.card, home.number).status_code == 429


def test_looking_at_ones_own_points_again_and_again_is_no_guessing(open_pages: Offices) -> None:
    with open_pages.database.write() as session:
        home = a_home(session)
    desk = open_pages.at(None)

    seen = {look_up(desk, home.card, home.number).status_code for _ in range(12)}

    assert seen == {200}


def test_the_price_list_has_pictures_and_points(open_pages: Offices) -> None:
    desk = open_pages.at(None)
    assert "还没有价目" in desk.read("/public/prices")
    with open_pages.database.write() as session:
        make.goods(session, code="rice", name="大米 5 kg", price_points=130)

    assert "大米 5 kg 130 分" in desk.read("/public/prices")
    assert "#g-rice" in desk.html("/public/prices")


def test_the_pages_can_be_read_in_the_other_language(open_pages: Offices) -> None:
    html = open_pages.at(None).html("/public/")

    assert "/language/en?next=/public/" in html
    assert 'lang="en">English</a>' in html


def test_a_long_notice_takes_no_more_statements_than_a_short_one(open_pages: Offices) -> None:
    with open_pages.database.write() as session:
        pages = []
        for homes in (2, 12):
            place = make.village(session)
            made = make.households(session, homes, village=place)
            round_ = make.publicised_round(session, place, *made)
            pages.append(f"/public/notices/{round_.id}")
    desk = open_pages.at(None)

    few, many = (desk.statements(page) for page in pages)

    assert few == many
