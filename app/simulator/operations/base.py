"""What every operation of the simulator can do, and what it stands on."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from random import Random
from typing import ClassVar, Final, TypeVar
from uuid import UUID

from sqlalchemy.orm import Session

from app.kernel.secrets import Secrets
from app.registry.accounts.actor import Actor
from app.simulator.model.state import Model, Person

USUALLY: Final = 92  # of a hundred times
REASON: Final = "模拟"
Thing = TypeVar("Thing")


@dataclass(frozen=True)
class Hand:
    """With what an operation acts: a unit of work, who asks, when, and which id it may use."""

    session: Session
    actor: Actor
    now: datetime
    uuid: UUID
    secrets: Secrets


@dataclass(frozen=True)
class Made:
    """What came of an operation: its id, and what else only the house can know."""

    id: int
    other: int = 0
    text: str = ""


@dataclass(frozen=True)
class Operation(ABC):
    """One request of one person. `why_not` and `book` look at the model only, `act` never does."""

    who: str
    route: ClassVar[str] = ""

    @abstractmethod
    def why_not(self, model: Model) -> set[str]:
        """The codes of all reasons to refuse it; empty: it must be accepted.

        Which of several reasons is told first is nobody's promise.
        """

    @abstractmethod
    def act(self, hand: Hand) -> int:
        """Ask the house; answers the id of what came of it."""

    def learn(self, session: Session, made: int) -> Made:
        """What else came of it."""
        return Made(made)

    @abstractmethod
    def book(self, model: Model, made: Made) -> None:
        """What it changes in the model."""

    def __str__(self) -> str:
        """As it is printed when the two disagree."""
        told = ", ".join(f"{each.name}={getattr(self, each.name)!r}" for each in fields(self))
        return f"{type(self).__name__.strip('_')}({told})"

    def person(self, model: Model) -> Person:
        """Who asks."""
        return model.people[self.who]


Draw = Callable[[Model, Random], Operation | None]


def one_of(random: Random, things: Sequence[Thing]) -> Thing | None:
    """One of some things; None when there are none."""
    return random.choice(things) if things else None


def chance(random: Random, percent: int) -> bool:
    """True so many times of a hundred."""
    return random.randrange(100) < percent


def usually(random: Random) -> bool:
    """Whether things go the way they should."""
    return chance(random, USUALLY)


def seldom(random: Random) -> bool:
    """Whether somebody tries what he should not."""
    return not usually(random)


def somebody(model: Model, random: Random, able: Sequence[str]) -> str:
    """Usually one of those who may; now and then anybody, who must be refused."""
    return random.choice(able if able and usually(random) else list(model.people))
