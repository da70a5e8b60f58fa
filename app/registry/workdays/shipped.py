"""The years that come with the program, after the notices of the State Council's General Office.

2025: 国办发明电〔2024〕12 号, of 12 November 2024.
2026: 国办发明电〔2025〕7 号, of 4 November 2025.
2027: not here. The notice for a year is published in the November before it, and which weekends
are worked instead cannot be derived from the law on public holidays; a district's office enters
the year when it is out. Until then a working day of 2027 is refused, never guessed.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final

#: Holidays from their first to their last day, weekends among them included.
_OFF: Final = (
    ("2025-01-01", "2025-01-01"),  # 元旦
    ("2025-01-28", "2025-02-04"),  # 春节
    ("2025-04-04", "2025-04-06"),  # 清明节
    ("2025-05-01", "2025-05-05"),  # 劳动节
    ("2025-05-31", "2025-06-02"),  # 端午节
    ("2025-10-01", "2025-10-08"),  # 国庆节、中秋节
    ("2026-01-01", "2026-01-03"),  # 元旦
    ("2026-02-15", "2026-02-23"),  # 春节
    ("2026-04-04", "2026-04-06"),  # 清明节
    ("2026-05-01", "2026-05-05"),  # 劳动节
    ("2026-06-19", "2026-06-21"),  # 端午节
    ("2026-09-25", "2026-09-27"),  # 中秋节
    ("2026-10-01", "2026-10-07"),  # 国庆节
)
#: Saturdays and Sundays that are worked instead.
_WORKED: Final = (
    "2025-01-26", "2025-02-08", "2025-04-27", "2025-09-28", "2025-10-11",
    "2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10",
)  # fmt: skip


def _days() -> Mapping[date, bool]:
    days = {date.fromisoformat(day): True for day in _WORKED}
    for first, last in _OFF:
        day, end = date.fromisoformat(first), date.fromisoformat(last)
        while day <= end:
            days[day] = False
            day += timedelta(days=1)
    return days


#: Whether a day is worked, for all days that are named above.
SHIPPED_DAYS: Final = _days()
