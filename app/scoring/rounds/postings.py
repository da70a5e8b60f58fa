"""What is known of notices on paper; and which hang nowhere yet."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import Session

from app.kernel.errors import NotFound
from app.registry.accounts.actor import Actor
from app.registry.accounts.models import User
from app.registry.accounts.permissions import Permission
from app.scoring.rounds.access import round_for
from app.scoring.rounds.models import Posting, Round, RoundState
from app.scoring.rounds.rules import RoundNotFound


class PostingNotFound(NotFound):
    """There is no such posting within the person's reach."""

    code = "posting_not_found"


@dataclass(frozen=True)
class PostingShown:
    """When a notice was put up, by whom, and who noted it; its photo is asked for by its id."""

    id: int
    posted_at: datetime
    posted_by: str
    recorded_at: datetime
    recorded_by: str


def postings_of(session: Session, actor: Actor, round_id: int) -> Sequence[PostingShown]:
    """What was noted about a month's paper notice, the latest first: that one counts.

    :raises RoundNotFound: missing, or out of reach.
    """
    round_ = round_for(session, actor, Permission.VIEW_ROUND, round_id)
    rows = session.execute(
        select(
            Posting.id, Posting.posted_at, Posting.posted_by, Posting.recorded_at,
            User.name.label("recorded_by"),
        )
        .join(User, User.id == Posting.recorded_by)
        .where(Posting.round_id == round_.id)
        .order_by(Posting.id.desc())
    )  # fmt: skip
    return [PostingShown(*row) for row in rows]


def photo_of(session: Session, actor: Actor, posting_id: int) -> str:
    """The name of the photo of a wall: full names hang there, so it stays within reach.

    :raises PostingNotFound: missing, or out of reach.
    """
    posting = session.get(Posting, posting_id)
    if posting is None:
        raise PostingNotFound
    try:
        round_for(session, actor, Permission.VIEW_ROUND, posting.round_id)
    except RoundNotFound:
        raise PostingNotFound from None
    return posting.photo


def not_on_the_wall() -> ColumnElement[bool]:
    """A month whose notice is open and of which nobody has noted that the paper hangs."""
    hangs = exists().where(Posting.round_id == Round.id)
    return (Round.state == RoundState.PUBLICISED) & ~hangs
