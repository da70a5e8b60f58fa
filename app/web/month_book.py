"""月册: the workbook and the paper; the village and the offices hand out the same."""

from flask import Response, render_template
from flask_babel import gettext as _

from app.door.context import actor, db, practice
from app.papers.month_book import month_book_workbook
from app.papers.month_book_pages import book_pages
from app.papers.notices import shared_digits
from app.registry.accounts.permissions import Permission
from app.scoring.books.queries import MonthBook, month_book
from app.scoring.schemes.rules import Item
from app.web.downloads import EXCEL, download
from app.web.filters import month
from app.words.month_book import how_to_answer
from app.words.sentence import CHINESE


def book_file(round_id: int) -> Response:
    """The workbook of the households that the person sees: to print, or to fill in."""
    with db().read() as session:
        book = month_book(session, actor(), Permission.VIEW_ROUND, round_id=round_id)
        content = month_book_workbook(book, how_in_book, practice=practice())
        return download(content, EXCEL, book_name(book))


def book_paper(round_id: int, back: str) -> str:
    """The same as a paper for a pen, for who has no Excel."""
    with db().read() as session:
        book = month_book(session, actor(), Permission.VIEW_ROUND, round_id=round_id)
        return render_template(
            "papers/month_book.html",
            book=book,
            pages=book_pages(book),
            shared=shared_digits([home.household.number for home in book.households]),
            how=how_in_book,
            back=back,
        )


def book_name(book: MonthBook) -> str:
    """What the file is called."""
    return _("%(village)s%(month)s月册", village=book.village_name, month=month(book.round.period))


def how_in_book(item: Item) -> str:
    """How an item is answered: in Chinese, as the whole book is."""
    return how_to_answer(item, CHINESE)
