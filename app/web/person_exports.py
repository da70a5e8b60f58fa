"""Lists of people as files: with the exporter's name on them, the long ones approved before."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from flask import Response, current_app, make_response, render_template, request
from flask_babel import gettext as _
from itsdangerous import BadData, URLSafeTimedSerializer

from app.door.context import actor, db, now
from app.kernel.clock import local
from app.kernel.errors import Malformed, Refusal
from app.papers.workbooks import Sheet
from app.privacy.exporting import LONGEST_PURPOSE, MOST_ALONE, Approval, Wanted, fetched_export
from app.web.downloads import csv_file
from app.web.excel import excel
from app.web.navigation import shell_of
from app.web.said import said

LASTS_SECONDS: Final = 24 * 3600
LONGEST_ADDRESS: Final = 500
_CONFLICT: Final = 409


def persons_excel(name: str, rows: int, *sheets: Sheet) -> Response:
    """The sheets as a workbook that says who took it out; more than a hundred rows when approved.

    :param rows: how many people's lines are in it.
    """
    wanted = wanted_here(name, rows)
    if rows <= MOST_ALONE:
        return excel(name, *_marked(sheets, None))
    allowed = allowed_export(wanted)
    return excel(name, *_marked(sheets, allowed)) if allowed else ask_page(wanted)


def persons_csv(
    head: Sequence[str], rows: Iterable[Sequence[str | int]], name: str, count: int
) -> Response:
    """The same for a table that is read in again: it has no heading, the file's name says who."""
    wanted = wanted_here(name, count)
    if count > MOST_ALONE and not allowed_export(wanted):
        return ask_page(wanted)
    return csv_file(head, rows, _("%(list)s（%(who)s导出）", list=name, who=actor().name))


def wanted_here(name: str, rows: int) -> Wanted:
    """The list of this address, with its filters."""
    return Wanted(request.full_path.rstrip("?")[:LONGEST_ADDRESS], name, rows)


def allowed_export(wanted: Wanted) -> Approval | None:
    """The approval by which this person takes the list out now; it is noted."""
    with db().write() as session:
        return fetched_export(session, actor(), wanted, now=now())


def ask_page(wanted: Wanted, refusal: Refusal | None = None) -> Response:
    """Instead of the file: why it is not handed out, and the form that asks for it."""
    page = render_template(
        "account/export_ask.html",
        shell=shell_of(actor()),
        wanted=wanted,
        token=_signer().dumps([actor().user_id, wanted.address, wanted.title, wanted.rows]),
        most_alone=MOST_ALONE,
        most=LONGEST_PURPOSE,
        purpose=request.form.get("purpose", ""),
        said=said(refusal) if refusal else None,
    )
    return make_response(page, _CONFLICT)


def wanted_in_form() -> Wanted:
    """The list that the form of `ask_page` names, as this house signed it for this person.

    :raises Malformed: nobody types these.
    """
    try:
        whose, address, title, rows = _signer().loads(
            request.form.get("wanted", ""), max_age=LASTS_SECONDS
        )
    except (BadData, ValueError):
        raise Malformed from None
    if whose != actor().user_id:
        raise Malformed
    return Wanted(address, title, rows)


def exporter_line(allowed: Approval | None = None) -> str:
    """Who took a list out, when; what for and who approved it."""
    facts = {"who": actor().name, "at": f"{local(now()):%Y-%m-%d %H:%M}"}
    if allowed is None:
        return _("导出人：%(who)s　%(at)s", **facts)
    return _(
        "导出人：%(who)s　%(at)s　用途：%(what)s　批准人：%(by)s",
        what=allowed.purpose, by=allowed.approved_by, **facts,
    )  # fmt: skip


def _marked(sheets: tuple[Sheet, ...], allowed: Approval | None) -> list[Sheet]:
    line = exporter_line(allowed)
    return [replace(sheet, notes=[*sheet.notes, line], footer=exporter_line()) for sheet in sheets]


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(current_app.secret_key), salt="person-export")
