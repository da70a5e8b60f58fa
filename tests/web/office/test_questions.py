"""问卷 in the offices: counts without names, small ones held back; a household's own answers."""

from sqlalchemy.orm import Session

from tests import make
from tests.scoring.asking import ANSWERS, Door, neighbours_answered, published
from tests.web.office.offices import Offices

PAGE = "/township/questions"


def a_village(session: Session) -> Door:
    """Seven households: six answered all, of whom one fared worse, and one a part."""
    door = Door.made(session)
    published(session)
    door.answer({"A1": "多了"})
    neighbours_answered(door, *[ANSWERS | {"B2": "修路"}] * 5, ANSWERS | {"A1": "少了"})
    return door


def test_an_office_reads_progress_and_counts_and_no_name(offices: Offices) -> None:
    with offices.arrange() as session:
        a_village(session)
        officer, auditor = make.township_officer(session), make.auditor(session)
    desk = offices.at(officer)

    words = desk.read(PAGE)

    assert "6 户填完，共 7 户 填完了 6 填了一部分 1 没填 0" in words
    assert "收入比去年 多了 不显示 少了 不显示 一样 0" in words
    assert "打工收入 平均 12,000 元 6" in words
    assert "喝的是自来水吗 是 6 否 0" in words
    assert "修路" not in words
    assert "张桂兰" not in words
    assert "古漯河新村 6 7" in words
    assert desk.read("/township/households").count("问卷") == 1
    assert "6 户填完" in offices.at(auditor).read("/district/questions")


def test_the_workbook_says_the_same_and_leaves_out_what_is_held_back(offices: Offices) -> None:
    with offices.arrange() as session:
        a_village(session)
        desk = offices.at(make.township_officer(session))

    rows = desk.rows(f"{PAGE}.xlsx")

    assert rows[0] == ("类", "问什么", "回答", "户数", "平均", "单位")
    assert ("收入", "收入比去年", "多了", None, None, None) in rows
    assert ("收入", "打工收入", "有回答", 6, 12000, "元") in rows
    assert ("饮水", "喝的是自来水吗", "是", 6, None, None) in rows


def test_a_district_without_a_questionnaire_says_so(offices: Offices) -> None:
    with offices.arrange() as session:
        desk = offices.at(make.township_officer(session))

    assert "还没有要填的问卷" in desk.read(PAGE)
    assert desk.client.get(f"{PAGE}.xlsx").status_code == 200
    assert desk.status(f"{PAGE}?version=99") == 404


def test_a_households_file_leads_to_its_answers(offices: Offices) -> None:
    with offices.arrange() as session:
        door = a_village(session)
        quiet = make.household(session, village=door.place)
        desk = offices.at(make.township_officer(session))
    file = f"/township/households/{door.household.id}"

    assert "看问卷" in desk.read(file)
    assert "看问卷" not in desk.read(f"/township/households/{quiet.id}")
    words = desk.read(f"{file}/answers")
    assert "收入比去年 多了 打工收入 —" in words
    assert "还没填完" in words


def test_counts_take_as_many_statements_for_more_households(offices: Offices) -> None:
    with offices.arrange() as session:
        door = a_village(session)
        desk = offices.at(make.township_officer(session))
    few = desk.statements(PAGE)

    with offices.database.write() as session:
        door.session = session
        neighbours_answered(door, *[ANSWERS] * 2)

    assert desk.statements(PAGE) == few
