"""Lines of a delivery or of a paper of the stock: goods with their last day, and how many."""

from random import Random
from typing import Final

from app.shop.stock.rules import StockLine
from app.simulator.model.shelves import Pile, piles
from app.simulator.model.state import Model
from app.simulator.operations.base import usually

MOST_QUANTITY: Final = 100_000
Lines = tuple[tuple[Pile, int], ...]


def stock_lines(lines: Lines) -> list[StockLine]:
    """As the house takes them."""
    return [StockLine(goods, quantity, use_by) for (goods, use_by), quantity in lines]


def added_up(lines: Lines) -> dict[Pile, int]:
    """Each pile once."""
    sums: dict[Pile, int] = {}
    for pile, quantity in lines:
        sums[pile] = sums.get(pile, 0) + quantity
    return sums


def bad_lines(lines: Lines) -> set[str]:
    """Why such lines stand on no paper."""
    why = set() if lines else {"no_stock_chosen"}
    bad = any(not 1 <= quantity <= MOST_QUANTITY for _, quantity in lines)
    return why | ({"stock_quantity_bad"} if bad else set())


def too_small(model: Model, store: str, lines: Lines) -> set[str]:
    """Whether a store has fewer of a pile."""
    there = piles(model, store)
    short = any(there.get(pile, 0) < wanted for pile, wanted in added_up(lines).items())
    return {"pile_too_small"} if short else set()


def some_lines(model: Model, store: str, random: Random) -> Lines:
    """Mostly piles that stand there, and not more than there is."""
    there = piles(model, store)
    if not there:
        return ()
    chosen = random.sample(list(there), k=min(len(there), random.choice([1, 1, 2])))
    most = 1 if usually(random) else 3
    return tuple((pile, random.randint(1, min(8, there[pile]) * most)) for pile in chosen)
