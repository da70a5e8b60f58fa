"""Hypothesis chooses what is done in which order, and makes what goes wrong as short as it can."""

from contextlib import ExitStack
from random import Random
from typing import ClassVar

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

from app.simulator.asking.everything import QUESTIONS
from app.simulator.operations.base import Draw
from app.simulator.running import DRAWN, Simulation
from tests.databases import PostgresSchemas, SqliteFiles

STEPS = 12
# For each change; of the many of `make soak` the same share each.
EXAMPLES = {"sqlite": 150, "postgresql": 50}
ROLLS = st.integers(0, 2**32 - 1)
# As often as the simulator draws them, so that a month gets to its end.
DRAWS = [draw for draw, weight in DRAWN for _ in range(weight)]


class Village(RuleBasedStateMachine):
    """The simulated world, one rule for each thing that can happen in it."""

    databases: ClassVar[SqliteFiles | PostgresSchemas]

    def __init__(self) -> None:
        super().__init__()
        self._given = ExitStack()
        database = self._given.enter_context(self.databases.fresh())
        self.simulation = Simulation(database, seed=0)
        self.steps = 0

    @rule(roll=ROLLS, draw=st.sampled_from(DRAWS))
    def somebody_acts(self, roll: int, draw: Draw) -> None:
        self.simulation.act(self._dice(roll), draw)

    @rule(roll=ROLLS)
    def somebody_does_whatever_comes(self, roll: int) -> None:
        self.simulation.act(self._dice(roll))

    @rule(roll=ROLLS)
    def an_answer_is_lost(self, roll: int) -> None:
        self.simulation.repeat(self._dice(roll))

    @rule(roll=ROLLS, name=st.sampled_from(sorted(QUESTIONS)))
    def somebody_asks(self, roll: int, name: str) -> None:
        self.simulation.ask(self._dice(roll), name)

    @rule(roll=ROLLS)
    def time_passes(self, roll: int) -> None:
        self.simulation.wait(self._dice(roll))

    def _dice(self, roll: int) -> Random:
        """Other dice at each step: who rolls the same twice still sends two requests."""
        self.steps += 1
        return Random(f"{self.steps}.{roll}")

    def teardown(self) -> None:
        self._given.close()


@pytest.mark.slow
def test_whatever_is_done_in_whatever_order_both_agree(
    databases: SqliteFiles | PostgresSchemas, database_kind: str
) -> None:
    here = type("Here", (Village,), {"databases": databases})

    here_now = EXAMPLES[database_kind]
    examples = max(here_now, settings().max_examples * here_now // sum(EXAMPLES.values()))
    run_state_machine_as_test(
        here, settings=settings(max_examples=examples, stateful_step_count=STEPS)
    )
