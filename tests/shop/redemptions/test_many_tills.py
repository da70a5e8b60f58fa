"""Sixty-four tills on one shelf, round after round: never one bag more than there was."""

import os
from concurrent.futures import ThreadPoolExecutor
from random import Random
from typing import Final
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from app.kernel.db import Database
from app.ledger.models import Account
from app.registry.accounts.actor import Actor
from app.shop.redemptions.actions import redeem
from app.shop.redemptions.rules import Basket, BasketLine
from app.shop.stock.models import Shelf
from app.shop.stock.rules import NotEnoughStock
from tests import make
from tests.make import NOW
from tests.soak.size import SEED, TIMES, counted

TILLS: Final = 64
ROUNDS: Final = 5_000 if os.environ.get("JIFEN_PROFILE") == "soak" else 20 * TIMES


def _sold(database: Database, clerk: Actor, basket: Basket) -> bool:
    try:
        with database.write() as session:
            redeem(session, clerk, basket, now=NOW)
    except NotEnoughStock:
        return False
    return True


@pytest.mark.slow
def test_sixty_four_tills_sell_what_there_is_and_no_more(database: Database) -> None:
    chance, delivered = Random(64 + SEED), 0
    with database.write() as session:
        village, store = make.village(session), make.store(session)
        make.goods(session, price_points=1)
        homes = make.households(session, TILLS, village=village)
        for home in homes:
            make.give_points(session, home, ROUNDS)
        cards = [make.card(session, home).code for home in homes]
        clerk, store_code, store_id = make.clerk(session, store), store.code, store.id
        session.expunge_all()

    with ThreadPoolExecutor(TILLS) as pool:
        for _ in range(ROUNDS):
            bags = chance.randrange(1, TILLS)
            with database.write() as session:
                make.stock(session, session.merge(store), bags)
            delivered += bags
            baskets = [
                Basket(uuid4(), store_code, [BasketLine("rice", 1)], card=card) for card in cards
            ]
            sold = list(pool.map(lambda basket: _sold(database, clerk, basket), baskets))

            assert sum(sold) == bags

    counted(ROUNDS)
    with database.read() as session:
        standing = session.scalar(select(func.sum(Shelf.quantity)).filter_by(store_id=store_id))
        spent = session.scalar(
            select(func.sum(Account.debited)).where(Account.household_id.is_not(None))
        )
    assert (standing, spent) == (0, delivered)
