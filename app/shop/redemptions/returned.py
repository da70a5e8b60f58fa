"""What of a receipt came back, what stays, and who asks to void it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, select, union_all
from sqlalchemy.orm import Session, aliased

from app.registry.accounts.actor import Actor
from app.registry.accounts.models import User
from app.registry.accounts.permissions import Permission
from app.registry.places.models import Store
from app.registry.places.queries import stores_in_reach
from app.shop.goods.models import Goods
from app.shop.redemptions.back_rules import VoidRequestNotFound
from app.shop.redemptions.models import (
    Redemption,
    RedemptionLine,
    RedemptionReturn,
    ReturnLine,
    VoidDecision,
    VoidRequest,
)
from app.shop.redemptions.rules import receipt_no

MOST_REQUESTS = 100


@dataclass(frozen=True)
class Standing:
    """Goods of one lot that a household still has from a receipt, and the move they left with."""

    move_id: int
    goods_id: int
    goods_code: str
    name: str
    quantity: int
    price_points: int


@dataclass(frozen=True)
class Back:
    """One kind of goods that came back, or may."""

    name: str
    quantity: int
    goods_code: str


@dataclass(frozen=True)
class ReturnSlip:
    """What came back at one time, as it stands on the receipt."""

    at: datetime
    points: int
    reason: str
    lines: Sequence[Back]


@dataclass(frozen=True)
class AskedVoid:
    """That somebody asks to void a receipt, and what was decided."""

    request: VoidRequest
    decision: VoidDecision | None
    receipt_no: str
    store_name: str
    redemption: Redemption
    asked_by: str
    decided_by: str | None


def owned_moves() -> Select[int, int, int, int, int]:
    """Every move by which a receipt handed goods out: redemption_id, move_id, goods and price.

    Those of its lines, and those of what stayed when a part came back.
    """
    sold = select(
        RedemptionLine.redemption_id, RedemptionLine.move_id, RedemptionLine.goods_id,
        RedemptionLine.quantity, RedemptionLine.price_points,
    )  # fmt: skip
    kept = (
        select(
            RedemptionReturn.redemption_id, ReturnLine.kept_move_id, ReturnLine.goods_id,
            ReturnLine.kept, ReturnLine.price_points,
        )
        .join(RedemptionReturn, RedemptionReturn.id == ReturnLine.return_id)
        .where(ReturnLine.kept_move_id.is_not(None))
    )  # fmt: skip
    both = union_all(sold, kept).subquery()
    return select(
        both.c.redemption_id, both.c.move_id, both.c.goods_id, both.c.quantity, both.c.price_points
    )


def standing_of(session: Session, redemption_id: int) -> Sequence[Standing]:
    """What a household still has from a receipt that stands, in the order in which it left."""
    owned = owned_moves().subquery()
    rows = session.execute(
        select(
            owned.c.move_id, owned.c.goods_id, Goods.code, Goods.name, owned.c.quantity,
            owned.c.price_points,
        )
        .join(Goods, Goods.id == owned.c.goods_id)
        .outerjoin(ReturnLine, ReturnLine.taken_move_id == owned.c.move_id)
        .where(owned.c.redemption_id == redemption_id, ReturnLine.id.is_(None))
        .order_by(Goods.position, owned.c.move_id)
    ).all()  # fmt: skip
    return [Standing(*row) for row in rows]


def goods_standing(session: Session, redemption_id: int) -> Sequence[Back]:
    """The same, added up by goods: what may still come back."""
    found: dict[str, Back] = {}
    for line in standing_of(session, redemption_id):
        before = found.get(line.goods_code)
        quantity = line.quantity + (before.quantity if before else 0)
        found[line.goods_code] = Back(line.name, quantity, line.goods_code)
    return list(found.values())


def points_returned(session: Session, redemption_id: int) -> int:
    """Points that came back for parts of a receipt."""
    total = session.scalar(
        select(func.sum(RedemptionReturn.points)).where(
            RedemptionReturn.redemption_id == redemption_id
        )
    )
    return int(total or 0)


def returns_of(session: Session, redemption_id: int) -> Sequence[ReturnSlip]:
    """What came back of a receipt, in order; two statements."""
    returns = session.scalars(
        select(RedemptionReturn)
        .where(RedemptionReturn.redemption_id == redemption_id)
        .order_by(RedemptionReturn.id)
    ).all()
    lines = session.execute(
        select(ReturnLine.return_id, Goods.name, func.sum(ReturnLine.quantity), Goods.code)
        .join(Goods, Goods.id == ReturnLine.goods_id)
        .where(ReturnLine.return_id.in_([one.id for one in returns]))
        .group_by(ReturnLine.return_id, Goods.id)
        .order_by(Goods.position)
    ).all()
    return [
        ReturnSlip(
            one.returned_at, one.points, one.reason,
            [Back(line[1], line[2], line[3]) for line in lines if line[0] == one.id],
        )
        for one in returns
    ]  # fmt: skip


def open_request(session: Session, redemption_id: int) -> VoidRequest | None:
    """The request to void a receipt that nobody has decided yet."""
    return session.scalar(
        select(VoidRequest)
        .outerjoin(VoidDecision, VoidDecision.request_id == VoidRequest.id)
        .where(VoidRequest.redemption_id == redemption_id, VoidDecision.request_id.is_(None))
    )


def void_request_for(
    session: Session, actor: Actor, request_id: int, *, lock: bool = False
) -> tuple[VoidRequest, Redemption, Store]:
    """A request to void a receipt, if the person may approve such at its store.

    :raises VoidRequestNotFound: missing, or out of reach.
    """
    wanted = (
        select(VoidRequest, Redemption, Store)
        .join(Redemption, Redemption.id == VoidRequest.redemption_id)
        .join(Store, Store.id == Redemption.store_id)
        .where(VoidRequest.id == request_id)
    )
    if lock:
        wanted = wanted.with_for_update(of=Redemption)
    row = session.execute(wanted).one_or_none()
    reachable = {store.id for store in stores_in_reach(session, actor, Permission.APPROVE_VOID)}
    if row is None or row[2].id not in reachable:
        raise VoidRequestNotFound
    return row[0], row[1], row[2]


def void_requests_at(session: Session, store_id: int) -> Sequence[AskedVoid]:
    """The requests of a store, those that wait first, then the newest; one statement."""
    asker, decider = aliased(User), aliased(User)
    rows = session.execute(
        select(VoidRequest, VoidDecision, Redemption, Store.code, Store.name, asker.name,
               decider.name)
        .join(Redemption, Redemption.id == VoidRequest.redemption_id)
        .join(Store, Store.id == Redemption.store_id)
        .join(asker, asker.id == VoidRequest.asked_by)
        .outerjoin(VoidDecision, VoidDecision.request_id == VoidRequest.id)
        .outerjoin(decider, decider.id == VoidDecision.decided_by)
        .where(Redemption.store_id == store_id)
        .order_by(VoidDecision.request_id.is_not(None), VoidRequest.id.desc())
        .limit(MOST_REQUESTS)
    ).all()  # fmt: skip
    return [
        AskedVoid(row[0], row[1], receipt_no(row[3], row[2].id), row[4], row[2], row[5], row[6])
        for row in rows
    ]


def voids_waiting(session: Session, store_id: int) -> int:
    """How many requests of a store wait for somebody else."""
    waiting = session.scalar(
        select(func.count(VoidRequest.id))
        .join(Redemption, Redemption.id == VoidRequest.redemption_id)
        .outerjoin(VoidDecision, VoidDecision.request_id == VoidRequest.id)
        .where(Redemption.store_id == store_id, VoidDecision.request_id.is_(None))
    )
    return waiting or 0
