"""THE list of long runs: the right column of the figures, each by tests that `make test` runs too.

A chunk is one start of pytest, with a seed of its own: what was broken off is begun again.
"""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.soak.size import COUNT_SETTING, SEED_SETTING, TIMES_SETTING
from tests.tidy.reading import ROOT

GREEN: Final = 0


@dataclass(frozen=True)
class Run:
    """What is tried how often, by which tests, so many times as large as in `make test`."""

    name: str
    asked: int
    tests: tuple[str, ...]
    times: int = 1
    profile: str = ""  # of Hypothesis: "soak" tries 10,000 new examples where there were 25


@dataclass(frozen=True)
class Chunk:
    """How many things were tried, and what pytest printed if anything was wrong."""

    tried: int
    wrong: str = ""


PROPERTIES: Final = (
    "changes/test_properties", "door/test_clean", "ledger/test_lots", "ledger/test_properties",
    "registry/cards/test_rules", "registry/roster/test_any_bytes", "seals/test_digests",
    "shop/goods/test_rules", "shop/marketdays/test_demand", "shop/redemptions/test_allotments",
    "shop/stock/test_mark_downs", "simulator/test_stateful",
)  # fmt: skip

RUNS: Final = (
    Run("kills", 10_000, ("tests/crash/test_kills.py",), times=3),
    Run("points", 300, ("tests/crash/test_points.py",)),
    Run("retries", 100_000, ("tests/crash/test_lost_answers.py",), times=2),
    Run("restarts", 200, ("tests/crash/test_postgres_restart.py",), times=3),
    Run("tills", 10_000, ("tests/shop/redemptions/test_many_tills.py",), times=10),
    Run("steps", 1_000_000, ("tests/simulator/test_seeded.py",), times=5),
    Run("fuzz", 1_000_000, ("tests/api/test_fuzz.py", "tests/everywhere/test_fuzz.py"), times=4),
    Run("links", 2_000, ("tests/demo/test_nothing_private.py",), times=10),
    Run("workbooks", 2_000, ("tests/hostile/test_files.py",), times=8),
    Run("flips", 10_000, ("tests/seals/test_sealing.py",)),
    *(Run(name, 1, (f"tests/{name}.py",), profile="soak") for name in PROPERTIES),
)


def with_pytest(run: Run, seed: int) -> Chunk:
    """One chunk of a run: its tests with this seed, which are not 0 and so not those of always."""
    folder = ROOT / ".cache" / "soak"
    folder.mkdir(parents=True, exist_ok=True)
    count = folder / f"{run.name}.count"
    count.write_text("")
    environment = os.environ | {
        SEED_SETTING: str(seed), TIMES_SETTING: str(run.times), COUNT_SETTING: str(count),
        **({"JIFEN_PROFILE": run.profile} if run.profile else {}),
    }  # fmt: skip
    ran = subprocess.run(
        [
            sys.executable, "-m", "pytest", "-q", "--tb=short",
            "--override-ini=faulthandler_timeout=0",  # thousands of tries may be one test
            *run.tests,
        ],
        cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        check=False,
    )  # fmt: skip
    green = ran.returncode == GREEN
    # Tests that do not count say as a whole whether they hold.
    return Chunk(_tried_by(count) or int(green), "" if green else ran.stdout)


def _tried_by(count: Path) -> int:
    return sum(int(line) for line in count.read_text("ascii").splitlines())
