"""Goods damaged, written off, counted: one person asks or counts, another decides."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import ClassVar, Final

from app.shop.stock.paper_models import Loss
from app.shop.stock.stock_take import Counted, confirm_count, count_stock, refuse_count
from app.shop.stock.write_off import Spoilt, approve_write_off, ask_write_off, refuse_write_off
from app.simulator.model.people import kept_out, store_codes, who_may
from app.simulator.model.shelves import Pile, lots_of_pile, new_lot, newest_of_pile, piles, put
from app.simulator.model.state import Model, Paper
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
from app.simulator.operations.lines import (
    Lines,
    added_up,
    bad_lines,
    some_lines,
    stock_lines,
    too_small,
)


@dataclass(frozen=True)
class _AskWriteOff(Operation):
    """Somebody asks for goods to be taken off the shelf for good."""

    route: ClassVar[str] = "ask_write_off"
    store: str
    damage: bool
    lines: Lines

    def why_not(self, model: Model) -> set[str]:
        codes = store_codes(model, self.store)
        why = kept_out(self.person(model), "ask_paper", codes, "unknown_place")
        return why | bad_lines(self.lines) | too_small(model, self.store, self.lines)

    def act(self, hand: Hand) -> int:
        loss = Loss.DAMAGE if self.damage else Loss.WRITE_OFF
        spoilt = Spoilt(hand.uuid, self.store, loss, REASON, stock_lines(self.lines))
        return ask_write_off(hand.session, hand.actor, spoilt, now=hand.now).id

    def book(self, model: Model, made: Made) -> None:
        model.papers["write_off", made.id] = Paper(
            made.id, 0, self.who, store=self.store, piles=added_up(self.lines),
            kind="damage" if self.damage else "write_off",
        )  # fmt: skip


@dataclass(frozen=True)
class _Count(Operation):
    """Somebody counts some of what stands there."""

    route: ClassVar[str] = "count_stock"
    store: str
    lines: Lines

    def why_not(self, model: Model) -> set[str]:
        codes = store_codes(model, self.store)
        why = kept_out(self.person(model), "ask_paper", codes, "unknown_place")
        why |= {"no_stock_chosen"} if not self.lines else set()
        waits = any(
            p.store == self.store and p.kind == "count" and p.state == "asked"
            for p in model.papers.values()
        )
        return why | ({"count_waits"} if waits else set())

    def act(self, hand: Hand) -> int:
        counted = Counted(hand.uuid, self.store, stock_lines(self.lines))
        return count_stock(hand.session, hand.actor, counted, now=hand.now).id

    def book(self, model: Model, made: Made) -> None:
        booked = piles(model, self.store)
        differences = {
            pile: found - booked.get(pile, 0) for pile, found in added_up(self.lines).items()
        }
        model.papers["count", made.id] = Paper(
            made.id, 0, self.who, store=self.store, kind="count", piles=differences
        )


@dataclass(frozen=True)
class _DecidePaper(Operation):
    """Somebody else lets goods go, or books what a count found; or refuses."""

    route: ClassVar[str] = "decide_paper"
    book_of: str
    paper: int
    approved: bool

    def why_not(self, model: Model) -> set[str]:
        paper = model.papers[self.book_of, self.paper]
        codes = store_codes(model, paper.store)
        why = kept_out(self.person(model), "approve_paper", codes, "stock_paper_not_found")
        if paper.asked_by == self.who:
            why.add("own_count" if self.book_of == "count" else "own_write_off")
        if paper.state != "asked":
            return why | {"wrong_state"}
        if self.approved and self.book_of == "write_off":
            why |= too_small(model, paper.store, tuple(paper.piles.items()))
        if self.approved and self.book_of == "count":
            gone = tuple((pile, -more) for pile, more in paper.piles.items() if more < 0)
            why |= {"count_overtaken"} if too_small(model, paper.store, gone) else set()
        return why

    def act(self, hand: Hand) -> int:
        given = hand.session, hand.actor
        if self.book_of == "count":
            if self.approved:
                return confirm_count(*given, count_id=self.paper, now=hand.now).id
            return refuse_count(*given, count_id=self.paper, answer=REASON, now=hand.now).id
        if self.approved:
            return approve_write_off(*given, write_off_id=self.paper, now=hand.now).id
        return refuse_write_off(*given, write_off_id=self.paper, answer=REASON, now=hand.now).id

    def book(self, model: Model, made: Made) -> None:
        paper = model.papers[self.book_of, made.id]
        paper.state = "approved" if self.approved else "refused"
        if self.approved:
            sign = 1 if self.book_of == "count" else -1
            for pile, quantity in paper.piles.items():
                self._book_pile(model, paper, pile, sign * quantity)

    def _book_pile(self, model: Model, paper: Paper, pile: Pile, more: int) -> None:
        for lot, quantity in lots_of_pile(model, paper.store, pile, max(0, -more)):
            put(model, paper.store, lot, -quantity, kind=paper.kind, who=self.who)
        if more > 0:
            lot = newest_of_pile(model, paper.store, pile) or new_lot(model, pile)
            put(model, paper.store, lot, more, kind=paper.kind, who=self.who)


def _draw_write_off(model: Model, random: Random) -> Operation | None:
    store = random.choice(list(model.stores))
    lines = some_lines(model, store, random)
    gone = tuple(
        (pile, quantity)
        for pile, quantity in piles(model, store).items()
        if _is_past(pile[1], model.today())
    )
    if gone and usually(random):
        lines = gone[:1]
    who = somebody(model, random, who_may(model, "ask_paper", *store_codes(model, store)))
    return _AskWriteOff(who, store, chance(random, 50), lines)


def _is_past(use_by: date | None, today: date) -> bool:
    return use_by is not None and use_by < today


def _draw_count(model: Model, random: Random) -> Operation | None:
    store = random.choice(list(model.stores))
    there = piles(model, store)
    chosen = random.sample(list(there), k=min(len(there), 3))
    lines = [
        (pile, max(0, there[pile] + random.choice([-2, -1, 0, 0, 0, 1, 3]))) for pile in chosen
    ]
    if seldom(random):
        lines.append((("rice", model.today() + timedelta(days=90)), 2))
    who = somebody(model, random, who_may(model, "ask_paper", *store_codes(model, store)))
    return _Count(who, store, tuple(lines))


def _draw_decide(model: Model, random: Random) -> Operation | None:
    waiting = [key for key, paper in model.papers.items() if paper.state == "asked"]
    key = one_of(random, waiting if usually(random) else list(model.papers))
    if key is None:
        return None
    paper = model.papers[key]
    able = who_may(model, "approve_paper", *store_codes(model, paper.store))
    able = [each for each in able if each != paper.asked_by]
    return _DecidePaper(somebody(model, random, able), *key, chance(random, 80))


DRAWN: Final[tuple[tuple[Draw, int], ...]] = (
    (_draw_write_off, 1),
    (_draw_count, 1),
    (_draw_decide, 2),
)
