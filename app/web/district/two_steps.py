"""Importing a file in two steps: look at it, then take it in, once."""

from collections.abc import Callable

from flask import Response, make_response, redirect, url_for
from sqlalchemy.orm import Session

from app.door.context import actor, db
from app.kernel.errors import Refusal
from app.kernel.once import Done, Request, run_once
from app.web.kept_files import KeptFile, forget, keep, kept_if_there, still_kept
from app.web.reading import FileMissing, file_field, uuid_field
from app.web.said import shown_again

CSV_MIB = 4


def uploaded(form_page: Callable[[Refusal | None], str], look_endpoint: str) -> Response:
    """Keep the file of the form and go on to look at it. A file sent twice is two looks."""
    try:
        name = keep(file_field("file"))
    except FileMissing as refusal:
        return shown_again(form_page(refusal), refusal)
    return make_response(redirect(url_for(look_endpoint, name=name), 303))


def taken_in(route: str, name: str, act: Callable[[Session, KeptFile], int]) -> Done:
    """Let a kept file act once, in a unit of its own, and forget it."""
    file = kept_if_there(name)
    wanted = Request.of(actor().user_id, route, uuid_field(), {"file": name})
    with db().write() as session:
        done = run_once(session, wanted, lambda: act(session, still_kept(file)))
    forget(name)
    return done
