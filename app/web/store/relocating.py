"""调拨: goods from this store to another, such as from the shop onto the truck."""

from collections.abc import Mapping

from flask import Response, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _

from app.door.context import actor, db, now
from app.door.routes import needs
from app.kernel.errors import Invalid, Refusal
from app.kernel.once import run_once
from app.registry.accounts.permissions import Permission
from app.registry.places.queries import stores
from app.shop.stock.queries import piles_of
from app.shop.stock.relocate import Load, relocate
from app.shop.stock.rules import LONGEST_NOTE, GoodsReserved, PileTooSmall
from app.web.reading import request_of, text_field, uuid_field
from app.web.said import said, shown_again, tell
from app.web.store.here import here
from app.web.store.pages import pages
from app.web.store.piles import pile_fields, pile_lines
from app.web.store.sources import kept_words

LONGEST_CODE = 32


@pages.get("/<store_code>/relocate")
@needs(Permission.RELOCATE_STOCK)
def ask_relocate(store_code: str) -> str:
    """What stands here, to choose from."""
    return _form(store_code, {})


@pages.post("/<store_code>/relocate")
@needs(Permission.RELOCATE_STOCK)
def bring_over(store_code: str) -> Response:
    """Move the goods, once."""
    try:
        load = Load(
            uuid_field(), store_code, text_field("to_store", LONGEST_CODE), pile_lines(),
            text_field("note", LONGEST_NOTE, optional=True),
        )  # fmt: skip
        with db().write() as session:
            done = run_once(
                session,
                request_of("relocate"),
                lambda: relocate(session, actor(), load, now=now()).id,
            )
    except (Invalid, PileTooSmall, GoodsReserved) as refusal:
        return shown_again(_form(store_code, request.form, refusal), refusal)
    pieces = sum(line.quantity for line in load.lines)
    tell(_("已调拨 %(pieces)s 件", pieces=f"{pieces:,}"), _("两家店的库存都改好了。"))
    return make_response(redirect(url_for(".paper", kind="relocation", paper_id=done.id), 303))


def _form(store_code: str, typed: Mapping[str, str], refusal: Refusal | None = None) -> str:
    with db().read() as session:
        store = here(session, Permission.RELOCATE_STOCK, store_code)
        fields = pile_fields(piles_of(session, store.id))
        others = [(other.code, other.name) for other in stores(session) if other.id != store.id]
        kept_for = kept_words(session)
    return render_template(
        "store/relocate.html",
        store=store,
        nav=store.nav,
        fields=fields,
        others=others,
        kept_for=kept_for,
        typed=typed,
        refused=said(refusal) if refusal else None,
    )
