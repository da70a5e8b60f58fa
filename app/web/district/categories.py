"""商品分类: the headings of the price list on one form: rename, put in order, add, empty."""

from flask import Response, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _

from app.door.clean import id_of
from app.door.context import actor, db, now
from app.door.routes import needs
from app.kernel.errors import Refusal
from app.kernel.once import run_once
from app.registry.accounts.permissions import Permission
from app.shop.goods.queries import categories
from app.shop.goods.sorting import (
    LONGEST_CATEGORY,
    CategoryBad,
    CategoryInUse,
    Heading,
    set_categories,
)
from app.web.district.pages import pages
from app.web.reading import FieldTooLong, NumberBad, int_field, request_of, text_field
from app.web.said import said, shown_again, tell

NAME, PLACE = "name.", "place."  # followed by the heading's id, or "new"
NEW = "new"
REFUSALS = (CategoryBad, CategoryInUse, FieldTooLong, NumberBad)


@pages.get("/goods/categories")
@needs(Permission.MANAGE_GOODS)
def goods_categories() -> str:
    """The headings as they are, and room for one more."""
    return _form()


@pages.post("/goods/categories")
@needs(Permission.MANAGE_GOODS)
def save_categories() -> Response:
    """Have exactly what stands on the form."""
    try:
        wanted, headings = request_of("set_categories"), _headings()
        with db().write() as session:
            run_once(session, wanted, lambda: set_categories(session, actor(), headings, now=now()))
    except REFUSALS as refusal:
        return shown_again(_form(refusal), refusal)
    tell(_("分类存好了"))
    return make_response(redirect(url_for(".goods_categories"), 303))


def _headings() -> list[Heading]:
    """What was filled in, in the order of the numbers; an emptied name goes."""
    found = []
    for field in [field for field in request.form if field.startswith(NAME)]:
        key, name = field.removeprefix(NAME), text_field(field, LONGEST_CATEGORY, optional=True)
        if name:
            place = int_field(f"{PLACE}{key}")
            found.append((place, Heading(None if key == NEW else id_of(key), name)))
    return [heading for _place, heading in sorted(found, key=lambda each: each[0])]


def _form(refusal: Refusal | None = None) -> str:
    with db().read() as session:
        return render_template(
            "district/categories.html",
            categories=categories(session),
            typed=request.form,
            longest=LONGEST_CATEGORY,
            said=said(refusal) if refusal else None,
        )
