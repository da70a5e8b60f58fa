"""`python -m tests.soak`: the long runs. Ctrl-C breaks off; the next start goes on from there."""

import argparse
import sys

from tests.soak.progress import Progress, line, soak
from tests.soak.runs import RUNS, with_pytest
from tests.tidy.reading import ROOT

BROKEN_OFF = 130


def main() -> int:
    """Go on with the runs; 1 when anything has failed, in this start or an earlier one."""
    parser = argparse.ArgumentParser(prog="python -m tests.soak", description=__doc__)
    names = [run.name for run in RUNS]
    parser.add_argument("--only", action="append", choices=names, help="this run; repeatable")
    parser.add_argument("--minutes", type=float, help="begin nothing new after these")
    told = parser.parse_args()
    runs = [run for run in RUNS if not told.only or run.name in told.only]
    progress = Progress(ROOT / ".cache" / "soak")
    for run in runs:
        print(line(run, progress.of(run)), flush=True)
    try:
        whole = soak(
            runs, progress, with_pytest,
            say=lambda said: print(said, flush=True), minutes=told.minutes,
        )  # fmt: skip
    except KeyboardInterrupt:
        print("broken off; start again to go on", file=sys.stderr)
        return BROKEN_OFF
    return 0 if whole else 1


if __name__ == "__main__":
    sys.exit(main())
