"""Finding who is at the till: by card, or without one and with a reason."""

from flask import Response, make_response, redirect, render_template, request, url_for
from sqlalchemy.orm import Session

from app.door.context import actor, db, now
from app.door.routes import needs
from app.kernel.errors import Invalid, Refusal
from app.registry.accounts.permissions import Permission
from app.shop.redemptions.actions import look_up_without_card
from app.shop.redemptions.queries import FoundHousehold
from app.shop.redemptions.rules import LONGEST_REASON
from app.web.headers import let_page_scan
from app.web.reading import FieldMissing, text_field
from app.web.said import said, shown_again
from app.web.store.here import Here, here
from app.web.store.holder import look_up_token
from app.web.store.pages import pages
from app.web.store.screen import show_beside

LONGEST_WORDS = 60


@pages.get("/<store_code>/card")
@needs(Permission.REDEEM)
def find_card(store_code: str) -> str:
    """找卡: one field, where the scanner types."""
    with db().read() as session:
        store = here(session, Permission.REDEEM, store_code)
    show_beside(store)
    return find_page(store)


def find_page(store: Here, refusal: Refusal | None = None) -> str:
    """The page with the one field, and why the last card was refused."""
    let_page_scan()
    return render_template(
        "store/find.html", store=store, nav=store.nav, refused=said(refusal) if refusal else None
    )


@pages.get("/<store_code>/no-card")
@needs(Permission.REDEEM)
def no_card(store_code: str) -> str:
    """The form to look up a household that has no card at hand."""
    with db().read() as session:
        return _look_up_page(here(session, Permission.REDEEM, store_code))


@pages.post("/<store_code>/no-card")
@needs(Permission.REDEEM)
def look_up(store_code: str) -> Response:
    """Look up a household, with a reason. Not once only: each look-up is audited by itself."""
    try:
        with db().write() as session:
            store = here(session, Permission.REDEEM, store_code)
            reason, found = _found(session, store_code)
    except Invalid as refusal:
        with db().read() as session:
            store = here(session, Permission.REDEEM, store_code)
            return shown_again(_look_up_page(store, refusal=refusal), refusal)
    homes = [(home, _till_url(store_code, home, reason)) for home in found]
    if len(homes) == 1:
        return make_response(redirect(homes[0][1], 303))
    return make_response(_look_up_page(store, homes))


def _found(session: Session, store_code: str) -> tuple[str, list[FoundHousehold]]:
    village = text_field("village", LONGEST_WORDS, optional=True)
    head = text_field("head", LONGEST_WORDS, optional=True)
    number = text_field("number", LONGEST_WORDS, optional=True)
    reason = text_field("reason", LONGEST_REASON)
    if not number and not (village and head):
        raise FieldMissing(field="number" if not village and not head else "head")
    found = look_up_without_card(
        session, actor(), store_code=store_code, words=number or head,
        village_words="" if number else village, reason=reason, now=now(),
    )  # fmt: skip
    return reason, list(found)


def _look_up_page(
    store: Here,
    homes: list[tuple[FoundHousehold, str]] | None = None,
    *,
    refusal: Refusal | None = None,
) -> str:
    return render_template(
        "store/no_card.html",
        store=store,
        nav=store.nav,
        homes=homes,
        typed=request.form,
        refused=said(refusal) if refusal else None,
    )


def _till_url(store_code: str, home: FoundHousehold, reason: str) -> str:
    return url_for(".till", store_code=store_code, found=look_up_token(home.id, reason))
