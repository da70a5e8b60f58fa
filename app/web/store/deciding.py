"""批: a write-off or a count is approved or refused by somebody who did not write it."""

from flask import Response, make_response, redirect, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.door.context import actor, db, now
from app.door.routes import needs
from app.kernel.once import run_once
from app.registry.accounts.permissions import Permission
from app.shop.stock.paper_queries import PaperKind
from app.shop.stock.paper_rules import (
    LONGEST_REASON,
    CountOvertaken,
    LossReasonBad,
    PaperNotFound,
)
from app.shop.stock.rules import PileTooSmall
from app.shop.stock.stock_take import confirm_count, refuse_count
from app.shop.stock.write_off import approve_write_off, refuse_write_off
from app.web.reading import FieldMissing, FieldTooLong, request_of, text_field
from app.web.said import shown_again, tell
from app.web.store.pages import pages
from app.web.store.papers import DECIDES, paper_kind, paper_page


@pages.post("/papers/<kind>/<int:paper_id>/approve")
@needs(Permission.APPROVE_WRITE_OFF, Permission.CONFIRM_COUNT)
def approve_paper(kind: str, paper_id: int) -> Response:
    """Let the goods leave, or book the difference; once."""
    which = _decidable(kind)
    try:
        with db().write() as session:
            run_once(
                session, request_of("approve_paper"), lambda: _approve(session, which, paper_id)
            )
    except (PileTooSmall, CountOvertaken) as refusal:
        return shown_again(paper_page(which, paper_id, refusal), refusal)
    tell(_("批好了"), _("库存已经改过来。"))
    return _back(which, paper_id)


@pages.post("/papers/<kind>/<int:paper_id>/refuse")
@needs(Permission.APPROVE_WRITE_OFF, Permission.CONFIRM_COUNT)
def refuse_paper(kind: str, paper_id: int) -> Response:
    """Leave the stock as it is, and say why; once."""
    which = _decidable(kind)
    try:
        answer = text_field("answer", LONGEST_REASON)
        with db().write() as session:
            run_once(
                session,
                request_of("refuse_paper"),
                lambda: _refuse(session, which, paper_id, answer),
            )
    except (FieldMissing, FieldTooLong, LossReasonBad) as refusal:
        return shown_again(paper_page(which, paper_id, refusal), refusal)
    tell(_("退回去了"), _("库存没有变。"))
    return _back(which, paper_id)


def _decidable(text: str) -> PaperKind:
    kind = paper_kind(text)
    if kind not in DECIDES:
        raise PaperNotFound
    return kind


def _approve(session: Session, kind: PaperKind, paper_id: int) -> int:
    if kind is PaperKind.COUNT:
        return confirm_count(session, actor(), count_id=paper_id, now=now()).id
    return approve_write_off(session, actor(), write_off_id=paper_id, now=now()).id


def _refuse(session: Session, kind: PaperKind, paper_id: int, answer: str) -> int:
    if kind is PaperKind.COUNT:
        return refuse_count(session, actor(), count_id=paper_id, answer=answer, now=now()).id
    return refuse_write_off(session, actor(), write_off_id=paper_id, answer=answer, now=now()).id


def _back(kind: PaperKind, paper_id: int) -> Response:
    return make_response(redirect(url_for(".paper", kind=kind.value, paper_id=paper_id), 303))
