"""看身份证号: one number, with a reason; it is on this one page and nowhere else."""

from collections.abc import Sequence

from flask import Response, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.door.context import actor, db, now, secrets
from app.door.routes import needs
from app.kernel.errors import Refusal
from app.kernel.once import run_once
from app.registry.accounts.permissions import Permission
from app.registry.households.file import Person, people_of
from app.registry.households.queries import household_for
from app.registry.households.reveal import (
    LONGEST_REASON,
    MOST_AN_HOUR,
    MemberNotFound,
    RevealReasonMissing,
    TooManyReveals,
    reveal_id,
)
from app.web.office.shared import shared
from app.web.reading import request_of
from app.web.said import said, shown_again, tell


@shared.get("/households/<int:household_id>/people/<int:member_id>")
@needs(Permission.REVEAL_ID)
def ask_reveal(household_id: int, member_id: int) -> str:
    """The form for the reason."""
    return _page(household_id, member_id)


@shared.post("/households/<int:household_id>/people/<int:member_id>")
@needs(Permission.REVEAL_ID)
def reveal(household_id: int, member_id: int) -> Response:
    """The number, in this answer only: no address, no message and no session ever holds it.

    The same form sent twice shows it once: for another look there is another reason.
    """
    shown: list[str] = []
    try:
        with db().write() as session:
            run_once(
                session,
                request_of("reveal_id"),
                lambda: _reveal(session, household_id, member_id, shown),
            )
    except (RevealReasonMissing, TooManyReveals) as refusal:
        return shown_again(_page(household_id, member_id, refusal=refusal), refusal)
    if not shown:
        tell(_("这个号码刚才已经显示过了"), _("还要看，请再写一次原因。"), kind="info")
        again = url_for(".ask_reveal", household_id=household_id, member_id=member_id)
        return make_response(redirect(again))
    return make_response(_page(household_id, member_id, number=shown[0]))


def _reveal(session: Session, household_id: int, member_id: int, shown: list[str]) -> int:
    number = reveal_id(
        session, actor(), secrets(), household_id=household_id, member_id=member_id,
        reason=request.form.get("reason", ""), now=now(),
    )  # fmt: skip
    shown.append(number)
    return member_id


def _page(
    household_id: int, member_id: int, *, number: str = "", refusal: Refusal | None = None
) -> str:
    with db().read() as session:
        home = household_for(session, actor(), Permission.REVEAL_ID, household_id)
        person = _person(people_of(session, home.id), member_id)
        return render_template(
            "office/reveal.html",
            home=home,
            person=person,
            number=number,
            reason=request.form.get("reason", ""),
            most=LONGEST_REASON,
            most_an_hour=MOST_AN_HOUR,
            refused=said(refusal) if refusal else None,
        )


def _person(people: Sequence[Person], member_id: int) -> Person:
    for person in people:
        if person.id == member_id:
            return person
    raise MemberNotFound
