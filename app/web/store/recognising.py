"""Who stands there: the PIN that a household types, the clerk's word, or a photo."""

from collections.abc import Iterable

from flask import Response, current_app, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from itsdangerous import BadSignature, URLSafeTimedSerializer
from sqlalchemy.orm import Session

from app.door.context import actor, db, house, now
from app.door.pins import check_typed
from app.door.routes import needs
from app.kernel.errors import Refusal
from app.kernel.once import run_once
from app.kernel.pictures import PictureGone, picture
from app.registry.accounts.permissions import Permission
from app.registry.cards.faces import photo_of
from app.registry.cards.known import KnownBy, known_by
from app.registry.cards.pins import (
    PinBad,
    PinLocked,
    PinNotRepeated,
    PinWeak,
    PinWrong,
    check_repeated,
    end_pin,
    set_pin,
)
from app.registry.cards.rules import CardUnreadable
from app.shop.redemptions.models import Identified
from app.web.reading import request_of
from app.web.said import said, shown_again, tell
from app.web.store.basket import Entered
from app.web.store.here import Here, here
from app.web.store.holder import Holder, holder_of
from app.web.store.pages import pages

TYPED = frozenset({"pin", "again", "old"})
SET_REFUSALS = (PinBad, PinLocked, PinNotRepeated, PinWeak, PinWrong)
PHOTO_SHOWN_S = 15 * 60
JPEG = "image/jpeg"


def recognised(entered: Entered) -> Identified | None:
    """How the clerk knows who stands there; None: the household has a PIN, so ask for it.

    A collector is attested by himself: the PIN is the household's own.

    :raises PinWrong: not these digits.
    :raises PinLocked: too many wrong ones lately.
    """
    said_so = entered.get("identified", "")
    with db().read() as session:
        home = holder_of(session, entered).home
        known = known_by(session, home.id)
    if "pin" in entered and said_so not in set(Identified):
        check_typed(home.id, entered["pin"])
        return Identified.PIN
    if said_so == Identified.PHOTO and known.photo:
        return Identified.PHOTO
    asked = known.pin and not entered.get("collector") and said_so != Identified.ATTESTED
    return None if asked else Identified.ATTESTED


def ask_page(store_code: str, refusal: Refusal | None = None) -> str:
    """Before points are taken: the household types its PIN, or the clerk says that he knows it."""
    with db().read() as session:
        store = here(session, Permission.REDEEM, store_code)
        holder = holder_of(session, request.form)
        known = known_by(session, holder.home.id)
    return render_template(
        "store/ask_pin.html",
        store=store,
        nav=[],
        holder=holder,
        photo=photo_url(store, holder, known),
        carried=_carried(request.form.items(multi=True)),
        points=request.form.get("shown", type=int),
        refused=said(refusal) if refusal else None,
        locked=isinstance(refusal, PinLocked),
        again=url_for(".find_card", store_code=store.code),
    )


def _carried(fields: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    left_out = TYPED | {"csrf_token", "identified"}
    return [(name, value) for name, value in fields if name not in left_out]


def photo_url(store: Here, holder: Holder, known: KnownBy) -> str:
    """Where the household's photo is shown to this person for a quarter of an hour; "" if none."""
    if not known.photo:
        return ""
    seen = _serializer().dumps([actor().user_id, holder.home.id])
    return url_for(".holder_photo", store_code=store.code, seen=seen)


@pages.get("/<store_code>/photo/<seen>")
@needs(Permission.REDEEM)
def holder_photo(store_code: str, seen: str) -> Response:
    """The photo of the household whose card was found by this person a moment ago."""
    try:
        user_id, household_id = _serializer().loads(seen, max_age=PHOTO_SHOWN_S)
    except BadSignature:
        raise PictureGone from None
    with db().read() as session:
        here(session, Permission.REDEEM, store_code)
        name = photo_of(session, household_id) if user_id == actor().user_id else ""
    return Response(picture(house().data, name), mimetype=JPEG)


@pages.get("/<store_code>/pin")
@needs(Permission.SET_PIN)
def pin(store_code: str) -> str:
    """取物密码: with the card in hand, set it, change it, end it."""
    return _pin_page(store_code)


@pages.post("/<store_code>/pin")
@needs(Permission.SET_PIN)
def save_pin(store_code: str) -> Response:
    """Set or change the PIN, or end it; whoever has one types it first."""
    ends = "end" in request.form
    try:
        with db().read() as session:
            store, holder, known = _at_pin(session, store_code)
        if known.pin:
            check_typed(holder.home.id, request.form.get("old", ""))
        with db().write() as session:
            run_once(
                session, request_of("set_pin", but=TYPED), lambda: _set(session, holder, ends=ends)
            )
    except SET_REFUSALS as refusal:
        return shown_again(_pin_page(store_code, refusal), refusal)
    tell(_("取物密码取消了") if ends else _("取物密码设好了"))
    return make_response(redirect(url_for(".till", store_code=store.code, card=holder.card), 303))


def _set(session: Session, holder: Holder, *, ends: bool) -> int:
    household_id = holder.home.id
    if ends:
        return end_pin(session, actor(), household_id=household_id, now=now())
    pin = check_repeated(request.form.get("pin", ""), request.form.get("again", ""))
    return set_pin(session, actor(), household_id=household_id, pin=pin, now=now())


def _pin_page(store_code: str, refusal: Refusal | None = None) -> str:
    with db().read() as session:
        store, holder, known = _at_pin(session, store_code)
    return render_template(
        "store/pin.html",
        store=store,
        nav=store.nav,
        holder=holder,
        known=known,
        refused=said(refusal) if refusal else None,
    )


def _at_pin(session: Session, store_code: str) -> tuple[Here, Holder, KnownBy]:
    """The till with the card in hand: somebody looked up without one goes to the village."""
    store = here(session, Permission.REDEEM, store_code)
    holder = holder_of(session, request.values)
    if not holder.card:
        raise CardUnreadable
    return store, holder, known_by(session, holder.home.id)


def _serializer() -> URLSafeTimedSerializer:
    assert current_app.secret_key, "create_app sets it"
    return URLSafeTimedSerializer(current_app.secret_key, salt="holder-photo")
