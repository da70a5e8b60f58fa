"""What taking a book in would record, and what is wrong with its rows. Pure: changes nothing."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from app.kernel.clock import local
from app.kernel.period import Period
from app.scoring.books.columns import Fixed, deductions_of
from app.scoring.books.entering import LONGEST_QUOTE, BookFault, Entered, entered, said_in
from app.scoring.books.queries import BookHousehold, MonthBook
from app.scoring.books.reading import BookRow, ReadBook
from app.scoring.books.written import total_written
from app.scoring.rounds.models import Sheet
from app.scoring.schemes.totals import missing_items, total

#: Columns that say nothing about a household by themselves.
BESIDE: Final = frozenset(
    {Fixed.GROUP, Fixed.SIZE, Fixed.TOTAL, Fixed.DAY, Fixed.SIGNATURE, Fixed.MEND}
)


@dataclass(frozen=True)
class PlannedSheet:
    """A sheet that the book would record; `replaces` is the one that is there."""

    household_id: int
    number: str
    head_name: str
    answers: Mapping[str, str]
    day: date
    points: int
    replaces: Sheet | None = None


@dataclass(frozen=True)
class BookPlan:
    """What taking the book in would do."""

    new: Sequence[PlannedSheet]
    replacing: Sequence[PlannedSheet]
    unchanged: int
    empty: int
    faults: Sequence[BookFault]

    @property
    def faulty(self) -> int:
        """Households (rows, where the household is not known) with a fault."""
        return len({fault.row.number or f"row {fault.row.row}" for fault in self.faults})

    @property
    def faulty_rows(self) -> Mapping[BookRow, Sequence[BookFault]]:
        """Each row with its faults, in the order of the book."""
        found: dict[BookRow, list[BookFault]] = {}
        for fault in self.faults:
            found.setdefault(fault.row, []).append(fault)
        return found

    @property
    def fingerprint(self) -> str:
        """Differs as soon as anything that was shown before the confirmation has changed."""
        sheets = [
            [
                each.household_id,
                dict(each.answers),
                str(each.day),
                each.points,
                each.replaces.id if each.replaces else None,
            ]
            for each in (*self.new, *self.replacing)
        ]
        faults = [
            [fault.code, fault.row.page, fault.row.row, fault.letter] for fault in self.faults
        ]
        shown = json.dumps([sheets, self.unchanged, self.empty, faults], sort_keys=True)
        return hashlib.sha256(shown.encode()).hexdigest()


def plan_book(book: MonthBook, read: ReadBook, *, day: date | None, now: datetime) -> BookPlan:
    """Compare what was written with the month as it stands.

    :param day: the day of the visits where the book names none.
    """
    named, faults = _by_household(book, read)
    new: list[PlannedSheet] = []
    replacing: list[PlannedSheet] = []
    unchanged = empty = 0
    for home, rows in named:
        said = entered(book, home, rows)
        if said.is_empty:
            empty += 1
        elif _is_unchanged(book, said):
            unchanged += 1
        elif wrong := [
            *_standing(book, said),
            *said.unread,
            *said.faults,
            *_whole(book, said, day, now),
        ]:
            faults += wrong
        else:
            planned = _planned(book, said, said.day or day)
            (replacing if planned.replaces else new).append(planned)
    faults.sort(key=lambda fault: (fault.row.record, fault.row.row))
    return BookPlan(new, replacing, unchanged, empty, faults)


def _by_household(
    book: MonthBook, read: ReadBook
) -> tuple[list[tuple[BookHousehold, Sequence[BookRow]]], list[BookFault]]:
    """The rows of each household that is named, by its number wherever it stands; and the rest."""
    known = {home.household.number: home for home in book.households}
    # Where Excel took the numbers for quantities, their leading zeros are gone.
    short = {number.lstrip("0"): home for number, home in known.items()}
    rows: dict[int, list[BookRow]] = {}
    faults = []
    for row in read.rows:
        home = known.get(row.number) or short.get(row.number.lstrip("0"))
        if home is None:
            faults += _unknown(row)
        else:
            rows.setdefault(home.household.id, []).append(row)
    named: list[tuple[BookHousehold, Sequence[BookRow]]] = []
    for home in book.households:
        its = rows.get(home.household.id, [])
        twice = _twice(its)
        faults += twice
        if its and not twice:
            named.append((home, its))
    return named, faults


def _unknown(row: BookRow) -> list[BookFault]:
    """A row without a household; one with neither number nor name nor answers is none."""
    if not row.number and not any(said_in(row, key) for key in set(row.cells) - BESIDE):
        return []
    code = "book_unknown_number" if row.number else "book_no_number"
    facts = {"number": row.number[:LONGEST_QUOTE]}
    return [BookFault(code, row, row.letter(Fixed.NUMBER), facts=facts)]


def _twice(rows: Sequence[BookRow]) -> list[BookFault]:
    """Two rows of one household in one record: nobody can say which of them counts."""
    first: dict[int, BookRow] = {}
    return [
        BookFault("book_twice", row, row.letter(Fixed.NUMBER), facts={"also": before.row})
        for row in rows
        if (before := first.setdefault(row.record, row)) is not row
    ]


def _is_unchanged(book: MonthBook, said: Entered) -> bool:
    """The sheet that is there says the same; deductions are not in the book."""
    sheet = said.home.sheet
    if sheet is None or sheet.round_id != book.round.id or said.unread or said.faults:
        return False
    left_out = deductions_of(book.scheme)
    return {
        code: answer for code, answer in sheet.answers.items() if code not in left_out
    } == said.answers


def _standing(book: MonthBook, said: Entered) -> list[BookFault]:
    """What stands against a sheet of this household, whatever the book says."""
    sheet = said.home.sheet
    code = ""
    if sheet is not None and sheet.round_id != book.round.id:
        code = "book_scored_elsewhere"
    elif said.home.excused:
        code = "book_excused"
    elif sheet is not None and deductions_of(book.scheme) & set(sheet.answers):
        code = "book_has_deduction"
    elif sheet is not None and book.round.reopened_at is not None and not said.home.sent_back:
        code = "book_not_sent_back"
    return [BookFault(code, said.first)] if code else []


def _whole(book: MonthBook, said: Entered, day: date | None, now: datetime) -> Iterator[BookFault]:
    """What is missing, or does not fit together, once every cell could be read."""
    row, visited = said.first, said.day or day
    day_letter = row.letter(Fixed.DAY)
    if visited is None and not said.faults:
        yield BookFault("book_day_missing", row, day_letter)
    elif visited is not None and not _is_in_month(visited, book.round.period, now):
        facts: dict[str, object] = {"day": str(visited), "month": book.round.period.month}
        yield BookFault("book_day_outside", row, day_letter, facts=facts)
    if said.unread:
        return
    scheme = book.scheme_of(said.home)
    if missing := missing_items(scheme, said.answers):
        yield BookFault("book_missing", row, facts={"items": missing})
        return
    points = total(scheme, said.answers).points
    # Who wrote a total by hand is told when it is not what the items come to.
    by_hand = total_written(row.said(Fixed.TOTAL))
    if len(said.rows) == 1 and by_hand not in (None, points):
        facts = {"said": by_hand, "points": points}
        yield BookFault("book_other_total", row, row.letter(Fixed.TOTAL), facts=facts)


def _is_in_month(day: date, period: Period, now: datetime) -> bool:
    return local(period.starts_at).date() <= day <= min(period.last_day, local(now).date())


def _planned(book: MonthBook, said: Entered, day: date | None) -> PlannedSheet:
    assert day is not None, "a household without a day has a fault"
    home = said.home
    return PlannedSheet(
        household_id=home.household.id,
        number=home.household.number,
        head_name=home.household.head_name,
        answers=said.answers,
        day=day,
        points=total(book.scheme_of(home), said.answers).points,
        replaces=home.sheet,
    )
