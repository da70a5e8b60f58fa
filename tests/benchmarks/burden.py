"""What a visit takes on the phone: taps, typed characters, seconds of a script that never thinks.

The usual visit changes three grades of last month's; the hardest has no last month.
"""

from pathlib import Path

from playwright.sync_api import Browser

from app.kernel.db import Database
from tests.web.village.scripted_visit import ONE_BY_ONE, USUAL, Visited, a_scorer


def measure(database: Database, folder: Path, chromium: Browser) -> dict[str, object]:
    """The figure for both visits, from the list to the saved sheet."""
    with a_scorer(database, folder, chromium) as scorer:
        return {
            "figure": "burden of a sheet",
            "as_last_month": _figures(scorer.visit(0, USUAL)),
            "one_by_one": _figures(scorer.visit(1, ONE_BY_ONE)),
            "taps_at_most": 20,
            "typed_at_most": 0,
        }


def _figures(visited: Visited) -> dict[str, object]:
    return {
        "taps": visited.taps,
        "typed": visited.typed,
        "seconds": round(visited.seconds, 1),
        "counted_by_the_form": vars(visited.counted),
    }
