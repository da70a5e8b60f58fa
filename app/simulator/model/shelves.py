"""How goods move: what ends first leaves first, and everything that moved stands in a list."""

from collections.abc import Iterable
from datetime import date

from app.simulator.model.state import Lot, Model, Moved, Out

Pile = tuple[str, date | None]


def standing(model: Model, store: str, goods: str) -> int:
    """How many stand there, in date or not."""
    return sum(lot.at.get(store, 0) for lot in model.lots if lot.goods == goods)


def in_date(model: Model, store: str, goods: str) -> int:
    """How many may be handed out today."""
    today = model.today()
    return sum(
        lot.at.get(store, 0)
        for lot in model.lots
        if lot.goods == goods and (lot.use_by is None or lot.use_by >= today)
    )


def piles(model: Model, store: str) -> dict[Pile, int]:
    """What stands in a store by goods and last day."""
    found: dict[Pile, int] = {}
    for lot in model.lots:
        if lot.at.get(store):
            pile = lot.goods, lot.use_by
            found[pile] = found.get(pile, 0) + lot.at[store]
    return found


def lots_for(model: Model, store: str, goods: str, wanted: int) -> list[tuple[Lot, int]]:
    """What a basket is filled from: what ends first, then what came first."""
    today = model.today()
    usable = [
        lot
        for lot in model.lots
        if lot.goods == goods and lot.at.get(store) and (lot.use_by is None or lot.use_by >= today)
    ]
    usable.sort(key=lambda lot: lot.use_by or date.max)  # stable: what came first stays first
    return _first(usable, store, wanted)


def lots_of_pile(model: Model, store: str, pile: Pile, wanted: int) -> list[tuple[Lot, int]]:
    """What leaves a pile: what came first."""
    return _first([x for x in model.lots if (x.goods, x.use_by) == pile], store, wanted)


def put(model: Model, store: str, lot: Lot, quantity: int, *, kind: str, who: str) -> None:
    """Goods come to a shelf, or leave it when negative, with a line in the store's list."""
    lot.at[store] = lot.at.get(store, 0) + quantity
    assert lot.at[store] >= 0, "the model itself never takes what is not there"
    model.moves.append(Moved(store, model.now, kind, lot.goods, quantity, who))


def new_lot(model: Model, pile: Pile) -> Lot:
    """A lot of its own."""
    lot = Lot(*pile)
    model.lots.append(lot)
    return lot


def newest_of_pile(model: Model, store: str, pile: Pile) -> Lot | None:
    """The lot of a pile that came last to a store, though nothing be left of it."""
    there = [x for x in model.lots if (x.goods, x.use_by) == pile and store in x.at]
    return there[-1] if there else None


def in_order(model: Model, taken: Iterable[tuple[Lot, int]]) -> list[tuple[Lot, int]]:
    """By goods, then by lot: so they leave, and so they stand on the receipt."""
    goods = list(model.prices)
    lots = {id(lot): place for place, lot in enumerate(model.lots)}
    return sorted(taken, key=lambda each: (goods.index(each[0].goods), lots[id(each[0])]))


def back(model: Model, store: str, outs: Iterable[Out], who: str) -> None:
    """What was handed out stands on its shelf again."""
    for out in outs:
        put(model, store, out.lot, out.quantity, kind="take_back", who=who)


def _first(lots: list[Lot], store: str, wanted: int) -> list[tuple[Lot, int]]:
    taken = []
    for lot in lots:
        part = min(lot.at.get(store, 0), wanted)
        if part:
            taken.append((lot, part))
        wanted -= part
    return taken
