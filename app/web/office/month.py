"""A village's month, read once for all pages that show it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.door.context import actor, now
from app.kernel.clock import local
from app.registry.accounts.permissions import Permission
from app.registry.accounts.queries import names_of
from app.registry.places.queries import place_names
from app.scoring.rounds.access import round_for
from app.scoring.rounds.award_queries import AwardShown, awards_in_round
from app.scoring.rounds.deliberations import Held, deliberations_of
from app.scoring.rounds.history import why_of
from app.scoring.rounds.matrix import Look, MatrixRow, counts_of, had_part, matrix_of
from app.scoring.rounds.models import Round, RoundState, SheetState
from app.scoring.rounds.overview import notes_of
from app.scoring.rounds.postings import PostingShown, postings_of
from app.scoring.rounds.queries import RoundProgress, progress_of, round_lines
from app.scoring.rounds.sent_back import sent_back_in
from app.scoring.schemes.queries import scheme_by_id
from app.scoring.schemes.rules import Scheme
from app.web.filters import date_only

# The step that waits for an office: certifying a submitted month, publicising a certified one.
NEXT: Final = {
    RoundState.SUBMITTED: RoundState.CERTIFIED,
    RoundState.CERTIFIED: RoundState.PUBLICISED,
}


@dataclass(frozen=True)
class Month:
    """A round with its figures, its lines, and the people who moved it on."""

    progress: RoundProgress
    township_name: str
    scheme: Scheme
    rows: Sequence[MatrixRow]
    counts: Mapping[Look, int]
    notes: Mapping[int, str]
    meetings: Sequence[Held]  # of the committee, latest first
    names: Mapping[int, str]
    postings: Sequence[PostingShown]
    awards: Sequence[AwardShown]  # one-off, in the order of proposing
    at: datetime

    @property
    def round(self) -> Round:
        """The round itself."""
        return self.progress.round

    @property
    def village_name(self) -> str:
        """Whose month it is."""
        return self.progress.village_name

    @property
    def average_tenths(self) -> int | None:
        """Points of a scored household on average, half up; None when nobody is scored."""
        scored = self.progress.scored
        return (self.progress.points * 20 + scored) // (scored * 2) if scored else None

    @property
    def creditable(self) -> int:
        """Households whose points settling would credit now."""
        sheets = (row.line.sheet for row in self.rows)
        return sum(sheet is not None and sheet.state is SheetState.CERTIFIED for sheet in sheets)

    @property
    def capped(self) -> int:
        """Households that get less than their lines add up to."""
        sheets = [row.line.sheet for row in self.rows if row.line.sheet is not None]
        return sum(why_of(self.scheme, sheet).is_cut for sheet in sheets)

    @property
    def honoured(self) -> Sequence[AwardShown]:
        """One-off awards of the month that were neither withdrawn nor struck."""
        return [each for each in self.awards if each.is_live]

    @property
    def honour_points(self) -> int:
        """What they add, beside the households' points."""
        return sum(each.award.credited_points for each in self.honoured)

    @property
    def notice_ended(self) -> bool:
        """Whether it hung on the wall long enough to be settled."""
        closes_at = self.round.closes_at
        is_up = self.round.state is RoundState.PUBLICISED
        return is_up and closes_at is not None and closes_at <= self.at

    @property
    def unanswered(self) -> int:
        """Households whose sheet was sent back and waits for an answer."""
        return sum(row.waits_for_answer for row in self.rows)

    @property
    def can_send_back(self) -> bool:
        """Whether the township may send single sheets back now."""
        reopened = self.round.state is RoundState.OPEN and self.round.reopened_at is not None
        return self.round.state is RoundState.SUBMITTED or reopened

    @property
    def own_part(self) -> bool:
        """Whether the reader scored, submitted or proposed any of it."""
        me = actor().user_id
        proposed = {each.award.proposed_by for each in self.honoured}
        return me in proposed or had_part(self.round, self.rows, me)

    @property
    def below_steps(self) -> dict[str, str]:
        """What stands under the five steps: the day on which each was done, or its deadline."""
        when = {
            RoundState.OPEN: self.round.opened_at,
            RoundState.SUBMITTED: self.round.submitted_at,
            RoundState.CERTIFIED: self.round.certified_at,
            RoundState.PUBLICISED: self.round.closes_at,
            RoundState.SETTLED: self.round.settled_at,
        }
        below = {
            state.value: date_only(local(at)) if at is not None else _("还没开始")
            for state, at in when.items()
        }
        following = NEXT.get(self.round.state)
        return below | ({following.value: _("现在办")} if following else {})


def month_of(session: Session, round_id: int) -> Month:
    """The month, if the reader may see it.

    :raises RoundNotFound: missing, or out of reach.
    """
    round_ = round_for(session, actor(), Permission.VIEW_ROUND, round_id)
    progress = progress_of(session, actor(), round_)
    scheme = scheme_by_id(session, round_.scheme_version_id)
    # Latest first: the last one written is the latest, and that one is shown.
    back = {each.household.id: each for each in reversed(sent_back_in(session, actor(), round_))}
    rows = matrix_of(scheme, round_lines(session, round_), back)
    people = {
        user_id
        for user_id in (round_.submitted_by, round_.certified_by, round_.publicised_by)
        if user_id is not None
    }
    return Month(
        progress=progress,
        township_name=place_names(session).get(progress.township_code, ""),
        scheme=scheme,
        rows=rows,
        counts=counts_of(rows),
        notes=notes_of(session, round_.id),
        meetings=deliberations_of(session, round_.id),
        names=names_of(session, people),
        postings=postings_of(session, actor(), round_.id) if round_.publicised_at else [],
        awards=awards_in_round(session, actor(), round_),
        at=now(),
    )
