import pytest

from tests.benchmarks.roster import measure


@pytest.mark.slow
def test_forty_thousand_people_are_checked_within_250_mib() -> None:
    figure = measure()

    assert figure["rows"] == 40_000
    assert isinstance(figure["peak_mib"], int)
    assert figure["peak_mib"] <= 250
