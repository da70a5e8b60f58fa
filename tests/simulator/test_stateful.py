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

STEPS = 30
# Of the profile's examples: an empty schema takes longer to come by than an empty file.
SHARE = {"sqlite": 1, "postgresql": 3}
DICE = st.integers(0, 2**32 - 1).map(Random)
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

    @rule(dice=DICE, draw=st.sampled_from(DRAWS))
    def somebody_acts(self, dice: Random, draw: Draw) -> None:
        self.simulation.act(dice, draw)

    @rule(dice=DICE)
    def somebody_does_whatever_comes(self, dice: Random) -> None:
        self.simulation.act(dice)

    @rule(dice=DICE)
    def an_answer_is_lost(self, dice: Random) -> None:
        self.simulation.repeat(dice)

    @rule(dice=DICE, name=st.sampled_from(sorted(QUESTIONS)))
    def somebody_asks(self, dice: Random, name: str) -> None:
        self.simulation.ask(dice, name)

    @rule(dice=DICE)
    def time_passes(self, dice: Random) -> None:
        self.simulation.wait(dice)

    def teardown(self) -> None:
        self._given.close()


@pytest.mark.slow
def test_whatever_is_done_in_whatever_order_both_agree(
    databases: SqliteFiles | PostgresSchemas, database_kind: str
) -> None:
    here = type("Here", (Village,), {"databases": databases})

    examples = settings().max_examples // SHARE[database_kind]
    run_state_machine_as_test(
        here, settings=settings(max_examples=examples, stateful_step_count=STEPS)
    )
