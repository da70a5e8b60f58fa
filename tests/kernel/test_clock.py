"""The clock, and instants as a setting or a device writes them."""

from datetime import UTC, datetime, timedelta

import pytest

from app.kernel.clock import Clock, local, parse_instant

NINE = datetime(2020, 1, 31, 1, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    ["2020-01-31T09:00:00+08:00", "2020-01-31T01:00:00Z", "2020-01-31 01:00+00:00"],
)
def test_the_same_instant_in_any_zone_is_one_instant_in_utc(text: str) -> None:
    found = parse_instant(text)

    assert (found, found.tzinfo) == (NINE, UTC)


@pytest.mark.parametrize(
    "text", ["", "morgen", "2020-01-31", "2020-01-31T09:00:00", "2020-01-32T09:00:00Z"]
)
def test_what_names_no_instant_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse_instant(text)


def test_a_clock_on_a_village_wall_is_eight_hours_ahead() -> None:
    assert local(NINE).strftime("%H:%M") == "09:00"


def test_a_practice_clock_stands_still_and_a_real_one_goes() -> None:
    assert Clock(fixed=NINE).now() == NINE
    assert datetime.now(UTC) - Clock().now() < timedelta(minutes=1)
