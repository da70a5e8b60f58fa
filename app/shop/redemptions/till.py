"""A basket before it is confirmed: its cost, what stands in its way, what would solve it. Pure.

The basket itself lives in the till's form, as codes and quantities; everything else is read anew
at each step, so that prices, balances and sums are always the server's.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Final

from app.kernel.errors import Conflict, Refusal
from app.ledger.actions import NotEnoughPoints
from app.shop.goods.ration_rules import RationUsedUp, Share
from app.shop.goods.rules import UnknownGoods, clean_code
from app.shop.redemptions.allotment_rules import NotDrawn, NotItsTurn, Portion, PortionUsedUp
from app.shop.redemptions.rules import (
    MOST_LINES,
    MOST_QUANTITY,
    BasketTooLong,
    PricedLine,
    QuantityBad,
)
from app.shop.redemptions.shares import beyond_share
from app.shop.stock.mark_down_rules import Batch
from app.shop.stock.queries import StockItem
from app.shop.stock.rules import NotEnoughStock

# Fewer of these goods, or none of them, and the basket fits.
TOO_MANY: Final = (NotEnoughStock, RationUsedUp, NotDrawn, NotItsTurn, PortionUsedUp)

Contents = Mapping[str, int]  # quantities by goods code, in the order they were put in


class NothingFound(UnknownGoods):
    """What was scanned or typed is neither a code nor part of a name on the price list."""

    code = "nothing_found"


class SeveralFound(Conflict):
    """What was typed is part of several names."""

    code = "several_found"


@dataclass(frozen=True)
class TillLine:
    """Goods in the basket, and how many."""

    goods: StockItem
    quantity: int

    @property
    def points(self) -> int:
        """What the line costs."""
        return self.goods.cost(self.quantity)

    @property
    def parts(self) -> list[Batch]:
        """How many of them cost how much, those first that leave the shelf first."""
        return self.goods.parts(self.quantity)


@dataclass(frozen=True)
class WayOut:
    """A change of the basket that makes it fit: so many stay of `goods`, one of `instead` comes."""

    goods: StockItem
    stay: int
    instead: StockItem | None
    points_left: int  # of the household, when the changed basket is confirmed
    contents: Contents


@dataclass(frozen=True)
class Till:
    """A household's basket beside the goods of a store."""

    goods: Sequence[StockItem]  # in the order of the price list
    balance_points: int
    contents: Contents
    shares: Mapping[int, Share] = field(default_factory=dict)  # of limited goods, by goods

    @cached_property
    def lines(self) -> list[TillLine]:
        """The basket in the order in which it was filled."""
        by_code = {item.code: item for item in self.goods}
        return [TillLine(by_code[code], count) for code, count in self.contents.items()]

    @cached_property
    def points(self) -> int:
        """What the basket costs."""
        return sum(line.points for line in self.lines)

    @property
    def pieces(self) -> int:
        """How many things are in the basket."""
        return sum(self.contents.values())

    @property
    def points_after(self) -> int:
        """What the household would have left; negative when it has not enough."""
        return self.balance_points - self.points

    @property
    def needs_adult(self) -> bool:
        """Whether somebody in the basket's way has to be asked for: an adult."""
        return any(line.goods.adult_only for line in self.lines)

    def count(self, goods: StockItem) -> int:
        """How many of these are in the basket."""
        return self.contents.get(goods.code, 0)

    def may_still(self, goods: StockItem) -> int | None:
        """How many of these the household may have; None when nothing limits them."""
        share = self.shares.get(goods.goods_id)
        return share.left if share else None

    def portion(self, goods: StockItem) -> Portion | None:
        """What was allotted to the household of goods that are short today."""
        share = self.shares.get(goods.goods_id)
        return share if isinstance(share, Portion) else None

    def lacking(self, goods: StockItem) -> int:
        """Points that are missing for one more of these; 0 when there are enough."""
        return max(0, goods.next_points(self.count(goods)) - self.points_after)

    @cached_property
    def obstacle(self) -> Refusal | None:
        """Why this basket would be refused now: the shelf first, then the points."""
        for line in self.lines:
            if line.quantity > line.goods.quantity:
                return NotEnoughStock(
                    goods=line.goods.name, goods_code=line.goods.code, unit=line.goods.unit,
                    left=line.goods.quantity, wanted=line.quantity,
                )  # fmt: skip
            beyond = beyond_share(PricedLine(line.goods, line.quantity), self.shares)
            if beyond:
                return beyond
        if self.points_after < 0:
            return NotEnoughPoints(short=-self.points_after)
        return None


def check_contents(goods: Sequence[StockItem], contents: Contents) -> None:
    """Refuse a basket that no till of ours filled.

    :raises UnknownGoods: a code that is not on the price list.
    :raises QuantityBad: not 1 to 200 of something.
    :raises BasketTooLong: more than 60 lines.
    """
    known = {item.code for item in goods}
    unknown = [code for code in contents if code not in known]
    if unknown:
        raise UnknownGoods(goods=" ".join(unknown)[:200])
    if len(contents) > MOST_LINES:
        raise BasketTooLong(most=MOST_LINES)
    for item in goods:
        if not 1 <= contents.get(item.code, 1) <= MOST_QUANTITY:
            raise QuantityBad(goods=item.name, most=MOST_QUANTITY)


def with_quantity(contents: Contents, code: str, quantity: int) -> Contents:
    """The basket with so many of these goods; none at 0 and below."""
    changed = {**contents, code: quantity}
    return {code: count for code, count in changed.items() if count > 0}


def goods_called(goods: Sequence[StockItem], text: str) -> StockItem:
    """The goods of this code, barcode or name, or of the only name that contains what was typed.

    :raises NothingFound: no goods are called so.
    :raises SeveralFound: several are; `codes` names at most six of them.
    """
    said = clean_code(text)
    for item in goods:
        if said and (said in (item.code, item.name) or item.has_barcode(said)):
            return item
    lowered = "".join(said.casefold().split())
    found = [item for item in goods if lowered and lowered in _plain(item.name)]
    if not found:
        raise NothingFound(goods=said[:32])
    if len(found) > 1:
        raise SeveralFound(goods=said[:32], count=len(found), codes=_codes(found))
    return found[0]


def ways_out(till: Till) -> list[WayOut]:
    """Changes that make the basket fit, at most two: fewer of one, or one exchanged for another."""
    if isinstance(till.obstacle, TOO_MANY):
        return [_what_there_is(till)]
    if not isinstance(till.obstacle, NotEnoughPoints):
        return []
    fewer = _fewer(till)
    if fewer is None:
        return []
    exchanged = _exchanged(till, fewer.goods)
    return [fewer, exchanged] if exchanged else [fewer]


def _what_there_is(till: Till) -> WayOut:
    """As many of the first that is too many as stand there and the household may have."""
    line = next(line for line in till.lines if line.quantity > _most(till, line.goods))
    return _way_out(till, line.goods, _most(till, line.goods))


def _most(till: Till, goods: StockItem) -> int:
    may = till.may_still(goods)
    return goods.quantity if may is None else min(goods.quantity, may)


def _fewer(till: Till) -> WayOut | None:
    """Fewer of the one kind that leaves the household least: it takes home as much as it can."""
    candidates = []
    for line in till.lines:
        others = till.points - line.points
        fitting = (
            stay
            for stay in range(line.quantity - 1, -1, -1)
            if others + line.goods.cost(stay) <= till.balance_points
        )
        stay = next(fitting, None)
        if stay is not None:
            candidates.append(_way_out(till, line.goods, stay))
    # Of equals, what was put in last goes first.
    return min(reversed(candidates), key=lambda way: way.points_left, default=None)


def _exchanged(till: Till, goods: StockItem) -> WayOut | None:
    """One of these for the dearest thing that is cheap enough and stands in the store."""
    most = goods.next_points(till.count(goods) - 1) + till.points_after
    fitting = [
        item for item in till.goods
        if item is not goods and item.quantity > till.count(item)
        and item.next_points(till.count(item)) <= most
    ]  # fmt: skip
    if not fitting:
        return None
    dearest = max(fitting, key=lambda item: item.next_points(till.count(item)))
    return _way_out(till, goods, till.count(goods) - 1, dearest)


def _way_out(till: Till, goods: StockItem, stay: int, instead: StockItem | None = None) -> WayOut:
    contents = with_quantity(till.contents, goods.code, stay)
    if instead:
        contents = with_quantity(contents, instead.code, till.count(instead) + 1)
    left = replace(till, contents=contents).points_after
    return WayOut(goods, stay, instead, left, contents)


def _codes(found: Iterable[StockItem]) -> list[str]:
    return [item.code for item in found][:6]


def _plain(name: str) -> str:
    return "".join(name.casefold().split())
