"""The list of cuts fits the house: each mechanism stands where it says, once, and has its test."""

from collections import Counter

import pytest

from tests.promises.cuts import Cut, cuts
from tests.tidy.reading import ROOT


@pytest.mark.parametrize("cut", cuts(), ids=lambda cut: f"{cut.promise} {cut.what}")
def test_a_cut_finds_its_mechanism_and_its_test(cut: Cut) -> None:
    assert (ROOT / cut.file).read_text("utf-8").count(cut.old) == 1
    assert cut.old != cut.new
    assert (ROOT / cut.test).exists()


def test_every_promise_is_cut_at_least_once() -> None:
    assert set(Counter(cut.promise for cut in cuts())) == {f"I{n}" for n in range(1, 13)}
