from io import BytesIO

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from app.papers.refused_rows import refused_rows_workbook
from app.registry.households.roster.reading import read_roster
from app.registry.households.roster.refused import refused_lines
from app.registry.households.roster.results import Fault
from app.words.roster import fault_sentence
from tests.registry.roster.sheets import (
    DATA,
    GOOD_ID,
    OTHER_ID,
    REGISTER,
    Line,
    checked,
    text_table,
    workbook,
)

PLACE = ("韩集镇", "孟尝君新村")
ONE_FAULTY_OF_TWO: list[Line] = [
    ("2026 年名单",),
    REGISTER,
    (*PLACE, "0001", "张桂兰", GOOD_ID, "1", "户主"),
    (*PLACE, "0002", "李昇喆", "371599194505280363", "2", "户主"),
    (*PLACE, "0002", "王秀英", OTHER_ID, "2", "配偶"),
]


def refused(content: bytes, *, more: tuple[Fault, ...] = ()) -> bytes:
    roster = checked(content)
    lines = refused_lines(read_roster(content), roster, [*roster.faults, *more])
    return refused_rows_workbook(
        lines, lambda fault: fault_sentence(fault, "zh"), file_name="名单.xlsx", practice=False
    )


def page(content: bytes) -> Worksheet:
    return load_workbook(BytesIO(content)).worksheets[0]


def shown(content: bytes) -> list[tuple[object, ...]]:
    return [tuple(cell or "" for cell in row) for row in page(content).iter_rows(values_only=True)]


def test_all_rows_of_a_refused_household_come_and_no_others() -> None:
    head, *rows = shown(refused(workbook(ONE_FAULTY_OF_TWO)))[3:]

    assert head == ("原表行号", *REGISTER, "要改的地方")
    assert [(row[0], row[4]) for row in rows] == [(4, "李昇喆"), (5, "王秀英")]
    assert "末位对不上" in str(rows[0][-1])


def test_the_workbook_says_that_it_is_internal() -> None:
    heading, note, *_rest = shown(refused(workbook(ONE_FAULTY_OF_TWO)))

    assert heading[0] == "要改的名单（内部资料）"
    assert "身份证号" in str(note[0])


def test_an_id_number_stays_text() -> None:
    found = page(refused(workbook(ONE_FAULTY_OF_TWO)))

    assert [found.cell(5, column).data_type for column in (4, 6)] == ["s", "s"]
    assert found.cell(5, 6).value == "371599194505280363"


def test_mended_it_can_be_imported_again() -> None:
    book = load_workbook(BytesIO(refused(workbook(ONE_FAULTY_OF_TWO))))
    book.worksheets[0].cell(5, 6).value = "371599195006271132"
    file = BytesIO()
    book.save(file)

    roster = checked(file.getvalue())

    assert (roster.refused, roster.people, roster.unknown_columns) == (0, 2, ())
    assert [household.number for household in roster.accepted] == ["0002"]


def test_not_mended_it_is_refused_again_and_gets_no_second_pair_of_columns() -> None:
    again = refused(refused(workbook(ONE_FAULTY_OF_TWO)))

    assert shown(again)[3] == ("原表行号", *REGISTER, "要改的地方")
    assert [row[0] for row in shown(again)[4:]] == [5, 6]


def test_a_household_that_the_register_refuses_comes_with_all_its_rows() -> None:
    head = (*PLACE, "0001", "张桂兰", GOOD_ID, "2", "户主")
    wife = (*PLACE, "0001", "王秀英", OTHER_ID, "2", "配偶")
    facts = {"also": "0009", "person_row": 2, "name": "张桂兰"}
    taken = Fault("id_duplicate", 2, "0001", facts, also="0009")

    lines = shown(refused(text_table([REGISTER, head, wife]), more=(taken,)))[4:]

    assert [line[4] for line in lines] == ["张桂兰", "王秀英"]
    assert all("户编号 0009" in str(line[-1]) for line in lines)


@pytest.mark.parametrize(
    "name", ["register-export.xlsx", "village-sheet.xlsx", "legacy-gb18030.csv"]
)
def test_of_a_real_layout_exactly_the_refused_households_are_refused_again(name: str) -> None:
    content = (DATA / "rosters" / name).read_bytes()
    first = checked(content)

    again = checked(refused(content))

    assert not again.accepted
    assert {fault.household for fault in again.faults} == {f.household for f in first.faults}
    assert {fault.code for fault in again.faults} == {fault.code for fault in first.faults}
