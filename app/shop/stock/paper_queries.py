"""The papers of the stock as lists and pages show them: relocations, write-offs, counts."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, Executable, case, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from app.registry.accounts.actor import Actor
from app.registry.accounts.models import User
from app.registry.accounts.permissions import Permission
from app.registry.places.models import Store
from app.registry.places.queries import stores_in_reach
from app.shop.goods.models import Goods
from app.shop.stock.models import Lot, Move, MoveKind
from app.shop.stock.paper_models import (
    CountLine,
    Loss,
    PaperState,
    Relocation,
    StockCount,
    WriteOff,
    WriteOffLine,
)
from app.shop.stock.paper_rules import PaperNotFound

PAGE = 50
_OTHER = aliased(Store)
_DECIDER = aliased(User)


class PaperKind(StrEnum):
    """What a paper is about."""

    RELOCATION = "relocation"
    WRITE_OFF = "write_off"
    COUNT = "count"


@dataclass(frozen=True)
class PaperLine:
    """Goods on a paper; of a count, how many by the book too."""

    code: str
    name: str
    unit: str
    use_by: date | None
    kept_for: str | None
    kept_group: str
    quantity: int
    booked: int | None = None

    @property
    def difference(self) -> int:
        """Found and not in the book (+), or in the book and not found (−)."""
        return 0 if self.booked is None else self.quantity - self.booked


@dataclass(frozen=True)
class Paper:
    """A paper with its lines; a relocation is never decided about, and has another store."""

    kind: PaperKind
    id: int
    store_code: str
    store_name: str
    at: datetime
    by_id: int
    who: str
    words: str  # the note or the reason
    state: PaperState = PaperState.APPROVED
    to_store: str = ""
    loss: Loss | None = None
    photo: str | None = None
    decided_by: str | None = None
    decided_at: datetime | None = None
    answer: str = ""
    lines: tuple[PaperLine, ...] = ()


def write_off_for(
    session: Session, actor: Actor, permission: Permission, write_off_id: int, *, lock: bool
) -> WriteOff:
    """A write-off of a store within the person's reach.

    :raises PaperNotFound: missing, or out of reach.
    """
    wanted = select(WriteOff).where(
        WriteOff.id == write_off_id, WriteOff.store_id.in_(_reach(session, actor, permission))
    )
    found = session.scalar(wanted.with_for_update() if lock else wanted)
    if found is None:
        raise PaperNotFound
    return found


def count_for(
    session: Session, actor: Actor, permission: Permission, count_id: int, *, lock: bool
) -> StockCount:
    """A count of a store within the person's reach.

    :raises PaperNotFound: missing, or out of reach.
    """
    wanted = select(StockCount).where(
        StockCount.id == count_id, StockCount.store_id.in_(_reach(session, actor, permission))
    )
    found = session.scalar(wanted.with_for_update() if lock else wanted)
    if found is None:
        raise PaperNotFound
    return found


def paper_for(session: Session, actor: Actor, paper_kind: PaperKind, paper_id: int) -> Paper:
    """One paper with its lines, of a store whose stock the person may see.

    :raises PaperNotFound: missing, or out of reach.
    """
    stores = _reach(session, actor, Permission.VIEW_STOCK)
    found = _READERS[paper_kind](session, stores, _ID[paper_kind] == paper_id, 1)
    if not found:
        raise PaperNotFound
    return found[0]


def papers_of(
    session: Session,
    store_ids: Collection[int],
    paper_kind: PaperKind,
    *,
    before_id: int | None = None,
    limit: int = PAGE,
) -> list[Paper]:
    """The papers of one kind of some stores, newest first; three statements at most."""
    older = None if before_id is None else _ID[paper_kind] < before_id
    return _READERS[paper_kind](session, store_ids, older, limit)


def waiting_papers(session: Session, store_ids: Collection[int]) -> list[Paper]:
    """Write-offs and counts that nobody has decided about, oldest first."""
    waiting = [
        *_write_offs(session, store_ids, WriteOff.state == PaperState.WAITING, PAGE),
        *_counts(session, store_ids, StockCount.state == PaperState.WAITING, PAGE),
    ]
    return sorted(waiting, key=lambda paper: paper.at)


def count_waits(session: Session, store_id: int) -> bool:
    """Whether a count of this store waits for somebody to decide about it."""
    waiting = exists().where(
        StockCount.store_id == store_id, StockCount.state == PaperState.WAITING
    )
    return session.scalar(select(waiting)) or False


def count_waiting_papers(session: Session, actor: Actor) -> int:
    """How many wait in the stores where the person may decide about them."""
    may = actor.may(Permission.APPROVE_WRITE_OFF)
    stores = _reach(session, actor, Permission.APPROVE_WRITE_OFF) if may else []
    waiting = [
        select(func.count())
        .select_from(paper)
        .where(paper.state == PaperState.WAITING, paper.store_id.in_(stores))
        .scalar_subquery()
        for paper in (WriteOff, StockCount)
    ]
    return session.scalar(select(waiting[0] + waiting[1])) or 0


def _reach(session: Session, actor: Actor, permission: Permission) -> list[int]:
    return [store.id for store in stores_in_reach(session, actor, permission)]


def _relocations(
    session: Session, store_ids: Collection[int], which: ColumnElement[bool] | None, limit: int
) -> list[Paper]:
    here = or_(Relocation.from_store_id.in_(store_ids), Relocation.to_store_id.in_(store_ids))
    rows = session.execute(
        select(Relocation, Store.code, Store.name, User.name, _OTHER.name)
        .join(Store, Store.id == Relocation.from_store_id)
        .join(_OTHER, _OTHER.id == Relocation.to_store_id)
        .join(User, User.id == Relocation.moved_by)
        .where(here, *_each(which))
        .order_by(Relocation.id.desc())
        .limit(limit)
    ).all()
    lines = _lines(
        session,
        select(
            Move.relocation_id, Goods.code, Goods.name, Goods.unit, Lot.use_by, Lot.kept_for,
            Lot.kept_group, func.sum(Move.quantity),
        )
        .join(Lot, Lot.id == Move.lot_id)
        .join(Goods, Goods.id == Move.goods_id)
        .where(
            Move.relocation_id.in_([row[0].id for row in rows]),
            Move.kind == MoveKind.RELOCATE,
            Move.quantity > 0,
        )
        .group_by(Move.relocation_id, Goods.id, Lot.use_by, Lot.kept_for, Lot.kept_group)
        .order_by(Goods.position, Goods.id, Lot.use_by.nulls_last()),
    )  # fmt: skip
    return [
        Paper(
            PaperKind.RELOCATION, row[0].id, row[1], row[2], row[0].moved_at, row[0].moved_by,
            row[3], row[0].note, to_store=row[4], lines=tuple(lines[row[0].id]),
        )
        for row in rows
    ]  # fmt: skip


def _write_offs(
    session: Session, store_ids: Collection[int], which: ColumnElement[bool] | None, limit: int
) -> list[Paper]:
    rows = session.execute(
        select(WriteOff, Store.code, Store.name, User.name, _DECIDER.name)
        .join(Store, Store.id == WriteOff.store_id)
        .join(User, User.id == WriteOff.asked_by)
        .outerjoin(_DECIDER, _DECIDER.id == WriteOff.decided_by)
        .where(WriteOff.store_id.in_(store_ids), *_each(which))
        .order_by(WriteOff.id.desc())
        .limit(limit)
    ).all()
    lines = _lines(
        session,
        select(
            WriteOffLine.write_off_id, Goods.code, Goods.name, Goods.unit, WriteOffLine.use_by,
            WriteOffLine.kept_for, WriteOffLine.kept_group, WriteOffLine.quantity,
        )
        .join(Goods, Goods.id == WriteOffLine.goods_id)
        .where(WriteOffLine.write_off_id.in_([row[0].id for row in rows]))
        .order_by(WriteOffLine.id),
    )  # fmt: skip
    return [
        Paper(
            PaperKind.WRITE_OFF, row[0].id, row[1], row[2], row[0].asked_at, row[0].asked_by,
            row[3], row[0].reason, row[0].state, loss=row[0].loss, photo=row[0].photo,
            decided_by=row[4], decided_at=row[0].decided_at, answer=row[0].answer,
            lines=tuple(lines[row[0].id]),
        )
        for row in rows
    ]  # fmt: skip


def _counts(
    session: Session, store_ids: Collection[int], which: ColumnElement[bool] | None, limit: int
) -> list[Paper]:
    rows = session.execute(
        select(StockCount, Store.code, Store.name, User.name, _DECIDER.name)
        .join(Store, Store.id == StockCount.store_id)
        .join(User, User.id == StockCount.counted_by)
        .outerjoin(_DECIDER, _DECIDER.id == StockCount.decided_by)
        .where(StockCount.store_id.in_(store_ids), *_each(which))
        .order_by(StockCount.id.desc())
        .limit(limit)
    ).all()
    lines = _lines(
        session,
        select(
            CountLine.count_id, Goods.code, Goods.name, Goods.unit, CountLine.use_by,
            CountLine.kept_for, CountLine.kept_group, CountLine.counted, CountLine.booked,
        )
        .join(Goods, Goods.id == CountLine.goods_id)
        .where(CountLine.count_id.in_([row[0].id for row in rows]))
        # What differs first: nobody reads sixty lines that agree.
        .order_by(case((CountLine.counted == CountLine.booked, 1), else_=0), CountLine.id),
    )  # fmt: skip
    return [
        Paper(
            PaperKind.COUNT, row[0].id, row[1], row[2], row[0].counted_at, row[0].counted_by,
            row[3], "", row[0].state, decided_by=row[4], decided_at=row[0].decided_at,
            answer=row[0].answer, lines=tuple(lines[row[0].id]),
        )
        for row in rows
    ]  # fmt: skip


_READERS = {
    PaperKind.RELOCATION: _relocations,
    PaperKind.WRITE_OFF: _write_offs,
    PaperKind.COUNT: _counts,
}
_ID = {
    PaperKind.RELOCATION: Relocation.id,
    PaperKind.WRITE_OFF: WriteOff.id,
    PaperKind.COUNT: StockCount.id,
}


def _each(which: ColumnElement[bool] | None) -> list[ColumnElement[bool]]:
    return [] if which is None else [which]


def _lines(session: Session, statement: Executable) -> dict[int, list[PaperLine]]:
    lines: dict[int, list[PaperLine]] = defaultdict(list)
    for row in session.execute(statement):
        lines[row[0]].append(PaperLine(*row[1:]))
    return lines
