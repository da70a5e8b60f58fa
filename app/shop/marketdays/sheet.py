"""收摊单: what happened to each kind of goods on the truck, and what each village took."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Integer, SQLColumnExpression, case, cast, func, select
from sqlalchemy.orm import Session

from app.registry.households.models import Household
from app.registry.places.models import Place
from app.shop.goods.models import Goods
from app.shop.marketdays.models import MarketClosing, MarketDay, MarketLoad, MarketStop, Way
from app.shop.marketdays.rules import SheetLine
from app.shop.redemptions.models import Redemption
from app.shop.redemptions.returned import owned_moves
from app.shop.stock.models import Move, MoveKind


@dataclass(frozen=True)
class Span:
    """The moves of the truck that belong to a day: later than the first, up to the last."""

    after: int
    until: int


@dataclass(frozen=True)
class Taking:
    """What the households of a village took, less what they brought back."""

    village_code: str
    village: str
    households: int
    redemptions: int
    points: int
    pieces: int
    on_route: bool


def span_of(session: Session, market_day: MarketDay) -> Span:
    """From the end of the truck's day before to this one's; to now while it is open."""
    closing = session.get(MarketClosing, market_day.id)
    if closing is not None:
        return Span(closing.after_move_id, closing.until_move_id)
    before = (
        select(func.max(MarketClosing.until_move_id))
        .join(MarketDay, MarketDay.id == MarketClosing.market_day_id)
        .where(MarketDay.store_id == market_day.store_id)
        .scalar_subquery()
    )
    last = select(func.max(Move.id)).where(Move.store_id == market_day.store_id).scalar_subquery()
    row = session.execute(select(func.coalesce(before, 0), func.coalesce(last, 0))).one()
    return Span(row[0], max(row))


def sheet_of(session: Session, market_day: MarketDay, span: Span) -> list[SheetLine]:
    """The sheet, re-added from the moves of goods; one statement, in the order of the prices."""
    moved, within = Move.quantity, Move.id > span.after
    amounts = (
        _sum(moved, Move.id <= span.after),
        _sum(moved, within, MarketLoad.way == Way.LOAD),
        _sum(
            moved, within, Move.kind.in_([MoveKind.RECEIVE, MoveKind.RELOCATE]),
            MarketLoad.way.is_(None),
        ),
        _sum(-moved, within, Move.kind == MoveKind.HAND_OUT),
        _sum(moved, within, Move.kind == MoveKind.TAKE_BACK),
        _sum(-moved, within, MarketLoad.way == Way.RETURN),
        _sum(-moved, within, Move.kind.in_([MoveKind.DAMAGE, MoveKind.WRITE_OFF])),
        _sum(moved, within, Move.kind == MoveKind.COUNT),
    )  # fmt: skip
    rows = session.execute(
        select(Goods.id, Goods.name, Goods.unit, *amounts)
        .join(Move, Move.goods_id == Goods.id)
        .outerjoin(
            MarketLoad,
            (MarketLoad.relocation_id == Move.relocation_id)
            & (MarketLoad.market_day_id == market_day.id),
        )
        .where(Move.store_id == market_day.store_id, Move.id <= span.until)
        .group_by(Goods.id, Goods.name, Goods.unit, Goods.position)
        .order_by(Goods.position, Goods.id)
    )
    lines = [SheetLine(*row) for row in rows]
    return [line for line in lines if any(line.amounts.values())]


def takings(session: Session, market_day: MarketDay, span: Span) -> Sequence[Taking]:
    """By village, those of the route first; two statements.

    A receipt counts while anything of it stayed with its household on the day.
    """
    owned = owned_moves().subquery()
    receipts = (
        select(
            Redemption.id,
            Redemption.household_id,
            func.sum(-Move.quantity * owned.c.price_points).label("points"),
            func.sum(-Move.quantity).label("pieces"),
        )
        .join(owned, owned.c.redemption_id == Redemption.id)
        .join(Move, func.coalesce(Move.reverses_id, Move.id) == owned.c.move_id)
        .where(Move.store_id == market_day.store_id, Move.id > span.after, Move.id <= span.until)
        .group_by(Redemption.id, Redemption.household_id)
        .subquery()
    )
    kept = receipts.c.pieces > 0
    rows = session.execute(
        select(
            Place.code,
            Place.name,
            func.count(case((kept, receipts.c.household_id)).distinct()),
            func.count(case((kept, receipts.c.id))),
            cast(func.sum(receipts.c.points), Integer),
            cast(func.sum(receipts.c.pieces), Integer),
        )
        .join(Household, Household.village_code == Place.code)
        .join(receipts, receipts.c.household_id == Household.id)
        .group_by(Place.code, Place.name)
        .order_by(Place.code)
    )
    return _by_route(session, market_day, {row[0]: row[1:] for row in rows})


def _by_route(
    session: Session, market_day: MarketDay, found: dict[str, tuple[str, int, int, int, int]]
) -> list[Taking]:
    route = session.execute(
        select(Place.code, Place.name)
        .join(MarketStop, MarketStop.village_code == Place.code)
        .where(MarketStop.market_day_id == market_day.id)
        .order_by(MarketStop.position)
    )
    on_route = {row.code: row.name for row in route}
    nothing = ("", 0, 0, 0, 0)
    stops = [
        Taking(code, name, *found.get(code, nothing)[1:], on_route=True)
        for code, name in on_route.items()
    ]
    others = [
        Taking(code, *row, on_route=False) for code, row in found.items() if code not in on_route
    ]
    return [*stops, *others]


def _sum(amount: SQLColumnExpression[int], *when: ColumnElement[bool]) -> ColumnElement[int]:
    wanted = when[0]
    for each in when[1:]:
        wanted &= each
    return cast(func.coalesce(func.sum(case((wanted, amount), else_=0)), 0), Integer)
