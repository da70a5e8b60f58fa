"""本月: where a village's month stands, who is missing, and every household of it."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Final

from flask import Response, render_template, request
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.door.context import actor, db, language, now
from app.door.routes import needs
from app.papers.workbooks import Column, Kind, Sheet
from app.registry.accounts.permissions import Permission
from app.registry.places.queries import place_names
from app.reports.village_waiting import village_waiting
from app.scoring.pairs.queries import pairs_in
from app.scoring.rounds.access import round_for
from app.scoring.rounds.award_queries import awards_in_round, waiting_awards
from app.scoring.rounds.deliberation_rules import RECORDED_WHILE
from app.scoring.rounds.deliberations import deliberations_of
from app.scoring.rounds.models import ObjectionState, Round, SheetState
from app.scoring.rounds.postings import postings_of
from app.scoring.rounds.queries import ScoredHousehold, progress_of
from app.scoring.rounds.sent_back import sent_back_in
from app.scoring.rounds.village import (
    by_scorer,
    count_acknowledged,
    lines_seen,
    months_of_village,
    moved_much,
    objections_of_village,
    still_missing,
)
from app.web.filters import full_day
from app.web.filters import month as month_words
from app.web.person_exports import persons_excel
from app.web.village.here import Here, here, may
from app.web.village.pages import pages
from app.web.village.todo import VillageTodo, village_todos
from app.words.states import name_of

SHOWN: Final[Mapping[str, Callable[[ScoredHousehold], bool]]] = {
    "missing": lambda line: line.sheet is None and not line.excused,
    "moved": moved_much,
    "excused": lambda line: line.sheet is None and line.excused,
    "disputed": lambda line: bool(line.sheet and line.sheet.state is SheetState.DISPUTED),
}
ALL: Final = "all"


@pages.get("/month")
@needs(Permission.VIEW_ROUND)
def month() -> str:
    """The latest month of the village."""
    with db().read() as session:
        place = here(session, Permission.VIEW_ROUND)
        rounds = months_of_village(session, actor(), place.village.code)
        if not rounds:
            return render_template("village/no_month.html", here=place)
        return _round_page(session, place, rounds[0], _todos(session))


@pages.get("/rounds/<int:round_id>")
@needs(Permission.VIEW_ROUND)
def round_page(round_id: int) -> str:
    """One month of a village."""
    with db().read() as session:
        round_ = round_for(session, actor(), Permission.VIEW_ROUND, round_id)
        place = here(session, Permission.VIEW_ROUND, round_.village_code)
        return _round_page(session, place, round_)


@pages.get("/rounds/<int:round_id>/households")
@needs(Permission.VIEW_ROUND)
def month_households(round_id: int) -> str:
    """All households of the month, or those that need a look."""
    with db().read() as session:
        round_ = round_for(session, actor(), Permission.VIEW_ROUND, round_id)
        lines = lines_seen(session, actor(), round_)
        show = request.args.get("show", ALL)
        show = show if show in SHOWN else ALL
        return render_template(
            "village/month_households.html",
            round=round_,
            village_name=place_names(session)[round_.village_code],
            lines=[line for line in lines if show == ALL or SHOWN[show](line)],
            total=len(lines),
            counts={name: sum(map(is_shown, lines)) for name, is_shown in SHOWN.items()},
            show=show,
        )


@pages.get("/rounds/<int:round_id>/households.xlsx")
@needs(Permission.VIEW_ROUND)
def export_month(round_id: int) -> Response:
    """All households of the month for Excel."""
    with db().read() as session:
        round_ = round_for(session, actor(), Permission.VIEW_ROUND, round_id)
        village_name = place_names(session)[round_.village_code]
        month_name = month_words(round_.period)
        title = _("%(village)s%(month)s积分", village=village_name, month=month_name)
        lines = lines_seen(session, actor(), round_)
        return persons_excel(title, len(lines), _sheet(title, lines))


def _todos(session: Session) -> Sequence[VillageTodo]:
    """What waits for who submits; a scorer's list is his households."""
    if not actor().may(Permission.SUBMIT):
        return []
    return village_todos(village_waiting(session, actor(), now()))


def _round_page(
    session: Session, place: Here, round_: Round, todos: Sequence[VillageTodo] = ()
) -> str:
    missing = still_missing(session, actor(), round_)
    back = sent_back_in(session, actor(), round_)
    lines = lines_seen(session, actor(), round_)
    return render_template(
        "village/round.html",
        here=place,
        todos=todos,
        round=round_,
        progress=progress_of(session, actor(), round_),
        acknowledged=count_acknowledged(session, round_.id),
        away=sum(row.nobody_home_at is not None for row in missing),
        by_scorer=by_scorer(missing),
        moved=sum(map(moved_much, lines)),
        meetings=deliberations_of(session, round_.id),
        may_deliberate=may(Permission.SUBMIT, round_.village_code)
        and round_.state in RECORDED_WHILE,
        differing=[pair for pair in pairs_in(session, actor(), round_) if pair.waits],
        awards=[
            *awards_in_round(session, actor(), round_),
            *(
                waiting_awards(session, actor(), round_.village_code)
                if not round_.settled_at
                else ()
            ),
        ],
        sent_back=[each for each in back if each.answer is None],
        objections=len(
            objections_of_village(
                session,
                actor(),
                round_.village_code,
                state=ObjectionState.OPEN,
                round_id=round_.id,
            )
        ),
        months=[
            each
            for each in months_of_village(session, actor(), round_.village_code)
            if each.id != round_.id
        ],
        may={
            verb: may(verb, round_.village_code)
            for verb in (Permission.SUBMIT, Permission.PUBLICISE, Permission.SETTLE)
        },
        ended=_ended(round_, now()),
        postings=postings_of(session, actor(), round_.id) if round_.publicised_at else [],
    )


def _ended(round_: Round, at: datetime) -> bool:
    return round_.closes_at is not None and round_.closes_at <= at


def _sheet(title: str, lines: Sequence[ScoredHousehold]) -> Sheet:
    return Sheet(
        title=_("积分"),
        heading=title,
        notes=[full_day(now())],
        columns=[
            Column(_("户编号"), 20),
            Column(_("户主"), 24),
            Column(_("组"), 10),
            Column(_("积分"), 8, Kind.NUMBER),
            Column(_("上月"), 8, Kind.NUMBER),
            Column(_("状态"), 12),
        ],
        rows=[
            (
                line.household.number,
                line.household.head_name,
                line.household.group_name,
                line.sheet.points if line.sheet else None,
                line.last_points,
                _state(line),
            )
            for line in lines
        ],
    )


def _state(line: ScoredHousehold) -> str:
    if line.sheet is not None:
        return name_of(line.sheet.state, language())
    return _("免评") if line.excused else _("待走访")
