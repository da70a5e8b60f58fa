"""The stops of a market day as a form has them: a row for each village, empty rows say nothing."""

import re
from collections.abc import Sequence
from typing import Final

from flask import request

from app.shop.marketdays.queries import StopShown
from app.shop.marketdays.rules import LONGEST_SPOT, Stop, StopHoursBad
from app.web.reading import text_field

ROWS: Final = range(1, 9)
LONGEST_CODE, LONGEST_TIME = 12, 5
TIME: Final = re.compile(r"([01]?[0-9]|2[0-3])[:：]([0-5][0-9])", re.ASCII)
FIRST_HOUR, HOURS_A_STOP = 9, 2


def planned_stops() -> list[Stop]:
    """The rows with a village.

    :raises StopHoursBad: hours that cannot be read.
    """
    return [
        Stop(
            text_field(f"stop{row}.village", LONGEST_CODE),
            _minute(f"stop{row}.from"),
            _minute(f"stop{row}.until"),
            text_field(f"stop{row}.spot", LONGEST_SPOT, optional=True),
        )
        for row in ROWS
        if request.form.get(f"stop{row}.village", "").strip()
    ]


def typed_stops(stops: Sequence[StopShown | str]) -> dict[str, str]:
    """Fields for stops that are known, or for villages with hours that follow each other."""
    typed: dict[str, str] = {}
    for row, stop in zip(ROWS, stops, strict=False):
        if isinstance(stop, str):
            begins = FIRST_HOUR + HOURS_A_STOP * (row - 1)
            told = (stop, f"{begins:02d}:00", f"{begins + HOURS_A_STOP:02d}:00", "")
        else:
            begins_at, _dash, ends_at = stop.hours.partition("–")
            told = (stop.village_code, begins_at, ends_at, stop.spot)
        names = (f"stop{row}.{part}" for part in ("village", "from", "until", "spot"))
        typed.update(zip(names, told, strict=True))
    return typed


def _minute(name: str) -> int:
    found = TIME.fullmatch(text_field(name, LONGEST_TIME))
    if not found:
        raise StopHoursBad(field=name)
    return int(found[1]) * 60 + int(found[2])
