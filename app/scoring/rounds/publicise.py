"""Put the month on the wall."""

from datetime import datetime

from sqlalchemy.orm import Session

from app.kernel.installation import is_practice
from app.kernel.states import move
from app.registry.accounts.actor import Actor
from app.registry.accounts.audit import note
from app.registry.accounts.permissions import Permission
from app.registry.workdays.queries import calendar_if
from app.scoring.rounds.access import round_for
from app.scoring.rounds.closing import answer_until, closing_of
from app.scoring.rounds.models import Round
from app.scoring.rounds.rules import ROUND_MOVES


def publicise_round(
    session: Session,
    actor: Actor,
    *,
    round_id: int,
    now: datetime,
    closes_at: datetime | None = None,
) -> Round:
    """Open the notice: from now until its days are over anybody may object.

    A practice database may close it earlier, so that a month can be walked through in an hour.

    :raises NoticeTooShort: the wanted end comes before the days are over.
    :raises WorkdaysUnknown: it would hang, or its last objection wait for an answer, into a year
        whose working days have not been entered.
    :raises WrongState: the round is not certified.
    """
    round_ = round_for(session, actor, Permission.PUBLICISE, round_id, lock="update")
    state = move(ROUND_MOVES, round_.state, "publicise")
    least_days = 0 if closes_at and is_practice(session) else round_.notice_days
    calendar = calendar_if(session, working_days=round_.counts_working_days)
    round_.closes_at = closing_of(now, least_days, closes_at, calendar)
    # Whoever objects on the last day is told by when he has an answer: that must be known by now.
    answer_until(round_.closes_at, round_.answer_days, calendar)
    round_.state = state
    round_.publicised_at, round_.publicised_by = now, actor.user_id
    session.flush()
    note(
        session, actor, "publicise_round", ("round", round_.id), now=now,
        place_code=round_.village_code, period=str(round_.period),
    )  # fmt: skip
    return round_
