"""我家的账: with card and PIN a household sees its points, where they came from, what they buy.

Phones are shared: it lasts ten minutes, a large button ends it, and the browser keeps no copy.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from flask import Response, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_limiter.util import get_remote_address
from sqlalchemy.orm import Session

from app.door.context import db, now
from app.door.limits import limiter
from app.door.routes import public
from app.kernel.clock import local
from app.kernel.errors import Refusal, TooMany
from app.registry.cards.own_access import (
    CardOrPinWrong,
    check_knock,
    knock,
    open_own_account,
    opened_household,
)
from app.registry.cards.pins import PinLocked
from app.registry.cards.rules import CardLost, CardNumberWrong, CardReplaced, CardUnreadable
from app.registry.households.models import Household
from app.registry.households.names import masked
from app.registry.places.queries import stores
from app.scoring.rounds.notice import public_notices
from app.shop.marketdays.queries import next_day
from app.shop.redemptions.allotment_queries import promised_to
from app.shop.stock.queries import StockItem, for_sale
from app.shop.stock.rules import Buyer
from app.web.balance import balance_shown
from app.web.own_session import keep_open, kept_open, shut
from app.web.public.pages import pages
from app.web.public.points import FAILURES, card_typed, was_refused
from app.web.said import said, shown_again, tell
from app.web.statement import account_of

# A PIN has ten thousand forms at least; the database counts a household's tries too.
FAILURES_PER_CARD: Final = "5 per 15 minutes"
MOVEMENTS_SHOWN: Final = 12
REFUSED: Final = (CardUnreadable, CardNumberWrong, CardOrPinWrong, CardLost, CardReplaced)


@dataclass(frozen=True)
class Shop:
    """A store, and what it has."""

    name: str
    goods: Sequence[StockItem]
    near: bool


def which_card() -> str:
    """The card that is tried, whether there is one or not."""
    return f"card {card_typed('card').upper()}"


@pages.get("/own")
@public
def own() -> Response:
    """The household's account while it is open; else where card and PIN are typed."""
    remembered = kept_open()
    if remembered is None:
        return make_response(_form())
    opened, left_s = remembered
    with db().read() as session:
        home = opened_household(session, opened)
        page = _account(session, home) if home else _form()
    response = make_response(page)
    response.headers["Cache-Control"] = "no-store"
    response.headers["Refresh"] = f"{left_s + 1}; url={url_for('.own')}"
    return response


@pages.post("/own")
@public
@limiter.limit(FAILURES, key_func=get_remote_address, deduct_when=was_refused)
@limiter.limit(FAILURES_PER_CARD, key_func=which_card, deduct_when=was_refused)
def open_own() -> Response:
    """Open it for ten minutes. Nothing stands in the address, so nothing is kept in logs."""
    try:
        with db().write() as session:
            asked = knock(session, card_typed("card"), now=now())
        right = check_knock(asked, card_typed("pin"))
        with db().write() as session:
            opened = open_own_account(session, right, now=now())
    except PinLocked:
        # Like a card that there is not, after as many tries.
        raise TooMany from None
    except REFUSED as refusal:
        return shown_again(_form(refusal), refusal)
    response = make_response(redirect(url_for(".own"), 303))
    keep_open(response, opened, url_for(".own"))
    return response


@pages.post("/own/finish")
@public
def finish_own() -> Response:
    """看完了: the next person with this phone sees nothing."""
    tell(_("关掉了"), _("别人用这部手机看不到您家的账。"))
    response = make_response(redirect(url_for(".own"), 303))
    shut(response, url_for(".own"))
    return response


def _account(session: Session, home: Household) -> str:
    at, today = now(), local(now()).date()
    account = account_of(session, home)
    notices = [head for head in public_notices(session, home.village_code) if head.is_open(at)]
    return render_template(
        "public/own_account.html",
        large_type=True,
        masked_name=masked(home.head_name),
        household=home,
        balance=balance_shown(session, home.id, at),
        account=account,
        movements=account.movements[:MOVEMENTS_SHOWN],
        promised=promised_to(session, home.id, today),
        truck=next_day(session, home.village_code, today),
        shops=_shops(session, home),
        notices=notices,
    )


def _shops(session: Session, home: Household) -> list[Shop]:
    """What each store has for this household today; those of its own township first."""
    buyer = Buyer(home.village_code, local(now()).date(), home.group_name)
    shops = [
        Shop(
            one.name,
            [item for item in for_sale(session, one.id, buyer, now()) if item.quantity > 0],
            near=home.village_code.startswith(one.place_code),
        )
        for one in stores(session)
    ]
    return sorted((shop for shop in shops if shop.goods), key=lambda shop: not shop.near)


def _form(refusal: Refusal | None = None) -> str:
    return render_template(
        "public/own.html",
        card=request.form.get("card", ""),
        said=said(refusal) if refusal else None,
    )
