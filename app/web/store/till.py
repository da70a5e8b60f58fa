"""The till: a card, a basket, one button.

Filling the basket is reading (GET, so that going back and reloading are harmless); confirming it
is the one thing that posts.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from flask import Response, make_response, redirect, render_template, request, url_for
from sqlalchemy.orm import Session

from app.door.clean import id_of
from app.door.context import actor, db, language, now
from app.door.routes import needs
from app.kernel.clock import local
from app.kernel.errors import Conflict, Invalid, Malformed, Refusal
from app.kernel.once import Request, run_once
from app.ledger.expiring import Expiring, near_expiring
from app.registry.accounts.permissions import Permission
from app.registry.cards.known import KnownBy, known_by
from app.registry.cards.pins import PinLocked, PinNotSet, PinWrong
from app.shop.redemptions.actions import redeem
from app.shop.redemptions.collectors import Proxy, collectors_of
from app.shop.redemptions.models import Identified, ProxyReason
from app.shop.redemptions.rules import Basket, BasketLine
from app.shop.redemptions.shares import shares_of
from app.shop.redemptions.till import Till
from app.shop.stock.queries import for_sale
from app.shop.stock.rules import Buyer
from app.web.headers import let_page_scan
from app.web.reading import MOST_DIGITS, uuid_field
from app.web.said import said, shown_again
from app.web.shell import request_id
from app.web.store.basket import Entered, step_taken
from app.web.store.finding import find_page
from app.web.store.here import Here, here
from app.web.store.holder import CARD_REFUSALS, Holder, holder_of
from app.web.store.pages import pages
from app.web.store.recognising import ask_page, photo_url, recognised
from app.web.store.screen import show_beside
from app.web.store.solving import asked_for, other_card, solving_buttons
from app.words.states import name_of

ROUTE = "redeem"
PIN_REFUSALS = (PinLocked, PinNotSet, PinWrong)


@dataclass(frozen=True)
class Counter:
    """A household at the till of a store, with its basket."""

    store: Here
    holder: Holder
    known: KnownBy  # what the household is recognised by
    till: Till
    ending: Expiring | None  # points that end soon
    collectors: Sequence[tuple[int, str]]  # who may collect for the household, in words
    refusal: Refusal | None  # of the last step


@pages.get("/<store_code>/till")
@needs(Permission.REDEEM)
def till(store_code: str) -> Response:
    """A household's basket. Every step of filling it opens this page anew, at today's prices."""
    try:
        with db().read() as session:
            counter = counter_at(session, store_code, request.args)
    except CARD_REFUSALS as refusal:
        return find_again(store_code, refusal)
    show_beside(counter.store, counter.holder.home.head_name, counter.till)
    card = other_card(request.args, counter.refusal)
    if card and not counter.till.contents:
        return make_response(redirect(url_for(".till", store_code=store_code, card=card)))
    return make_response(_page(counter, counter.refusal, request.args))


@pages.post("/<store_code>/till")
@needs(Permission.REDEEM)
def sell(store_code: str) -> Response:
    """Hand the basket over for points, once, however often this is sent."""
    try:
        identified = recognised(request.form)
        if identified is None:
            return make_response(ask_page(store_code))
        with db().write() as session:
            counter = counter_at(session, store_code, request.form)
            redemption_id = _redeemed(session, counter, identified)
    except CARD_REFUSALS as refusal:
        return find_again(store_code, refusal)
    except PIN_REFUSALS as refusal:
        return shown_again(ask_page(store_code, refusal), refusal)
    except (Conflict, Invalid) as refusal:
        with db().read() as session:
            counter = counter_at(session, store_code, request.form)
        return shown_again(_page(counter, refusal, request.form), refusal)
    show_beside(counter.store)
    return make_response(redirect(url_for(".receipt", redemption_id=redemption_id), 303))


def counter_at(session: Session, store_code: str, entered: Entered) -> Counter:
    """The household and the basket that a form carries, at today's prices.

    :raises UnknownPlace: a store that is missing or not the person's.
    :raises CardLost: and the other refusals of a card.
    """
    store = here(session, Permission.REDEEM, store_code)
    holder = holder_of(session, entered)
    home = holder.home
    buyer = Buyer(home.village_code, local(now()).date(), home.group_name)
    goods = for_sale(session, store.id, buyer, now())
    limited = [item.ration_id for item in goods if item.ration_id is not None]
    shares = shares_of(session, store.id, holder.home.id, limited, now())
    step = step_taken(goods, entered)
    return Counter(
        store,
        holder,
        known_by(session, holder.home.id),
        Till(goods, holder.home.balance_points, step.contents, shares),
        near_expiring(session, holder.home.id, local(now()).date()),
        [
            (one.id, f"{one.name}（{one.relation}）")
            for one in collectors_of(session, holder.home.id)
        ],
        step.refusal,
    )


def _redeemed(session: Session, counter: Counter, identified: Identified) -> int:
    if counter.refusal:
        raise counter.refusal
    basket = _basket(counter, identified)
    body: dict[str, object] = {
        "store": basket.store_code,
        "card": basket.card,
        "household": basket.household_id,
        "lines": [[line.goods, line.quantity] for line in basket.lines],
    }
    if basket.proxy:
        body["collector"] = basket.proxy.collector_id
    wanted = Request.of(actor().user_id, ROUTE, basket.uuid, body)
    return run_once(session, wanted, lambda: redeem(session, actor(), basket, now=now())).id


def _basket(counter: Counter, identified: Identified) -> Basket:
    holder = counter.holder
    return Basket(
        uuid=uuid_field(),
        store_code=counter.store.code,
        lines=[BasketLine(code, count) for code, count in counter.till.contents.items()],
        card=holder.card or None,
        household_id=None if holder.card else holder.home.id,
        no_card_reason=holder.no_card_reason or None,
        agreed_points=_shown_points(),
        adult_confirmed="adult" in request.form,
        proxy=_proxy(),
        identified=identified,
    )


def _proxy() -> Proxy | None:
    """Who collects instead, if the clerk chose somebody."""
    collector = request.form.get("collector", "")
    if not collector:
        return None
    chosen = request.form.get("proxy_reason", "")
    reason = ProxyReason(chosen) if chosen in set(ProxyReason) else None
    return Proxy(id_of(collector), reason, attested=request.form.get("attested") == "1")


def _shown_points() -> int:
    text = request.form.get("shown", "")
    if not (text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS):
        raise Malformed
    return int(text)


def find_again(store_code: str, refusal: Refusal) -> Response:
    """The page to find a card, and why this one was refused; the household before is gone."""
    with db().read() as session:
        store = here(session, Permission.REDEEM, store_code)
    show_beside(store)
    return shown_again(find_page(store, refusal), refusal)


def _page(counter: Counter, refusal: Refusal | None, entered: Entered) -> str:
    let_page_scan()
    obstacle = refusal or counter.till.obstacle
    return render_template(
        "store/till.html",
        store=counter.store,
        nav=[],
        holder=counter.holder,
        known=counter.known,
        photo=photo_url(counter.store, counter.holder, counter.known),
        till=counter.till,
        ending=counter.ending,
        collectors=counter.collectors,
        proxy_reasons=[(one.value, name_of(one, language())) for one in ProxyReason],
        typed=entered,
        refused=said(obstacle) if obstacle else None,
        buttons=solving_buttons(counter.till, obstacle),
        other_card=other_card(entered, refusal),
        asked_for=asked_for(entered, refusal),
        carried_id=_carried_id(entered),
        adult="adult" in entered,
    )


def _carried_id(entered: Entered) -> str:
    """The id of the redemption: made when the card is found, carried until it is confirmed."""
    try:
        return str(UUID(entered.get("request_id", "")))
    except ValueError:
        return request_id()
