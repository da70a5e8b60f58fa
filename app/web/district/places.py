"""村镇: the district, its townships and villages, from a list by official division codes."""

from collections.abc import Sequence

from flask import Response, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.door.context import actor, db, now
from app.door.routes import needs, takes_upload
from app.door.tables import table
from app.kernel.errors import Refusal
from app.registry.accounts.permissions import Permission
from app.registry.cards.printing import cards_by_village
from app.registry.places.actions import OtherDistrict, import_places
from app.registry.places.planning import plan_places
from app.registry.places.queries import district, place_names
from app.registry.places.rules import LONGEST, LONGEST_NAME, PlaceLine, PlacesBad
from app.web.district.pages import pages
from app.web.downloads import csv_file
from app.web.filters import points
from app.web.kept_files import KeptFile, forget, kept
from app.web.reading import FieldMissing, FieldTooLong, text_field
from app.web.said import said, shown_again, tell
from app.web.two_steps import CSV_MIB, TABLE_REFUSALS, taken_in, uploaded

COLUMNS = ("code", "name", "township_code", "township_name")
FILE_REFUSALS = (*TABLE_REFUSALS, OtherDistrict, PlacesBad)


@pages.get("/settings/places")
@needs(Permission.VIEW_AUDIT)
def places() -> str:
    """All villages by township, with their households."""
    with db().read() as session:
        return render_template(
            "district/places.html",
            villages=cards_by_village(session, actor()),
            names=place_names(session),
            district=district(session),
            may_change=actor().may(Permission.MANAGE_PLACES),
        )


@pages.get("/settings/places/import")
@needs(Permission.MANAGE_PLACES)
def places_file() -> str:
    """Choose a file; a new district says its own code and name."""
    return _upload_page()


@pages.post("/settings/places/import")
@needs(Permission.MANAGE_PLACES)
@takes_upload(mib=CSV_MIB)
def upload_places() -> Response:
    """Keep the file, to look at it."""
    try:
        named = {"code": text_field("code", LONGEST), "called": text_field("called", LONGEST_NAME)}
    except (FieldMissing, FieldTooLong) as refusal:
        return shown_again(_upload_page(refusal), refusal)
    return uploaded(_upload_page, ".preview_places", **named)


@pages.get("/settings/places/import/<file>")
@needs(Permission.MANAGE_PLACES)
def preview_places(file: str) -> Response:
    """What the list would add and rename."""
    code, called = request.args.get("code", ""), request.args.get("called", "")
    try:
        lines = _lines(kept(file))
        with db().read() as session:
            plan = plan_places(session, code=code, name=called, lines=lines)
    except FILE_REFUSALS as refusal:
        forget(file)
        return shown_again(_upload_page(refusal), refusal)
    return make_response(
        render_template(
            "district/places_preview.html", file=file, plan=plan, code=code, called=called
        )
    )


@pages.post("/settings/places/import/<file>")
@needs(Permission.MANAGE_PLACES)
def take_in_places(file: str) -> Response:
    """Take the list in, once."""
    code, called = text_field("code", LONGEST), text_field("called", LONGEST_NAME)

    def act(session: Session, there: KeptFile) -> int:
        done = import_places(
            session, actor(), code=code, name=called, lines=_lines(there), now=now()
        )
        return done.new + done.changed

    try:
        done = taken_in("import_places", file, act, code=code, called=called)
    except FILE_REFUSALS as refusal:
        return shown_again(_upload_page(refusal), refusal)
    tell(_("村镇导入好了：新增和改名 %(count)s 处", count=points(done.id)))
    return make_response(redirect(url_for(".places"), 303))


@pages.get("/settings/places.csv")
@needs(Permission.VIEW_AUDIT)
def places_as_file() -> Response:
    """The list as it is: to change in Excel and import again, or empty, to fill in."""
    with db().read() as session:
        villages, names = cards_by_village(session, actor()), place_names(session)
    rows = (
        (village.code, village.name, village.township_code, names.get(village.township_code, ""))
        for village in villages
    )
    return csv_file(COLUMNS, rows, _("村镇"))


def _lines(file: KeptFile) -> Sequence[PlaceLine]:
    return [PlaceLine(**row.cells) for row in table(file.content, COLUMNS)]


def _upload_page(refusal: Refusal | None = None) -> str:
    with db().read() as session:
        known = district(session)
        typed = request.values
        return render_template(
            "district/places_file.html",
            known=known,
            code=known.code if known else typed.get("code", ""),
            called=typed.get("called", known.name if known else ""),
            said=said(refusal) if refusal else None,
        )
