"""Somebody says that a sheet is not right, and somebody without a part in it decides."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.kernel.constraints import on_violation
from app.kernel.errors import NotFound
from app.kernel.period import Period
from app.kernel.states import move
from app.registry.accounts.actor import Actor
from app.registry.accounts.audit import note
from app.registry.accounts.permissions import Permission
from app.registry.places.models import Place
from app.registry.workdays.queries import calendar_if
from app.scoring.rounds.access import objection_for, sheet_for
from app.scoring.rounds.closing import answer_until
from app.scoring.rounds.mine import current_sheet
from app.scoring.rounds.models import (
    Objection,
    ObjectionState,
    Round,
    RoundState,
    Sheet,
    SheetState,
)
from app.scoring.rounds.rules import (
    LONGEST_WORDS,
    OBJECTION_MOVES,
    SHEET_MOVES,
    AnswersMissing,
    ObjectionExists,
    ObjectionWordsMissing,
    OwnSheet,
    check_objectable,
    check_reason,
)
from app.scoring.rounds.settle import settle_rounds
from app.scoring.schemes.queries import scheme_by_id
from app.scoring.schemes.rules import ItemRole, Scheme
from app.scoring.schemes.totals import total

LONGEST_NAME = 60

on_violation("uq_objections_open", ObjectionExists, columns="objections.sheet_id")
on_violation("ck_objections_four_eyes", OwnSheet)
on_violation("ck_objections_second_visitor", OwnSheet)


class NothingToObject(NotFound):
    """The household has no points on this notice."""

    code = "nothing_to_object"


@dataclass(frozen=True)
class Decision:
    """How an objection is decided; an upheld one names the answers that change."""

    upheld: bool
    reason: str
    answers: Mapping[str, str]


def record_objection(
    session: Session, actor: Actor, *, sheet_id: int, said_by: str, words: str, now: datetime
) -> Objection:
    """Take down at the desk what a household or neighbour says; that sheet waits, no other.

    It gets the next number of its village and year, and a day by which it is answered.

    :raises ObjectionWordsMissing: no name or no words.
    :raises NoticeClosed: the notice has ended.
    :raises WrongState: the month is not on notice, or the sheet is disputed already.
    """
    sheet, round_ = sheet_for(session, actor, Permission.RECORD_OBJECTION, sheet_id, lock="update")
    name, text = said_by.strip(), words.strip()
    if not 1 <= len(name) <= LONGEST_NAME or not 1 <= len(text) <= LONGEST_WORDS:
        raise ObjectionWordsMissing
    check_objectable(round_, now)
    if sheet.state is SheetState.DISPUTED:
        raise ObjectionExists
    sheet.state = move(SHEET_MOVES, sheet.state, "object")
    assert sheet.certified_by is not None, "a sheet on the wall is certified"
    calendar = calendar_if(session, working_days=round_.counts_working_days)
    year = Period.of(now).year
    objection = Objection(
        sheet_id=sheet.id,
        village_code=round_.village_code,
        year=year,
        number=_next_number(session, round_.village_code, year),
        answer_by=answer_until(now, round_.answer_days, calendar),
        said_by=name,
        words=text,
        state=ObjectionState.OPEN,
        recorded_by=actor.user_id,
        recorded_at=now,
        sheet_recorded_by=sheet.recorded_by,
        sheet_second_visitor_id=sheet.second_visitor_id,
        sheet_certified_by=sheet.certified_by,
    )
    session.add(objection)
    session.flush()
    note(
        session, actor, "record_objection", ("objection", objection.id), now=now,
        place_code=round_.village_code, sheet=sheet.id,
    )  # fmt: skip
    return objection


def object_with_card(
    session: Session,
    actor: Actor,
    *,
    round_id: int,
    household_id: int,
    said_by: str,
    words: str,
    now: datetime,
) -> Objection:
    """What a household itself says on the open page, its card at hand: about its own sheet only.

    :param actor: the console: nobody has signed in.
    :raises NothingToObject: the household does not stand on this notice.
    :raises ObjectionWordsMissing: and the other refusals of `record_objection`.
    """
    sheet = current_sheet(session, household_id, round_id)
    if sheet is None:
        raise NothingToObject
    return record_objection(
        session, actor, sheet_id=sheet.id, said_by=said_by, words=words, now=now
    )


def parts_of_month(session: Session, round_id: int) -> list[str]:
    """The parts of the scorecard that an objection may be about, for a month on the wall."""
    version_id = session.get_one(Round, round_id).scheme_version_id
    return [category.name for category in scheme_by_id(session, version_id).categories]


def _next_number(session: Session, village_code: str, year: int) -> int:
    """Counted on behind the village's lock: two desks must not give the same number."""
    lock = select(Place.code).where(Place.code == village_code)
    session.execute(lock.with_for_update(key_share=True))
    series = (Objection.village_code == village_code) & (Objection.year == year)
    return (session.scalar(select(func.max(Objection.number)).where(series)) or 0) + 1


def decide_objection(
    session: Session, actor: Actor, *, objection_id: int, decision: Decision, now: datetime
) -> Objection:
    """Uphold an objection with corrected answers, or dismiss it with a reason.

    Where the month is settled already, the sheet is credited now.

    :raises OwnSheet: the person recorded the sheet, came along for it, or certified it.
    :raises AnswersMissing: upheld, but no answer changes.
    :raises RoundReasonMissing: no reason.
    :raises WrongState: decided before.
    """
    objection, sheet, round_ = objection_for(
        session, actor, Permission.DECIDE_OBJECTION, objection_id, lock="update"
    )
    verb = "uphold" if decision.upheld else "dismiss"
    state = move(OBJECTION_MOVES, objection.state, verb)
    if has_part(actor, objection):
        raise OwnSheet
    objection.reason = check_reason(decision.reason, LONGEST_WORDS)
    objection.state = state
    objection.decided_by, objection.decided_at = actor.user_id, now
    if decision.upheld:
        corrected = _correct(session, actor, (sheet, round_), decision, now)
        objection.corrected_sheet_id = corrected.id
    else:
        sheet.state = move(SHEET_MOVES, sheet.state, "dismiss")
    session.flush()
    note(
        session, actor, "decide_objection", ("objection", objection.id), now=now,
        place_code=round_.village_code, upheld=decision.upheld,
    )  # fmt: skip
    if round_.state is RoundState.SETTLED:
        settle_rounds(session, [round_], actor_id=actor.user_id, now=now)
    return objection


def has_part(actor: Actor, objection: Objection) -> bool:
    """Whether the person scored or certified the sheet, and so may not decide about it."""
    return actor.user_id in (
        objection.sheet_recorded_by,
        objection.sheet_second_visitor_id,
        objection.sheet_certified_by,
    )


def _correct(
    session: Session,
    actor: Actor,
    disputed: tuple[Sheet, Round],
    decision: Decision,
    now: datetime,
) -> Sheet:
    """The corrected sheet: recorded by who decides, under the certification of the month."""
    sheet, round_ = disputed
    answers = {**sheet.answers, **decision.answers}
    if answers == sheet.answers:
        raise AnswersMissing
    scheme = scheme_by_id(session, round_.scheme_version_id).for_answers(answers)
    earned = total(scheme, answers, earned_this_year=sheet.earned_this_year)
    sheet.state = move(SHEET_MOVES, sheet.state, "replace")
    session.flush()
    corrected = Sheet(
        uuid=uuid4(),
        round_id=round_.id,
        household_id=sheet.household_id,
        visit_id=sheet.visit_id,
        answers=answers,
        reasons=_reasons(scheme, sheet.reasons, decision),
        earned_this_year=sheet.earned_this_year,
        points=earned.points,
        category_points=earned.by_category,
        state=SheetState.CERTIFIED,
        recorded_by=actor.user_id,
        second_visitor_id=sheet.second_visitor_id,
        recorded_at=now,
        certified_by=sheet.certified_by,
        replaces_id=sheet.id,
    )
    session.add(corrected)
    session.flush()
    return corrected


def _reasons(scheme: Scheme, before: Mapping[str, str], decision: Decision) -> dict[str, str]:
    """Why points are taken; what the decision takes, it takes for its own reason."""
    taken = {item.code for item in scheme.extras if item.role is ItemRole.DEDUCTION}
    return {**before, **dict.fromkeys(taken & decision.answers.keys(), decision.reason.strip())}
