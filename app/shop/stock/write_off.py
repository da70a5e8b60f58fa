"""Take goods off the shelf for good: asked for by one person with a reason, decided by another."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.kernel.constraints import on_violation
from app.kernel.faults import fault_point
from app.kernel.states import move
from app.registry.accounts import audit
from app.registry.accounts.actor import Actor
from app.registry.accounts.permissions import Permission
from app.registry.places.models import Store
from app.registry.places.queries import store_for
from app.shop.stock.models import MoveKind
from app.shop.stock.paper_models import Loss, PaperState, WriteOff, WriteOffLine
from app.shop.stock.paper_queries import write_off_for
from app.shop.stock.paper_rules import (
    PAPER_MOVES,
    OwnWriteOff,
    PaperUuidTaken,
    check_loss_reason,
    check_papers_lines,
)
from app.shop.stock.rules import Pile, StockLine
from app.shop.stock.shelving import By, known_piles, take_off_shelves, take_piles

on_violation("uq_write_offs_uuid", PaperUuidTaken, columns="write_offs.uuid")
on_violation("ck_write_offs_four_eyes", OwnWriteOff)


@dataclass(frozen=True)
class Spoilt:
    """What is no longer any good in a store, and why; the photo by its name among the pictures."""

    uuid: UUID
    store_code: str
    loss: Loss
    reason: str
    lines: Sequence[StockLine]
    photo: str | None = None


def ask_write_off(session: Session, actor: Actor, spoilt: Spoilt, *, now: datetime) -> WriteOff:
    """Ask for goods to be taken off; nothing leaves the shelf until somebody else approves.

    :raises NothingChosen: no lines.
    :raises LossReasonBad: no reason.
    :raises PileTooSmall: fewer of these goods with this day and place stand there.
    :raises PaperUuidTaken: another write-off came with this UUID.
    """
    store = store_for(session, actor, Permission.ASK_WRITE_OFF, spoilt.store_code)
    reason = check_loss_reason(spoilt.reason)
    check_papers_lines(spoilt.lines)
    piles = known_piles(session, spoilt.lines, now)
    take_piles(session, store.id, piles)
    asked = WriteOff(
        uuid=spoilt.uuid, store_id=store.id, loss=spoilt.loss, reason=reason, photo=spoilt.photo,
        state=PaperState.WAITING, asked_by=actor.user_id, asked_at=now, answer="",
    )  # fmt: skip
    session.add(asked)
    session.flush()
    session.add_all(
        WriteOffLine(
            write_off_id=asked.id, goods_id=pile.goods_id, use_by=pile.use_by,
            kept_for=pile.kept_for, kept_group=pile.kept_group, quantity=quantity,
        )
        for pile, quantity in piles.items()
    )  # fmt: skip
    session.flush()
    _note(session, actor, "ask_write_off", asked, now)
    return asked


def approve_write_off(
    session: Session, actor: Actor, *, write_off_id: int, now: datetime
) -> WriteOff:
    """Let the goods leave the shelf, what came first first.

    :raises PaperNotFound: missing, or out of reach.
    :raises OwnWriteOff: the person asked for it himself.
    :raises WrongState: decided before.
    :raises PileTooSmall: fewer stand there by now.
    """
    asked = _decide(session, actor, write_off_id, "approve", now)
    fault_point("write_off.after_decision")
    lines = session.scalars(
        select(WriteOffLine).where(WriteOffLine.write_off_id == asked.id).order_by(WriteOffLine.id)
    )
    piles = {
        Pile(line.goods_id, line.use_by, line.kept_for, line.kept_group): line.quantity
        for line in lines
    }
    taken = take_piles(session, asked.store_id, piles)
    by = By(MoveKind(asked.loss.value), actor.user_id, now, "write_off_id", asked.id)
    take_off_shelves(session, asked.store_id, taken, by)
    fault_point("write_off.after_shelves")
    _note(session, actor, "approve_write_off", asked, now)
    return asked


def refuse_write_off(
    session: Session, actor: Actor, *, write_off_id: int, answer: str, now: datetime
) -> WriteOff:
    """Leave the goods on the shelf, and say why.

    :raises PaperNotFound: missing, or out of reach.
    :raises OwnWriteOff: the person asked for it himself.
    :raises WrongState: decided before.
    :raises LossReasonBad: no reason.
    """
    said = check_loss_reason(answer)
    asked = _decide(session, actor, write_off_id, "refuse", now)
    asked.answer = said
    session.flush()
    _note(session, actor, "refuse_write_off", asked, now)
    return asked


def _decide(
    session: Session, actor: Actor, write_off_id: int, verb: str, now: datetime
) -> WriteOff:
    asked = write_off_for(session, actor, Permission.APPROVE_WRITE_OFF, write_off_id, lock=True)
    if asked.asked_by == actor.user_id:
        raise OwnWriteOff
    asked.state = move(PAPER_MOVES, asked.state, verb)
    asked.decided_by, asked.decided_at = actor.user_id, now
    session.flush()
    return asked


def _note(session: Session, actor: Actor, verb: str, asked: WriteOff, now: datetime) -> None:
    store = session.get_one(Store, asked.store_id)
    audit.note(
        session, actor, verb, ("write_off", asked.id), now=now, place_code=store.place_code,
        store=store.code,
    )  # fmt: skip
