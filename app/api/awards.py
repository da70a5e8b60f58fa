"""One-off awards: proposed, listed, withdrawn, struck. A photo is added on the page."""

from collections.abc import Callable
from datetime import date, datetime

from flask import Response
from sqlalchemy.orm import Session

from app.api.requests import answers, made, once, said, takes, takes_nothing, wing
from app.api.rounds import ReasonIn
from app.api.schemas import Answer, Id, Listing, Strict
from app.door.clean import id_of
from app.door.context import actor, db, now
from app.door.routes import needs
from app.registry.accounts.actor import Actor
from app.registry.accounts.permissions import Permission
from app.registry.households.queries import household_for
from app.scoring.rounds.access import round_for
from app.scoring.rounds.award_models import AwardState, OneOffAward
from app.scoring.rounds.award_queries import (
    AwardShown,
    award_shown,
    awards_in_round,
    awards_of_household,
)
from app.scoring.rounds.awards import Proposal, propose_award, strike_award, withdraw_award

Verb = Callable[[Session, Actor, datetime], OneOffAward]

awards = wing("awards")


class AwardIn(Strict):
    """Which award of the scorecard, what for, and when that happened.

    `level` where the award has levels, `points` where it gives a range.
    """

    household_id: Id
    code: str
    reason: str
    happened_on: date
    level: str = ""
    points: int | None = None


class AwardOut(Answer):
    """An award; `points` is what the household gets, after `cut_points` by the cap of the year.

    Without `round_id` it waits for the village's next month.
    """

    id: Id
    household_id: Id
    household_number: str
    head: str
    round_id: Id | None
    code: str
    name: str
    level: str
    points: int
    cut_points: int
    reason: str
    happened_on: date
    has_photo: bool
    state: AwardState
    proposed_at: datetime
    struck_reason: str | None


class Awards(Listing):
    """One-off awards, all of them."""

    items: list[AwardOut]


@awards.post("/awards")
@needs(Permission.PROPOSE_AWARD)
@takes(AwardIn)
@answers(AwardOut, 201, 200)
def post_award(body: AwardIn) -> Response:
    """Propose an award: it joins the village's open month, or the next one."""
    proposal = Proposal(
        id_of(body.household_id), body.code, body.reason, body.happened_on, body.level, body.points
    )
    return _step(lambda session, who, at: propose_award(session, who, proposal, now=at))


@awards.post("/awards/<int:award_id>/withdraw")
@needs(Permission.PROPOSE_AWARD)
@takes_nothing
@answers(AwardOut, 201, 200)
def post_award_withdraw(award_id: int) -> Response:
    """Take a proposal back, before the village submits the month."""
    return _step(lambda session, who, at: withdraw_award(session, who, award_id=award_id, now=at))


@awards.post("/awards/<int:award_id>/strike")
@needs(Permission.CERTIFY, Permission.DECIDE_OBJECTION)
@takes(ReasonIn)
@answers(AwardOut, 201, 200)
def post_award_strike(award_id: int, body: ReasonIn) -> Response:
    """Strike an award with a reason: the township while it certifies; later who may decide."""
    return _step(
        lambda session, who, at: strike_award(
            session, who, award_id=award_id, reason=body.reason, now=at
        )
    )


@awards.get("/rounds/<int:round_id>/awards")
@needs(Permission.VIEW_ROUND)
@answers(Awards)
def list_round_awards(round_id: int) -> Response:
    """The awards of a month in the order of proposing, those that were struck too."""
    with db().read() as session:
        round_ = round_for(session, actor(), Permission.VIEW_ROUND, round_id)
        found = awards_in_round(session, actor(), round_)
        return said(Awards(items=[_award(each) for each in found], next=None))


@awards.get("/households/<int:household_id>/awards")
@needs(Permission.VIEW_ROUND)
@answers(Awards)
def list_household_awards(household_id: int) -> Response:
    """All that a household was proposed for, the latest first."""
    with db().read() as session:
        household = household_for(session, actor(), Permission.VIEW_ROUND, household_id)
        found = awards_of_household(session, actor(), household.id)
        return said(Awards(items=[_award(each) for each in found], next=None))


def _step(verb: Verb) -> Response:
    """Carry it out once; answers how the award stands now."""
    person, at = actor(), now()
    with db().write() as session:
        done = once(session, lambda: verb(session, person, at).id)
        return made(_award(award_shown(session, person, done.id)), done)


def _award(row: AwardShown) -> AwardOut:
    award = row.award
    return AwardOut(
        id=str(award.id),
        household_id=str(row.household.id),
        household_number=row.household.number,
        head=row.household.head_name,
        round_id=str(award.round_id) if award.round_id is not None else None,
        code=award.code,
        name=award.name,
        level=award.level,
        points=award.credited_points,
        cut_points=award.cut_points,
        reason=award.reason,
        happened_on=award.happened_on,
        has_photo=award.photo is not None,
        state=award.state,
        proposed_at=award.proposed_at,
        struck_reason=award.struck_reason,
    )
