"""我家的积分: with the card in hand, a household reads its balance without signing in.

Card and household number both stand on the card: whoever finds it could read them. They open the
balance under a masked name, and neither what earned it nor what it bought; guessing is slowed.
"""

import unicodedata
from http import HTTPStatus
from typing import Final

from flask import Response, make_response, render_template, request
from flask_limiter.util import get_remote_address

from app.door.context import db, now
from app.door.limits import limiter
from app.door.routes import public
from app.kernel.errors import Refusal
from app.registry.cards.holder import holder_of
from app.registry.cards.rules import (
    CardLost,
    CardNumberWrong,
    CardReplaced,
    CardUnreadable,
    NumbersDiffer,
)
from app.web.balance import balance_shown
from app.web.public.pages import pages
from app.web.said import said, shown_again

# Of 8,999,999 numbers a card may have, forty tries an hour find one in centuries.
FAILURES: Final = "10 per 15 minutes"
REFUSED: Final = (CardUnreadable, CardNumberWrong, NumbersDiffer, CardLost, CardReplaced)
LONGEST: Final = 60


def was_refused(response: Response) -> bool:
    """Only a wrong number counts as a try."""
    return response.status_code >= HTTPStatus.BAD_REQUEST


@pages.get("/points")
@public
def points() -> str:
    """Where card and household number are typed."""
    return _form()


@pages.post("/points")
@public
@limiter.limit(FAILURES, key_func=get_remote_address, deduct_when=was_refused)
def balance() -> Response:
    """The balance, in large type. Nothing stands in the address, so nothing is kept in logs."""
    try:
        with db().read() as session:
            holder = holder_of(session, card_typed("card"), card_typed("household"))
            page = render_template(
                "public/balance.html",
                large_type=True,
                holder=holder,
                balance=balance_shown(session, holder.household_id, now()),
            )
    except REFUSED as refusal:
        return shown_again(_form(refusal), refusal)
    response = make_response(page)
    response.headers["Cache-Control"] = "no-store"
    return response


def card_typed(name: str) -> str:
    """What was typed, full-width digits and spaces forgiven."""
    text = unicodedata.normalize("NFKC", request.form.get(name, ""))
    return "".join(text.split())[:LONGEST]


def _form(refusal: Refusal | None = None) -> str:
    return render_template(
        "public/points.html",
        entered=request.form,
        said=said(refusal) if refusal else None,
    )
