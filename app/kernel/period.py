"""A month of the programme. Never a date, never two integers."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Self

from app.kernel.clock import SHANGHAI, local
from app.kernel.errors import Invalid

FORM = re.compile(r"(\d{4})-(0[1-9]|1[0-2])", re.ASCII)
FIRST_YEAR, LAST_YEAR = 2000, 2100


class PeriodUnreadable(Invalid):
    """Not a month in the form 2020-01."""

    code = "period_unreadable"


@dataclass(frozen=True, order=True)
class Period:
    """A calendar month in Asia/Shanghai. Stored as the number of months since year 0."""

    months: int

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read "2020-01".

        :raises PeriodUnreadable: any other form.
        """
        found = FORM.fullmatch(text)
        if not found or not FIRST_YEAR <= int(found[1]) <= LAST_YEAR:
            raise PeriodUnreadable(text=text[:20])
        return cls(int(found[1]) * 12 + int(found[2]) - 1)

    @classmethod
    def of(cls, instant: datetime) -> Self:
        """The month in which an instant falls, on a clock in the village."""
        there = local(instant)
        return cls(there.year * 12 + there.month - 1)

    @property
    def year(self) -> int:
        """Four digits."""
        return self.months // 12

    @property
    def month(self) -> int:
        """1 to 12."""
        return self.months % 12 + 1

    @property
    def last_day(self) -> date:
        """The last day of the month."""
        return date(self.year, self.month, monthrange(self.year, self.month)[1])

    @property
    def starts_at(self) -> datetime:
        """The instant at which the month begins in the village, as UTC."""
        return datetime(self.year, self.month, 1, tzinfo=SHANGHAI).astimezone(UTC)

    def plus(self, months: int) -> Self:
        """The month so many months later (earlier when negative)."""
        return type(self)(self.months + months)

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"
