"""How much work a visit is: counted by a script that does it, beside what the form counts."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from app.scoring.rounds.burden import Burden
from tests.databases import SqliteFiles
from tests.web.village.scripted_visit import ONE_BY_ONE, USUAL, a_scorer

pytestmark = pytest.mark.browser


def test_a_visit_takes_twenty_taps_at_most_and_no_typing(
    chromium: Browser, sqlite: SqliteFiles, tmp_path: Path
) -> None:
    with sqlite.fresh() as database, a_scorer(database, tmp_path, chromium) as scorer:
        page = scorer.page
        usual = scorer.visit(0, USUAL)
        # Who copies paper sheets types a number, fourteen digits, Enter: the next stands ready.
        page.goto("/village/visits")
        page.focus("#number")
        page.keyboard.type(scorer.numbers[2])
        page.keyboard.press("Enter")
        page.wait_for_url("**/score#keys")
        for _ in ONE_BY_ONE:
            page.keyboard.press("2")
        page.keyboard.press("Enter")
        page.wait_for_url("**/saved")
        typist, stands_on = scorer.counted(), page.evaluate("document.activeElement.id")
        hardest = scorer.visit(1, ONE_BY_ONE)

    assert (usual.taps, usual.typed) == (6, 0)
    assert (hardest.taps, hardest.typed) == (16, 0)
    # The form counts from when it is open: one tap less.
    for each in (usual, hardest):
        assert (each.counted.taps, each.counted.typed) == (each.taps - 1, each.typed)
        assert 1 <= each.counted.seconds <= each.seconds + 1
    assert typist == Burden(15, 0, typist.seconds)
    assert stands_on == "next"
