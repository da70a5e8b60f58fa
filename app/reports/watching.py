"""What whoever watches the service is told of the books: counts, states and ages; no person."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.kernel.clock import local
from app.kernel.period import Period
from app.ledger.models import Transfer, TransferKind
from app.scoring.rounds.models import Round, RoundState
from app.seals.queries import Unsealed, sealed_at, unsealed
from app.shop.marketdays.models import DayState, MarketDay


@dataclass(frozen=True)
class Moved:
    """How often points moved for one reason, and how many."""

    count: int
    points: int


@dataclass(frozen=True)
class Watched:
    """The books at one instant. Ages are whole days; 0 when nothing waits."""

    moved: Mapping[TransferKind, Moved]
    rounds: Mapping[RoundState, int]
    oldest_round_days: int  # since the end of the oldest month that is not settled
    notice_overdue_days: int  # since the end of the notice that should have been settled first
    market_day_overdue_days: int  # since the oldest market day that is still to be closed
    sealed_at: datetime | None
    unsealed: Unsealed


def watched(session: Session, now: datetime) -> Watched:
    """Ask all of it; a handful of statements."""
    today = local(now).date()
    return Watched(
        moved=_moved(session),
        rounds=_rounds(session),
        oldest_round_days=_days(today, _end_of_oldest_month(session)),
        notice_overdue_days=_days(today, _oldest_notice(session)),
        market_day_overdue_days=_days(today, _oldest_market_day(session)),
        sealed_at=sealed_at(session),
        unsealed=unsealed(session),
    )


def _moved(session: Session) -> Mapping[TransferKind, Moved]:
    rows = session.execute(
        select(Transfer.kind, func.count(), func.sum(Transfer.points)).group_by(Transfer.kind)
    ).all()
    found = {kind: Moved(count, int(points)) for kind, count, points in rows}
    return {kind: found.get(kind, Moved(0, 0)) for kind in TransferKind}


def _rounds(session: Session) -> Mapping[RoundState, int]:
    rows = session.execute(select(Round.state, func.count()).group_by(Round.state)).all()
    return dict.fromkeys(RoundState, 0) | dict(rows)


def _end_of_oldest_month(session: Session) -> date | None:
    oldest: Period | None = session.scalar(
        select(func.min(Round.period)).where(Round.state != RoundState.SETTLED)
    )
    return oldest.last_day if oldest else None


def _oldest_notice(session: Session) -> date | None:
    closes_at = session.scalar(
        select(func.min(Round.closes_at)).where(Round.state == RoundState.PUBLICISED)
    )
    return local(closes_at).date() if closes_at else None


def _oldest_market_day(session: Session) -> date | None:
    return session.scalar(
        select(func.min(MarketDay.day)).where(MarketDay.state == DayState.PLANNED)
    )


def _days(today: date, since: date | None) -> int:
    return max(0, (today - since).days) if since else 0
