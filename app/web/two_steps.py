"""Importing a file in two steps: look at it, then take it in, once."""

from collections.abc import Callable
from typing import Any, Final

from flask import Response, make_response, redirect, url_for
from sqlalchemy.orm import Session

from app.door.context import actor, db
from app.door.tables import TableColumnsMissing, TableEmpty, TableTooLong, TableUnreadable
from app.kernel.errors import Refusal
from app.kernel.once import Done, Request, run_once
from app.web.kept_files import KeptFile, forget, keep, kept_if_there, still_kept
from app.web.reading import FileMissing, file_field, uuid_field
from app.web.said import shown_again

CSV_MIB: Final = 4
# What can be wrong with any CSV file.
TABLE_REFUSALS: Final = (TableColumnsMissing, TableEmpty, TableTooLong, TableUnreadable)


def uploaded(
    form_page: Callable[[Refusal | None], str], look_endpoint: str, **more: str
) -> Response:
    """Keep the file of the form and go on to look at it. A file sent twice is two looks.

    :param more: what else the form said, for the address of the look.
    """
    try:
        name = keep(file_field("file"))
    except FileMissing as refusal:
        return shown_again(form_page(refusal), refusal)
    address: dict[str, Any] = {"file": name, **more}
    return make_response(redirect(url_for(look_endpoint, **address), 303))


def taken_in(route: str, file: str, act: Callable[[Session, KeptFile], int], **more: str) -> Done:
    """Let a kept file act once, in a unit of its own, and forget it.

    :param more: what else the form says that the act depends on.
    """
    there = kept_if_there(file)
    wanted = Request.of(actor().user_id, route, uuid_field(), {"file": file} | more)
    with db().write() as session:
        done = run_once(session, wanted, lambda: act(session, still_kept(there)))
    forget(file)
    return done
