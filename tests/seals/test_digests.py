"""What a row comes to: the same on every database, and never the same for another row."""

from datetime import UTC, datetime
from hashlib import sha256

from hypothesis import given
from hypothesis import strategies as st

from app.seals.digests import BLOCK_ROWS, blocks_of, digests_in, head_of, ids_in, row_digest

ROW = {
    "id": 7, "points": 36, "kind": "award", "at": datetime(2026, 11, 20, 1, 0, tzinfo=UTC),
    "facts": {"b": 1, "a": "粮"}, "expires_on": None,
}  # fmt: skip
VALUES = st.one_of(st.integers(), st.text(), st.booleans(), st.datetimes(timezones=st.just(UTC)))


def test_a_digest_stays_what_it_was_in_every_later_version() -> None:
    written = (
        r'["transfer",{"at":"2026-11-20T01:00:00+00:00","facts":{"a":"\u7cae","b":1},'
        r'"id":7,"kind":"award","points":36}]'
    )

    assert row_digest("transfer", ROW) == sha256(written.encode()).digest()


def test_a_new_column_without_a_value_changes_no_digest() -> None:
    assert row_digest("transfer", {**ROW, "new": None}) == row_digest("transfer", ROW)


def test_the_order_of_columns_and_of_a_document_says_nothing() -> None:
    turned = {**dict(reversed(ROW.items())), "facts": {"a": "粮", "b": 1}}

    assert row_digest("transfer", turned) == row_digest("transfer", ROW)


@given(st.dictionaries(st.text(max_size=8), VALUES, min_size=1), st.data())
def test_another_value_comes_to_another_digest(row: dict[str, object], data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(row)))
    other = data.draw(VALUES.filter(lambda value: str(value) != str(row[name])))

    assert row_digest("audit", {**row, name: other}) != row_digest("audit", row)


def test_the_same_row_in_another_book_is_another_row() -> None:
    assert row_digest("move", ROW) != row_digest("transfer", ROW)


def test_ids_and_digests_come_out_of_their_blocks_as_they_went_in() -> None:
    rows = [(row_id, row_digest("move", {"id": row_id})) for row_id in range(1, BLOCK_ROWS + 3)]

    blocks = blocks_of("move", rows)

    assert [len(ids_in(block.row_ids)) for block in blocks] == [BLOCK_ROWS, 2]
    assert rows == [
        pair
        for block in blocks
        for pair in zip(ids_in(block.row_ids), digests_in(block.digests), strict=True)
    ]


def test_a_head_hangs_on_everything_that_it_signs() -> None:
    at, before = datetime(2026, 11, 20, 1, 0, tzinfo=UTC), bytes(32)
    blocks = blocks_of("move", [(1, row_digest("move", {"id": 1}))])
    heads = {
        head_of(1, at, before, blocks), head_of(2, at, before, blocks),
        head_of(1, at.replace(minute=1), before, blocks), head_of(1, at, b"1" * 32, blocks),
        head_of(1, at, before, []), head_of(1, at, before, [*blocks, *blocks]),
    }  # fmt: skip

    assert len(heads) == 6
