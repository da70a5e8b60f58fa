"""评分与认定: the months of all villages, and where each stands."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Response, render_template
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.door.context import actor, db, language, now
from app.door.routes import needs
from app.kernel.period import Period
from app.registry.accounts.permissions import Permission
from app.registry.places.queries import place_names, villages_in_reach
from app.scoring.rounds.models import RoundState
from app.scoring.rounds.overview import periods_in_reach, rounds_by_state, settleable
from app.scoring.rounds.queries import PAGE, RoundFilter, rounds_in_reach
from app.web.excel import MOST_ROWS, excel
from app.web.filters import month
from app.web.office.asked import address, choice_asked, cursor_asked, period_asked, words_asked
from app.web.office.shared import shared
from app.web.office.sheets import rounds_sheet
from app.words.states import name_of


@dataclass(frozen=True)
class Choices:
    """What the list can be narrowed to."""

    periods: Sequence[Period]
    townships: Sequence[tuple[str, str]]
    states: Sequence[tuple[str, str, bool]]


@shared.get("/rounds")
@needs(Permission.VIEW_ROUND)
def rounds() -> str:
    """One line a village; a month, a township and a state can be chosen."""
    wanted = _wanted()
    with db().read() as session:
        found = rounds_in_reach(
            session, actor(), wanted, after_id=cursor_asked("after") or 0, limit=PAGE + 1
        )
        return render_template(
            "office/rounds.html",
            wanted=wanted,
            choices=_choices(session, wanted),
            rounds=found[:PAGE],
            names=place_names(session),
            next_url=_here(wanted, after=found[PAGE - 1].round.id) if len(found) > PAGE else "",
            due=_due(session),
            may_open=actor().may(Permission.OPEN_ROUND),
            may_measure=actor().may(Permission.VIEW_AUDIT),
            export_url=address("export_rounds", _query(wanted)),
        )


@shared.get("/rounds.xlsx")
@needs(Permission.VIEW_ROUND)
def export_rounds() -> Response:
    """The same list as a workbook, all of it."""
    wanted = _wanted()
    heading = _("%(month)s各村评分", month=month(wanted.period)) if wanted.period else _("各村评分")
    with db().read() as session:
        found = rounds_in_reach(session, actor(), wanted, limit=MOST_ROWS)
        return excel(heading, rounds_sheet(found, place_names(session), heading))


def _wanted() -> RoundFilter:
    return RoundFilter(
        period=period_asked(Period.of(now())),
        township_code=words_asked("township"),
        state=choice_asked("state", RoundState),
    )


def _choices(session: Session, wanted: RoundFilter) -> Choices:
    villages = villages_in_reach(session, actor(), Permission.VIEW_ROUND)
    names = place_names(session)
    codes = dict.fromkeys(village.parent_code or "" for village in villages)
    townships = [(code, names.get(code, code)) for code in codes] if len(codes) > 1 else []
    return Choices(periods_in_reach(session, actor()), townships, _states(session, wanted))


def _states(session: Session, wanted: RoundFilter) -> list[tuple[str, str, bool]]:
    counts = rounds_by_state(session, actor(), wanted.period, wanted.township_code)
    every = RoundFilter(wanted.period, township_code=wanted.township_code)
    first = (f"{_('全部')} {sum(counts.values())}", _here(every), wanted.state is None)
    return [first] + [
        (
            f"{name_of(state, language())} {counts.get(state, 0)}",
            _here(RoundFilter(wanted.period, "", wanted.township_code, state)),
            wanted.state is state,
        )
        for state in RoundState
        if counts.get(state) or wanted.state is state
    ]


def _due(session: Session) -> int:
    if not actor().may(Permission.SETTLE):
        return 0
    return len(settleable(session, actor(), now()))


def _query(wanted: RoundFilter) -> dict[str, str]:
    return {
        "period": str(wanted.period) if wanted.period else "all",
        "township": wanted.township_code,
        "state": wanted.state.value if wanted.state else "",
    }


def _here(wanted: RoundFilter, after: int | None = None) -> str:
    return address("rounds", _query(wanted), after=after)
