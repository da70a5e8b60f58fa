"""Bring goods from one store to another: off one shelf and onto the other in one step."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.kernel.constraints import on_violation
from app.registry.accounts import audit
from app.registry.accounts.actor import Actor
from app.registry.accounts.permissions import Permission
from app.registry.places.queries import store_called, store_for
from app.shop.stock.models import MoveKind
from app.shop.stock.paper_models import Relocation
from app.shop.stock.paper_rules import PaperUuidTaken, SameStore, check_note, check_papers_lines
from app.shop.stock.rules import StockLine
from app.shop.stock.shelving import (
    By,
    known_piles,
    put_on_shelves,
    take_off_shelves,
    take_piles,
)

on_violation("uq_relocations_uuid", PaperUuidTaken, columns="relocations.uuid")
on_violation("ck_relocations_two_stores", SameStore)


@dataclass(frozen=True)
class Load:
    """What goes from where to where; stores by code."""

    uuid: UUID
    from_store: str
    to_store: str
    lines: Sequence[StockLine]
    note: str = ""


def relocate(session: Session, actor: Actor, load: Load, *, now: datetime) -> Relocation:
    """Move goods between stores; every lot keeps its day, its source and its place.

    :raises UnknownPlace: the first store is out of reach, or the second is none.
    :raises SameStore: from a store to itself.
    :raises NothingChosen: no lines.
    :raises PileTooSmall: fewer of these goods with this day and place stand there.
    :raises PaperUuidTaken: another relocation came with this UUID.
    """
    store = store_for(session, actor, Permission.RELOCATE_STOCK, load.from_store)
    to = store_called(session, load.to_store)
    if store.id == to.id:
        raise SameStore
    check_papers_lines(load.lines)
    piles = known_piles(session, load.lines, now)
    relocation = Relocation(
        uuid=load.uuid, from_store_id=store.id, to_store_id=to.id, moved_by=actor.user_id,
        moved_at=now, note=check_note(load.note),
    )  # fmt: skip
    session.add(relocation)
    session.flush()
    taken = take_piles(session, store.id, piles, bound_for=to.id)
    by = By(MoveKind.RELOCATE, actor.user_id, now, "relocation_id", relocation.id)
    take_off_shelves(session, store.id, taken, by)
    put_on_shelves(session, to.id, taken, by)
    audit.note(
        session, actor, "relocate_stock", ("relocation", relocation.id), now=now,
        place_code=store.place_code, store=store.code, to_store=to.code, kinds=len(piles),
    )  # fmt: skip
    return relocation
