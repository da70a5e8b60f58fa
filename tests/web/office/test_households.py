"""户与卡: finding a household, its file, who serves it, its card, an ID number."""

import pytest

from app.ledger.corrections import approve_correction, ask_correction
from app.ledger.models import Direction
from app.registry.accounts.permissions import Role
from app.registry.cards.actions import report_card_lost
from app.registry.households.models import Household
from app.scoring.rounds.record import excuse_household
from tests import make
from tests.registry.households.people import ID_OF_HEAD, couple
from tests.web.office.offices import Desk, Offices

# The list


def test_a_household_is_found_by_name_number_and_village(offices: Offices) -> None:
    with offices.arrange() as session:
        village, other = make.village(session, "甲村"), make.village(session, "乙村")
        first = make.household(session, village=village, head="买买提·阿卜杜热西提", balance=120)
        make.household(session, village=other, head="张桂兰")
        desk = offices.at(make.township_officer(session))

    for query in ("q=阿卜杜", f"q={first.number}", f"village={village.code}"):
        words = desk.read(f"/township/households?{query}")
        assert f"{first.number} 买买提·阿卜杜热西提 甲村 3组 3 120" in words
        assert "共 1 户" in words
        assert "张桂兰" not in words


def test_a_search_without_a_find_says_how_to_go_on(offices: Offices) -> None:
    with offices.arrange() as session:
        desk = offices.at(make.admin(session))

    assert "没有找到这样的户" in desk.read("/district/households?q=没有")
    assert "还没有户" in desk.read("/district/households")


def test_households_of_other_townships_are_not_listed(offices: Offices) -> None:
    with offices.arrange() as session:
        mine, other = make.village(session), make.village(session)
        make.household(session, village=mine, head="张桂兰")
        make.household(session, village=other, head="李秀英")
        desk = offices.at(make.actor(session, Role.TOWNSHIP, mine))

    words = desk.read("/township/households")

    assert "张桂兰" in words
    assert "李秀英" not in words
    assert len(desk.rows("/township/households.xlsx")) == 2


def test_a_long_list_comes_in_pages(offices: Offices) -> None:
    with offices.arrange() as session:
        make.households(session, 51, village=make.village(session))
        desk = offices.at(make.admin(session))

    first = desk.html("/district/households")
    after = first.partition('rel="next"')[0].rpartition('href="')[2].partition('"')[0]

    assert first.count('scope="row"') == 50
    assert desk.html(after).count('scope="row"') == 1


def test_the_list_takes_the_same_statements_for_few_and_for_many(offices: Offices) -> None:
    with offices.arrange() as session:
        village = make.village(session)
        make.household(session, village=village)
        desk = offices.at(make.admin(session))
    few = desk.statements("/district/households")
    with offices.arrange() as session:
        make.households(session, 30, village=village)

    assert desk.statements("/district/households") == few


def test_lost_cards_without_a_new_one_have_their_own_list(offices: Offices) -> None:
    with offices.arrange() as session:
        village = make.village(session)
        lost, _ = make.households(session, 2, village=village)
        admin = make.admin(session)
        report_card_lost(session, admin, make.card(session, lost).number, now=make.NOW)
        desk = offices.at(admin)

    assert "卡已挂失，等补卡 1" in desk.read("/district/households")
    words = desk.read("/district/households?card=lost")
    assert "户主0" in words
    assert "户主1" not in words


# The file


def file_of(offices: Offices) -> tuple[Household, Desk]:
    """A household with a scored month, an excused one, points, and an approved correction."""
    with offices.arrange() as session:
        village = make.village(session, "孟尝君新村")
        household = couple(session, village)
        other = make.household(session, village=village)
        make.settled_round(session, village, household, other)
        october = make.open_round(session, village, period="2026-10")
        excuse_household(
            session, make.committee(session, village), round_id=october.id,
            household_id=household.id, reason="全家外出务工", now=make.NOW,
        )  # fmt: skip
        asked = ask_correction(
            session, make.admin(session), household_id=household.id, points=5,
            direction=Direction.DEBIT, reason="重复记分", now=make.NOW,
        )  # fmt: skip
        approve_correction(session, make.admin(session), correction_id=asked.id, now=make.NOW)
        desk = offices.at(make.township_officer(session), days_later=9)
    return household, desk


def test_the_file_tells_points_months_and_movements_in_words(offices: Offices) -> None:
    household, desk = file_of(offices)

    words = desk.read(f"/township/households/{household.id}")

    assert "95 分，现在能用" in words
    assert "2026 年 11 月 100 已入账" in words
    assert "2026 年 10 月 — 免评 全家外出务工" in words
    assert "更正，减去积分 −5 95" in words
    assert "2026 年 11 月评分入账 +100 100" in words
    assert "−5 重复记分 孙立新 已批" in words
    assert "包户的人 周明霞 从哪天起 名单上写的" in words


def test_of_an_id_number_the_file_shows_two_signs(offices: Offices) -> None:
    household, desk = file_of(offices)

    html = desk.html(f"/township/households/{household.id}")

    assert "张桂田 户主 ****12" in desk.read(f"/township/households/{household.id}")
    assert ID_OF_HEAD not in html
    assert "看号码" not in html


def test_a_month_is_read_item_by_item(offices: Offices) -> None:
    household, desk = file_of(offices)
    html = desk.html(f"/township/households/{household.id}")
    sheet = "/township/sheets/" + html.partition("/township/sheets/")[2].partition('"')[0]

    words = desk.read(sheet)

    assert "张桂田家 2026 年 11 月评分" in words
    assert "庭院和房前屋后干净 10 优 10" in words
    assert "讲究卫生比清洁 30 30" in words
    assert "周明霞 认定人 孙镇长" in words


def test_the_statement_goes_into_a_workbook(offices: Offices) -> None:
    household, desk = file_of(offices)

    rows = desk.rows(f"/township/households/{household.id}/statement.xlsx")

    assert [row[1:] for row in rows[1:]] == [
        ("更正，减去积分", -5, 95), ("2026 年 11 月评分入账", 100, 100),
    ]  # fmt: skip


# Who serves it


def test_another_scorer_takes_a_household_over(offices: Offices) -> None:
    with offices.arrange() as session:
        village = make.village(session)
        household = make.household(session, village=village, cadre="王守信")
        cadre = make.actor(session, Role.SUPPORT_CADRE, village, name="刘洋")
        desk = offices.at(make.township_officer(session))
    page = f"/township/households/{household.id}/service"

    assert "现在包户 王守信" in desk.read(page)
    words = desk.sent(page, username=cadre.username)

    assert "包户的人定好了" in words
    assert "包户的人 刘洋 从哪天起 2026 年 11 月 20 日" in words


@pytest.mark.parametrize(("username", "status"), [("", 422), ("nobody", 404)])
def test_somebody_must_be_chosen(offices: Offices, username: str, status: int) -> None:
    with offices.arrange() as session:
        village = make.village(session)
        household = make.household(session, village=village)
        make.specialist(session, village)
        desk = offices.at(make.township_officer(session))

    answer = desk.send(f"/township/households/{household.id}/service", username=username)

    assert answer.status_code == status
    assert "换成谁" in answer.text


def test_a_village_without_scorers_says_what_to_do(offices: Offices) -> None:
    with offices.arrange() as session:
        household = make.household(session, village=make.village(session))
        desk = offices.at(make.township_officer(session))

    page = f"/township/households/{household.id}/service"
    assert "这个村还没有能评分的人" in desk.read(page)


# Its card


def test_a_card_is_issued_lost_and_issued_again_and_the_points_stay(offices: Offices) -> None:
    with offices.arrange() as session:
        household = make.household(session, village=make.village(session), balance=80)
        desk = offices.at(make.admin(session))
    page = f"/district/households/{household.id}"

    assert "新卡发好了" in desk.sent(f"{page}/card/issue")
    number = desk.html(f"{page}/card/lost").partition('name="card" value="')[2][:8]
    lost = desk.sent(f"{page}/card/lost", card=number)
    again = desk.sent(f"{page}/card/issue")

    assert "挂失好了 旧卡不能再用。积分都在" in lost
    assert f"卡号 {number} 状态 已挂失" in lost
    assert "状态 在用 第几张 第 2 张" in again
    assert "80 分，现在能用" in again


def test_a_worn_card_is_replaced_once_from_one_page(offices: Offices) -> None:
    with offices.arrange() as session:
        household = make.household(session, village=make.village(session))
        card = make.card(session, household)
        desk = offices.at(make.admin(session))
    page = f"/district/households/{household.id}/card/reissue"

    words = desk.sent(page, card=card.number, times=2)

    assert "第 2 张" in words
    assert desk.send(page, card=card.number).status_code == 409


def test_the_township_reports_lost_and_leaves_new_cards_to_the_district(
    offices: Offices,
) -> None:
    with offices.arrange() as session:
        household = make.household(session, village=make.village(session))
        card = make.card(session, household)
        desk = offices.at(make.township_officer(session))
    page = f"/township/households/{household.id}"

    words = desk.sent(f"{page}/card/lost", card=card.number)

    assert "补卡请找区里" in words
    assert desk.status(f"{page}/card/issue") == 403


# An ID number


def test_a_number_is_shown_on_one_page_with_a_reason(offices: Offices) -> None:
    with offices.arrange() as session:
        household = couple(session, make.village(session), offices.secrets)
        desk = offices.at(make.admin(session))
    page = f"/district/households/{household.id}"
    link = desk.html(page).partition(f"{page}/people/")[2].partition('"')[0]

    answer = desk.send(f"{page}/people/{link}", reason="核对低保名单")

    assert answer.status_code == 200
    assert ID_OF_HEAD in answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    assert ID_OF_HEAD not in desk.html(page)
    assert "看身份证号" in desk.read("/district/audit")
    assert "原因：核对低保名单" in desk.read("/district/audit")


def test_without_a_reason_no_number_is_shown(offices: Offices) -> None:
    with offices.arrange() as session:
        household = couple(session, make.village(session), offices.secrets)
        desk = offices.at(make.admin(session))
    page = f"/district/households/{household.id}"
    link = desk.html(page).partition(f"{page}/people/")[2].partition('"')[0]

    answer = desk.send(f"{page}/people/{link}", reason=" ")

    assert answer.status_code == 422
    assert "看身份证号要写明为什么看" in answer.text
    assert ID_OF_HEAD not in answer.text


def test_reloading_does_not_show_the_number_again(offices: Offices) -> None:
    with offices.arrange() as session:
        household = couple(session, make.village(session), offices.secrets)
        desk = offices.at(make.admin(session))
    page = f"/district/households/{household.id}"
    link = desk.html(page).partition(f"{page}/people/")[2].partition('"')[0]

    words = desk.sent(f"{page}/people/{link}", reason="核对低保名单", times=2)

    assert "这个号码刚才已经显示过了 还要看，请再写一次原因。" in words


def test_only_the_district_office_reveals(offices: Offices) -> None:
    with offices.arrange() as session:
        household = couple(session, make.village(session), offices.secrets)
        people = {"district": make.auditor(session), "township": make.township_officer(session)}

    for office, person in people.items():
        page = f"/{office}/households/{household.id}/people/1"
        assert offices.at(person).status(page) == 403
