"""2,000 seeded steps with each change, on both databases together; `make soak` draws more."""

import pytest

from app.kernel.db import Database
from app.simulator.running import run
from app.simulator.world import ScratchHoldsRows
from tests import make
from tests.databases import SqliteFiles
from tests.soak.size import SEED, TIMES, counted

STEPS = {"sqlite": 1_400, "postgresql": 600}  # a step there takes longer


@pytest.mark.slow
def test_the_house_and_the_model_agree_step_by_step(database: Database, database_kind: str) -> None:
    steps = STEPS[database_kind] * TIMES

    outcome = run(2_020 + SEED, steps, database)

    assert outcome.disagreement is None
    counted(outcome.steps)
    assert outcome.steps == steps
    assert outcome.accepted.total() > steps // 3, "much of it is work, not refusals"


def test_the_same_seed_does_the_same_again(sqlite: SqliteFiles) -> None:
    outcomes = []
    for _ in range(2):
        with sqlite.fresh() as database:
            outcomes.append(run(7, 40, database))

    first, second = outcomes
    assert (first.accepted, first.refused) == (second.accepted, second.refused)
    assert (first.asked, first.repeated) == (second.asked, second.repeated)


def test_a_database_that_holds_anything_is_left_alone(database: Database) -> None:
    with database.write() as session:
        make.village(session)

    with pytest.raises(ScratchHoldsRows):
        run(1, 1, database)
