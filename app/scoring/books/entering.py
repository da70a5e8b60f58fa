"""What somebody wrote in the rows of one household: its answers, and what cannot be read. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from app.kernel.period import Period
from app.registry.households.roster.clean import person_name
from app.scoring.books.columns import Fixed
from app.scoring.books.queries import BookHousehold, MonthBook
from app.scoring.books.reading import BookRow
from app.scoring.books.written import day_written, is_blank, understood
from app.scoring.schemes.rules import Item

LONGEST_QUOTE: Final = 30


@dataclass(frozen=True)
class BookFault:
    """What is wrong with a row; `app.words.month_book` says how to mend it.

    `letter` is the column's, "" where the whole row is meant; `item` is what the column asks.
    """

    code: str
    row: BookRow
    letter: str = ""
    item: Item | None = None
    facts: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Entered:
    """What the rows of one household say, all records together."""

    home: BookHousehold
    rows: Sequence[BookRow]
    answers: Mapping[str, str]
    day: date | None
    unread: Sequence[BookFault]  # answers that no item takes
    faults: Sequence[BookFault]  # what else cannot be read

    @property
    def first(self) -> BookRow:
        """The row that stands for the household."""
        return self.rows[0]

    @property
    def is_empty(self) -> bool:
        """Whether nobody has scored the household in the book."""
        return not self.answers and not self.unread


def entered(book: MonthBook, home: BookHousehold, rows: Sequence[BookRow]) -> Entered:
    """Read the rows of a household, one a record; of several days the last is that of the visit."""
    answers: dict[str, str] = {}
    unread: list[BookFault] = []
    faults: list[BookFault] = []
    days = []
    for row in rows:
        given, wrong = _answers(book, home, row)
        answers |= given
        unread += wrong
        day, bad_day = _day(row, book.round.period)
        days += [day] if day else []
        faults += bad_day + _other_name(row, home)
    return Entered(home, rows, answers, max(days, default=None), unread, faults)


def said_in(row: BookRow, key: str) -> str:
    """What was written in a cell; nothing where it is blank, struck out, or printed 免评."""
    text = row.said(key)
    return "" if is_blank(text) else text


def _answers(
    book: MonthBook, home: BookHousehold, row: BookRow
) -> tuple[dict[str, str], list[BookFault]]:
    mine = book.asked(home)
    answers: dict[str, str] = {}
    faults = []
    for column in book.columns(row.record):
        text = said_in(row, column.key)
        if not text:
            continue
        letter = row.letter(column.key)
        answer = understood(column.item, text, book.round.period)
        if column.key not in mine:
            faults.append(BookFault("book_other_item", row, letter, column.item))
        elif answer is None:
            facts = {"text": text[:LONGEST_QUOTE]}
            faults.append(BookFault("book_bad_answer", row, letter, column.item, facts))
        else:
            answers[column.key] = answer
    if said_in(row, Fixed.DEDUCTION):
        faults.append(BookFault("book_deduction", row, row.letter(Fixed.DEDUCTION)))
    return answers, faults


def _day(row: BookRow, period: Period) -> tuple[date | None, list[BookFault]]:
    text = said_in(row, Fixed.DAY)
    day = day_written(text, period)
    if day is not None or not text:
        return day, []
    facts = {"text": text[:LONGEST_QUOTE]}
    return None, [BookFault("book_day_bad", row, row.letter(Fixed.DAY), facts=facts)]


def _other_name(row: BookRow, home: BookHousehold) -> list[BookFault]:
    """A number beside another head's name: somebody sorted one column without the others."""
    said = person_name(row.said(Fixed.NAME).removeprefix("'"))
    if not said or said == person_name(home.household.head_name):
        return []
    facts = {"name": said[:LONGEST_QUOTE], "head": home.household.head_name}
    return [BookFault("book_other_name", row, row.letter(Fixed.NAME), facts=facts)]
