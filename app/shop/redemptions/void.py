"""Void a receipt: on its own day by one person, later by two."""

from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from app.kernel.constraints import on_violation
from app.kernel.faults import fault_point
from app.ledger.actions import Source, give_back
from app.registry.accounts.actor import Actor
from app.registry.accounts.audit import note
from app.registry.accounts.permissions import Permission
from app.registry.places.models import Store
from app.shop.redemptions.actions import SOURCE
from app.shop.redemptions.back_rules import VoidBySamePerson, VoidDecidedBefore, check_askable
from app.shop.redemptions.models import Redemption, RedemptionVoid, VoidDecision, VoidRequest
from app.shop.redemptions.queries import redemption_for
from app.shop.redemptions.returned import (
    open_request,
    points_returned,
    standing_of,
    void_request_for,
)
from app.shop.redemptions.rules import AlreadyVoided, VoidReasonMissing, check_said, check_voidable
from app.shop.stock.actions import take_back

VOID_SOURCE: Final = "void"

on_violation("pk_redemption_voids", AlreadyVoided, columns="redemption_voids.redemption_id")
on_violation("pk_void_decisions", VoidDecidedBefore, columns="void_decisions.request_id")
on_violation("ck_void_decisions_four_eyes", VoidBySamePerson)


def void_redemption(
    session: Session, actor: Actor, *, redemption_id: int, reason: str, now: datetime
) -> int:
    """Take a receipt back on its own day: points to the household, goods to the shelf.

    What came back before stays back: the rest follows.

    :raises RedemptionNotFound: missing, or of another store.
    :raises AlreadyVoided: voided before.
    :raises VoidTooLate: written on another day.
    :raises VoidReasonMissing: no reason.
    """
    redemption, store = redemption_for(
        session, actor, Permission.VOID_REDEMPTION, redemption_id, lock=True
    )
    said = check_said(reason, VoidReasonMissing)
    voided = session.get(RedemptionVoid, redemption.id) is not None
    check_voidable(redemption.at, voided=voided, now=now)
    void = RedemptionVoid(
        redemption_id=redemption.id, reason=said, voided_by=actor.user_id, voided_at=now
    )
    _take_back_rest(session, actor, (redemption, store), void)
    return redemption.id


def ask_void(
    session: Session, actor: Actor, *, redemption_id: int, reason: str, now: datetime
) -> int:
    """Ask that a receipt of an earlier day be voided; answers the request's id.

    :raises RedemptionNotFound: missing, or of another store.
    :raises AlreadyVoided: voided before.
    :raises VoidAskedBefore: asked before, and nobody has decided.
    :raises VoidAtOnce: of today, it needs nobody else.
    :raises VoidTooOld: more than 30 days old.
    :raises VoidReasonMissing: no reason.
    """
    redemption, store = redemption_for(
        session, actor, Permission.VOID_REDEMPTION, redemption_id, lock=True
    )
    said = check_said(reason, VoidReasonMissing)
    voided = session.get(RedemptionVoid, redemption.id) is not None
    asked = open_request(session, redemption.id) is not None
    check_askable(redemption.at, voided=voided, asked=asked, now=now)
    request = VoidRequest(
        redemption_id=redemption.id, reason=said, asked_by=actor.user_id, asked_at=now
    )
    session.add(request)
    session.flush()
    note(
        session, actor, "ask_void", ("redemption", redemption.id), now=now,
        place_code=store.place_code, points=redemption.points,
    )  # fmt: skip
    return request.id


def approve_void(session: Session, actor: Actor, *, request_id: int, now: datetime) -> int:
    """Void a receipt that somebody else asked to void; answers the request's id.

    :raises VoidRequestNotFound: missing, or of a store out of reach.
    :raises VoidDecidedBefore: decided before.
    :raises VoidBySamePerson: the person asked for it.
    """
    request, redemption, store = _undecided(session, actor, request_id)
    session.add(_decision(request, actor, now, approved=True))
    void = RedemptionVoid(
        redemption_id=redemption.id, reason=request.reason, voided_by=actor.user_id, voided_at=now
    )  # fmt: skip
    _take_back_rest(session, actor, (redemption, store), void)
    return request.id


def refuse_void(
    session: Session, actor: Actor, *, request_id: int, reason: str, now: datetime
) -> int:
    """Leave a receipt as it is, with a reason; answers the request's id.

    :raises VoidRequestNotFound: missing, or of a store out of reach.
    :raises VoidDecidedBefore: decided before.
    :raises VoidBySamePerson: the person asked for it.
    :raises VoidReasonMissing: no reason.
    """
    request, redemption, store = _undecided(session, actor, request_id)
    said = check_said(reason, VoidReasonMissing)
    session.add(_decision(request, actor, now, approved=False, reason=said))
    session.flush()
    note(
        session, actor, "refuse_void", ("redemption", redemption.id), now=now,
        place_code=store.place_code, points=redemption.points,
    )  # fmt: skip
    return request.id


def _undecided(
    session: Session, actor: Actor, request_id: int
) -> tuple[VoidRequest, Redemption, Store]:
    request, redemption, store = void_request_for(session, actor, request_id, lock=True)
    if session.get(VoidDecision, request.id) is not None:
        raise VoidDecidedBefore
    if request.asked_by == actor.user_id:
        raise VoidBySamePerson
    return request, redemption, store


def _decision(
    request: VoidRequest, actor: Actor, now: datetime, *, approved: bool, reason: str = ""
) -> VoidDecision:
    return VoidDecision(
        request_id=request.id, asked_by=request.asked_by, decided_by=actor.user_id,
        decided_at=now, approved=approved, reason=reason,
    )  # fmt: skip


def _take_back_rest(
    session: Session, actor: Actor, sale: tuple[Redemption, Store], void: RedemptionVoid
) -> None:
    """Points and goods that the receipt still holds go back; the void says why and by whom."""
    redemption, store = sale
    points = redemption.points - points_returned(session, redemption.id)
    give_back(
        session, of=(SOURCE, redemption.id), points=points,
        source=Source(VOID_SOURCE, redemption.id, actor.user_id, void.voided_at),
    )  # fmt: skip
    fault_point("void.after_points")
    session.add(void)
    session.flush()
    note(
        session, actor, "void_redemption", ("redemption", redemption.id), now=void.voided_at,
        place_code=store.place_code, points=points,
    )  # fmt: skip
    moves = [line.move_id for line in standing_of(session, redemption.id)]
    take_back(
        session, store_id=store.id, move_ids=moves, actor_id=actor.user_id, now=void.voided_at
    )
    fault_point("void.after_goods")
