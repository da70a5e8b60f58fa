"""查账: every book re-added now, as `jifen verify` does it."""

from flask import render_template

from app.door.context import db, house, language, now
from app.door.routes import needs
from app.registry.accounts.permissions import Permission
from app.reports.pictures import pictures_kept
from app.reports.verify import checks
from app.web.district.pages import pages
from app.words.books import check_words


@pages.get("/books")
@needs(Permission.VIEW_AUDIT)
def books() -> str:
    """What was re-added, how many rows, and the first that are wrong."""
    with db().read() as session:
        done = [*checks(session), pictures_kept(session, house().data)]
        return render_template(
            "district/books.html",
            checks=[(check_words(check.name, language()), check) for check in done],
            rows=sum(check.rows for check in done),
            bad=sum(bool(check.bad) for check in done),
            at=now(),
        )
