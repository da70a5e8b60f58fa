"""A long run that was broken off goes on where it was."""

from pathlib import Path

import pytest

from tests.soak.progress import Progress, line, soak
from tests.soak.runs import RUNS, Chunk, Run
from tests.tidy.reading import ROOT

LONG, SHORT = Run("long", 50, ()), Run("short", 20, ())


class TenEach:
    """Stands for pytest: ten things a chunk; somebody presses Ctrl-C in the third."""

    def __init__(self, broken_off_at: int = 0) -> None:
        self.seen: list[tuple[str, int]] = []
        self.broken_off_at = broken_off_at

    def __call__(self, run: Run, seed: int) -> Chunk:
        self.seen.append((run.name, seed))
        if len(self.seen) == self.broken_off_at:
            raise KeyboardInterrupt
        return Chunk(10, "a red test" if (run.name, seed) == ("long", 2) else "")


def test_a_run_that_was_broken_off_goes_on_with_the_same_seed(tmp_path: Path) -> None:
    broken, said = TenEach(broken_off_at=3), list[str]()
    with pytest.raises(KeyboardInterrupt):
        soak([LONG, SHORT], Progress(tmp_path), broken, say=said.append)

    again = TenEach()
    whole = soak([LONG, SHORT], Progress(tmp_path), again, say=said.append)

    assert broken.seen == [("long", 1), ("short", 1), ("long", 2)]
    assert again.seen == [("long", 2), ("long", 3), ("short", 2), ("long", 4), ("long", 5)]
    assert not whole
    assert (tmp_path / "long-2.log").read_text() == "a red test"
    assert said[-1].split()[:4] == ["long", "50", "of", "50"]
    assert said[-1].endswith("FAILED with [2]")


def test_nothing_new_begins_when_the_minutes_are_over(tmp_path: Path) -> None:
    tests = TenEach()

    assert soak([LONG], Progress(tmp_path), tests, say=print, minutes=0)
    assert tests.seen == []


def test_tests_that_try_nothing_are_not_begun_for_ever(tmp_path: Path) -> None:
    assert not soak(
        [LONG], Progress(tmp_path), lambda _run, _seed: Chunk(0, "no such file"), say=print
    )


def test_every_run_has_its_tests(tmp_path: Path) -> None:
    assert all((ROOT / test).exists() for run in RUNS for test in run.tests)
    assert len({run.name for run in RUNS}) == len(RUNS)
    assert "0 failures" in line(RUNS[0], Progress(tmp_path).of(RUNS[0]))
