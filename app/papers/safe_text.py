"""Text for spreadsheets: never a formula, never too long, sheet names that Excel accepts."""

import re
from collections.abc import Collection

# What spreadsheet programs read as the beginning of a formula, also in its full-width form,
# and the control characters that make some of them skip to what follows.
FORMULA_STARTS = frozenset("=+-@\t\r\n＝＋－＠")
CELL_CHARACTERS_MAX = 32_767  # Excel's limit
NAME_CHARACTERS_MAX = 31  # likewise
FORBIDDEN_IN_NAME = re.compile(r"[\[\]:*?/\\\x00-\x1f]+")


def safe_text(text: str) -> str:
    """The text, with an apostrophe before it if a spreadsheet could take it for a formula.

    A workbook's text cell is never a formula; the apostrophe guards what is saved from it as CSV.
    """
    if text[:1] in FORMULA_STARTS or text.lstrip()[:1] in FORMULA_STARTS:
        text = f"'{text}"
    if len(text) <= CELL_CHARACTERS_MAX:
        return text
    kept = CELL_CHARACTERS_MAX - 20
    return f"{text[:kept]}……（还有 {len(text) - kept} 字）"


def sheet_name(title: str, *, suffix: str = "", taken: Collection[str] = ()) -> str:
    """A name that Excel accepts: nothing forbidden, at most 31 characters, not yet taken.

    The suffix is kept whole. Excel compares names without regard to case.
    """
    wanted = FORBIDDEN_IN_NAME.sub(" ", title).strip(" '") or "表"
    taken_folded = {name.casefold() for name in taken} | {"history"}  # Excel's own sheet
    for count in range(1, len(taken_folded) + 2):
        end = suffix if count == 1 else f"{suffix} {count}"
        name = f"{wanted[: NAME_CHARACTERS_MAX - len(end)]}{end}"
        if name.casefold() not in taken_folded:
            return name
    raise AssertionError("one name more than are taken was tried")
