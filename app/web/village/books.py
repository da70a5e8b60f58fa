"""月册: hand it out, look at what was filled in, record it once."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Final

from flask import Response, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from app.door.clean import id_of
from app.door.context import actor, db, language, now, practice
from app.door.routes import needs, takes_upload
from app.kernel.clock import local
from app.kernel.errors import Refusal
from app.kernel.once import Request, run_once
from app.papers.month_book import rows_to_mend
from app.registry.accounts.permissions import Permission
from app.registry.households.roster.limits import FILE_MIB
from app.registry.places.queries import place_names
from app.scoring.books.entering import BookFault
from app.scoring.books.importing import (
    BookChanged,
    BookHasFaults,
    BookOrder,
    BookRecordsNothing,
    planned_book,
    take_in_book,
)
from app.scoring.books.reading import (
    BookOfOtherFormat,
    BookOfOtherMonth,
    BookOfOtherScheme,
    BookOfOtherVillage,
    BookTooLarge,
    BookUnreadable,
    NotAMonthBook,
    ReadBook,
    read_book,
)
from app.scoring.rounds.access import round_for
from app.scoring.rounds.models import RoundState
from app.scoring.rounds.rules import AlreadyScored, RoundNotOpen
from app.web.downloads import EXCEL, download
from app.web.kept_files import KeptFile, KeptFileGone, forget, kept, kept_if_there
from app.web.month_book import book_file, book_name, book_paper, how_in_book
from app.web.reading import DateBad, uuid_field
from app.web.said import said, shown_again, tell
from app.web.two_steps import uploaded
from app.web.village.here import may
from app.web.village.pages import pages
from app.words.month_book import book_fault_parts, book_fault_sentence

ROUTE: Final = "import_book"
SHOWN: Final = 50
FILE_REFUSALS: Final = (
    BookOfOtherFormat, BookOfOtherMonth, BookOfOtherScheme, BookOfOtherVillage, BookTooLarge,
    BookUnreadable, NotAMonthBook, RoundNotOpen,
)  # fmt: skip
LOOK_AGAIN: Final = (AlreadyScored, BookChanged, BookHasFaults, BookRecordsNothing)


@pages.get("/rounds/<int:round_id>/book")
@needs(Permission.VIEW_ROUND)
def month_book(round_id: int) -> str:
    """The book of a month: to download, to print, to send back filled in."""
    return _book_page(round_id)


@pages.get("/rounds/<int:round_id>/book.xlsx")
@needs(Permission.VIEW_ROUND)
def month_book_file(round_id: int) -> Response:
    """The book for Excel."""
    return book_file(round_id)


@pages.get("/rounds/<int:round_id>/book/print")
@needs(Permission.VIEW_ROUND)
def print_month_book(round_id: int) -> str:
    """The book for a pen."""
    return book_paper(round_id, url_for(".month_book", round_id=round_id))


@pages.post("/rounds/<int:round_id>/book")
@needs(Permission.SCORE)
@takes_upload(mib=FILE_MIB + 1)  # the form around the file takes some bytes too
def upload_month_book(round_id: int) -> Response:
    """Keep the file, to look at it."""
    with db().read() as session:
        round_for(session, actor(), Permission.SCORE, round_id)
    form = partial(_book_page, round_id)
    try:
        day = _day(request.form.get("day", ""))
    except DateBad as refusal:
        return shown_again(form(refusal), refusal)
    return uploaded(form, ".look_at_book", round_id=str(round_id), day=str(day or ""))


@pages.get("/rounds/<int:round_id>/book/<file>")
@needs(Permission.SCORE)
def look_at_book(round_id: int, file: str) -> Response:
    """先看一遍: what would be recorded, and what must be mended."""
    try:
        return make_response(_look_page(round_id, file))
    except FILE_REFUSALS as refusal:
        forget(file)
        return shown_again(_book_page(round_id, refusal), refusal)


@pages.get("/rounds/<int:round_id>/book/<file>/mend.xlsx")
@needs(Permission.SCORE)
def book_rows_to_mend(round_id: int, file: str) -> Response:
    """The faulty rows, as a book of their own."""
    read = _read(kept(file))
    with db().read() as session:
        book, plan = planned_book(
            session, actor(), round_id, read, day=_day(_asked_day()), now=now()
        )
        content = rows_to_mend(book, read, plan, how_in_book, _sentence, practice=practice())
        return download(content, EXCEL, _("%(book)s要改的户", book=book_name(book)))


@pages.post("/rounds/<int:round_id>/book/<file>")
@needs(Permission.SCORE)
def import_month_book(round_id: int, file: str) -> Response:
    """Record what was looked at, once."""
    there = kept_if_there(file)
    read = _read(there) if there else None
    try:
        with db().write() as session:
            done = run_once(
                session,
                Request.of(actor().user_id, ROUTE, uuid_field(), _confirmed(round_id, file)),
                lambda: take_in_book(session, actor(), _order(round_id, read), now=now()),
            )
    except LOOK_AGAIN as refusal:
        return shown_again(_look_page(round_id, file, refusal), refusal)
    tell(ngettext("记好了 %(num)s 户", "记好了 %(num)s 户", done.id))
    if "accept_good" in request.form:  # what is to be mended can still be downloaded
        return make_response(
            redirect(url_for(".look_at_book", round_id=round_id, file=file, day=_asked_day()), 303)
        )
    forget(file)
    return make_response(redirect(url_for(".month_book", round_id=round_id), 303))


def _confirmed(round_id: int, file: str) -> dict[str, object]:
    """What the person agreed to, as it stands in the form."""
    return {"round": round_id, "file": file, "accept_good": "accept_good" in request.form} | {
        name: request.form.getlist(name) for name in ("fingerprint", "day", "replace")
    }


def _order(round_id: int, read: ReadBook | None) -> BookOrder:
    if read is None:
        raise KeptFileGone
    return BookOrder(
        request_id=uuid_field(),
        round_id=round_id,
        read=read,
        fingerprint=request.form.get("fingerprint", ""),
        day=_day(_asked_day()),
        replaces=frozenset(id_of(ticked) for ticked in request.form.getlist("replace")),
        accept_good="accept_good" in request.form,
    )


def _read(file: KeptFile) -> ReadBook:
    """Read before a unit of work begins: tills need not wait for that."""
    return read_book(file.content, file.file_name)


def _look_page(round_id: int, file: str, refusal: Refusal | None = None) -> str:
    read, day = _read(kept(file)), _day(_asked_day())
    with db().read() as session:
        book, plan = planned_book(session, actor(), round_id, read, day=day, now=now())
        return render_template(
            "village/book_look.html",
            file=file,
            plan=plan,
            round=book.round,
            village_name=book.village_name,
            day=day or "",
            faults=_shown(plan.faults),
            ticked=request.form.getlist("replace"),
            said=said(refusal) if refusal else None,
        )


def _shown(faults: Sequence[BookFault]) -> list[tuple[BookFault, str, str]]:
    return [(fault, *book_fault_parts(fault, language())) for fault in faults[:SHOWN]]


def _book_page(round_id: int, refusal: Refusal | None = None) -> str:
    with db().read() as session:
        round_ = round_for(session, actor(), Permission.VIEW_ROUND, round_id)
        today = local(now()).date()
        return render_template(
            "village/book.html",
            round=round_,
            village_name=place_names(session)[round_.village_code],
            is_open=round_.state is RoundState.OPEN,
            may_score=may(Permission.SCORE, round_.village_code),
            first_day=local(round_.period.starts_at).date(),
            last_day=min(round_.period.last_day, today),
            most_mib=FILE_MIB,
            said=said(refusal) if refusal else None,
        )


def _asked_day() -> str:
    return request.values.get("day", "")


def _day(text: str) -> date | None:
    """The day for all visits that the book does not date, if one was chosen.

    :raises DateBad: not 2026-11-24.
    """
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise DateBad(field="day") from None


def _sentence(fault: BookFault) -> str:
    return book_fault_sentence(fault, language())
