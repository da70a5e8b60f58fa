"""The moves of a month, and what must hold for each. Pure."""

from datetime import datetime
from typing import Final

from app.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from app.kernel.period import Period
from app.kernel.states import move
from app.scoring.rounds.models import ObjectionState, Round, RoundState, SheetState

DEFAULT_NOTICE_DAYS = 7
MOST_NOTICE_DAYS = 60
SHORTEST_REASON, LONGEST_REASON = 2, 200
LONGEST_WORDS = 1_000
DEFAULT_ANSWER_DAYS = 5
MOST_ANSWER_DAYS = 30
# Points that moved so much, up or down, want explaining: so many, or such a share of the maximum.
JUMP_POINTS, JUMP_PERCENT = 20, 25

ROUND_MOVES: Final[dict[tuple[RoundState, str], RoundState]] = {
    (RoundState.OPEN, "submit"): RoundState.SUBMITTED,
    (RoundState.SUBMITTED, "withdraw"): RoundState.OPEN,
    (RoundState.SUBMITTED, "send_back"): RoundState.OPEN,
    # Single sheets: the township opens the month for them alone; the village asks while it is open.
    (RoundState.SUBMITTED, "reopen"): RoundState.OPEN,
    (RoundState.OPEN, "look_again"): RoundState.OPEN,
    (RoundState.SUBMITTED, "certify"): RoundState.CERTIFIED,
    (RoundState.CERTIFIED, "publicise"): RoundState.PUBLICISED,
    (RoundState.PUBLICISED, "settle"): RoundState.SETTLED,
    # Repeatable: a sheet whose objection was decided later is credited then.
    (RoundState.SETTLED, "settle"): RoundState.SETTLED,
}

SHEET_MOVES: Final[dict[tuple[SheetState, str], SheetState]] = {
    (SheetState.RECORDED, "replace"): SheetState.VOID,
    (SheetState.CERTIFIED, "object"): SheetState.DISPUTED,
    (SheetState.DISPUTED, "dismiss"): SheetState.CERTIFIED,
    (SheetState.DISPUTED, "replace"): SheetState.VOID,
}

OBJECTION_MOVES: Final[dict[tuple[ObjectionState, str], ObjectionState]] = {
    (ObjectionState.OPEN, "uphold"): ObjectionState.UPHELD,
    (ObjectionState.OPEN, "dismiss"): ObjectionState.DISMISSED,
}


class RoundNotFound(NotFound):
    """There is no such month within the person's reach."""

    code = "round_not_found"


class SheetNotFound(NotFound):
    """There is no such sheet within the person's reach."""

    code = "sheet_not_found"


class ObjectionNotFound(NotFound):
    """There is no such objection within the person's reach."""

    code = "objection_not_found"


class PeriodInFuture(Invalid):
    """A month that has not begun cannot be opened."""

    code = "period_in_future"


class NoticeDaysBad(Invalid):
    """Not between 1 and 60 days (0 only in practice)."""

    code = "notice_days_bad"


class AnswerDaysBad(Invalid):
    """Not between 1 and 30 days for the answer to an objection."""

    code = "answer_days_bad"


class RoundNotOpen(Conflict):
    """Sheets are recorded while the month is open, not after it was submitted."""

    code = "round_not_open"


class WrongPeriod(Invalid):
    """The visit lies in another month than the round."""

    code = "wrong_period"


class NotInRound(NotFound):
    """The household does not belong to the village of this round."""

    code = "not_in_round"


class ScoredElsewhere(Conflict):
    """The household was scored this month in the village where it lived before."""

    code = "scored_elsewhere"


class AlreadyScored(Conflict):
    """The household has a sheet this month; to change it, name the one it replaces."""

    code = "already_scored"


class SheetUuidTaken(Conflict):
    """Another sheet was sent with this id."""

    code = "sheet_id_taken"


class HouseholdsMissing(Conflict):
    """Households without a sheet or an excuse."""

    code = "households_missing"


class NothingToSubmit(Conflict):
    """Not a single household was scored."""

    code = "nothing_to_submit"


class TownshipLooked(Conflict):
    """The township has opened the month; from then on only it sends it back."""

    code = "township_looked"


class CertifierScored(Forbidden):
    """Who scores may not certify."""

    code = "certifier_scored"


class CertifierSubmitted(Forbidden):
    """Who submitted the month for the village may not certify it."""

    code = "certifier_submitted"


class RoundReasonMissing(Invalid):
    """A reason of two characters or more is needed."""

    code = "round_reason_missing"


class NoticeTooShort(Invalid):
    """The closing date lies before the days that the notice must stand."""

    code = "notice_too_short"


class NoticeStillOpen(Conflict):
    """Nothing is credited before the notice has ended."""

    code = "notice_still_open"


class NoticeClosed(Conflict):
    """The days for objections are over."""

    code = "notice_closed"


class ObjectionExists(Conflict):
    """An objection to this sheet is open already."""

    code = "objection_exists"


class ObjectionWordsMissing(Invalid):
    """Who objects and why is needed."""

    code = "objection_words_missing"


class OwnSheet(Forbidden):
    """Who recorded or certified a sheet may not decide an objection to it."""

    code = "own_sheet"


class AnswersMissing(Invalid):
    """An upheld objection needs the corrected answers."""

    code = "answers_missing"


class AlreadyExempt(Conflict):
    """The household is scored for the other items already."""

    code = "already_exempt"


class NotExempt(Conflict):
    """The household is scored like everybody."""

    code = "not_exempt"


class AlreadyExcusedOrScored(Conflict):
    """A household with a sheet needs no excuse."""

    code = "scored_needs_no_excuse"


def check_reason(reason: str, longest: int = LONGEST_REASON) -> str:
    """The reason without spaces around it.

    :raises RoundReasonMissing: too short or too long.
    """
    said = reason.strip()
    if not SHORTEST_REASON <= len(said) <= longest:
        raise RoundReasonMissing(most=longest)
    return said


def jump_of(points: int, last: int | None, points_max: int) -> int:
    """By how much points moved when that is 20 or a quarter of the maximum, or more; else 0."""
    moved = points - last if last is not None else 0
    jumped = abs(moved) >= JUMP_POINTS or abs(moved) * 100 >= JUMP_PERCENT * points_max
    return moved if jumped else 0


def check_openable(period: Period, now: datetime) -> None:
    """Past and current months may be opened.

    :raises PeriodInFuture: the month has not begun.
    """
    if period > Period.of(now):
        raise PeriodInFuture(period=str(period))


def check_notice_days(days: int) -> None:
    """A notice stands 1 to 60 days (the caller has dealt with 0).

    :raises NoticeDaysBad: any other number.
    """
    if not 0 <= days <= MOST_NOTICE_DAYS:
        raise NoticeDaysBad(days=days, most=MOST_NOTICE_DAYS)


def check_answer_days(days: int) -> None:
    """An objection is answered within 1 to 30 days.

    :raises AnswerDaysBad: any other number.
    """
    if not 1 <= days <= MOST_ANSWER_DAYS:
        raise AnswerDaysBad(days=days, most=MOST_ANSWER_DAYS)


def check_recordable(round_: Round, visited_at: datetime) -> None:
    """A sheet fits a round that is open, for a visit in its month.

    :raises RoundNotOpen: submitted or later.
    :raises WrongPeriod: the visit lies in another month.
    """
    if round_.state is not RoundState.OPEN:
        raise RoundNotOpen(state=round_.state.value)
    if Period.of(visited_at) != round_.period:
        raise WrongPeriod(period=str(round_.period), visited=str(Period.of(visited_at)))


def check_notice_ended(round_: Round, now: datetime) -> None:
    """Credit only after the notice.

    :raises NoticeStillOpen: it has not ended.
    """
    if round_.closes_at is not None and now < round_.closes_at:
        raise NoticeStillOpen(closes_at=round_.closes_at.isoformat())


def can_object(round_: Round, now: datetime) -> bool:
    """Whether objections are taken now: the notice is up and has not ended."""
    still_up = round_.closes_at is None or now < round_.closes_at
    return round_.state is RoundState.PUBLICISED and still_up


def check_objectable(round_: Round, now: datetime) -> None:
    """Objections are taken while the notice is up.

    :raises WrongState: not publicised.
    :raises NoticeClosed: the notice has ended.
    """
    move({(RoundState.PUBLICISED, "object"): RoundState.PUBLICISED}, round_.state, "object")
    if round_.closes_at is not None and now >= round_.closes_at:
        raise NoticeClosed
