import pytest

from app.door.tables import TableColumnsMissing, TableEmpty, TableUnreadable, table

COLUMNS = ("goods", "quantity")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_table_is_read_however_excel_saved_it(encoding: str) -> None:
    rows = table("Goods, quantity,备注\n大米,5,新\n\n,,\nsoap,7\n".encode(encoding), COLUMNS)

    assert [(row.number, row.cells) for row in rows] == [
        (2, {"goods": "大米", "quantity": "5"}),
        (5, {"goods": "soap", "quantity": "7"}),
    ]


def test_a_column_that_may_be_missing_is_empty() -> None:
    rows = table(b"goods,quantity\nrice,5\n", COLUMNS, optional=["note"])

    assert rows[0].cells["note"] == ""


@pytest.mark.parametrize("content", [b"", b"\n\n", b"goods,quantity\n", b"\xef\xbb\xbf"])
def test_a_table_without_rows_is_refused(content: bytes) -> None:
    with pytest.raises(TableEmpty):
        table(content, COLUMNS)


def test_missing_columns_are_named() -> None:
    with pytest.raises(TableColumnsMissing) as refused:
        table(b"goods,number\nrice,5\n", COLUMNS)

    assert refused.value.facts["missing"] == ["quantity"]


@pytest.mark.parametrize("content", [b"PK\x03\x04\x00\x00", b"\xff\xff\xff"])
def test_what_is_no_csv_is_refused(content: bytes) -> None:
    with pytest.raises(TableUnreadable):
        table(content, COLUMNS)
