"""What stands in the stores, and what came and went."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Final

from sqlalchemy.orm import Session

from app.kernel.period import Period
from app.registry.places.queries import store_called, stores
from app.shop.stock.matrix import stock_matrix
from app.shop.stock.moves import MoveLine, moves_of
from app.shop.stock.queries import piles_of, stock_of
from app.simulator.asking.base import Answer, Asking, Question
from app.simulator.model.shelves import in_date, piles, standing
from app.simulator.model.state import Model, Moved, period_of


def goods_of_touched(session: Session, model: Model) -> list[Answer]:
    """What stands in the stores where goods moved, and the newest lines of their lists."""
    new = model.moves[model.compared :]
    model.compared = len(model.moves)
    answers = []
    for store, count in sorted(Counter(move.store for move in new).items()):
        store_id = store_called(session, store).id
        lines = moves_of(session, store_id, limit=count)
        told = [move for move in new if move.store == store]
        answers += [_piles(session, model, store, store_id), _moves(store, lines, told)]
    return answers


def _piles(session: Session, model: Model, store: str, store_id: int) -> Answer:
    house = {(pile.code, pile.use_by): pile.quantity for pile in piles_of(session, store_id)}
    return f"shelves of {store}", house, piles(model, store)


def _moves(store: str, lines: Iterable[MoveLine], told: Iterable[Moved]) -> Answer:
    """Whatever the order of those of one moment."""
    house = sorted((x.at, x.kind.value, x.goods_code, x.quantity, x.who) for x in lines)
    model = sorted((x.at, x.kind, x.goods, x.quantity, x.who) for x in told)
    return f"moves of {store}", house, model


def _stock(asking: Asking) -> list[Answer]:
    """The stock list of a store."""
    model, store = asking.model, asking.random.choice(list(asking.model.stores))
    store_id = store_called(asking.session, store).id
    house = {
        item.code: (item.quantity, item.available)
        for item in stock_of(asking.session, store_id, model.now)
    }
    told = {goods: (standing(model, store, goods), in_date(model, store, goods))
            for goods in model.prices}  # fmt: skip
    return [
        (f"stock of {store}", house, told),
        _piles(asking.session, model, store, store_id),
    ]


def _matrix(asking: Asking) -> list[Answer]:
    """All goods in all stores."""
    model, places = asking.model, stores(asking.session)
    codes = {store.id: store.code for store in places}
    house = {
        row.goods.code: {codes[store_id]: count for store_id, count in row.quantities.items()}
        for row in stock_matrix(asking.session, places, model.now)
    }
    told = {
        goods: {store: standing(model, store, goods) for store in model.stores}
        for goods in model.prices
    }
    return [("goods in all stores", house, told)]


def _came_and_went(asking: Asking) -> list[Answer]:
    """All moves of a store, or those of a month, or of some goods."""
    model, random = asking.model, asking.random
    store = random.choice(list(model.stores))
    goods = random.choice(["", *model.prices])
    period = random.choice(["", period_of(model.now)])
    lines = moves_of(
        asking.session, store_called(asking.session, store).id, goods_code=goods,
        period=Period.parse(period) if period else None, limit=None,
    )  # fmt: skip
    told = [
        move
        for move in model.moves
        if move.store == store and goods in {"", move.goods} and period in {"", period_of(move.at)}
    ]
    return [_moves(store, lines, told)]


QUESTIONS: Final[Mapping[str, Question]] = {
    "stock": _stock,
    "goods in all stores": _matrix,
    "moves": _came_and_went,
}
