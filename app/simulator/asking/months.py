"""How far months have come, what each household earned, what hangs on the wall."""

from collections import Counter
from collections.abc import Mapping
from typing import Final

from app.kernel.period import Period
from app.registry.accounts.permissions import Permission
from app.reports.progress import village_progress
from app.scoring.rounds.access import round_for
from app.scoring.rounds.models import ObjectionState
from app.scoring.rounds.notice import notice_for
from app.scoring.rounds.overview import objections_by_state, rounds_by_state
from app.scoring.rounds.queries import (
    RoundFilter,
    objections_in_reach,
    round_lines,
    rounds_in_reach,
)
from app.simulator.asking.base import Answer, Asking, Question
from app.simulator.model.state import Model, Month, period_of

MOST: Final = 1_000


def _months(asking: Asking) -> list[Answer]:
    """The list of months with their totals."""
    actor = asking.reader()
    period = asking.random.choice([None, *{month.period for month in asking.model.months.values()}])
    wanted = RoundFilter(period=Period.parse(period) if period else None)
    house = {
        each.round.id: (
            each.round.state.value, each.households, each.scored, each.excused, each.points,
            each.disputed,
        )
        for each in rounds_in_reach(asking.session, actor, wanted, limit=MOST)
    }  # fmt: skip
    seen = [
        month
        for month in asking.model.months.values()
        if asking.sees(actor, month.village) and period in {None, month.period}
    ]
    told = {month.id: _totals(asking.model, month) for month in seen}
    by_state = rounds_by_state(asking.session, actor, wanted.period)
    states = {state.value: count for state, count in by_state.items()}
    return [
        ("months and their totals", house, told),
        ("months by state", states, dict(Counter(month.state for month in seen))),
    ]


def _totals(model: Model, month: Month) -> tuple[object, ...]:
    live = month.live().values()
    return (
        month.state, _registered(model, month.village), len(live), len(month.excused),
        sum(sheet.points for sheet in live), sum(sheet.state == "disputed" for sheet in live),
    )  # fmt: skip


def _registered(model: Model, village: str) -> int:
    return sum(home.village == village and home.registered for home in model.homes.values())


def _progress(asking: Asking) -> list[Answer]:
    """Village by village in one month."""
    actor, model = asking.reader(), asking.model
    period = str(Period.parse(period_of(model.now)).plus(-asking.random.randint(0, 2)))
    house = [
        (
            each.code,
            each.households,
            each.state.value if each.state else "",
            each.scored,
            each.excused,
        )
        for each in village_progress(asking.session, actor, Period.parse(period))
    ]
    told = []
    for village in model.villages:
        if not asking.sees(actor, village) or not _registered(model, village):
            continue
        found = [m for m in model.months.values() if (m.village, m.period) == (village, period)]
        month = found[0] if found else None
        figures = (month.state, len(month.live()), len(month.excused)) if month else ("", 0, 0)
        told.append((village, _registered(model, village), *figures))
    return [(f"progress in {period}", house, told)]


def _lines(asking: Asking) -> list[Answer]:
    """One month, household by household; and the wall when it hangs there."""
    model = asking.model
    if not model.months:
        return []
    month = asking.random.choice(list(model.months.values()))
    office = asking.actors["district0"]
    round_ = round_for(asking.session, office, Permission.VIEW_ROUND, month.id)
    house = [
        (each.household.number, each.sheet.points if each.sheet else None, each.excused)
        for each in round_lines(asking.session, round_)
    ]
    answers: list[Answer] = [(f"lines of month {month.id}", house, _told_lines(model, month))]
    if month.state in {"publicised", "settled"}:
        wall = notice_for(asking.session, office, month.id)
        lines = [(line.number, line.points) for line in wall.lines]
        answers.append((f"wall of month {month.id}", lines, _told_wall(model, month)))
    return answers


def _told_lines(model: Model, month: Month) -> list[tuple[object, ...]]:
    live = month.live()
    shown = [
        home
        for home in model.homes.values()
        if home.id in live or (home.village == month.village and home.registered)
    ]
    return [
        (h.number, live[h.id].points if h.id in live else None, h.id in month.excused)
        for h in sorted(shown, key=lambda home: home.number)
    ]


def _told_wall(model: Model, month: Month) -> list[tuple[object, ...]]:
    """Who was scored, and who is excused and lives there."""
    live = month.live()
    shown = [
        home
        for home in model.homes.values()
        if home.id in live or (home.village == month.village and home.id in month.excused)
    ]
    return [
        (h.number, live[h.id].points if h.id in live else None)
        for h in sorted(shown, key=lambda home: home.number)
    ]


def _objections(asking: Asking) -> list[Answer]:
    actor, model = asking.reader(), asking.model
    seen = [
        each
        for each in model.objections.values()
        if asking.sees(actor, model.months[each.month_id].village)
    ]
    asked = sorted(each.id for each in seen if each.state == "asked")
    open_ = objections_in_reach(asking.session, actor, state=ObjectionState.OPEN, limit=MOST)
    states = objections_by_state(asking.session, actor)
    told = Counter("open" if each.state == "asked" else each.state for each in seen)
    return [
        ("open objections", [row[0].id for row in open_], asked),
        ("objections by state", {state.value: n for state, n in states.items()}, dict(told)),
    ]


QUESTIONS: Final[Mapping[str, Question]] = {
    "months": _months,
    "progress": _progress,
    "lines of a month": _lines,
    "objections": _objections,
}
