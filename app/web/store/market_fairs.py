"""村里的集日: by which days of which calendar a village has its fair."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from flask import Response, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _

from app.door.context import actor, db, now
from app.door.routes import needs
from app.kernel.errors import Refusal
from app.kernel.once import run_once
from app.registry.accounts.permissions import Permission
from app.registry.places.models import PlaceKind
from app.registry.places.queries import place_called, villages
from app.shop.marketdays.models import HabitKind
from app.shop.marketdays.plan import set_fairs
from app.shop.marketdays.queries import fairs
from app.shop.marketdays.rules import Fair, HabitBad
from app.web.reading import FieldTooLong, request_of, text_field
from app.web.said import said, shown_again, tell
from app.web.store.here import here
from app.web.store.pages import pages

LONGEST: Final = 100
BETWEEN: Final = re.compile(r"[\s,，、;；]+")
DAY: Final = re.compile(r"(?:([0-9]{1,2})-)?([0-9]{1,2})", re.ASCII)


@pages.get("/<store_code>/market/fairs")
@needs(Permission.PLAN_MARKET_DAY)
def market_fairs(store_code: str) -> str:
    """Every village with what is known of its fairs."""
    with db().read() as session:
        store = here(session, Permission.PLAN_MARKET_DAY, store_code)
        found = fairs(session)
        rows = [(place, typed_fairs(found.get(place.code, []))) for place in villages(session)]
        return render_template("store/market_fairs.html", store=store, nav=store.nav, rows=rows)


@pages.get("/<store_code>/market/fairs/<village_code>")
@needs(Permission.PLAN_MARKET_DAY)
def ask_fairs(store_code: str, village_code: str) -> str:
    """One village's days, to be changed."""
    return _page(store_code, village_code, None)


@pages.post("/<store_code>/market/fairs/<village_code>")
@needs(Permission.PLAN_MARKET_DAY)
def save_fairs(store_code: str, village_code: str) -> Response:
    """Put them in place of those before, once."""
    try:
        told = [fair for kind in HabitKind for fair in _read(kind)]
        with db().write() as session:
            here(session, Permission.PLAN_MARKET_DAY, store_code)
            run_once(
                session,
                request_of("set_market_fairs"),
                lambda: int(
                    set_fairs(
                        session, actor(), village_code=village_code, fairs=told, now=now()
                    ).code
                ),
            )
    except (HabitBad, FieldTooLong) as refusal:
        return shown_again(_page(store_code, village_code, request.form, refusal), refusal)
    tell(_("集日记下了"), _("进村安排里，那些天会标出来。"))
    return make_response(redirect(url_for(".market_fairs", store_code=store_code), 303))


def typed_fairs(known: Sequence[Fair]) -> dict[str, str]:
    """Days as they are typed, by kind: 3 8 13, and 12-23 for once a year."""
    return {
        kind.value: " ".join(
            f"{fair.month}-{fair.day}" if fair.month else str(fair.day)
            for fair in known
            if fair.kind is kind
        )
        for kind in HabitKind
    }


def _read(kind: HabitKind) -> Iterator[Fair]:
    for part in BETWEEN.split(text_field(kind.value, LONGEST, optional=True)):
        found = DAY.fullmatch(part)
        if part and not found:
            raise HabitBad(field=kind.value)
        if found:
            yield Fair(kind, int(found[1] or 0), int(found[2]))


def _page(
    store_code: str,
    village_code: str,
    typed: Mapping[str, str] | None,
    refusal: Refusal | None = None,
) -> str:
    with db().read() as session:
        store = here(session, Permission.PLAN_MARKET_DAY, store_code)
        village = place_called(session, village_code, PlaceKind.VILLAGE)
        known = fairs(session).get(village.code, [])
        return render_template(
            "store/market_fair.html",
            store=store,
            nav=store.nav,
            village=village,
            typed=typed if typed is not None else typed_fairs(known),
            refused=said(refusal) if refusal else None,
        )
