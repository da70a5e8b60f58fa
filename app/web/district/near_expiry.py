"""临期: what ends soon in all stores, and from when goods count as near their day."""

from collections.abc import Iterator, Mapping
from typing import Final

from flask import Response, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _

from app.door.context import actor, db, language, now
from app.door.routes import needs
from app.kernel.clock import local
from app.kernel.errors import Refusal
from app.kernel.once import run_once
from app.registry.accounts.permissions import Permission
from app.registry.places.queries import stores_in_reach
from app.shop.stock.expiry_rules import MOST_NEAR_DAYS, NEAR_DAYS, NearDaysBad
from app.shop.stock.mark_down_rules import (
    LEAST_PERCENT,
    MOST_DAYS,
    MOST_PERCENT,
    MOST_STEPS,
    MarkDownsBad,
)
from app.shop.stock.near_expiry import mark_downs, near_days, near_expiry
from app.shop.stock.set_mark_downs import set_mark_downs
from app.shop.stock.set_near_days import set_near_days
from app.web.district.pages import pages
from app.web.reading import FieldMissing, NumberBad, int_field, request_of
from app.web.said import said, shown_again, tell
from app.web.store.sources import kept_words
from app.words.states import name_of

# The steps that a form has room for.
PLACES: Final = range(1, MOST_STEPS + 1)


@pages.get("/goods/near-expiry")
@needs(Permission.VIEW_STOCK)
def ending_soon() -> str:
    """All stores, what ends first on top."""
    return _page()


@pages.post("/goods/near-expiry")
@needs(Permission.MANAGE_GOODS)
def save_near_days() -> Response:
    """Put the table in place of the one before, once."""
    try:
        table = {
            step: int_field(f"near.{step}", least=0, most=MOST_NEAR_DAYS) for step in NEAR_DAYS
        }
        with db().write() as session:
            run_once(
                session,
                request_of("save_near_days"),
                lambda: set_near_days(session, actor(), table, now=now()),
            )
    except (FieldMissing, NumberBad, NearDaysBad) as refusal:
        return shown_again(_page(refusal), refusal)
    tell(_("临期天数定好了"), _("各店的临期商品从现在起照这个列。"))
    return make_response(redirect(url_for(".ending_soon"), 303))


@pages.post("/goods/mark-downs")
@needs(Permission.MANAGE_GOODS)
def save_mark_downs() -> Response:
    """Put the rule in place of the one before, once; without steps it ends."""
    try:
        steps = dict(_steps())
        with db().write() as session:
            run_once(
                session,
                request_of("save_mark_downs"),
                lambda: set_mark_downs(session, actor(), steps, now=now()),
            )
    except (FieldMissing, NumberBad, MarkDownsBad) as refusal:
        return shown_again(_page(refusal), refusal)
    tell(_("临期价定好了"), _("各店收银从现在起照这个算。"))
    return make_response(redirect(url_for(".ending_soon"), 303))


def _steps() -> Iterator[tuple[int, int]]:
    for place in PLACES:
        if request.form.get(f"days{place}") or request.form.get(f"off{place}"):
            yield (
                int_field(f"days{place}", least=0, most=MOST_DAYS),
                int_field(f"off{place}", least=LEAST_PERCENT, most=MOST_PERCENT),
            )


def _downs(steps: Mapping[int, int]) -> list[tuple[int, object, object]]:
    """The rows of the form: what was typed, else what holds, and room for more."""
    held = [*sorted(steps.items(), reverse=True), *[("", "")] * MOST_STEPS]
    return [
        (
            place,
            request.form.get(f"days{place}", days),
            request.form.get(f"off{place}", off),
        )
        for place, (days, off) in zip(PLACES, held, strict=False)
    ]


def _page(refusal: Refusal | None = None) -> str:
    with db().read() as session:
        stores = stores_in_reach(session, actor(), Permission.VIEW_STOCK)
        lots = near_expiry(session, [store.id for store in stores], local(now()).date())
        table, kept_for = near_days(session), kept_words(session)
        downs = _downs(mark_downs(session).steps)
    return render_template(
        "district/near_expiry.html",
        lots=[(lot, name_of(lot.origin, language()) if lot.origin else "") for lot in lots],
        kept_for=kept_for,
        downs=downs,
        steps=sorted(table.items(), reverse=True),
        may_change=actor().may(Permission.MANAGE_GOODS),
        refused=said(refusal) if refusal else None,
    )
