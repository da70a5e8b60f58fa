"""The answer is lost after the commit: what is sent again acts once, and is answered the same."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from random import Random
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from app.kernel.db import Database
from app.kernel.once import Done, Request, run_once
from app.ledger.corrections import approve_correction, ask_correction
from app.ledger.models import Direction
from app.registry.accounts.actor import Actor
from app.registry.accounts.queries import actor_by_token
from app.shop.redemptions.actions import redeem
from app.shop.redemptions.rules import Basket, BasketLine
from app.shop.redemptions.void import void_redemption
from app.shop.stock.actions import receive_stock
from app.shop.stock.rules import StockLine
from tests.crash.calls import Call, differing, insisted
from tests.crash.children import Place
from tests.crash.counter import HOUSEHOLDS, POINTS, RICE, Desk, Tally, Worker, desk, expected, found
from tests.crash.processes import server
from tests.crash.proxy import losing_answers
from tests.make import NOW
from tests.soak.size import SEED, TIMES, counted

CLIENTS, CALLS, LOST_PERCENT = 4, 25 * TIMES, 60
ROUNDS = {True: 120 * TIMES, False: 40 * TIMES}  # of five requests: on SQLite, on PostgreSQL


def sent_through(port: int, worker: Worker, calls: int) -> list[Call]:
    """So many requests, each sent until its answer came through."""
    for _ in range(calls):
        insisted(port, worker.next_call())
    return worker.calls


@pytest.mark.slow
def test_a_request_whose_answer_was_lost_acts_once(database: Database, tmp_path: Path) -> None:
    at = desk(database)
    workers = [Worker(at, Random(CLIENTS * SEED + n)) for n in range(CLIENTS)]
    with server(Place.of(database, tmp_path)) as running:
        running.start()
        with (
            losing_answers(running.port, percent=LOST_PERCENT, seed=SEED) as proxy,
            ThreadPoolExecutor(CLIENTS) as threads,
        ):
            sent = [threads.submit(sent_through, proxy.port, worker, CALLS) for worker in workers]
            calls = [call for each in sent for call in each.result()]

        counted(sum(call.tries > 1 for call in calls))
        assert proxy.lost > len(calls)
        assert sum(call.tries for call in calls) == len(calls) + proxy.lost
        assert [call.answer for call in calls if not call.acknowledged] == []
        assert differing(running.port, calls) == []
    assert found(database, at) == expected(calls)


@dataclass
class Twice:
    """Carries out requests of people at a desk, each two times, as after a lost answer."""

    database: Database
    at: Desk
    chance: Random

    def one_of_each(self, n: int) -> None:
        """A sale and its void, a delivery, a correction and its approval."""
        card, household = (some[n % HOUSEHOLDS] for some in (self.at.cards, self.at.households))
        basket = Basket(UUID(int=n), self.at.store, [BasketLine("rice", 1)], card=str(card))
        rice = [StockLine("rice", 2)]
        sold = self.twice(self.at.clerk, lambda unit, who: redeem(unit, who, basket, now=NOW))
        self.twice(
            self.at.clerk,
            lambda unit, who: void_redemption(
                unit, who, redemption_id=sold, reason="拿错了", now=NOW
            ),
        )
        self.twice(
            self.at.manager,
            lambda unit, who: (
                receive_stock(
                    unit, who, uuid=UUID(int=n), store_code=self.at.store, lines=rice, now=NOW
                ).id
            ),
        )
        asked = self.twice(
            self.at.officer,
            lambda unit, who: ask_correction(
                unit, who, household_id=int(household), points=3, direction=Direction.CREDIT,
                reason="上月漏评", now=NOW,
            ).id,
        )  # fmt: skip
        self.twice(
            self.at.colleague,
            lambda unit, who: approve_correction(unit, who, correction_id=asked, now=NOW).id,
        )

    def twice(self, token: str, act: Callable[[Session, Actor], int]) -> int:
        """What came of a request that was carried out, lost its answer, and was sent again."""
        first = self._sent(token, act, key := UUID(int=self.chance.getrandbits(128)))
        again = self._sent(token, act, key)
        assert (first.repeated, again) == (False, Done(first.id, repeated=True))
        return first.id

    def _sent(self, token: str, act: Callable[[Session, Actor], int], key: UUID) -> Done:
        with self.database.write() as session:
            who = actor_by_token(session, token, NOW)
            request = Request.of(who.user_id, "once", key, {})
            return run_once(session, request, lambda: act(session, who))


def test_eight_hundred_requests_that_are_sent_twice_act_once(database: Database) -> None:
    at = desk(database)
    twice, rounds = Twice(database, at, Random(SEED)), ROUNDS[database.is_sqlite]
    for n in range(rounds):
        twice.one_of_each(n)
    counted(5 * rounds)

    assert found(database, at) == Tally(
        rounds, rounds, rounds, rounds, HOUSEHOLDS * POINTS + 3 * rounds, RICE + 2 * rounds
    )
