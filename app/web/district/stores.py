"""店铺: where points become goods."""

from flask import Response, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _

from app.door.context import actor, db, now
from app.door.routes import needs
from app.kernel.errors import Refusal
from app.kernel.once import run_once
from app.opening.stores import open_store
from app.registry.accounts.permissions import Permission
from app.registry.places.actions import StoreCodeTaken
from app.registry.places.models import StoreKind
from app.registry.places.queries import UnknownPlace, place_names, stores_in_reach
from app.registry.places.rules import LONGEST_NAME, LONGEST_STORE_CODE, StoreDetailsBad
from app.registry.places.staff import place_choices
from app.web.district.pages import pages
from app.web.reading import (
    ChoiceBad,
    FieldMissing,
    FieldTooLong,
    choice_field,
    request_of,
    text_field,
)
from app.web.said import said, shown_again, tell

LONGEST_CODE = 12
FORM_REFUSALS = (
    ChoiceBad,
    FieldMissing,
    FieldTooLong,
    StoreCodeTaken,
    StoreDetailsBad,
    UnknownPlace,
)


@pages.get("/settings/stores")
@needs(Permission.VIEW_STOCK)
def stores() -> str:
    """The stores in reach."""
    with db().read() as session:
        return render_template(
            "district/stores.html",
            stores=stores_in_reach(session, actor(), Permission.VIEW_STOCK),
            names=place_names(session),
            may_change=actor().may(Permission.MANAGE_PLACES),
        )


@pages.get("/settings/stores/new")
@needs(Permission.MANAGE_PLACES)
def new_store() -> str:
    """A blank form."""
    return _form_page()


@pages.post("/settings/stores/new")
@needs(Permission.MANAGE_PLACES)
def save_store() -> Response:
    """Open a store, with its account."""
    try:
        code, name = text_field("code", LONGEST_STORE_CODE), text_field("name", LONGEST_NAME)
        kind, at = choice_field("kind", StoreKind), text_field("place", LONGEST_CODE)
        with db().write() as session:
            run_once(
                session,
                request_of("open_store"),
                lambda: (
                    open_store(
                        session, actor(), code=code, name=name, kind=kind, place_code=at, now=now()
                    ).id
                ),
            )
    except FORM_REFUSALS as refusal:
        return shown_again(_form_page(refusal), refusal)
    tell(_("%(store)s加好了", store=name), _("接着可以入库，也可以给店里加人。"))
    return make_response(redirect(url_for(".stores"), 303))


def _form_page(refusal: Refusal | None = None) -> str:
    with db().read() as session:
        return render_template(
            "district/store_form.html",
            places=place_choices(session),
            typed=request.form,
            said=said(refusal) if refusal else None,
        )
