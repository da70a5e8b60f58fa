"""What a basket must be like, what it costs, and when it may still be voided. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.kernel.clock import local
from app.kernel.errors import Conflict, Invalid, NotFound, Refusal
from app.shop.goods.queries import PricedGoods
from app.shop.redemptions.collectors import Proxy
from app.shop.redemptions.models import Identified
from app.shop.stock.mark_down_rules import marked_down
from app.shop.stock.rules import Taken

MOST_LINES = 60
MOST_QUANTITY = 200
SHORTEST_REASON, LONGEST_REASON = 2, 200
LONGEST_NEED = 40
RECEIPT_DIGITS = 6


class BasketEmpty(Invalid):
    """Nothing was put in the basket."""

    code = "basket_empty"


class BasketTooLong(Invalid):
    """More lines than any household carries home."""

    code = "basket_too_long"


class QuantityBad(Invalid):
    """Not between 1 and 200."""

    code = "quantity_bad"


class AdultNotConfirmed(Conflict):
    """Goods for grown-ups are in the basket, and nobody said that an adult collects them."""

    code = "adult_not_confirmed"


class CardOrHousehold(Invalid):
    """A basket needs a card, or a household with the reason why there is no card at hand."""

    code = "card_or_household"


class NoCardReasonMissing(Invalid):
    """Why there is no card at hand must be said."""

    code = "no_card_reason_missing"


class TotalChanged(Conflict):
    """The basket costs other points than the person who confirmed it saw."""

    code = "total_changed"


class RedemptionNotFound(NotFound):
    """There is no such receipt within the person's reach."""

    code = "redemption_not_found"


class RedemptionUuidTaken(Conflict):
    """Another redemption was sent with this id."""

    code = "redemption_id_taken"


class AlreadyVoided(Conflict):
    """The receipt was voided before."""

    code = "already_voided"


class VoidTooLate(Conflict):
    """A receipt can be voided on its own day only."""

    code = "void_too_late"


class VoidReasonMissing(Invalid):
    """Why a receipt is voided must be said."""

    code = "void_reason_missing"


class NeedUnnamed(Invalid):
    """What was asked for must be said: goods of the price list, or a few words."""

    code = "need_unnamed"


@dataclass(frozen=True)
class BasketLine:
    """Goods as scanned or typed (a code or a barcode), and how many; a case of 12 scanned is 1."""

    goods: str
    quantity: int


@dataclass(frozen=True)
class Basket:
    """What a till sends. Either a card's text, or a household with the reason for no card."""

    uuid: UUID
    store_code: str
    lines: Sequence[BasketLine]
    card: str | None = None
    household_id: int | None = None
    no_card_reason: str | None = None
    # What the till showed when it was confirmed; never used as a price. None: whatever it costs.
    agreed_points: int | None = None
    # An adult stands at the till; asked only for goods that need one.
    adult_confirmed: bool = False
    proxy: Proxy | None = None  # who collects instead of the household
    # How the clerk knew who stands there; PIN only after the edge has compared the digits.
    identified: Identified = Identified.ATTESTED


@dataclass(frozen=True)
class PricedLine:
    """One kind of goods in a basket."""

    goods: PricedGoods
    quantity: int


@dataclass(frozen=True)
class SoldLine:
    """Goods of one lot that a basket comes from, at what it costs today."""

    goods: PricedGoods
    quantity: int
    price_points: int  # for one

    @property
    def points(self) -> int:
        """What the line costs."""
        return self.price_points * self.quantity

    @property
    def list_points(self) -> int | None:
        """What one costs by the price list, if it was marked down."""
        listed = self.goods.price_points
        return listed if listed > self.price_points else None


def check_basket(basket: Basket) -> None:
    """Refuse a basket that cannot be meant.

    :raises BasketEmpty: no lines.
    :raises BasketTooLong: more than 60 lines.
    :raises QuantityBad: not 1 to 200 of something.
    :raises CardOrHousehold: neither a card nor a household, or both.
    :raises NoCardReasonMissing: a household without a reason.
    """
    if not basket.lines:
        raise BasketEmpty
    if len(basket.lines) > MOST_LINES:
        raise BasketTooLong(most=MOST_LINES)
    for line in basket.lines:
        if not 1 <= line.quantity <= MOST_QUANTITY:
            raise QuantityBad(goods=line.goods[:32], most=MOST_QUANTITY)
    if (basket.card is None) == (basket.household_id is None):
        raise CardOrHousehold
    if basket.household_id is not None:
        check_no_card_reason(basket.no_card_reason or "")


def check_no_card_reason(reason: str) -> str:
    """The reason why there is no card at hand, without spaces around it.

    :raises NoCardReasonMissing: too short or too long.
    """
    return check_said(reason, NoCardReasonMissing)


def priced_lines(lines: Sequence[BasketLine], known: Mapping[str, PricedGoods]) -> list[PricedLine]:
    """The basket at today's prices, one line a kind of goods, in the order of goods ids.

    :raises QuantityBad: more than 200 of some goods together, in packs or on several lines.
    """
    quantities: dict[int, int] = {}
    goods_by_id: dict[int, PricedGoods] = {}
    for line in lines:
        goods = known[line.goods]
        pieces = quantities.get(goods.goods_id, 0) + line.quantity * goods.pieces(line.goods)
        if pieces > MOST_QUANTITY:
            raise QuantityBad(goods=goods.name, most=MOST_QUANTITY)
        goods_by_id[goods.goods_id] = goods
        quantities[goods.goods_id] = pieces
    return [PricedLine(goods_by_id[key], quantities[key]) for key in sorted(quantities)]


def sold_lines(lines: Sequence[PricedLine], taken: Sequence[Taken]) -> list[SoldLine]:
    """The basket by lot, each at its price: less where the lot is near its day."""
    goods = {line.goods.goods_id: line.goods for line in lines}
    return [
        SoldLine(
            goods[lot.goods_id],
            lot.quantity,
            marked_down(goods[lot.goods_id].price_points, lot.percent_off),
        )
        for lot in taken
    ]


def check_agreed(basket: Basket, points: int) -> int:
    """The points, if they are those that were shown: a price may change while a basket is filled.

    :raises TotalChanged: it costs something else now.
    """
    if basket.agreed_points is not None and basket.agreed_points != points:
        raise TotalChanged(points=points, shown=basket.agreed_points)
    return points


def check_adult(basket: Basket, lines: Sequence[PricedLine]) -> bool:
    """Whether an adult was asked for and is there.

    :raises AdultNotConfirmed: the basket needs one, and nobody said so.
    """
    needing = [line.goods.name for line in lines if line.goods.adult_only]
    if needing and not basket.adult_confirmed:
        raise AdultNotConfirmed(goods=needing[0])
    return bool(needing)


def check_voidable(redeemed_at: datetime, *, voided: bool, now: datetime) -> None:
    """A receipt is voided once, on the day it was written (Asia/Shanghai).

    :raises AlreadyVoided: voided before.
    :raises VoidTooLate: written on another day.
    """
    if voided:
        raise AlreadyVoided
    if not is_of_today(redeemed_at, now):
        raise VoidTooLate


def check_said(reason: str, refusal: type[Refusal]) -> str:
    """A reason in words, without spaces around it.

    :raises Refusal: the one that was given, when it is too short or too long.
    """
    said = reason.strip()
    if not SHORTEST_REASON <= len(said) <= LONGEST_REASON:
        raise refusal
    return said


def is_of_today(instant: datetime, now: datetime) -> bool:
    """Whether an instant lies on today's date, on a clock in the village."""
    return local(instant).date() == local(now).date()


def receipt_no(store_code: str, redemption_id: int) -> str:
    """The number on the slip: the store's code and a running number."""
    return f"{store_code}-{redemption_id:0{RECEIPT_DIGITS}d}"
