"""Step by step: draw, foretell, act, compare. `run` is the whole of it."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from random import Random
from time import perf_counter
from typing import Final
from uuid import UUID

from sqlalchemy.exc import IntegrityError

from app.kernel.db import Database
from app.kernel.errors import Refusal
from app.kernel.once import Request, run_once
from app.reports.verify import checks
from app.simulator.asking.base import Answer, Asking
from app.simulator.asking.everything import FOLLOWING, QUESTIONS, after_step
from app.simulator.operations import (
    cards,
    changes,
    disputes,
    months,
    papers,
    returns,
    steps,
    stock,
    till,
)
from app.simulator.operations.base import Draw, Hand, Made, Operation, chance
from app.simulator.outcome import Disagreed, Disagreement, Outcome
from app.simulator.world import make_world, secrets_of_nobody

EVERY: Final = 500  # steps between two looks at the whole books
KEPT: Final = 30  # requests that may be sent again
TRIES: Final = 12
UUID_BITS: Final = 128
DRAWN: Final[tuple[tuple[Draw, int], ...]] = (
    *months.DRAWN,
    *steps.DRAWN,
    *till.DRAWN,
    *returns.DRAWN,
    *disputes.DRAWN,
    *stock.DRAWN,
    *papers.DRAWN,
    *cards.DRAWN,
    *changes.DRAWN,
)
DRAWS: Final = [draw for draw, _ in DRAWN]
WEIGHTS: Final = [weight for _, weight in DRAWN]
# How likely a step is another thing than an operation.
WAITS, REPEATS, ASKS = 0.06, 0.08, 0.12


@dataclass(frozen=True)
class _Sent:
    """A request that was carried out."""

    operation: Operation
    request: Request
    hand_uuid: UUID
    made: int


class Simulation:
    """One world, one model, and the random numbers that drive both."""

    def __init__(self, database: Database, seed: int) -> None:
        """Make the world in a migrated, empty database.

        :raises ScratchHoldsRows: it is not empty.
        """
        self.random = Random(seed)
        self.outcome = Outcome(seed, database="sqlite" if database.is_sqlite else "postgresql")
        self._database = database
        self._secrets = secrets_of_nobody()
        self._sent: list[_Sent] = []
        with database.write() as session:
            self.model, self._actors = make_world(session)

    def step(self) -> None:
        """Whatever the random numbers say: time passes, somebody acts, repeats himself, or asks.

        :raises Disagreed: the house did or said something else than the model.
        """
        chance = self.random.random()
        if chance < WAITS:
            self.wait(self.random)
        elif chance < WAITS + REPEATS:
            self.repeat(self.random)
        elif chance < WAITS + REPEATS + ASKS:
            self.ask(self.random, self.random.choice(list(QUESTIONS)))
        else:
            self.act(self.random)
        if self.outcome.steps % EVERY == 0:
            self.verify()

    def verify(self) -> None:
        """`jifen verify` finds nothing.

        :raises Disagreed: a book does not agree with itself.
        """
        self.outcome.verified += 1
        with self._database.read() as session:
            bad = [f"{check.name}: {check.bad}" for check in checks(session) if check.bad]
        if bad:
            raise self._disagreed("jifen verify", "; ".join(bad), "nothing wrong")

    def wait(self, random: Random) -> None:
        """Hours or a day go by."""
        self._begin(random)
        self.model.now += timedelta(hours=random.choice([1, 5, 12, 24, 24, 30]))

    def act(self, random: Random, draw: Draw | None = None) -> None:
        """Somebody does something, or tries to.

        :param draw: which; None: whatever comes.
        :raises Disagreed: it went otherwise, or left something else behind.
        """
        self._begin(random)
        operation = draw(self.model, random) if draw else self._drawn(random)
        if operation is None:
            return
        uuid = UUID(int=random.getrandbits(UUID_BITS), version=4)
        why = operation.why_not(self.model)
        told, made = self._sends(operation, self._request(operation, uuid), uuid)
        if told not in (why or {""}):
            raise self._disagreed(str(operation), told or "accepted", _said(why))
        if told:
            self.outcome.refused[told] += 1
        else:
            self.outcome.accepted[operation.route] += 1
            operation.book(self.model, made)
            self._remember(_Sent(operation, self._request(operation, uuid), uuid, made.id))
        self._compare(str(operation))
        if not told and chance(random, 20):
            self._ask(random, random.choice(list(FOLLOWING.get(operation.route, QUESTIONS))))

    def repeat(self, random: Random) -> None:
        """An answer was lost, so the same request comes again; or its id with another body.

        :raises Disagreed: it acted again, or was answered otherwise.
        """
        self._begin(random)
        if not self._sent:
            return
        sent = random.choice(self._sent)
        about = f"again: {sent.operation}"
        request, expected = sent.request, ""
        if chance(random, 20):
            body = f"{sent.operation}, changed"
            request = Request.of(request.actor_id, request.route, request.id, body)
            expected, about = "request_reused", f"another body for {sent.operation}"
        told, made = self._sends(sent.operation, request, sent.hand_uuid, repeated=True)
        if told != expected or (not told and made.id != sent.made):
            raise self._disagreed(
                about, f"{told or 'accepted'} {made.id}", f"{expected} {sent.made}"
            )
        self.outcome.repeated += 1
        self._compare(about)

    def ask(self, random: Random, name: str) -> None:
        """Somebody asks for a list or a report.

        :raises Disagreed: it says something else than the model.
        """
        self._begin(random)
        self._ask(random, name)

    def _ask(self, random: Random, name: str) -> None:
        self.outcome.asked[name] += 1
        with self._database.read() as session, self._noted(name):
            answers = QUESTIONS[name](Asking(session, self.model, self._actors, random))
        self._same(name, answers)

    def _begin(self, random: Random) -> None:
        self.outcome.steps += 1
        self.model.now += timedelta(seconds=random.randint(1, 1_200))

    def _drawn(self, random: Random) -> Operation | None:
        for _ in range(TRIES):
            draw = random.choices(DRAWS, WEIGHTS)[0]
            operation = draw(self.model, random)
            if operation is not None:
                return operation
        return None

    def _compare(self, about: str) -> None:
        with self._database.read() as session, self._noted(about):
            answers = after_step(session, self.model)
        self._same(f"after {about}", answers)

    def _same(self, about: str, answers: Sequence[Answer]) -> None:
        for name, house, model in answers:
            if house != model:
                raise self._disagreed(f"{about}: {name}", *_differing(house, model))

    def _sends(
        self, operation: Operation, request: Request, uuid: UUID, *, repeated: bool = False
    ) -> tuple[str, Made]:
        """The code of the refusal, or "" and what came of it."""
        actor = self._actors[operation.who]
        try:
            with self._database.write() as session, self._noted(str(operation)):
                hand = Hand(session, actor, self.model.now, uuid, self._secrets)
                done = run_once(session, request, lambda: operation.act(hand))
                if done.repeated != repeated:
                    return ("acted twice" if repeated else "was not carried out"), Made(done.id)
                return "", operation.learn(session, done.id)
        except Refusal as refusal:
            return refusal.code, Made(0)
        except IntegrityError as error:
            raise self._disagreed(str(operation), f"broke with {error!r}", "an answer") from error

    def _request(self, operation: Operation, uuid: UUID) -> Request:
        user_id = self._actors[operation.who].user_id
        return Request.of(user_id, operation.route, uuid, str(operation))

    def _remember(self, sent: _Sent) -> None:
        self._sent = [*self._sent[-KEPT:], sent]

    def _disagreed(self, about: str, house: str, model: str) -> Disagreed:
        outcome = self.outcome
        return Disagreed(
            Disagreement(outcome.seed, outcome.steps, about, house, model, outcome.database)
        )

    @contextmanager
    def _noted(self, about: str) -> Iterator[None]:
        """What breaks in the house is a disagreement too: the model foretold an answer."""
        try:
            yield
        except (AssertionError, LookupError) as error:
            raise self._disagreed(about, f"broke with {error!r}", "an answer") from error


def run(seed: int, steps: int, database: Database) -> Outcome:
    """Simulate so many steps in a migrated, empty database; the same seed does the same.

    :raises ScratchHoldsRows: it is not empty.
    """
    simulation = Simulation(database, seed)
    outcome, began = simulation.outcome, perf_counter()
    try:
        for _ in range(steps):
            simulation.step()
        simulation.verify()
    except Disagreed as disagreed:
        outcome.disagreement = disagreed.found
    outcome.seconds = perf_counter() - began
    return outcome


def _said(why: set[str]) -> str:
    return f"refused: {' or '.join(sorted(why))}" if why else "accepted"


def _differing(house: object, model: object) -> tuple[str, str]:
    """Of two lists or dicts only what differs."""
    if isinstance(house, dict) and isinstance(model, dict):
        keys = [key for key in house | model if house.get(key) != model.get(key)]
        return str({key: house.get(key) for key in keys}), str(
            {key: model.get(key) for key in keys}
        )
    if isinstance(house, list) and isinstance(model, list):
        for place, (one, other) in enumerate(zip(house, model, strict=False), start=1):
            if one != other:
                return f"line {place}: {one}", f"line {place}: {other}"
        return f"{len(house)} lines", f"{len(model)} lines"
    return str(house), str(model)
