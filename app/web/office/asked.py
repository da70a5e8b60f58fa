"""What stands behind the question mark of an address: filters and where a page begins."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any, TypeVar

from flask import request, url_for

from app.door.clean import LARGEST_INT
from app.kernel.clock import SHANGHAI
from app.kernel.period import Period

LONGEST = 60

Choice = TypeVar("Choice", bound=StrEnum)


def words_asked(name: str) -> str:
    """A text to look for, without spaces around it, not endless."""
    return request.args.get(name, "").strip()[:LONGEST]


def cursor_asked(name: str) -> int | None:
    """The id a page begins after; whatever is no id is the beginning."""
    text = request.args.get(name, "")
    if not (text.isascii() and text.isdigit()) or int(text[:20]) > LARGEST_INT:
        return None
    return int(text)


def choice_asked(name: str, kind: type[Choice]) -> Choice | None:
    """One of the values of an enum; anything else is no filter."""
    try:
        return kind(request.args.get(name, ""))
    except ValueError:
        return None


def period_asked(usual: Period) -> Period | None:
    """The month of a list: the usual one unless another is named; None for all months.

    :raises PeriodUnreadable: neither a month nor "all".
    """
    text = request.args.get("period", "")
    if text == "all":
        return None
    return Period.parse(text) if text else usual


def address(endpoint: str, asked: Mapping[str, str], **cursor: int | None) -> str:
    """A page of this office with these filters (those that are not empty) and a cursor."""
    kept: dict[str, Any] = {name: value for name, value in {**asked, **cursor}.items() if value}
    return url_for(f".{endpoint}", **kept)


def day_asked(name: str, *, days_later: int = 0) -> datetime | None:
    """The instant at which a day begins in the village; so many days later, to end a range."""
    try:
        day = date.fromisoformat(request.args.get(name, ""))
        return datetime.combine(day + timedelta(days=days_later), time(), SHANGHAI)
    except (ValueError, OverflowError):
        return None
