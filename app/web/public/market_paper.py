"""How the announcement of a market day is set: what it costs runs on to a second sheet."""

from collections.abc import Sequence
from typing import Final

from app.shop.goods.queries import PricedGoods
from app.shop.marketdays.queries import DayShown
from app.web.sheets import lines_of_words, on_sheets

# Heights in pixels of the printed sheet, as paper.css has them.
ROOM_PX, STOP_PX, STOP_MORE_PX, TEXT_PX, TEXT_ABOVE_PX, PRICE_PX = 540, 50, 34, 35, 14, 39
# Characters that fit on a line of the spot, of a text, and of one of the two columns of prices.
SPOT, TEXT, NAME = 9, 30, 12
FURTHER_ROWS: Final = 22
COLUMNS: Final = 2


def price_sheets(
    day: DayShown, prices: Sequence[PricedGoods], shared: int
) -> list[list[PricedGoods]]:
    """The goods that stand on each sheet; on the first as many as the route leaves room for.

    :param shared: how many kinds of goods are shared out: each has its sentence.
    """
    used = sum(STOP_PX + STOP_MORE_PX * (_spot_lines(stop.spot) - 1) for stop in day.stops)
    used += shared * (TEXT_ABOVE_PX + 2 * TEXT_PX) + (2 * TEXT_PX if shared else 0)
    if day.note:
        used += TEXT_ABOVE_PX + lines_of_words(day.note, TEXT) * TEXT_PX
    rows = max(0, (ROOM_PX - used) // PRICE_PX)
    return on_sheets(
        prices,
        lambda goods: lines_of_words(goods.name, NAME),
        first=max(0, COLUMNS * rows - 1),
        further=COLUMNS * FURTHER_ROWS - 1,
    )


def _spot_lines(spot: str) -> int:
    return lines_of_words(spot, SPOT)
