"""What hangs on the wall, and what the open web shows of it.

A template gets these types and nothing else: they have no field for a reason, a class, a telephone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, Row, Select, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from app.kernel.clock import local
from app.kernel.period import Period
from app.kernel.states import move
from app.ledger.expiring import Ending, ending_in_village
from app.registry.accounts.actor import Actor
from app.registry.accounts.permissions import Permission
from app.registry.households.models import Household
from app.registry.households.names import masked
from app.registry.places.models import Place, PlaceKind
from app.scoring.rounds.access import round_for
from app.scoring.rounds.models import Excuse, Objection, Round, RoundState, Sheet
from app.scoring.rounds.notice_awards import MaskedAward, NoticeAward, awards_on_wall
from app.scoring.rounds.queries import excuse_holds, live, lived_in
from app.scoring.rounds.rules import RoundNotFound

#: How many notices of a village the open web keeps; older ones are for the archive.
KEPT_PUBLIC: Final = 3
ON_THE_WALL: Final[dict[tuple[RoundState, str], RoundState]] = {
    (RoundState.PUBLICISED, "show_notice"): RoundState.PUBLICISED,
    (RoundState.SETTLED, "show_notice"): RoundState.SETTLED,
}


@dataclass(frozen=True)
class NoticeLine:
    """A household on the wall of its village. Without points it is excused: 免评, never why."""

    number: str
    head_name: str
    points: int | None


@dataclass(frozen=True)
class MaskedLine:
    """The same on the open web: of the name its first character only."""

    number: str
    masked_name: str
    points: int | None


@dataclass(frozen=True)
class CorrectedLine:
    """A household whose points were put right because an objection was upheld."""

    number: str
    was: int
    points: int


@dataclass(frozen=True)
class NoticeHead:
    """Whose month, and from when to when it hangs."""

    round_id: int
    period: Period
    village_code: str
    village_name: str
    township_name: str
    opened_at: datetime
    closes_at: datetime
    settled: bool
    working_days: int | None  # it hangs so many of them; None: calendar days
    answer_days: int  # within so many of the same days an objection is answered

    def is_open(self, now: datetime) -> bool:
        """Whether objections are still taken."""
        return not self.settled and now < self.closes_at

    def days_left(self, now: datetime) -> int:
        """Days from today to its last day; 0 on the last day."""
        return max(0, (local(self.closes_at).date() - local(now).date()).days)


@dataclass(frozen=True)
class Notice:
    """A month on the wall, with full names: for the village and its offices."""

    head: NoticeHead
    lines: Sequence[NoticeLine]
    corrected: Sequence[CorrectedLine] = ()
    awards: Sequence[NoticeAward] = ()

    @property
    def points(self) -> int:
        """What all households together earned."""
        return sum(line.points or 0 for line in self.lines)

    @property
    def foot_entries(self) -> int:
        """What stands below the table, counted in corrections; an award is as long as two."""
        return len(self.corrected) + 2 * len(self.awards)

    @property
    def excused(self) -> int:
        """Households without points."""
        return sum(line.points is None for line in self.lines)


@dataclass(frozen=True)
class PublicNotice:
    """A month on the wall as everybody may read it."""

    head: NoticeHead
    lines: Sequence[MaskedLine]
    corrected: Sequence[CorrectedLine] = ()
    awards: Sequence[MaskedAward] = ()


@dataclass(frozen=True)
class VillageOnWeb:
    """A village, and until when its latest notice hangs; None: it never had one."""

    code: str
    name: str
    latest: NoticeHead | None


def notice_for(session: Session, actor: Actor, round_id: int) -> Notice:
    """A month's notice, by household number; also when it has ended.

    :raises RoundNotFound: missing, or out of reach.
    :raises WrongState: not publicised yet.
    """
    round_ = round_for(session, actor, Permission.VIEW_ROUND, round_id)
    move(ON_THE_WALL, round_.state, "show_notice")
    head = _head(session.execute(_heads().where(Round.id == round_.id)).one())
    lines = [NoticeLine(*row) for row in _lines(session, head)]
    return Notice(head, lines, _corrected(session, head), awards_on_wall(session, round_.id))


def announced(session: Session, head: NoticeHead, now: datetime) -> Ending | None:
    """Points of the village that end while the notice hangs or within sixty days after."""
    return ending_in_village(
        session,
        head.village_code,
        today=local(now).date(),
        posted_until=local(head.closes_at).date(),
    )


def notices_in_reach(session: Session, actor: Actor, village_code: str) -> Sequence[NoticeHead]:
    """All notices of a village the person may see, newest first."""
    if not actor.may_at(Permission.VIEW_ROUND, village_code):
        return []
    return _notices_of(session, village_code)


def public_notice(session: Session, round_id: int, *, number: str = "") -> PublicNotice:
    """One of the latest notices of a village, for everybody; of one household when named.

    :raises RoundNotFound: missing, not on the wall, or no longer among the latest.
    """
    found = session.execute(_heads().where(Round.id == round_id)).one_or_none()
    if found is None:
        raise RoundNotFound
    head = _head(found)
    latest = _notices_of(session, head.village_code, limit=KEPT_PUBLIC)
    if round_id not in {notice.round_id for notice in latest}:
        raise RoundNotFound
    lines = [
        MaskedLine(row.number, masked(row.head_name), row.points)
        for row in _lines(session, head)
        if number in row.number
    ]
    corrected = [line for line in _corrected(session, head) if number in line.number]
    awards = [line.masked() for line in awards_on_wall(session, round_id) if number in line.number]
    return PublicNotice(head, lines, corrected, awards)


def public_notices(session: Session, village_code: str) -> Sequence[NoticeHead]:
    """The latest notices of a village, newest first, for everybody."""
    return _notices_of(session, village_code, limit=KEPT_PUBLIC)


def villages_on_web(session: Session, township_code: str) -> Sequence[VillageOnWeb]:
    """The villages of a township with their latest notice, by code; two statements."""
    villages = session.execute(
        select(Place.code, Place.name)
        .where(Place.parent_code == township_code, Place.kind == PlaceKind.VILLAGE)
        .order_by(Place.code)
    ).all()
    newest = (
        select(func.max(Round.period))
        .where(Round.village_code == Place.code, _on_the_wall())
        .correlate(Place)
        .scalar_subquery()
    )
    rows = session.execute(
        _heads().where(Place.parent_code == township_code, Round.period == newest)
    )
    latest = {head.village_code: head for head in map(_head, rows)}
    return [VillageOnWeb(row.code, row.name, latest.get(row.code)) for row in villages]


def _notices_of(
    session: Session, village_code: str, limit: int | None = None
) -> Sequence[NoticeHead]:
    rows = session.execute(
        _heads()
        .where(Round.village_code == village_code)
        .order_by(Round.period.desc())
        .limit(limit)
    )
    return [_head(row) for row in rows]


def _on_the_wall() -> ColumnElement[bool]:
    return Round.state.in_([RoundState.PUBLICISED, RoundState.SETTLED])


def _heads() -> Select[Round, str, str]:
    township = aliased(Place)
    return (
        select(Round, Place.name, township.name)
        .join(Place, Place.code == Round.village_code)
        .join(township, township.code == Place.parent_code)
        .where(_on_the_wall())
    )


def _head(row: Row[Round, str, str]) -> NoticeHead:
    round_, village_name, township_name = row
    assert round_.publicised_at is not None, "it hangs on the wall"
    assert round_.closes_at is not None, "a notice has its last day from the first"
    return NoticeHead(
        round_.id,
        round_.period,
        round_.village_code,
        village_name,
        township_name,
        round_.publicised_at,
        round_.closes_at,
        round_.state is RoundState.SETTLED,
        round_.notice_days if round_.counts_working_days else None,
        round_.answer_days,
    )


def _lines(session: Session, head: NoticeHead) -> Sequence[Row[str, str, int | None]]:
    """Households with a sheet that counts or an excuse that holds, by number; one statement."""
    return session.execute(
        select(Household.number, Household.head_name, Sheet.points)
        .outerjoin(
            Sheet,
            and_(Sheet.household_id == Household.id, Sheet.round_id == head.round_id, live()),
        )
        .outerjoin(
            Excuse,
            excuse_holds(Household.id, head.round_id),
        )
        .where(lived_in(head.village_code, head.round_id))
        .where(or_(Sheet.id.is_not(None), Excuse.household_id.is_not(None)))
        .order_by(Household.number)
    ).all()


def _corrected(session: Session, head: NoticeHead) -> Sequence[CorrectedLine]:
    """What objections changed, by number, the earlier change first; one statement."""
    before, after = aliased(Sheet), aliased(Sheet)
    rows = session.execute(
        select(Household.number, before.points, after.points)
        .select_from(Objection)
        .join(before, before.id == Objection.sheet_id)
        .join(after, after.id == Objection.corrected_sheet_id)
        .join(Household, Household.id == before.household_id)
        .where(before.round_id == head.round_id)
        .order_by(Household.number, Objection.id)
    )
    return [CorrectedLine(*row) for row in rows]
