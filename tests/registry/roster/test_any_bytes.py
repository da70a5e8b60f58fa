import io
import zipfile

from hypothesis import given
from hypothesis import strategies as st

from app.kernel.errors import Refusal
from app.registry.households.roster.results import CheckedRoster
from tests.registry.roster.sheets import GOOD_ID, SHEET, checked, text_table, with_part, workbook

LINES = [SHEET, ("李太屯社区", "001", "袁小英", GOOD_ID)]
GOOD = workbook(LINES)
TEXT = text_table(LINES, "gb18030")
with zipfile.ZipFile(io.BytesIO(GOOD)) as box:
    PARTS = {name: box.read(name) for name in box.namelist()}

STARTS = st.sampled_from([b"", b"PK\x03\x04", b"%PDF", b"\xff\xfe", GOOD[:200], TEXT])


def answer(content: bytes) -> CheckedRoster | Refusal:
    """What the clerk gets; anything else is raised and fails the test."""
    try:
        return checked(content)
    except Refusal as refusal:
        return refusal


def changed(content: bytes, place: int, put: bytes) -> bytes:
    """The bytes with some of them replaced, wherever that is."""
    place %= len(content)
    return content[:place] + put + content[place + len(put) :]


@given(start=STARTS, rest=st.binary(max_size=400))
def test_any_bytes_are_a_roster_or_a_refusal(start: bytes, rest: bytes) -> None:
    assert isinstance(answer(start + rest), CheckedRoster | Refusal)


@given(place=st.integers(min_value=0), put=st.binary(min_size=1, max_size=8))
def test_a_workbook_with_any_bytes_changed_is_a_roster_or_a_refusal(place: int, put: bytes) -> None:
    assert isinstance(answer(changed(GOOD, place, put)), CheckedRoster | Refusal)


@given(
    name=st.sampled_from(sorted(PARTS)),
    place=st.integers(min_value=0),
    put=st.binary(min_size=1, max_size=8) | st.sampled_from([b"<", b'"', b"/>", b"</c>", b"<!--"]),
)
def test_a_workbook_with_any_part_changed_is_a_roster_or_a_refusal(
    name: str, place: int, put: bytes
) -> None:
    content = with_part(GOOD, name, changed(PARTS[name], place, put))

    assert isinstance(answer(content), CheckedRoster | Refusal)


@given(cells=st.lists(st.lists(st.text(max_size=12), max_size=6), max_size=5))
def test_any_text_in_the_cells_is_a_roster_or_a_refusal(cells: list[list[str]]) -> None:
    lines = text_table([SHEET, *cells]).decode("utf-8-sig")

    assert isinstance(answer(lines.encode("utf-8")), CheckedRoster | Refusal)
