"""Goods on a shelf as forms name them: by use-by day, place and code, one field for each pile."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from flask import request

from app.kernel.errors import Malformed
from app.shop.stock.queries import PileStanding
from app.shop.stock.rules import MOST, StockLine
from app.web.reading import date_field, int_field, text_field

FIELD: Final = re.compile(
    r"pile\.(?P<use_by>[0-9]{4}-[0-9]{2}-[0-9]{2}|-)\.(?P<kept_for>[0-9]{1,12}|-)"
    r"(?:~(?P<kept_group>(?:[0-9a-f]{2})+))?\.(?P<goods>.+)",
    re.ASCII,
)
FOUND: Final = 3  # goods beside the book that one sheet of a count has room for
LONGEST_CODE: Final = 32


@dataclass(frozen=True)
class PileField:
    """A pile with the name of its field."""

    name: str
    pile: PileStanding


def pile_fields(piles: Sequence[PileStanding]) -> list[PileField]:
    """A field for each pile of a store."""
    return [
        PileField(
            f"pile.{pile.use_by or '-'}.{pile.kept_for or '-'}{_tail(pile)}.{pile.code}", pile
        )
        for pile in piles
    ]


def pile_lines(*, least: int = 1) -> list[StockLine]:
    """What was filled in; an empty field says nothing of its goods."""
    return [
        _line(found.group, int_field(name, least=least, most=MOST))
        for name, text in request.form.items()
        if text.strip() and (found := FIELD.fullmatch(name))
    ]


def found_lines() -> list[StockLine]:
    """Goods that were found beside the book: what they are, until when, and how many."""
    return [
        StockLine(
            text_field(f"found{place}.goods", LONGEST_CODE),
            int_field(f"found{place}.quantity", least=1, most=MOST),
            date_field(f"found{place}.use_by")
            if request.form.get(f"found{place}.use_by")
            else None,
        )
        for place in range(1, FOUND + 1)
        if request.form.get(f"found{place}.goods") or request.form.get(f"found{place}.quantity")
    ]


def _line(part: Callable[[str], str], quantity: int) -> StockLine:
    use_by, kept_for = part("use_by"), part("kept_for")
    return StockLine(
        part("goods"),
        quantity,
        _day(use_by),
        None if kept_for == "-" else kept_for,
        _group(part("kept_group")),
    )


def _day(written: str) -> date | None:
    """The day that a field's name says; None: the goods keep.

    :raises Malformed: no page of ours wrote it.
    """
    try:
        return None if written == "-" else date.fromisoformat(written)
    except ValueError:
        raise Malformed from None


def _tail(pile: PileStanding) -> str:
    """A group's name as it stands in the name of a field: hexadecimal UTF-8."""
    return f"~{pile.kept_group.encode().hex()}" if pile.kept_group else ""


def _group(written: str | None) -> str:
    """The group again.

    :raises Malformed: no page of ours wrote it.
    """
    if not written:
        return ""
    try:
        return bytes.fromhex(written).decode()
    except UnicodeDecodeError:
        raise Malformed from None
