"""Receipts taken back: void or in part on their day; after it, void by two people."""

from dataclasses import dataclass
from datetime import timedelta
from random import Random
from typing import ClassVar, Final

from app.shop.redemptions.returns import return_goods
from app.shop.redemptions.void import approve_void, ask_void, refuse_void, void_redemption
from app.simulator.model.people import kept_out, store_codes, who_may
from app.simulator.model.points import give
from app.simulator.model.shelves import back, in_order, put
from app.simulator.model.state import Decided, Model, Out, Receipt, day_of
from app.simulator.operations.base import (
    REASON,
    Draw,
    Hand,
    Made,
    Operation,
    chance,
    one_of,
    seldom,
    somebody,
    usually,
)

MOST_VOID_DAYS: Final = 30


@dataclass(frozen=True)
class _Void(Operation):
    """A receipt is taken back on its own day."""

    route: ClassVar[str] = "void"
    receipt: int

    def why_not(self, model: Model) -> set[str]:
        receipt = model.receipts[self.receipt]
        why = _kept_from(self, model, receipt, "void")
        why |= {"already_voided"} if receipt.voided else set()
        return why | (set() if _of_today(model, receipt) else {"void_too_late"})

    def act(self, hand: Hand) -> int:
        return void_redemption(
            hand.session, hand.actor, redemption_id=self.receipt, reason=REASON, now=hand.now
        )

    def book(self, model: Model, made: Made) -> None:
        _void(model, model.receipts[made.id], self.who)


@dataclass(frozen=True)
class _Return(Operation):
    """Some goods of a receipt come back on its own day."""

    route: ClassVar[str] = "return"
    receipt: int
    back: tuple[tuple[str, int], ...]

    def why_not(self, model: Model) -> set[str]:
        receipt = model.receipts[self.receipt]
        why = _kept_from(self, model, receipt, "void")
        why |= {"already_voided"} if receipt.voided else set()
        why |= set() if _of_today(model, receipt) else {"return_too_late"}
        held = {goods: _held(receipt, goods) for goods in model.prices}
        if any(quantity > held[goods] for goods, quantity in self.back):
            why.add("return_too_many")
        coming = sum(quantity for _, quantity in self.back)
        if coming == sum(held.values()):
            why.add("returns_everything")
        return why if coming else why | {"return_empty"}

    def act(self, hand: Hand) -> int:
        return return_goods(
            hand.session, hand.actor, redemption_id=self.receipt, back=dict(self.back),
            reason=REASON, now=hand.now,
        )  # fmt: skip

    def book(self, model: Model, made: Made) -> None:
        receipt = model.receipts[self.receipt]
        points, chosen = 0, []
        for goods, wanted in self.back:
            left = wanted
            for out in reversed([each for each in receipt.out if each.lot.goods == goods]):
                count = min(left, out.quantity)
                left -= count
                if count:
                    chosen.append((out, count))
                    points += count * out.price
        self._book_goods(model, receipt, chosen)
        receipt.back_points += points
        receipt.returns += 1
        give(model, receipt.home_id, points, ("reversal", "return", made.id))

    def _book_goods(self, model: Model, receipt: Receipt, chosen: list[tuple[Out, int]]) -> None:
        """Each lot comes back whole; what stays leaves anew."""
        gone = {id(out) for out, _ in chosen}
        back(model, receipt.store, [out for out, _ in chosen], self.who)
        receipt.out = [out for out in receipt.out if id(out) not in gone]
        kept = in_order(
            model,
            [(out.lot, out.quantity - count) for out, count in chosen if out.quantity > count],
        )
        prices = {id(out.lot): out.price for out, _ in chosen}
        for lot, quantity in kept:
            put(model, receipt.store, lot, -quantity, kind="hand_out", who=self.who)
            receipt.out.append(Out(lot, quantity, prices[id(lot)]))
        receipt.back_pieces += sum(count for _, count in chosen)


@dataclass(frozen=True)
class _AskVoid(Operation):
    """Somebody asks that a receipt of an earlier day be voided."""

    route: ClassVar[str] = "ask_void"
    receipt: int

    def why_not(self, model: Model) -> set[str]:
        receipt = model.receipts[self.receipt]
        why = _kept_from(self, model, receipt, "void")
        why |= {"already_voided"} if receipt.voided else set()
        asked = [v for v in model.voids.values() if v.subject == receipt.id and v.state == "asked"]
        why |= {"void_asked_before"} if asked else set()
        why |= {"void_at_once"} if _of_today(model, receipt) else set()
        age = model.today() - day_of(receipt.at)
        return why | ({"void_too_old"} if age > timedelta(days=MOST_VOID_DAYS) else set())

    def act(self, hand: Hand) -> int:
        return ask_void(
            hand.session, hand.actor, redemption_id=self.receipt, reason=REASON, now=hand.now
        )

    def book(self, model: Model, made: Made) -> None:
        model.voids[made.id] = Decided(made.id, self.receipt, self.who)


@dataclass(frozen=True)
class _DecideVoid(Operation):
    """Somebody else voids it, or leaves it."""

    route: ClassVar[str] = "decide_void"
    asked: int
    approved: bool

    def why_not(self, model: Model) -> set[str]:
        asked = model.voids[self.asked]
        store = store_codes(model, model.receipts[asked.subject].store)
        why = kept_out(self.person(model), "approve_void", store, "void_request_not_found")
        why |= set() if asked.state == "asked" else {"void_decided_before"}
        return why | ({"void_by_same_person"} if asked.asked_by == self.who else set())

    def act(self, hand: Hand) -> int:
        given = hand.session, hand.actor
        if self.approved:
            return approve_void(*given, request_id=self.asked, now=hand.now)
        return refuse_void(*given, request_id=self.asked, reason=REASON, now=hand.now)

    def book(self, model: Model, made: Made) -> None:
        asked = model.voids[made.id]
        asked.state = "approved" if self.approved else "refused"
        if self.approved:
            _void(model, model.receipts[asked.subject], self.who)


def _void(model: Model, receipt: Receipt, who: str) -> None:
    points = receipt.points - receipt.back_points
    give(model, receipt.home_id, points, ("reversal", "void", receipt.id))
    back(model, receipt.store, receipt.out, who)
    receipt.out, receipt.voided = [], True


def _kept_from(operation: Operation, model: Model, receipt: Receipt, verb: str) -> set[str]:
    codes = store_codes(model, receipt.store)
    return kept_out(operation.person(model), verb, codes, "redemption_not_found")


def _held(receipt: Receipt, goods: str) -> int:
    return sum(out.quantity for out in receipt.out if out.lot.goods == goods)


def _of_today(model: Model, receipt: Receipt) -> bool:
    return day_of(receipt.at) == model.today()


def _some_receipt(model: Model, random: Random) -> Receipt | None:
    """Mostly one of today that stands, or else a late one."""
    receipts = list(model.receipts.values())
    if seldom(random):
        return one_of(random, receipts)
    late = [each for each in receipts[-8:] if not each.voided]
    return one_of(random, [each for each in late if _of_today(model, each)] or late)


def _draw_void(model: Model, random: Random) -> Operation | None:
    receipt = _some_receipt(model, random)
    if receipt is None:
        return None
    who = somebody(model, random, who_may(model, "void", receipt.store))
    if _of_today(model, receipt) or seldom(random):
        return _Void(who, receipt.id)
    asked = [v for v in model.voids.values() if v.subject == receipt.id and v.state == "asked"]
    return None if asked and usually(random) else _AskVoid(who, receipt.id)


def _draw_return(model: Model, random: Random) -> Operation | None:
    receipt = _some_receipt(model, random)
    if receipt is None or not receipt.out:
        return None
    if not _of_today(model, receipt) and usually(random):
        return None
    goods = sorted({out.lot.goods for out in receipt.out})
    if seldom(random):
        goods = list(model.prices)
    pieces = sum(out.quantity for out in receipt.out)
    if pieces == 1 and usually(random):
        return None
    some = random.sample(goods, k=random.randint(1, len(goods)))
    coming = tuple((code, random.randint(0, _held(receipt, code))) for code in some)
    if sum(quantity for _, quantity in coming) in {0, pieces} and usually(random):
        coming = ((some[0], 1),)
    who = somebody(model, random, who_may(model, "void", receipt.store))
    return _Return(who, receipt.id, coming)


def _draw_decide_void(model: Model, random: Random) -> Operation | None:
    waiting = [each for each in model.voids.values() if each.state == "asked"]
    asked = one_of(random, waiting if usually(random) else list(model.voids.values()))
    if asked is None:
        return None
    codes = store_codes(model, model.receipts[asked.subject].store)
    who = somebody(model, random, who_may(model, "approve_void", *codes))
    return _DecideVoid(who, asked.id, chance(random, 70))


DRAWN: Final[tuple[tuple[Draw, int], ...]] = (
    (_draw_void, 2),
    (_draw_return, 5),
    (_draw_decide_void, 1),
)
