"""What a question gets, and what it answers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from random import Random
from typing import Final

from sqlalchemy.orm import Session

from app.registry.accounts.actor import Actor
from app.simulator.model.state import Home, Model

# Those who may look at everything that lies below their places.
READERS: Final = ("district0", "auditor", "township0", "township1", "committee0")

#: What is compared: its name, what the house says, what the model says.
Answer = tuple[str, object, object]


@dataclass(frozen=True)
class Asking:
    """A question is asked by somebody, about something that the random numbers choose."""

    session: Session
    model: Model
    actors: Mapping[str, Actor]
    random: Random

    def reader(self) -> Actor:
        """One of those who may look."""
        return self.actors[self.random.choice(READERS)]

    def sees(self, actor: Actor, village: str) -> bool:
        """Whether a village lies below what the person is responsible for."""
        grants = self.model.people[actor.username].grants
        return any(village.startswith(at) for _, at in grants)

    def homes_of(self, actor: Actor) -> list[Home]:
        """The households that live there."""
        return [each for each in self.model.homes.values() if self.sees(actor, each.village)]


Question = Callable[[Asking], list[Answer]]
