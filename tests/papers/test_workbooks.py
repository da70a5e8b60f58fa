from collections.abc import Iterator
from datetime import UTC, date, datetime
from io import BytesIO

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from app.papers.workbooks import Column, Kind, Sheet, batches, workbook

COLUMNS = [Column("户编号", 10), Column("户主", 12), Column("积分", 8, Kind.NUMBER)]
ROWS = [("0001", "张桂兰", 1234), ("0002", "李昇喆", 0)]


def opened(*sheets: Sheet, practice: bool = False) -> Workbook:
    return load_workbook(BytesIO(workbook(sheets, practice=practice)))


def first_page(*sheets: Sheet, practice: bool = False) -> Worksheet:
    return opened(*sheets, practice=practice).worksheets[0]


def shown(page: Worksheet) -> list[tuple[object, ...]]:
    return list(page.iter_rows(values_only=True))


def test_a_sheet_has_its_headers_and_its_rows() -> None:
    page = first_page(Sheet("积分台账", COLUMNS, ROWS))

    assert page.title == "积分台账"
    assert shown(page) == [("户编号", "户主", "积分"), *ROWS]


def test_a_household_number_keeps_its_zeros_and_points_can_be_added_up() -> None:
    page = first_page(Sheet("积分台账", COLUMNS, ROWS))

    assert [cell.data_type for cell in page[2]] == ["s", "s", "n"]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "\n=", "＝", "＋", "－", "＠", " ="])
def test_a_formula_in_a_name_stays_words(start: str) -> None:
    page = first_page(Sheet("名单", COLUMNS, [("0001", f"{start}1+1", 0)]))

    name = page["B2"]
    assert name.data_type == "s"
    assert name.value.startswith("'")


def test_a_formula_in_a_heading_or_header_stays_words() -> None:
    page = first_page(Sheet("名单", [Column("=1+1", 8)], [], heading="=2+2", notes=["@note"]))

    assert shown(page) == [("'=2+2",), ("'@note",), ("'=1+1",)]


def test_negative_points_are_a_number_and_get_no_apostrophe() -> None:
    page = first_page(Sheet("流水", COLUMNS, [("0001", "张桂兰", -170)]))

    assert page["C2"].value == -170


def test_a_long_number_keeps_all_its_digits() -> None:
    page = first_page(Sheet("名单", [Column("号", 20, Kind.NUMBER)], [(371522195503120012,)]))

    assert page["A2"].value == "371522195503120012"


def test_an_instant_is_shown_as_the_clock_in_the_village() -> None:
    columns = [Column("入账日", 12, Kind.DATE), Column("时间", 18, Kind.INSTANT)]
    row = (date(2020, 1, 31), datetime(2020, 1, 31, 16, 5, tzinfo=UTC))

    page = first_page(Sheet("流水", columns, [row]))

    assert shown(page)[1] == (datetime(2020, 1, 31), datetime(2020, 2, 1, 0, 5))  # noqa: DTZ001
    assert page["A2"].number_format == "yyyy-mm-dd"


def test_the_head_row_stays_is_filtered_and_comes_on_each_printed_page() -> None:
    page = first_page(Sheet("积分台账", COLUMNS, ROWS, heading="积分台账", notes=["韩集镇"]))

    assert page.freeze_panes == "A4"
    assert page.auto_filter.ref == "A3:C5"
    assert page.print_title_rows == "$3:$3"


def test_totals_stand_below_the_rows_and_outside_the_filter() -> None:
    page = first_page(Sheet("积分台账", COLUMNS, ROWS, totals=("合计", None, 1234)))

    assert shown(page)[-1] == ("合计", None, 1234)
    assert page.auto_filter.ref == "A1:C3"


def test_a_practice_export_says_so_on_the_tab_on_top_and_on_paper() -> None:
    page = first_page(Sheet("积分台账", COLUMNS, ROWS), practice=True)

    assert page.title == "积分台账（演练）"
    assert shown(page)[0][0] == "积分台账（演练）"
    assert page.oddHeader.right.text == "演练"


def test_a_real_export_says_nothing_of_practice() -> None:
    page = first_page(Sheet("积分台账", COLUMNS, ROWS, heading="积分台账"))

    assert page.title == "积分台账"
    assert shown(page)[0][0] == "积分台账"
    assert page.oddHeader.right.text is None


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("李太屯/于庄：[2020]", "李太屯 于庄： 2020"),
        ("'", "表"),
        ("", "表"),
        ("History", "History 2"),
        ("村" * 40, "村" * 31),
    ],
)
def test_the_name_on_a_tab_is_one_that_excel_opens(title: str, name: str) -> None:
    assert first_page(Sheet(title, COLUMNS, [])).title == name


def test_two_sheets_of_one_name_are_told_apart() -> None:
    book = opened(Sheet("韩集镇", COLUMNS, []), Sheet("韩集镇", COLUMNS, []))

    assert book.sheetnames == ["韩集镇", "韩集镇 2"]


def test_a_practice_mark_survives_a_long_name() -> None:
    page = first_page(Sheet("村" * 40, COLUMNS, []), practice=True)

    assert page.title == "村" * 27 + "（演练）"


def test_an_export_without_rows_still_has_its_head() -> None:
    assert shown(first_page(Sheet("积分台账", COLUMNS, []))) == [("户编号", "户主", "积分")]


def test_a_text_longer_than_a_cell_says_how_much_is_left_out() -> None:
    page = first_page(Sheet("异议", [Column("经过", 40)], [("话" * 40_000,)]))

    text = page["A2"].value
    assert len(text) <= 32_767
    assert text.endswith("……（还有 7253 字）")


def test_more_rows_than_a_sheet_takes_go_on_to_the_next() -> None:
    rows: Iterator[tuple[int]] = ((number,) for number in range(5))

    assert [list(batch) for batch in batches(rows, size=2)] == [[(0,), (1,)], [(2,), (3,)], [(4,)]]


def test_rows_that_just_fill_a_sheet_begin_no_other() -> None:
    assert [list(batch) for batch in batches([(1,), (2,)], size=2)] == [[(1,), (2,)]]
