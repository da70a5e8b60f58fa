"""对积分有异议: a household objects on the open page, its card at hand, about its own points.

Card and household number stand on the card: who holds it speaks for the household, as at the desk.
Only that household's month waits then. Neighbours go to the desk, where somebody sees them.
"""

from typing import Final

from flask import Response, make_response, render_template, request
from flask_limiter.util import get_remote_address
from sqlalchemy.orm import Session

from app.door.context import db, now
from app.door.limits import limiter
from app.door.routes import public
from app.kernel.errors import Refusal
from app.kernel.once import Request, run_once
from app.registry.accounts.queries import console
from app.registry.cards.holder import Holder, holder_of
from app.scoring.rounds.models import Objection
from app.scoring.rounds.notice import PublicNotice, public_notice
from app.scoring.rounds.objections import (
    LONGEST_NAME,
    object_with_card,
    parts_of_month,
)
from app.scoring.rounds.rules import (
    LONGEST_WORDS,
    NoticeClosed,
    ObjectionExists,
    ObjectionWordsMissing,
)
from app.web.public.pages import pages
from app.web.public.points import FAILURES, REFUSED, card_typed, was_refused
from app.web.reading import NOT_CONTENT, uuid_field
from app.web.said import said, shown_again

ROUTE: Final = "object_with_card"
SHOWN_AGAIN: Final[tuple[type[Refusal], ...]] = (
    *REFUSED,
    NoticeClosed,
    ObjectionExists,
    ObjectionWordsMissing,
)


@pages.get("/notices/<int:round_id>/object")
@public
def ask_objection(round_id: int) -> str:
    """The form: whose points, which part, what happened."""
    with db().read() as session:
        return _form(session, public_notice(session, round_id))


@pages.post("/notices/<int:round_id>/object")
@public
@limiter.limit(FAILURES, key_func=get_remote_address, deduct_when=was_refused)
def save_objection(round_id: int) -> Response:
    """Take it down. The answer is the receipt; nothing stands in the address, nothing is stored."""
    try:
        with db().write() as session:
            notice = public_notice(session, round_id)
            holder = holder_of(session, card_typed("card"), card_typed("household"))
            page = _receipt(notice, holder, _recorded(session, round_id, holder))
    except SHOWN_AGAIN as refusal:
        with db().read() as session:
            page = _form(session, public_notice(session, round_id), refusal)
        return shown_again(page, refusal)
    response = make_response(page)
    response.headers["Cache-Control"] = "no-store"
    return response


def _recorded(session: Session, round_id: int, holder: Holder) -> Objection:
    form, actor = request.form, console(session)
    about, words = form.get("about", "").strip(), form.get("words", "").strip()
    told = f"{about}：{words}" if about and words else words
    typed = {name: value for name, value in form.items() if name not in NOT_CONTENT}
    done = run_once(
        session,
        Request.of(actor.user_id, ROUTE, uuid_field(), typed),
        lambda: object_with_card(
            session, actor, round_id=round_id, household_id=holder.household_id,
            said_by=form.get("said_by", ""), words=told, now=now(),
        ).id,
    )  # fmt: skip
    return session.get_one(Objection, done.id)


def _receipt(notice: PublicNotice, holder: Holder, objection: Objection) -> str:
    return render_template(
        "public/objection_receipt.html",
        head=notice.head,
        holder=holder,
        objection=objection,
    )


def _form(session: Session, notice: PublicNotice, refusal: Refusal | None = None) -> str:
    return render_template(
        "public/object.html",
        head=notice.head,
        is_open=notice.head.is_open(now()),
        about=parts_of_month(session, notice.head.round_id),
        entered=request.form,
        said=said(refusal) if refusal else None,
        longest_name=LONGEST_NAME,
        longest_words=LONGEST_WORDS,
    )
