"""评分与认定: the months of an office's villages, and one of them as a matrix."""

import pytest

from app.registry.accounts.permissions import Role
from app.scoring.rounds.models import Round
from app.scoring.rounds.record import excuse_household
from tests import make
from tests.web.office.offices import Offices

OFFICES = ("township", "district")


@pytest.mark.parametrize("office", OFFICES)
def test_a_line_says_how_far_a_village_is(offices: Offices, office: str) -> None:
    with offices.arrange() as session:
        village = make.village(session, "孟尝君新村")
        scored, _ = make.households(session, 2, village=village)
        make.sheet(session, make.open_round(session, village), scored)
        township = make.township_officer(session)
        person = township if office == "township" else make.admin(session)

    words = offices.at(person).read(f"/{office}/rounds")

    assert "孟尝君新村 评分中 2 1 0 1 100 0 —" in words


def test_the_list_is_narrowed_to_where_months_stand(offices: Offices) -> None:
    with offices.arrange() as session:
        done, under_way = make.village(session, "甲村"), make.village(session, "乙村")
        make.submitted_round(session, done, make.household(session, village=done))
        make.open_round(session, under_way)
        desk = offices.at(make.township_officer(session))

    words = desk.read("/township/rounds?state=submitted")

    assert "全部 2 评分中 1 待认定 1" in words
    assert "甲村 待认定" in words
    assert "乙村" not in words


def test_earlier_months_are_one_choice_away(offices: Offices) -> None:
    with offices.arrange() as session:
        make.open_round(session, make.village(session, "甲村"), period="2026-09")
        desk = offices.at(make.township_officer(session))

    assert "这个月还没有村开始评分" in desk.read("/township/rounds")
    assert "甲村 评分中" in desk.read("/township/rounds?period=2026-09")
    assert "甲村 2026 年 9 月 评分中" in desk.read("/township/rounds?period=all")
    assert desk.status("/township/rounds?period=2026-13") == 422


def test_a_long_list_comes_in_pages(offices: Offices) -> None:
    with offices.arrange() as session:
        village = make.village(session)
        for month in range(1, 13):
            for year in range(2018, 2027):
                if (year, month) <= (2026, 11):
                    make.open_round(session, village, period=f"{year}-{month:02}")
        desk = offices.at(make.admin(session))
    page = "/district/rounds?period=all"

    first = desk.html(page)
    after = first.partition('rel="next"')[0].rpartition('href="')[2].partition('"')[0]

    assert desk.html(after.replace("&amp;", "&")).count('scope="row"') == 7
    assert first.count('scope="row"') == 100


def test_a_list_takes_the_same_statements_for_one_village_and_for_many(offices: Offices) -> None:
    with offices.arrange() as session:
        make.open_round(session, make.village(session))
        desk = offices.at(make.township_officer(session))
    few = desk.statements("/township/rounds")
    with offices.arrange() as session:
        for _ in range(8):
            village = make.village(session)
            make.household(session, village=village)
            make.open_round(session, village)

    assert desk.statements("/township/rounds") == few


def test_the_list_goes_into_a_workbook(offices: Offices) -> None:
    with offices.arrange() as session:
        village = make.village(session, "孟尝君新村")
        make.publicised_round(session, village, make.household(session, village=village))
        desk = offices.at(make.township_officer(session))

    (row,) = desk.rows("/township/rounds.xlsx")[1:]

    assert row[:10] == ("2026-11", "韩集镇", "孟尝君新村", "公示中", 1, 1, 0, 0, 100, 0)


# The matrix


def scored_round(offices: Offices) -> Round:
    """November beside October: the first jumped down, the second moved not at all."""
    with offices.arrange() as session:
        village = make.village(session, "孟尝君新村")
        first, second, third = (
            make.household(session, village=village, head=name)
            for name in ("陈爱莲", "曾德福", "张振华")
        )
        october = make.open_round(session, village, period="2026-10")
        november = make.open_round(session, village)
        poor = make.answers(B1="poor", B2="poor")
        for round_, answers in ((october, make.answers()), (november, poor)):
            make.sheet(session, round_, first, answers_=answers)
            make.sheet(session, round_, second)
        excuse_household(
            session, make.committee(session, village), round_id=november.id,
            household_id=third.id, reason="户主住院", now=make.NOW,
        )  # fmt: skip
        return november


def test_last_month_stands_beside_this_one(offices: Offices) -> None:
    round_ = scored_round(offices)
    with offices.arrange() as session:
        desk = offices.at(make.township_officer(session))

    words = desk.read(f"/township/rounds/{round_.id}")

    assert "陈爱莲 20 上月 /20 ▼20 10 上月 /30 20 上月 /20 15 上月 /15" in words
    assert "80 上月 /100 ▼ 20" in words
    assert "100 上月 /100 和上月一样" in words
    assert "全部 3 变化大 1 和上月一分不差 1 免评 1" in words


def test_the_matrix_reads_in_english_too(offices: Offices) -> None:
    round_ = scored_round(offices)
    with offices.arrange() as session:
        desk = offices.at(make.township_officer(session))
    desk.client.set_cookie("jifen_language", "en")

    words = desk.read(f"/township/rounds/{round_.id}")

    assert "90 % and more" in words
    assert "As last month" in words


def test_why_a_household_is_excused_stays_in_its_own_file(offices: Offices) -> None:
    round_ = scored_round(offices)
    with offices.arrange() as session:
        desk = offices.at(make.township_officer(session))

    assert "张振华 免评" in desk.read(f"/township/rounds/{round_.id}")
    assert "住院" not in desk.html(f"/township/rounds/{round_.id}")
    assert "住院" not in str(desk.rows(f"/township/rounds/{round_.id}.xlsx"))


def test_a_filter_shows_the_lines_it_counts(offices: Offices) -> None:
    round_ = scored_round(offices)
    with offices.arrange() as session:
        desk = offices.at(make.admin(session))

    words = desk.read(f"/district/rounds/{round_.id}?look=jumped")

    assert "陈爱莲" in words
    assert "曾德福" not in words
    assert "没有这样的户" in desk.read(f"/district/rounds/{round_.id}?look=disputed")


def test_the_matrix_goes_into_a_workbook(offices: Offices) -> None:
    round_ = scored_round(offices)
    with offices.arrange() as session:
        desk = offices.at(make.township_officer(session))

    head, first, *_ = desk.rows(f"/township/rounds/{round_.id}.xlsx")

    assert head[3:8] == (
        "扶贫政策比知晓", "讲究卫生比清洁", "勤劳致富比收入", "邻里互助比和谐", "遵纪守法比诚信",
    )  # fmt: skip
    assert first[1:11] == ("陈爱莲", "已评", 20, 10, 20, 15, 15, 80, 100, -20)


def test_a_matrix_takes_the_same_statements_for_few_households_and_for_many(
    offices: Offices,
) -> None:
    with offices.arrange() as session:
        village = make.village(session)
        make.household(session, village=village)
        page = f"/township/rounds/{make.open_round(session, village).id}"
        desk = offices.at(make.township_officer(session))
    few = desk.statements(page)
    with offices.arrange() as session:
        make.households(session, 20, village=village)

    assert desk.statements(page) == few


def test_a_village_of_another_township_is_not_found(offices: Offices) -> None:
    with offices.arrange() as session:
        village = make.village(session)
        household = make.household(session, village=village)
        round_ = make.publicised_round(session, village, household)
        sheet = make.live_sheet(session, round_, household)
        elsewhere = make.actor(session, Role.TOWNSHIP, make.village(session))
        pages = [
            f"/township/rounds/{round_.id}", f"/township/rounds/{round_.id}.xlsx",
            f"/township/rounds/{round_.id}/notice", f"/township/rounds/{round_.id}/certify",
            f"/township/rounds/{round_.id}/publicise", f"/township/rounds/{round_.id}/settle",
            f"/township/sheets/{sheet.id}", f"/township/sheets/{sheet.id}/object",
            f"/township/households/{household.id}", "/township/rounds/999999",
        ]  # fmt: skip
    desk = offices.at(elsewhere)

    assert {desk.status(page) for page in pages} == {404}
    assert village.name not in desk.read("/township/rounds")


def test_the_notice_names_households_and_points_and_is_printed(offices: Offices) -> None:
    with offices.arrange() as session:
        village = make.village(session, "孟尝君新村")
        household = make.household(session, village=village, head="买买提·阿卜杜热西提")
        round_ = make.publicised_round(session, village, household)
        desk = offices.at(make.township_officer(session))

    words = desk.read(f"/township/rounds/{round_.id}/notice")

    assert f"{household.number} 买买提·阿卜杜热西提 100 分" in words
    assert "11 月 20 日 周五 到 11 月 27 日 周五" in words
    assert "买买提·阿卜杜热西提" in desk.read(f"/township/rounds/{round_.id}/notice/print")


def test_what_is_not_on_the_wall_has_no_notice(offices: Offices) -> None:
    with offices.arrange() as session:
        round_ = make.open_round(session, make.village(session))
        desk = offices.at(make.township_officer(session))

    assert desk.status(f"/township/rounds/{round_.id}/notice") == 409
