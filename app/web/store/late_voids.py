"""Voiding a receipt after its day: one person asks, another decides."""

from collections.abc import Callable

from flask import Response, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.door.context import actor, db, now
from app.door.routes import needs
from app.kernel.errors import Conflict, Invalid, Refusal
from app.kernel.once import run_once
from app.registry.accounts.permissions import Permission
from app.shop.redemptions.queries import receipt_for
from app.shop.redemptions.returned import void_request_for, void_requests_at
from app.shop.redemptions.rules import VoidReasonMissing
from app.shop.redemptions.void import approve_void, ask_void, refuse_void
from app.web.reading import request_of
from app.web.said import said, shown_again, tell
from app.web.store.here import Here, here, here_at
from app.web.store.pages import pages


@pages.get("/receipts/<int:redemption_id>/late-void")
@needs(Permission.VOID_REDEMPTION)
def ask_late_void(redemption_id: int) -> str:
    """Before somebody asks: what it was, and that another person decides."""
    return _ask_page(redemption_id)


@pages.post("/receipts/<int:redemption_id>/late-void")
@needs(Permission.VOID_REDEMPTION)
def late_void(redemption_id: int) -> Response:
    """Ask that a receipt of an earlier day be voided."""
    reason = request.form.get("reason", "")
    wanted = request_of("ask_void")
    try:
        with db().write() as session:
            run_once(
                session, wanted,
                lambda: ask_void(
                    session, actor(), redemption_id=redemption_id, reason=reason, now=now()
                ),
            )  # fmt: skip
            code = receipt_for(session, actor(), redemption_id).store.code
    except (Conflict, Invalid) as refusal:
        return shown_again(_ask_page(redemption_id, refusal), refusal)
    tell(_("已经申请作废"), _("等另一个人批准。积分和东西都还没有动。"))
    return make_response(redirect(url_for(".late_voids", store_code=code), 303))


@pages.get("/<store_code>/voids")
@needs(Permission.VIEW_REDEMPTIONS)
def late_voids(store_code: str) -> str:
    """Who asks to void which receipts of a store, and what was decided."""
    with db().read() as session:
        return _list(session, here(session, Permission.VIEW_REDEMPTIONS, store_code))


@pages.post("/voids/<int:request_id>/approve")
@needs(Permission.APPROVE_VOID)
def approve(request_id: int) -> Response:
    """Void a receipt that somebody else asked to void."""
    return _decided(
        request_id,
        "approve_void",
        lambda session: approve_void(session, actor(), request_id=request_id, now=now()),
    )


@pages.post("/voids/<int:request_id>/refuse")
@needs(Permission.APPROVE_VOID)
def refuse(request_id: int) -> Response:
    """Leave a receipt as it is, and say why."""
    reason = request.form.get("reason", "")
    return _decided(
        request_id,
        "refuse_void",
        lambda session: refuse_void(
            session, actor(), request_id=request_id, reason=reason, now=now()
        ),
    )


def _decided(request_id: int, route: str, act: Callable[[Session], int]) -> Response:
    wanted = request_of(route)
    try:
        with db().write() as session:
            run_once(session, wanted, lambda: act(session))
            store = void_request_for(session, actor(), request_id)[2]
            code = store.code
    except (Conflict, Invalid) as refusal:
        with db().read() as session:
            at = here_at(void_request_for(session, actor(), request_id)[2])
            return shown_again(_list(session, at, refusal), refusal)
    return make_response(redirect(url_for(".late_voids", store_code=code), 303))


def _list(session: Session, store: Here, refusal: Refusal | None = None) -> str:
    return render_template(
        "store/voids.html",
        store=store,
        nav=store.nav,
        asked=void_requests_at(session, store.id),
        my_id=actor().user_id,
        refused=said(refusal) if refusal else None,
    )


def _ask_page(redemption_id: int, refusal: Refusal | None = None) -> str:
    with db().read() as session:
        slip = receipt_for(session, actor(), redemption_id)
        store = here_at(slip.store)
        return render_template(
            "store/late_void.html",
            slip=slip,
            store=store,
            nav=store.nav,
            refused=said(refusal) if refusal else None,
            reason_bad=isinstance(refusal, VoidReasonMissing),
            reason=request.form.get("reason", ""),
        )
