"""我的户: whom the scorer still has to visit this month, in walking order."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from flask import Response, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.door.context import actor, db, now
from app.door.routes import needs
from app.kernel.once import run_once
from app.kernel.period import Period
from app.registry.accounts.permissions import Permission
from app.registry.places.queries import place_names
from app.scoring.rounds.door import scoring_periods
from app.scoring.rounds.mine import (
    STILL_TO_DO,
    Due,
    MyHousehold,
    by_number,
    my_households,
    sent_back_periods,
    visited_today,
)
from app.scoring.rounds.models import RoundState
from app.scoring.rounds.record import record_nobody_home
from app.web.reading import request_of
from app.web.said import tell
from app.web.village.pages import pages
from app.words.places import village_short

SHOWN: Final[Mapping[str, Callable[[MyHousehold], bool]]] = {
    "due": lambda row: row.due is Due.DUE,
    "away": lambda row: row.due is Due.NOBODY_HOME,
}
ALL: Final = "all"


@dataclass(frozen=True)
class Day:
    """How far the scorer has come today."""

    visited: int
    left: int


@pages.get("/")
@needs(Permission.SCORE, Permission.VIEW_ROUND)
def home() -> Response:
    """A committee begins with the month, a scorer with the households."""
    begins_with_month = actor().may(Permission.SUBMIT) or not actor().may(Permission.SCORE)
    return make_response(redirect(url_for(".month" if begins_with_month else ".visits")))


@pages.get("/visits")
@needs(Permission.SCORE)
def visits() -> str:
    """The scorer's households of a month, by village and group."""
    with db().read() as session:
        periods = scoring_periods(session, actor())
        period = _period()
        rows = my_households(session, actor(), period)
        show = request.args.get("show", ALL)
        show = show if show in SHOWN else ALL
        back = [row for row in rows if row.due is Due.SENT_BACK]
        shown = [row for row in rows if row not in back and (show == ALL or SHOWN[show](row))]
        return render_template(
            "village/visits.html",
            period=period,
            others=[each for each in periods if each != period],
            rows=rows,
            started=any(row.round for row in rows),
            day=day_of(session, rows) if period == Period.of(now()) else None,
            counts={due: sum(row.due is due for row in rows) for due in Due},
            show=show,
            sent_back=back,
            elsewhere={
                each: count
                for each, count in sent_back_periods(session, actor()).items()
                if each != period
            },
            groups=_groups(session, shown),
            unfinished=_unfinished(session, periods, period),
        )


@pages.get("/visits/find")
@needs(Permission.SCORE)
def find_household() -> Response:
    """The sheet of the household whose number was typed; else what was found, or that none was."""
    typed, period = request.args.get("number", "").strip(), _period()
    with db().read() as session:
        found = by_number(my_households(session, actor(), period), typed) if typed else []
        if len(found) == 1 and (sheet := found[0].round) and sheet.state is RoundState.OPEN:
            return make_response(
                redirect(
                    url_for(
                        ".score",
                        round_id=sheet.id,
                        household_id=found[0].household.id,
                        on=request.args.get("on"),
                        _anchor="keys",
                    )
                )
            )
        return make_response(
            render_template("village/found.html", period=period, typed=typed, rows=found)
        )


@pages.post("/households/<int:household_id>/nobody-home")
@needs(Permission.SCORE)
def nobody_home(household_id: int) -> Response:
    """Somebody went there and met nobody: the household stays on the list."""
    with db().write() as session:
        run_once(
            session,
            request_of("nobody_home"),
            lambda: record_nobody_home(session, actor(), household_id=household_id, now=now()).id,
        )
    tell(_("记下了：没人在家"), _("这一户还在名单里，改天再去。"))
    return make_response(redirect(url_for(".visits")))


def day_of(session: Session, rows: Sequence[MyHousehold]) -> Day:
    """Today's walk: how many are done, and how many of these households are left."""
    left = sum(row.due in STILL_TO_DO for row in rows)
    return Day(visited_today(session, actor(), now()), left)


def _period() -> Period:
    """The month that was asked for, else the current one."""
    asked = request.args.get("period")
    return Period.parse(asked) if asked else Period.of(now())


def _groups(
    session: Session, rows: Sequence[MyHousehold]
) -> Sequence[tuple[str, Sequence[MyHousehold]]]:
    """Households under the name of their village and group, in walking order."""
    names = place_names(session)
    return [
        (f"{village_short(names[village])} {group}".strip(), list(its))
        for (village, group), its in groupby(
            rows, key=lambda row: (row.household.village_code, row.household.group_name)
        )
    ]


def _unfinished(
    session: Session, periods: Sequence[Period], period: Period
) -> Sequence[MyHousehold]:
    """What is left of the month before, while that is still open."""
    before = period.plus(-1)
    if before not in periods:
        return []
    rows = my_households(session, actor(), before)
    return [row for row in rows if row.due in STILL_TO_DO]
