"""认人: at the village desk a household sets its PIN, or agrees to a photo, or takes both back."""

from datetime import date

from flask import Response, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.door.context import actor, db, house, now
from app.door.routes import needs, takes_upload
from app.kernel.clock import local
from app.kernel.errors import Refusal
from app.kernel.once import run_once
from app.kernel.pictures import MOST_MIB, PictureTooLarge, PictureUnreadable, keep_picture
from app.registry.accounts.permissions import Permission
from app.registry.cards.faces import (
    ConsentMissing,
    check_consent,
    consent_of,
    keep_photo,
    photo_of,
    withdraw_photo,
)
from app.registry.cards.pins import (
    PinBad,
    PinNotRepeated,
    PinWeak,
    check_repeated,
    end_pin,
    has_pin,
    set_pin,
)
from app.registry.households.models import Household
from app.registry.households.queries import household_for
from app.reports.pictures import drop_unnamed
from app.web.reading import DateBad, FileMissing, date_field, file_field, request_of
from app.web.said import said, shown_again, tell
from app.web.village.pages import pages

# A clerk may set a PIN too, but with the card in hand and the old digits: never at this desk, which
# asks for neither.
DESK = Permission.KEEP_PHOTO
REFUSALS = (
    ConsentMissing, DateBad, FileMissing, PictureTooLarge, PictureUnreadable, PinBad,
    PinNotRepeated, PinWeak,
)  # fmt: skip


@pages.get("/households/<int:household_id>/recognise")
@needs(DESK)
def recognise(household_id: int) -> str:
    """What the till recognises the household by."""
    return _page(household_id)


@pages.post("/households/<int:household_id>/pin")
@needs(DESK)
def save_pin(household_id: int) -> Response:
    """Set or change the PIN; at the desk nobody asks for the one before: it may be forgotten."""
    try:
        typed = check_repeated(request.form.get("pin", ""), request.form.get("again", ""))
        with db().write() as session:
            run_once(
                session, request_of("set_pin", but=frozenset({"pin", "again"})),
                lambda: set_pin(
                    session, actor(), household_id=household_id, pin=typed, now=now()
                ),
            )  # fmt: skip
    except REFUSALS as refusal:
        return shown_again(_page(household_id, refusal), refusal)
    return _back(household_id, _("取物密码设好了"))


@pages.post("/households/<int:household_id>/pin/end")
@needs(DESK)
def stop_pin(household_id: int) -> Response:
    """The household types no PIN any more."""
    with db().write() as session:
        run_once(
            session, request_of("end_pin"),
            lambda: end_pin(session, actor(), household_id=household_id, now=now()),
        )  # fmt: skip
    return _back(household_id, _("取物密码取消了"))


@pages.post("/households/<int:household_id>/photo")
@needs(Permission.KEEP_PHOTO)
@takes_upload(mib=MOST_MIB + 1)
def save_photo(household_id: int) -> Response:
    """Keep a photo that the household agreed to; what it replaces goes at once."""
    with db().read() as session:
        before = photo_of(session, _home(session, household_id).id)
    try:
        agreed_on = check_consent(_agreed_on(), now())
        photo = keep_picture(house().data, file_field("photo").read())
        with db().write() as session:
            run_once(
                session, request_of("keep_photo", pictures=[photo]),
                lambda: keep_photo(
                    session, actor(), household_id=household_id, photo=photo,
                    agreed_on=agreed_on, now=now(),
                ),
            )  # fmt: skip
    except REFUSALS as refusal:
        return shown_again(_page(household_id, refusal), refusal)
    _drop(before)
    return _back(household_id, _("照片留好了，只在店里扫了卡以后看得到"))


@pages.post("/households/<int:household_id>/photo/withdraw")
@needs(Permission.KEEP_PHOTO)
def stop_photo(household_id: int) -> Response:
    """The household agrees no longer: the file goes."""
    with db().read() as session:
        before = photo_of(session, _home(session, household_id).id)
    with db().write() as session:
        run_once(
            session, request_of("withdraw_photo"),
            lambda: withdraw_photo(session, actor(), household_id=household_id, now=now()),
        )  # fmt: skip
    _drop(before)
    return _back(household_id, _("照片删掉了"))


def _agreed_on() -> date | None:
    return date_field("agreed_on") if "agreed" in request.form else None


def _drop(photo: str) -> None:
    if photo:
        with db().read() as session:
            drop_unnamed(session, house().data, photo)


def _home(session: Session, household_id: int) -> Household:
    return household_for(session, actor(), Permission.KEEP_PHOTO, household_id)


def _back(household_id: int, heading: str) -> Response:
    tell(heading)
    return make_response(redirect(url_for(".recognise", household_id=household_id), 303))


def _page(household_id: int, refusal: Refusal | None = None) -> str:
    with db().read() as session:
        home = household_for(session, actor(), Permission.SET_PIN, household_id)
        return render_template(
            "village/recognise.html",
            household=home,
            has_pin=has_pin(session, home.id),
            consent=consent_of(session, home.id),
            today=local(now()).date(),
            most_mib=MOST_MIB,
            typed=request.form,
            refused=said(refusal) if refusal else None,
        )
