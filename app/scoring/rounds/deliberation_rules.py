"""What a record of the committee's meeting must say. Pure."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final

from app.kernel.clock import local
from app.kernel.errors import Conflict, Invalid, NotFound
from app.scoring.rounds.models import Round, RoundState

FEWEST_PRESENT: Final = 2
MOST_PRESENT: Final = 60
LONGEST_NAME: Final = 60
SHORTEST_MINUTES, LONGEST_MINUTES = 2, 2_000
# Until the township has certified; a closed month never changes.
RECORDED_WHILE: Final = frozenset({RoundState.OPEN, RoundState.SUBMITTED})


class DeliberationNotFound(NotFound):
    """There is no such record within the person's reach."""

    code = "deliberation_not_found"


class DeliberationTooLate(Conflict):
    """The month was certified: its meetings are over."""

    code = "deliberation_too_late"


class DeliberationReplaced(Conflict):
    """The record was corrected already; the latest one is corrected next."""

    code = "deliberation_replaced"


class DeliberationUuidTaken(Conflict):
    """Another record was sent with this id."""

    code = "deliberation_id_taken"


class DeliberationDayBad(Invalid):
    """The meeting lies before the month or in the future."""

    code = "deliberation_day_bad"


class PresentBad(Invalid):
    """Too few people for a meeting, too many, or a name that is none."""

    code = "present_bad"


class MinutesBad(Invalid):
    """What was talked about is missing, or longer than a page."""

    code = "minutes_bad"


class DeliberationMissing(Conflict):
    """The district wants a record of the committee's meeting before a month is submitted."""

    code = "deliberation_missing"


def check_still_deliberated(round_: Round) -> None:
    """Meetings are recorded until the month is certified.

    :raises DeliberationTooLate: it is.
    """
    if round_.state not in RECORDED_WHILE:
        raise DeliberationTooLate


def check_met_on(day: date, round_: Round, now: datetime) -> None:
    """The committee met in the month or after it, and not tomorrow.

    :raises DeliberationDayBad: before the month began, or in the future.
    """
    if not local(round_.period.starts_at).date() <= day <= local(now).date():
        raise DeliberationDayBad(period=str(round_.period))


def present_of(chaired_by: str, names: Sequence[str]) -> tuple[str, list[str]]:
    """Who chaired, and everybody present, the chair first, each once.

    :raises PresentBad: no chair, fewer than two people, too many, or a name too long.
    """
    chair = chaired_by.strip()
    everybody = list(dict.fromkeys([chair, *filter(None, (name.strip() for name in names))]))
    too_long = any(len(name) > LONGEST_NAME for name in everybody)
    if not chair or too_long or not FEWEST_PRESENT <= len(everybody) <= MOST_PRESENT:
        raise PresentBad(fewest=FEWEST_PRESENT, most=MOST_PRESENT)
    return chair, everybody


def check_minutes(minutes: str) -> str:
    """The minutes without space around them.

    :raises MinutesBad: too short or too long.
    """
    said = minutes.replace("\r\n", "\n").strip()
    if not SHORTEST_MINUTES <= len(said) <= LONGEST_MINUTES:
        raise MinutesBad(most=LONGEST_MINUTES)
    return said
