"""Reach as SQL: a place's code is a prefix of the codes of all below it."""

from collections.abc import Iterable

from sqlalchemy import ColumnElement, false, or_, true
from sqlalchemy.orm import InstrumentedAttribute

AFTER_DIGITS = ":"  # the character after "9": codes below "3715" lie in ["3715", "3715:")


def below_any(
    column: InstrumentedAttribute[str] | InstrumentedAttribute[str | None],
    codes: Iterable[str],
) -> ColumnElement[bool]:
    """Whether a code column lies at or below any of the given places; nothing lies below none."""
    conditions = [
        true() if code == "" else (column >= code) & (column < code + AFTER_DIGITS)
        for code in sorted(codes)
    ]
    return or_(false(), *conditions)
