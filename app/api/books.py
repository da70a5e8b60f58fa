"""Month books: handed out as workbooks, looked at when they come back, recorded once."""

from base64 import b64decode, b64encode
from datetime import date
from typing import Final
from uuid import UUID

from flask import Response
from pydantic import Field

from app.api.requests import answers, made, once, said, takes, wing
from app.api.schemas import Answer, Id, Strict
from app.door.clean import id_of
from app.door.context import actor, db, language, now, practice
from app.door.routes import needs, takes_upload
from app.papers.month_book import month_book_workbook
from app.registry.accounts.permissions import Permission
from app.registry.households.roster.limits import FILE_MIB
from app.scoring.books.entering import BookFault
from app.scoring.books.importing import BookOrder, planned_book, take_in_book
from app.scoring.books.planning import BookPlan
from app.scoring.books.queries import month_book
from app.scoring.books.reading import BookUnreadable, ReadBook, read_book
from app.words.month_book import book_fault_sentence, how_to_answer
from app.words.sentence import CHINESE

# Base64 writes three bytes as four characters; the words around it take some too.
BODY_MIB: Final = FILE_MIB * 4 // 3 + 1
FILE_NAME: Final = "book.xlsx"

books = wing("books", tag="rounds")


class BookOut(Answer):
    """A month's workbook, in base64, to print or fill in."""

    file_name: str
    content: str


class FilledBook(Strict):
    """A workbook that was filled in, in base64; `day` is that of visits it does not date."""

    content: str
    day: date | None = None


class BookImportIn(FilledBook):
    """What was looked at: its `fingerprint`, and which of `replacing` it may.

    `accept_good` leaves out the rows with faults; else a fault refuses the whole book.
    """

    fingerprint: str
    sheets_to_replace: list[Id] = Field(default_factory=list)
    accept_good: bool = False


class BookFaultOut(Answer):
    """A row that cannot be recorded, and how to mend it."""

    code: str
    row: int
    column: str
    household: str
    message: str


class BookPlanOut(Answer):
    """What importing would do. `replacing` names the sheets that say something else now."""

    fingerprint: str
    new: int
    replacing: list[Id]
    unchanged: int
    empty: int
    faulty: int
    faults: list[BookFaultOut]


class BookImported(Answer):
    """How many sheets were recorded."""

    recorded: int


@books.get("/rounds/<int:round_id>/book")
@needs(Permission.VIEW_ROUND)
@answers(BookOut)
def get_book(round_id: int) -> Response:
    """The month book of the households within reach."""
    with db().read() as session:
        book = month_book(session, actor(), Permission.VIEW_ROUND, round_id=round_id)
        content = month_book_workbook(
            book, lambda item: how_to_answer(item, CHINESE), practice=practice()
        )
        name = f"{book.round.village_code}-{book.round.period}.xlsx"
        return said(BookOut(file_name=name, content=b64encode(content).decode()))


@books.post("/rounds/<int:round_id>/book-checks")
@needs(Permission.SCORE)
@takes_upload(mib=BODY_MIB)
@takes(FilledBook)
@answers(BookPlanOut)
def post_book_check(round_id: int, body: FilledBook) -> Response:
    """The dry run: what importing would do. Nothing is recorded."""
    read = _read(body)
    with db().read() as session:
        _book, plan = planned_book(session, actor(), round_id, read, day=body.day, now=now())
        return said(_plan(plan))


@books.put("/rounds/<int:round_id>/book-imports/<uuid:request_id>")
@needs(Permission.SCORE)
@takes_upload(mib=BODY_MIB)
@takes(BookImportIn)
@answers(BookImported, 201, 200)
def put_book_import(round_id: int, request_id: UUID, body: BookImportIn) -> Response:
    """Record a book as it was looked at: all its sheets in one unit, or none."""
    person, at = actor(), now()
    order = BookOrder(
        request_id=request_id,
        round_id=round_id,
        read=_read(body),
        fingerprint=body.fingerprint,
        day=body.day,
        replaces=frozenset(id_of(each) for each in body.sheets_to_replace),
        accept_good=body.accept_good,
    )
    with db().write() as session:
        done = once(session, lambda: take_in_book(session, person, order, now=at))
        return made(BookImported(recorded=done.id), done)


def _read(body: FilledBook) -> ReadBook:
    try:
        content = b64decode(body.content, validate=True)
    except ValueError:
        raise BookUnreadable from None
    return read_book(content, FILE_NAME)


def _plan(plan: BookPlan) -> BookPlanOut:
    return BookPlanOut(
        fingerprint=plan.fingerprint,
        new=len(plan.new),
        replacing=[str(each.replaces.id) for each in plan.replacing if each.replaces],
        unchanged=plan.unchanged,
        empty=plan.empty,
        faulty=plan.faulty,
        faults=[_fault(each) for each in plan.faults],
    )


def _fault(fault: BookFault) -> BookFaultOut:
    return BookFaultOut(
        code=fault.code,
        row=fault.row.row,
        column=fault.letter,
        household=fault.row.number,
        message=book_fault_sentence(fault, language()),
    )
