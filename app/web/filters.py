"""How times, months and points are written: on the village's clock, in the reader's language."""

from datetime import date, datetime
from typing import Final

from flask import Flask

from app.door.context import ENGLISH, language
from app.kernel.clock import local
from app.kernel.period import Period
from app.scoring.rounds.award_models import OneOffAward
from app.scoring.rounds.notice_awards import MaskedAward, NoticeAward
from app.scoring.schemes.awards import Award, OncePer
from app.scoring.schemes.rules import Item
from app.scoring.schemes.totals import Cut, Line
from app.words.awards import ONCE, award_name, award_words, worth_words
from app.words.places import committee_name, village_short
from app.words.scoring import answer_words, cut_words, line_words, moved_words, scale_words

WEEKDAYS: Final = {
    "zh": ("周一", "周二", "周三", "周四", "周五", "周六", "周日"),
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
}
MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July",
    "August", "September", "October", "November", "December",
)  # fmt: skip
MINUS: Final = "−"


def init_filters(app: Flask) -> None:
    """Name the filters for templates."""
    for a_filter in FILTERS:
        app.add_template_filter(a_filter)


def day(when: datetime | date) -> str:
    """11 月 24 日 周二; Tue 24 Nov."""
    on = _date(when)
    if language() == ENGLISH:
        return f"{weekday(on)} {on.day} {MONTHS[on.month - 1][:3]}"
    return f"{on.month} 月 {on.day} 日 {weekday(on)}"


def weekday(when: datetime | date) -> str:
    """周二; Tue."""
    return WEEKDAYS[language()][_date(when).weekday()]


def date_only(when: datetime | date) -> str:
    """11 月 24 日; 24 Nov: where the weekday says nothing."""
    on = _date(when)
    if language() == ENGLISH:
        return f"{on.day} {MONTHS[on.month - 1][:3]}"
    return f"{on.month} 月 {on.day} 日"


def short_day(when: datetime | date) -> str:
    """11-24: under a step."""
    return f"{_date(when):%m-%d}"


def full_day(when: datetime | date) -> str:
    """2026 年 11 月 24 日; 24 November 2026: for papers and what is kept long."""
    on = _date(when)
    if language() == ENGLISH:
        return f"{on.day} {MONTHS[on.month - 1]} {on.year}"
    return f"{on.year} 年 {on.month} 月 {on.day} 日"


def moment(when: datetime) -> str:
    """11 月 24 日 周二 09:05; Tue 24 Nov 09:05."""
    return f"{day(when)} {clock_time(when)}"


def stamp(when: datetime) -> str:
    """2026-11-24 09:05: on slips, in both languages."""
    return f"{local(when):%Y-%m-%d %H:%M}"


def clock_time(when: datetime) -> str:
    """09:05, on a clock in the village."""
    return f"{local(when):%H:%M}"


def month(period: Period) -> str:
    """2026 年 11 月; November 2026."""
    if language() == ENGLISH:
        return f"{MONTHS[period.month - 1]} {period.year}"
    return f"{period.year} 年 {period.month} 月"


def month_only(period: Period) -> str:
    """11 月; November: where the year is clear."""
    return MONTHS[period.month - 1] if language() == ENGLISH else f"{period.month} 月"


def points(number: int) -> str:
    """1,234; −50 with a true minus."""
    return f"{number:,}".replace("-", MINUS)


def signed(number: int) -> str:
    """+50, −50, 0."""
    return f"{number:+,}".replace("-", MINUS) if number else "0"


def tenths(number: int) -> str:
    """843 tenths of a point are 84.3; −4 are −0.4."""
    whole, rest = divmod(abs(number), 10)
    return f"{MINUS if number < 0 else ''}{whole:,}.{rest}"


def signed_tenths(number: int) -> str:
    """+0.8, −0.3, 0.0."""
    return f"+{tenths(number)}" if number > 0 else tenths(number)


def answered(item: Item, answer: str) -> str:
    """良; 3 次; 查出 2 处: what an item was answered with."""
    return answer_words(item, answer, language())


def moved(item: Item, answer: str, last: str) -> str:
    """▲2, ▼3: how an answer differs from last month's; nothing where it does not."""
    return moved_words(item, answer, last, language())


def scaled(item: Item) -> str:
    """How an item is answered, and what that is worth; nothing for the four grades."""
    return scale_words(item, language())


def explained_line(line: Line, period: Period) -> str:
    """9 月 庭院卫生 良：8 分，满分 10."""
    return line_words(line, period.month, language())


def award_worth(award: Award) -> str:
    """村级 50、县级 200 分；一年一次."""
    return worth_words(award, language())


def once_words(once_per: OncePer) -> str:
    """一年一次."""
    return ONCE[once_per].say(language())


def award_line(award: OneOffAward) -> str:
    """9 月 救助邻居：20 分."""
    return award_words(award, language())


def named_award(award: OneOffAward | NoticeAward | MaskedAward) -> str:
    """救助邻居; 获得荣誉称号（县级）."""
    return award_name(award.name, award.level, language())


def cut_rule(cut: Cut) -> str:
    """一个月封顶."""
    return cut_words(cut, language())


def _date(when: datetime | date) -> date:
    return local(when).date() if isinstance(when, datetime) else when


FILTERS: Final = (
    day, full_day, moment, stamp, clock_time, month, month_only, points, signed, tenths,
    signed_tenths, date_only, short_day, weekday, village_short, committee_name,
    answered, moved, scaled, explained_line, cut_rule, award_line, named_award,
    award_worth, once_words,
)  # fmt: skip
