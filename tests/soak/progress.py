"""How far each run is, in a file: written after each chunk, so that nothing is done twice."""

import json
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from tests.soak.runs import Chunk, Run

Act = Callable[[Run, int], Chunk]
PER_MINUTE = 60


@dataclass
class Standing:
    """How far one run is."""

    done: int = 0
    chunks: int = 0
    seconds: float = 0
    failures: list[int] = field(default_factory=list)  # the seeds with which something was wrong


class Progress:
    """The standing of all runs, and the folder that keeps it."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._file = folder / "state.json"
        told = json.loads(self._file.read_text("utf-8")) if self._file.exists() else {}
        self.standings = {name: Standing(**each) for name, each in told.items()}

    def of(self, run: Run) -> Standing:
        """How far a run is."""
        return self.standings.setdefault(run.name, Standing())

    def next_of(self, runs: Sequence[Run]) -> Run | None:
        """The run that is least far; None when all have come to their end."""
        left = [run for run in runs if self.of(run).done < run.asked]
        return min(left, key=lambda run: self.of(run).done / run.asked, default=None)

    def keep(self, run: Run, chunk: Chunk, seconds: float) -> None:
        """Add a chunk that came to its end."""
        standing = self.of(run)
        standing.chunks += 1
        standing.done += chunk.tried
        standing.seconds += seconds
        if chunk.wrong:
            standing.failures.append(standing.chunks)
            log = self._folder / f"{run.name}-{standing.chunks}.log"
            log.write_text(chunk.wrong, "utf-8")
        part = self._file.with_suffix(".part")
        told = {name: asdict(each) for name, each in self.standings.items()}
        part.write_text(json.dumps(told, indent=1), "utf-8")
        part.replace(self._file)


def line(run: Run, standing: Standing) -> str:
    """One line for people: done of asked, how many a minute, with which seeds it failed."""
    rate = standing.done / standing.seconds * PER_MINUTE if standing.seconds else 0
    wrong = f"FAILED with {standing.failures}" if standing.failures else "0 failures"
    return f"{run.name:32} {standing.done:>9,} of {run.asked:,}  {rate:,.0f} a minute  {wrong}"


def soak(
    runs: Sequence[Run], progress: Progress, act: Act, *,
    say: Callable[[str], None], minutes: float | None = None,
) -> bool:  # fmt: skip
    """Carry on with the runs, the least far first; answers whether nothing has failed so far.

    A chunk that is broken off is not counted, and its seed comes again.

    :param minutes: begin no chunk after these; None: go on to the end.
    """
    until = None if minutes is None else time.monotonic() + minutes * PER_MINUTE
    left = list(runs)
    while (run := progress.next_of(left)) and (until is None or time.monotonic() < until):
        began = time.monotonic()
        chunk = act(run, progress.of(run).chunks + 1)
        progress.keep(run, chunk, time.monotonic() - began)
        say(line(run, progress.of(run)))
        if not chunk.tried:
            left.remove(run)  # it does not even begin: another seed would not help
    return not any(progress.of(run).failures for run in runs)
