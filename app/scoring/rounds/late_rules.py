"""When a sheet is late, and when it may still earn. Pure."""

from datetime import datetime
from typing import Final

from app.kernel.errors import Conflict, Invalid
from app.kernel.period import Period
from app.scoring.rounds.models import Round, RoundState, Sheet, SheetState
from app.scoring.rounds.rules import WrongPeriod

# From here on no sheet comes into a month but by an objection.
CLOSED_FOR_GOOD: Final = frozenset(
    {RoundState.CERTIFIED, RoundState.PUBLICISED, RoundState.SETTLED}
)


class LateMonthOpen(Conflict):
    """The month is still open: its sheets are recorded, not proposed."""

    code = "late_month_open"


class LateSheetWaits(Conflict):
    """The household has a sheet of this month that is not credited yet."""

    code = "late_sheet_waits"


class LateSheetExists(Conflict):
    """A late sheet of the household and month was proposed before."""

    code = "late_sheet_exists"


class NothingToCorrect(Invalid):
    """The late sheet earns what was credited."""

    code = "late_nothing_to_correct"


class LateNotYet(Conflict):
    """The township has not certified the month: it may still go back to the village."""

    code = "late_not_yet"


class LateOutdated(Conflict):
    """What the month brings the household has changed since the late sheet was proposed."""

    code = "late_outdated"


def check_late(round_: Round, visited_at: datetime) -> None:
    """A late sheet is of a month that was submitted, and of a visit in that month.

    :raises LateMonthOpen: the month is open.
    :raises WrongPeriod: the visit lies in another month.
    """
    if round_.state is RoundState.OPEN:
        raise LateMonthOpen(period=str(round_.period))
    if Period.of(visited_at) != round_.period:
        raise WrongPeriod(period=str(round_.period), visited=str(Period.of(visited_at)))


def credited_by(sheet: Sheet | None) -> int:
    """Points that the month has brought a household: nothing without a sheet.

    :raises LateSheetWaits: there is one, and it may still change or be credited.
    """
    if sheet is None:
        return 0
    if sheet.state is not SheetState.CREDITED:
        raise LateSheetWaits
    return sheet.points


def check_approvable(round_: Round) -> None:
    """A late sheet earns once its month can take no other.

    :raises LateNotYet: the month is not certified.
    """
    if round_.state not in CLOSED_FOR_GOOD:
        raise LateNotYet(period=str(round_.period))
