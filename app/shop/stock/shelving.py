"""Put lots on shelves and take them off, each time with their moves; no permission is asked here.

Everybody locks shelves in the order of stores, goods and lots, so that nobody waits in a ring.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert
from sqlalchemy.orm import Session

from app.registry.households.queries import groups_of_villages
from app.registry.places.queries import check_places_known
from app.shop.goods.queries import goods_by_any_code
from app.shop.goods.rules import check_known
from app.shop.stock.models import Lot, MoveKind
from app.shop.stock.receiving_rules import UnknownGroup
from app.shop.stock.rules import (
    GoodsReserved,
    Pile,
    PileTooSmall,
    Standing,
    StockLine,
    Taken,
    check_quantity,
    first_ending_first,
)
from app.shop.stock.statements import LOCKED, MOVE, MOVE_WITH_ID, PUT, STANDING, TAKE

_LOT = insert(Lot).returning(Lot.id, sort_by_parameter_order=True)


@dataclass(frozen=True)
class By:
    """Why goods move, by whom and when; and the paper that says so, as `moves` names it."""

    kind: MoveKind
    actor_id: int
    now: datetime
    paper: str = ""
    paper_id: int = 0


def known_piles(session: Session, lines: Sequence[StockLine], now: datetime) -> dict[Pile, int]:
    """How many of each pile the lines name, equal ones added up.

    :raises UnknownGoods: names all goods that are not on the price list.
    :raises UnknownPlace: goods kept for a place that is not known.
    :raises StockQuantityBad: more than 100,000 of one pile.
    """
    goods = goods_by_any_code(session, {line.goods for line in lines}, now)
    check_known((line.goods for line in lines), goods)
    check_places_known(session, {line.kept_for for line in lines if line.kept_for})
    sums: dict[Pile, int] = defaultdict(int)
    for line in lines:
        known = goods[line.goods]
        # A case that was scanned is as many as it holds.
        pieces = line.quantity * known.pieces(line.goods)
        sums[Pile(known.goods_id, line.use_by, line.kept_for, line.kept_group)] += pieces
    names = {one.goods_id: one.name for one in goods.values()}
    for pile, quantity in sums.items():
        if quantity:  # a count may say that none is there
            check_quantity(names[pile.goods_id], quantity)
    return dict(sums)


def check_groups_known(session: Session, piles: Collection[Pile]) -> None:
    """Refuse goods for a group of which nobody is: they would stand there for ever.

    :raises UnknownGroup: names the first.
    """
    kept = {(pile.kept_for or "", pile.kept_group) for pile in piles if pile.kept_group}
    for village_code, group in sorted(kept - groups_of_villages(session, {v for v, _g in kept})):
        raise UnknownGroup(place=village_code[:32], group=group[:40], field="kept_group")


def make_lots(
    session: Session, piles: Mapping[Pile, int], receipt_id: int | None = None
) -> list[Taken]:
    """A new lot for each pile, in the order in which shelves are locked."""
    rows = [
        {
            "goods_id": pile.goods_id,
            "receipt_id": receipt_id,
            "use_by": pile.use_by,
            "kept_for": pile.kept_for,
            "kept_group": pile.kept_group,
        }
        for pile in piles
    ]
    ids = session.connection().execute(_LOT, rows).scalars().all()
    made = [
        Taken(pile.goods_id, lot_id, quantity)
        for (pile, quantity), lot_id in zip(piles.items(), ids, strict=True)
    ]
    return sorted(made, key=_in_order)


def lock_piles(
    session: Session, store_ids: Collection[int], piles: Collection[Pile]
) -> dict[tuple[int, Pile], list[Standing]]:
    """The lots that stand in the stores, by store and pile; they stay as they are meanwhile."""
    found: dict[tuple[int, Pile], list[Standing]] = defaultdict(list)
    which = {
        "at_stores": sorted(store_ids), "goods_ids": sorted({pile.goods_id for pile in piles}),
    }  # fmt: skip
    for row in session.connection().execute(LOCKED, which):
        pile = Pile(row.goods_id, row.use_by, row.kept_for, row.kept_group)
        standing = Standing(*row[2:])
        found[row.store_id, pile].append(standing)
    return found


def lots_of(
    session: Session, store_id: int, pile: Pile, quantity: int, standing: Sequence[Standing]
) -> list[Taken]:
    """Which lots so many of a pile are taken from, what came first first.

    :raises PileTooSmall: fewer stand there.
    :raises GoodsReserved: as many stand there, but not without what is set aside.
    """
    chosen = first_ending_first(standing, quantity)
    if chosen is None:
        which = {"at_store": store_id, "of_goods": pile.goods_id}
        code, name, unit, *_all = session.connection().execute(STANDING, which).one()
        facts = {"goods": name, "goods_code": code, "unit": unit, "wanted": quantity}
        stands, free = sum(lot.quantity for lot in standing), sum(lot.free for lot in standing)
        if stands >= quantity:
            raise GoodsReserved(left=free, reserved=stands - free, **facts)
        raise PileTooSmall(left=stands, **facts)
    return [Taken(pile.goods_id, lot_id, pieces) for lot_id, pieces in chosen]


def take_piles(
    session: Session, store_id: int, piles: Mapping[Pile, int], *, bound_for: int | None = None
) -> list[Taken]:
    """Choose and lock the lots of piles that leave a store, in the order of shelves.

    :param bound_for: the store that they go to: its shelves are locked with these, so that two
        who exchange goods do not wait for each other.
    :raises PileTooSmall: names the first goods of which fewer stand there.
    :raises GoodsReserved: too much of what stands there is set aside.
    """
    stores = {store_id} if bound_for is None else {store_id, bound_for}
    standing = lock_piles(session, stores, piles)
    taken = [
        each
        for pile, quantity in piles.items()
        for each in lots_of(session, store_id, pile, quantity, standing[store_id, pile])
    ]
    return sorted(taken, key=_in_order)


def take_off_shelves(
    session: Session, store_id: int, taken: Sequence[Taken], by: By
) -> dict[int, int]:
    """Take lots that were locked off the shelves; the ids of their moves by lot."""
    connection = session.connection()
    for each in taken:
        shelf = {"at_store": store_id, "of_lot": each.lot_id, "taken": each.quantity}
        left = connection.execute(TAKE, shelf).rowcount
        assert left == 1, "the shelf was locked when it was chosen"
    made = connection.execute(MOVE_WITH_ID, _moves(store_id, taken, by, -1))
    return {row.lot_id: row.id for row in made}


def put_on_shelves(session: Session, store_id: int, lots: Sequence[Taken], by: By) -> None:
    """Put lots on the shelves of a store."""
    session.connection().execute(MOVE, _moves(store_id, lots, by, 1))
    add_to_shelves(session, store_id, lots)


def add_to_shelves(session: Session, store_id: int, lots: Sequence[Taken]) -> None:
    """What stands there now, for lots whose moves are written already."""
    session.connection().execute(
        PUT[session.get_bind().dialect.name],
        [
            {
                "store_id": store_id,
                "lot_id": each.lot_id,
                "goods_id": each.goods_id,
                "quantity": each.quantity,
            }
            for each in lots
        ],
    )


def _moves(store_id: int, lots: Sequence[Taken], by: By, sign: int) -> list[dict[str, object]]:
    paper = {by.paper: by.paper_id} if by.paper else {}
    return [
        {
            "store_id": store_id,
            "goods_id": each.goods_id,
            "lot_id": each.lot_id,
            "quantity": sign * each.quantity,
            "kind": by.kind,
            "at": by.now,
            "actor_id": by.actor_id,
            **paper,
        }
        for each in lots
    ]


def _in_order(each: Taken) -> tuple[int, int]:
    return each.goods_id, each.lot_id
