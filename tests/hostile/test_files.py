"""More than a hundred kinds of files that are no good: each is refused, or its rows are named.

None is half taken in, none brings the house down; `make soak` mangles 2,000 more by chance.
"""

import os
from collections.abc import Iterator

import pytest

from tests.hostile.cells import CELLS, READ_ANYWAY, READ_IN_BOOKS, READ_IN_ROSTERS
from tests.hostile.containers import BROKEN, HARMLESS, OTHER_FILES, Spoil
from tests.hostile.importers import District, district, mangle_in
from tests.soak.size import SEED, TIMES, counted

SOAK = os.environ.get("JIFEN_PROFILE") == "soak"
MANGLED = 25 * TIMES


@pytest.fixture(scope="module")
def here() -> Iterator[District]:
    with district() as made:
        yield made


@pytest.mark.parametrize("kind", HARMLESS)
def test_what_only_looks_wrong_is_taken(here: District, kind: str) -> None:
    assert answers(here, "roster", "book", HARMLESS[kind]) == {"taken"}


@pytest.mark.parametrize("kind", OTHER_FILES)
def test_what_is_no_workbook_is_refused(here: District, kind: str) -> None:
    assert answers(here, "roster", "prices", lambda _good: OTHER_FILES[kind]) == {"refused"}


@pytest.mark.parametrize("kind", BROKEN)
def test_what_was_a_workbook_once_is_refused(here: District, kind: str) -> None:
    assert answers(here, "roster", "book", BROKEN[kind]) == {"refused"}


@pytest.mark.parametrize("kind", CELLS)
def test_a_workbook_with_a_strange_cell_is_refused_or_its_rows_are_named(
    here: District, kind: str
) -> None:
    for name, read in (("roster", READ_IN_ROSTERS), ("book", READ_IN_BOOKS)):
        importer = here.importers[name]
        spoilt = CELLS[kind](importer.good, importer.cell)
        answer = (
            here.answer(name, spoilt) if SOAK or name == "roster" else here.by_page(name, spoilt)
        )

        assert (answer == "taken") == (kind in read | READ_ANYWAY)


def test_mangled_files_are_refused_or_their_rows_are_named(here: District) -> None:
    tally = mangle_in(here, 7 + SEED, MANGLED, lambda _: None)

    counted(MANGLED)
    assert sum(tally.answers.values()) == MANGLED
    assert tally.answers["refused"] > MANGLED / 4


def test_there_are_more_than_a_hundred_kinds() -> None:
    assert len(OTHER_FILES) + len(BROKEN) + len(CELLS) > 100


def answers(here: District, first: str, second: str, spoil: Spoil) -> set[str]:
    """What a page says to a file and a command to another; with `make soak`, each to both."""
    one, other = (spoil(here.importers[name].good) for name in (first, second))
    if SOAK:
        return {here.answer(first, one), here.answer(second, other)}
    return {here.by_page(first, one), here.by_command(second, other)}
