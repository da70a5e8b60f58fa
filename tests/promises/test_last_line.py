"""Were every rule above wrong, the database would still say no (promises I1 to I4, I7, I9)."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.kernel.errors import Refusal
from app.shop.redemptions.actions import redeem
from app.shop.redemptions.void import void_redemption
from tests import make
from tests.make import NOW

TRANSFER = (
    "INSERT INTO transfers (debit_account_id, credit_account_id, points, kind, source_kind,"
    " source_id, period, at, actor_id) SELECT {debit}, {credit}, {points}, kind, {source}, period,"
    " at, actor_id FROM transfers WHERE source_kind = 'redemption'"
)
AGAIN = {
    "debit": "debit_account_id", "credit": "credit_account_id", "points": "points",
    "source": "source_kind, source_id + 1000",
}  # fmt: skip

MOVE_BACK = (
    "INSERT INTO moves (store_id, goods_id, lot_id, quantity, kind, reverses_id, at, actor_id)"
    " SELECT store_id, goods_id, lot_id, quantity, kind, reverses_id, at, actor_id"
    " FROM moves WHERE kind = 'take_back'"
)
LINE = (
    "INSERT INTO redemption_lines (redemption_id, goods_id, quantity, price_points, move_id)"
    " SELECT redemption_id, goods_id, quantity, price_points, move_id FROM redemption_lines"
)


@pytest.fixture
def sold(session: Session) -> Session:
    """A household settled, bought a bag, and gave another one back."""
    village = make.village(session)
    home = make.household(session, village=village, balance=200)
    make.settled_round(session, village, home)
    store = make.store(session)
    make.goods(session, price_points=40)
    make.stock(session, store, 5)
    clerk, card = make.clerk(session, store), make.card(session, home)
    redeem(session, clerk, make.basket(store, card, rice=1), now=NOW)
    gone = redeem(session, clerk, make.basket(store, card, rice=1), now=NOW)
    void_redemption(session, clerk, redemption_id=gone, reason="拿错了", now=NOW)
    return session


@pytest.mark.parametrize(
    ("statement", "constraint"),
    [
        (TRANSFER.format(**AGAIN | {"points": "0"}), "points_positive"),
        (TRANSFER.format(**AGAIN | {"points": "-5"}), "points_positive"),
        (TRANSFER.format(**AGAIN | {"credit": "debit_account_id"}), "two_accounts"),
        (TRANSFER.format(**AGAIN | {"source": "source_kind, source_id"}), "source"),
        ("UPDATE accounts SET balance = -1, debited = credited + 1", "balance_not_negative"),
        ("UPDATE accounts SET balance = balance + 1 WHERE balance > 0", "totals_agree"),
        ("UPDATE shelves SET quantity = -1", "ck_shelves"),
        (MOVE_BACK, "reverses_id"),
        (LINE, "move_id"),
        ("UPDATE sheets SET certified_by = recorded_by", "four_eyes"),
        ("UPDATE rounds SET certified_by = submitted_by", "four_eyes"),
    ],
)
def test_the_database_says_no(sold: Session, statement: str, constraint: str) -> None:
    with pytest.raises(IntegrityError, match=constraint), sold.begin_nested():
        sold.execute(text(statement))


def test_more_than_there_is_is_neither_spent_nor_handed_out(session: Session) -> None:
    home = make.household(session, village=make.village(session), balance=79)
    store = make.store(session)
    make.goods(session, price_points=40)
    make.stock(session, store, 2)
    clerk, card = make.clerk(session, store), make.card(session, home)

    with pytest.raises(Refusal, match="not_enough_points"), session.begin_nested():
        redeem(session, clerk, make.basket(store, card, rice=2), now=NOW)
    with pytest.raises(Refusal, match="not_enough_stock"), session.begin_nested():
        redeem(session, clerk, make.basket(store, card, rice=3), now=NOW)
