"""When a notice ends, and by when an objection is answered. Pure.

Days are calendar days, or working days where a calendar of them is given. The day on which the
notice goes up, or on which somebody objects, does not count itself.
"""

from datetime import date, datetime, time, timedelta
from typing import Final

from app.kernel.clock import SHANGHAI, local
from app.registry.workdays.rules import WorkCalendar, nth_working_day
from app.scoring.rounds.rules import NoticeTooShort

LAST_MINUTE: Final = time(23, 59, tzinfo=SHANGHAI)


def closing_of(
    now: datetime,
    notice_days: int,
    wanted: datetime | None,
    calendar: WorkCalendar | None = None,
) -> datetime:
    """When a notice that goes up now ends: after its days, or later if wanted.

    Calendar days end at the minute at which it went up; working days with the last one.

    :raises NoticeTooShort: the wanted end comes before the days are over.
    :raises WorkdaysUnknown: the days lead into a year that has not been entered.
    """
    earliest = _earliest(now, notice_days, calendar)
    if wanted is None:
        return earliest
    if wanted < earliest:
        raise NoticeTooShort(days=notice_days)
    return wanted


def closing_on(day: date, now: datetime, notice_days: int) -> datetime | None:
    """When a notice ends that hangs until a day: with its last minute, so that the day counts.

    None, the usual end, where practice lets a notice end at once and the day is today.
    """
    if notice_days == 0 and day == local(now).date():
        return None
    return datetime.combine(day, LAST_MINUTE)


def last_day_of(now: datetime, notice_days: int, calendar: WorkCalendar | None = None) -> date:
    """The first day on which a notice that goes up now may end.

    :raises WorkdaysUnknown: the days lead into a year that has not been entered.
    """
    return local(_earliest(now, notice_days, calendar)).date()


def answer_until(
    said_at: datetime, answer_days: int, calendar: WorkCalendar | None = None
) -> datetime:
    """By when an objection is answered: with the last minute of the last of its days.

    :raises WorkdaysUnknown: the days lead into a year that has not been entered.
    """
    day = local(said_at).date()
    if calendar is None:
        return datetime.combine(day + timedelta(days=answer_days), LAST_MINUTE)
    return datetime.combine(nth_working_day(calendar, day, answer_days), LAST_MINUTE)


def _earliest(now: datetime, notice_days: int, calendar: WorkCalendar | None) -> datetime:
    if calendar is None or notice_days == 0:
        return now + timedelta(days=notice_days)
    last = nth_working_day(calendar, local(now).date(), notice_days)
    return datetime.combine(last, LAST_MINUTE)
