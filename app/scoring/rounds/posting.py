"""The notice hangs on the wall, on paper: somebody put it up, and took a photo of it."""

from dataclasses import dataclass
from datetime import datetime, time

from sqlalchemy.orm import Session

from app.kernel.clock import SHANGHAI, local
from app.kernel.errors import Invalid
from app.kernel.states import move
from app.registry.accounts.actor import Actor
from app.registry.accounts.audit import note
from app.registry.accounts.permissions import Permission
from app.scoring.rounds.access import round_for
from app.scoring.rounds.models import Posting, Round
from app.scoring.rounds.notice import ON_THE_WALL

LONGEST_NAME = 60


class PostingTimeBad(Invalid):
    """A notice is put up after it was opened, and not in the future."""

    code = "posting_time_bad"


class PostingNameMissing(Invalid):
    """Who put it up is needed."""

    code = "posting_name_missing"


@dataclass(frozen=True)
class PutUp:
    """When, by whom, and the name of the photo that `app.kernel.pictures` kept."""

    at: datetime
    by: str
    photo: str


def record_posting(
    session: Session, actor: Actor, *, round_id: int, put_up: PutUp, now: datetime
) -> Posting:
    """Note that a notice was put up on paper; once more is another row, and the latest counts.

    :raises PostingNameMissing: nobody is named.
    :raises PostingTimeBad: before the day on which the notice was opened, or in the future.
    :raises RoundNotFound: missing, or out of reach.
    :raises WrongState: not publicised yet.
    """
    round_ = round_for(session, actor, Permission.PUBLICISE, round_id, lock="update")
    move(ON_THE_WALL, round_.state, "show_notice")
    name = put_up.by.strip()
    if not 1 <= len(name) <= LONGEST_NAME:
        raise PostingNameMissing
    check_posted_at(round_, put_up.at, now)
    posting = Posting(
        round_id=round_.id,
        posted_at=put_up.at,
        posted_by=name,
        photo=put_up.photo,
        recorded_at=now,
        recorded_by=actor.user_id,
    )
    session.add(posting)
    session.flush()
    note(
        session, actor, "record_posting", ("posting", posting.id), now=now,
        place_code=round_.village_code, period=str(round_.period),
    )  # fmt: skip
    return posting


def check_posted_at(round_: Round, at: datetime, now: datetime) -> None:
    """A paper hangs from the day of the notice on: printed that morning, it may be up by noon.

    :raises PostingTimeBad: earlier, or in the future.
    """
    assert round_.publicised_at is not None, "it hangs on the wall"
    opened_on = datetime.combine(local(round_.publicised_at).date(), time(tzinfo=SHANGHAI))
    if not opened_on <= at <= now:
        raise PostingTimeBad
