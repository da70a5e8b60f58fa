"""The month at the door: open it, score, excuse."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import ClassVar, Final

from app.kernel.period import Period
from app.scoring.rounds.found import Found
from app.scoring.rounds.open import open_rounds
from app.scoring.rounds.record import FilledSheet, excuse_household, record_sheet
from app.simulator.model.people import kept_out, who_may
from app.simulator.model.points import GRADES, points_of
from app.simulator.model.state import Home, Model, Month, Sheet, period_of
from app.simulator.operations.base import (
    REASON,
    Draw,
    Hand,
    Made,
    Operation,
    chance,
    one_of,
    seldom,
    somebody,
    usually,
)


@dataclass(frozen=True)
class _Open(Operation):
    """The township opens a village's month."""

    route: ClassVar[str] = "open_round"
    village: str
    period: str
    notice_days: int

    def why_not(self, model: Model) -> set[str]:
        why = kept_out(self.person(model), "open", (self.village,), "unknown_place")
        return why | ({"period_in_future"} if self.period > period_of(model.now) else set())

    def act(self, hand: Hand) -> int:
        opened = open_rounds(
            hand.session, hand.actor, period=Period.parse(self.period), now=hand.now,
            village_codes=[self.village], notice_days=self.notice_days,
        )  # fmt: skip
        return opened.rounds[0].id if opened.rounds else 0

    def book(self, model: Model, made: Made) -> None:
        if month_of(model, self.village, self.period) is None:
            model.months[made.id] = Month(made.id, self.village, self.period, self.notice_days)


@dataclass(frozen=True)
class _Score(Operation):
    """The specialist records a household's month, or records it anew."""

    route: ClassVar[str] = "record_sheet"
    month: int
    home: int
    visited_at: datetime
    answers: tuple[tuple[str, str], ...]
    replaces: int | None

    def why_not(self, model: Model) -> set[str]:
        month, home, person = model.months[self.month], model.homes[self.home], self.person(model)
        why = kept_out(person, "score", (home.village,), "household_not_found")
        why |= kept_out(person, "score", (month.village,), "round_not_found")
        why |= not_open(month) | _not_in_month(model, month, home)
        if period_of(self.visited_at) != month.period:
            why.add("wrong_period")
        current = month.live().get(home.id)
        if (current.id if current else None) != self.replaces:
            why.add("already_scored")
        return why

    def act(self, hand: Hand) -> int:
        found = Found(self.month, self.home, self.visited_at, dict(self.answers))
        filled = FilledSheet(hand.uuid, found, self.replaces)
        return record_sheet(hand.session, hand.actor, filled, now=hand.now).id

    def book(self, model: Model, made: Made) -> None:
        month, answers = model.months[self.month], dict(self.answers)
        if self.replaces is not None:
            month.sheets[self.replaces].state = "void"
        sheet = Sheet(made.id, self.home, answers, points_of(answers), recorded_by=self.who)
        month.sheets[made.id] = sheet
        month.excused.discard(self.home)


@dataclass(frozen=True)
class _Excuse(Operation):
    """The village excuses a household."""

    route: ClassVar[str] = "excuse"
    month: int
    home: int

    def why_not(self, model: Model) -> set[str]:
        month, home = model.months[self.month], model.homes[self.home]
        why = kept_out(self.person(model), "excuse", (month.village,), "round_not_found")
        if home.village != month.village or not home.registered:
            why.add("not_in_round")
        if home.id in month.live():
            why.add("scored_needs_no_excuse")
        return why | not_open(month)

    def act(self, hand: Hand) -> int:
        excuse = excuse_household(
            hand.session, hand.actor, round_id=self.month, household_id=self.home, reason=REASON,
            now=hand.now,
        )  # fmt: skip
        return excuse.household_id

    def book(self, model: Model, made: Made) -> None:
        model.months[self.month].excused.add(made.id)


def month_of(model: Model, village: str, period: str) -> Month | None:
    """A village's month, if it was opened."""
    found = (m for m in model.months.values() if (m.village, m.period) == (village, period))
    return next(found, None)


def not_open(month: Month) -> set[str]:
    """Sheets are recorded while the month is open."""
    return set() if month.state == "open" else {"round_not_open"}


def scored_in(model: Model, home_id: int, period: str) -> list[Month]:
    """The months, of whichever village, in which a household has a sheet that counts."""
    return [m for m in model.months.values() if m.period == period and home_id in m.live()]


def missing_in(model: Model, month: Month) -> list[Home]:
    """Households of the village with neither a sheet of the month, from anywhere, nor an excuse."""
    return [
        home
        for home in model.homes.values()
        if home.village == month.village
        and home.registered
        and home.id not in month.excused
        and not scored_in(model, home.id, month.period)
    ]


def _not_in_month(model: Model, month: Month, home: Home) -> set[str]:
    why = set()
    if home.village != month.village:
        why.add("not_in_round")
    if not home.registered:
        why.add("household_left")
    if any(other.id != month.id for other in scored_in(model, home.id, month.period)):
        why.add("scored_elsewhere")
    return why


def _draw_open(model: Model, random: Random) -> Operation | None:
    month = Period.of(model.now)
    village = random.choice(model.villages)
    period = str(month.plus(-1 if usually(random) else random.choice([-2, 1])))
    if chance(random, 50):
        period = str(month)
    if month_of(model, village, period) is not None and usually(random):
        return None
    who = somebody(model, random, who_may(model, "open", village))
    return _Open(who, village, period, random.choice([1, 1, 2, 3]))


def _draw_score(model: Model, random: Random) -> Operation | None:
    month = _some_month(model, random, "open")
    if month is None:
        return None
    due = missing_in(model, month)
    if not due and usually(random):
        due = [model.homes[home_id] for home_id in month.live()]
    home = one_of(random, due if usually(random) else list(model.homes.values()))
    if home is None or (month.state != "open" and usually(random)):
        return None
    current = month.live().get(home.id)
    last_day = min(Period.parse(month.period).plus(1).starts_at - timedelta(hours=1), model.now)
    visited = last_day - timedelta(days=random.randrange(4))
    who = somebody(model, random, who_may(model, "score", month.village))
    replaces = current.id if current and usually(random) else None
    return _Score(who, month.id, home.id, visited, drawn_answers(random), replaces)


def drawn_answers(random: Random) -> tuple[tuple[str, str], ...]:
    """A household's answers to every item of the scorecard."""
    return (
        ("A1", random.choice(list(GRADES))),
        ("B1", random.choice(list(GRADES))),
        ("B2", str(random.randrange(4))),
        ("C1", str(random.randrange(6))),
        ("E1", random.choice(["yes", "no"])),
    )


def _draw_excuse(model: Model, random: Random) -> Operation | None:
    month = _some_month(model, random, "open")
    home = one_of(random, missing_in(model, month) if month else [])
    if month is None or home is None:
        return None
    if seldom(random):
        home = random.choice(list(model.homes.values()))
    return _Excuse(
        somebody(model, random, who_may(model, "excuse", month.village)), month.id, home.id
    )


def _some_month(model: Model, random: Random, state: str) -> Month | None:
    """Mostly one in this state."""
    months = list(model.months.values())
    fitting = [month for month in months if month.state == state]
    return one_of(random, fitting if fitting and usually(random) else months)


DRAWN: Final[tuple[tuple[Draw, int], ...]] = (
    (_draw_open, 2),
    (_draw_score, 14),
    (_draw_excuse, 2),
)
