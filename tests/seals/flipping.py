"""Flips one bit of one value of a row, past what the house allows."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from enum import StrEnum
from random import Random
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.kernel.period import Period
from app.seals.books import Book

BITS = 16


def flip(session: Session, book: Book, column: str, row_id: int, chance: Random) -> bool:
    """Flip a bit of a row's value; False when there is none, or the database itself says no."""
    cell = book.table.c[column]
    value = session.scalar(select(cell).where(book.row_id == row_id))
    if value is None:
        return False
    other = {column: flipped(value, 1 << chance.randrange(BITS))}
    try:
        with session.begin_nested():
            session.execute(update(book.table).where(book.row_id == row_id).values(other))
    except IntegrityError:
        return False
    return True


def flipped(value: object, bit: int) -> object:
    """A value of the same type that differs in one bit, or a document with another entry."""
    for kind, turn in TURNS.items():
        if isinstance(value, kind):
            return turn(value, bit)
    raise AssertionError(type(value))


def _next_member(value: StrEnum) -> StrEnum:
    members = list(type(value))
    return members[(members.index(value) + 1) % len(members)]


# The narrower type first: a bool is an int, a member a str, an instant a date.
TURNS: Final[dict[type, Callable[[Any, int], object]]] = {
    bool: lambda value, _: not value,
    StrEnum: lambda value, _: _next_member(value),
    int: lambda value, bit: value ^ bit,
    str: lambda value, _: chr(ord(value[0]) ^ 1) + value[1:] if value else "1",
    datetime: lambda value, bit: value + timedelta(microseconds=bit),
    date: lambda value, bit: value + timedelta(days=bit),
    Period: lambda value, bit: Period(value.months ^ bit),
    UUID: lambda value, bit: UUID(int=value.int ^ bit),
    dict: lambda value, bit: {**value, "flipped": bit},
}
