"""查公示: township, village, notice. Names are masked, and nothing lies below the village."""

from typing import Final

from flask import render_template, request, url_for

from app.door.context import db, now
from app.door.routes import public
from app.kernel.clock import local
from app.registry.places.models import PlaceKind
from app.registry.places.queries import place_called, townships
from app.scoring.rounds.notice import announced, public_notice, public_notices, villages_on_web
from app.shop.marketdays.queries import next_day
from app.web.public.pages import pages

LONGEST_NUMBER: Final = 20


@pages.get("/")
@public
def home() -> str:
    """What everybody may look up."""
    with db().read() as session:
        return render_template("public/home.html", townships=townships(session))


@pages.get("/townships/<code>")
@public
def township(code: str) -> str:
    """The villages of a township, with what hangs there now."""
    with db().read() as session:
        place = place_called(session, code, PlaceKind.TOWNSHIP)
        return render_template(
            "public/township.html",
            township=place,
            villages=villages_on_web(session, place.code),
            now=now(),
        )


@pages.get("/villages/<code>")
@public
def village(code: str) -> str:
    """The latest notices of a village."""
    with db().read() as session:
        place = place_called(session, code, PlaceKind.VILLAGE)
        return render_template(
            "public/village.html",
            village=place,
            notices=public_notices(session, place.code),
            truck=next_day(session, place.code, local(now()).date()),
            now=now(),
        )


@pages.get("/notices/<int:round_id>")
@public
def notice(round_id: int) -> str:
    """One notice with masked names; a household finds itself by its number."""
    number = request.args.get("number", "").strip()[:LONGEST_NUMBER]
    with db().read() as session:
        found = public_notice(session, round_id, number=number)
        return render_template(
            "public/notice.html",
            notice=found,
            ending=announced(session, found.head, now()),
            number=number,
            is_open=found.head.is_open(now()),
            days_left=found.head.days_left(now()),
        )


@pages.get("/notices/<int:round_id>/objection-form")
@public
def objection_form(round_id: int) -> str:
    """A blank form to print at home, for who has no card at hand or speaks for a neighbour."""
    with db().read() as session:
        return render_template(
            "papers/objection_form.html",
            head=public_notice(session, round_id).head,
            back=url_for(".notice", round_id=round_id),
        )
