"""CSV files as people hand them over."""

import pytest

from app.door.tables import (
    TableColumnsMissing,
    TableEmpty,
    TableTooLong,
    TableUnreadable,
    table,
)

CELLS = [{"code": "R1", "name": "大米，5 kg"}, {"code": "R2", "name": "食盐"}]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("mark", [",", "\t", ";"])
def test_any_encoding_and_mark_that_excel_saves_is_read(encoding: str, mark: str) -> None:
    text = f"code{mark}name\r\nR1{mark}大米，5 kg\r\nR2{mark}食盐\r\n"

    assert [row.cells for row in table(text.encode(encoding), ("code", "name"))] == CELLS


def test_rows_keep_their_number_when_others_are_empty() -> None:
    rows = table("code,name\n\n,,\nR1, 食盐 \n".encode(), ("code", "name"))

    assert [(row.number, row.cells["name"]) for row in rows] == [(4, "食盐")]


def test_headings_may_differ_in_case_and_order_and_more_columns_are_passed_over() -> None:
    rows = table(b" NAME ,price,Code\nsalt,10,R2\n", ("code", "name"), optional=("unit",))

    assert rows[0].cells == {"code": "R2", "name": "salt", "unit": ""}


def test_a_short_row_has_empty_cells() -> None:
    assert table(b"code,name\nR1\n", ("code", "name"))[0].cells == {"code": "R1", "name": ""}


@pytest.mark.parametrize("content", [b"", b"\n\n", b"code,name\n", b"code,name\n,\n"])
def test_a_file_without_rows_is_refused(content: bytes) -> None:
    with pytest.raises(TableEmpty):
        table(content, ("code", "name"))


def test_missing_columns_are_named() -> None:
    with pytest.raises(TableColumnsMissing) as refused:
        table(b"code,price\nR1,10\n", ("code", "name", "unit"))

    assert refused.value.facts == {"missing": ["name", "unit"]}


@pytest.mark.parametrize(
    "content", [b"PK\x03\x04\0\0", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\0", b"\xff\xfe\0\xd8", b"\x80\xff"]
)
def test_what_is_no_text_is_refused(content: bytes) -> None:
    with pytest.raises(TableUnreadable):
        table(content, ("code", "name"))


def test_a_cell_without_end_is_refused() -> None:
    with pytest.raises(TableUnreadable):
        table(b'code,name\n"' + b"x" * 200_000, ("code", "name"))


def test_more_than_a_hundred_thousand_rows_are_refused() -> None:
    with pytest.raises(TableTooLong):
        table(b"code\n" + b"x\n" * 100_001, ("code",))
