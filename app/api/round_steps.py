"""The steps of a month: submit, withdraw, certify, send back, publicise, settle."""

from collections.abc import Callable
from datetime import datetime

from flask import Response
from sqlalchemy.orm import Session

from app.api.requests import answers, once, said, takes, takes_nothing, wing
from app.api.rounds import ReasonIn
from app.api.rounds_said import RoundOut, round_out
from app.api.schemas import Instant, Strict
from app.door.context import actor, db, now
from app.door.routes import needs
from app.door.sealing import seal_after
from app.registry.accounts.actor import Actor
from app.registry.accounts.permissions import Permission
from app.scoring.rounds.access import round_for
from app.scoring.rounds.certify import (
    certify_round,
    send_back_round,
    submit_round,
    withdraw_round,
)
from app.scoring.rounds.models import Round
from app.scoring.rounds.publicise import publicise_round
from app.scoring.rounds.queries import progress_of
from app.scoring.rounds.settle import settle_round

Verb = Callable[[Session, Actor, datetime], Round]


steps = wing("round_steps", tag="rounds")


class NoticeIn(Strict):
    """When the notice closes; without it, after the days that the round was opened with."""

    closes_at: Instant | None = None


@steps.post("/rounds/<int:round_id>/submit")
@needs(Permission.SUBMIT)
@takes_nothing
@answers(RoundOut)
def post_submit(round_id: int) -> Response:
    """The village's level of certification: every household is scored or excused."""
    return _step(
        round_id, lambda session, who, at: submit_round(session, who, round_id=round_id, now=at)
    )


@steps.post("/rounds/<int:round_id>/withdraw")
@needs(Permission.SUBMIT)
@takes_nothing
@answers(RoundOut)
def post_withdraw(round_id: int) -> Response:
    """Take a submitted month back, as long as the township has not looked at it."""
    return _step(
        round_id, lambda session, who, at: withdraw_round(session, who, round_id=round_id, now=at)
    )


@steps.post("/rounds/<int:round_id>/certify")
@needs(Permission.CERTIFY)
@takes_nothing
@answers(RoundOut)
def post_certify(round_id: int) -> Response:
    """The township's level of certification, by somebody who scored none of it."""
    return _step(
        round_id, lambda session, who, at: certify_round(session, who, round_id=round_id, now=at)
    )


@steps.post("/rounds/<int:round_id>/send-back")
@needs(Permission.CERTIFY)
@takes(ReasonIn)
@answers(RoundOut)
def post_send_back(round_id: int, body: ReasonIn) -> Response:
    """Send a submitted month back to the village, with a reason."""
    return _step(
        round_id,
        lambda session, who, at: send_back_round(
            session, who, round_id=round_id, reason=body.reason, now=at
        ),
    )


@steps.post("/rounds/<int:round_id>/publicise")
@needs(Permission.PUBLICISE)
@takes(NoticeIn)
@answers(RoundOut)
def post_publicise(round_id: int, body: NoticeIn) -> Response:
    """Put a certified month on the wall, for everyone to object to until the notice closes."""
    return _sealed_step(
        round_id,
        lambda session, who, at: publicise_round(
            session, who, round_id=round_id, closes_at=body.closes_at, now=at
        ),
    )


@steps.post("/rounds/<int:round_id>/settle")
@needs(Permission.SETTLE)
@takes_nothing
@answers(RoundOut)
def post_settle(round_id: int) -> Response:
    """Credit every certified, undisputed sheet after the notice, each exactly once."""
    return _sealed_step(
        round_id, lambda session, who, at: settle_round(session, who, round_id=round_id, now=at)
    )


def _step(round_id: int, verb: Verb) -> Response:
    """Take a month one step further, once for each request; answers where it stands."""
    person, at = actor(), now()
    with db().write() as session:
        once(session, lambda: verb(session, person, at).id)
        round_ = round_for(session, person, Permission.VIEW_ROUND, round_id)
        return said(round_out(progress_of(session, person, round_)))


def _sealed_step(round_id: int, verb: Verb) -> Response:
    answer = _step(round_id, verb)
    seal_after()
    return answer
