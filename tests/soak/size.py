"""How large a test is this time, and which random choices it makes: `python -m tests.soak` says."""

import os
from pathlib import Path
from typing import Final

SEED_SETTING: Final = "JIFEN_SOAK_SEED"
TIMES_SETTING: Final = "JIFEN_SOAK_TIMES"
COUNT_SETTING: Final = "JIFEN_SOAK_COUNT"

#: 0 in `make test`: the same choices each time.
SEED: Final = int(os.environ.get(SEED_SETTING, "0"))
#: How many times as large as in `make test`.
TIMES: Final = int(os.environ.get(TIMES_SETTING, "1"))


def counted(how_many: int) -> None:
    """Say how many things a test has tried, so that a run knows how far it is."""
    place = os.environ.get(COUNT_SETTING)
    if place:
        with Path(place).open("a", encoding="ascii") as file:
            file.write(f"{how_many}\n")
