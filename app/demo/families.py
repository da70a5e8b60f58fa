"""What happened to a few households of the practice village; and a sheet that was found late."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.changes.decide import approve_change, refuse_change
from app.changes.record import NewPerson, What, record_join, record_leave
from app.demo.people import id_number
from app.demo.staff import Staff, Where
from app.kernel.clock import local
from app.kernel.period import Period
from app.kernel.secrets import Secrets
from app.registry.households.models import Household
from app.scoring.rounds.found import Found
from app.scoring.rounds.late import propose_late_sheet
from app.scoring.rounds.models import Round, Sheet, SheetState
from app.scoring.schemes.queries import scheme_by_id

#: Far from those of the roster, which begin at nothing.
BABY = 900_000
ALL_WELL, FULL_MARKS = "excellent", 100


def live_on(
    session: Session,
    secrets: Secrets,
    staff: Staff,
    where: Where,
    *,
    now: datetime,
) -> None:
    """A child was born (approved), a household was said to leave (refused), another waits."""
    township = staff.townships[where.township.code]
    day = local(now).date()
    first, second, third = _homes(session, where)
    committee = staff.committees[first.village_code]
    child = NewPerson("小满", "之女", id_number(BABY))
    born = record_join(
        session, committee, What(first.id, day, "上月出生，有出生证明"), child, secrets, now=now
    )
    approve_change(session, township, change_id=born.id, now=now)
    committee = staff.committees[second.village_code]
    gone = record_leave(session, committee, What(second.id, day, "全家外出打工"), now=now)
    refuse_change(
        session, township, change_id=gone.id, reason="户口还在村里，过年会回来，先留着。", now=now
    )
    committee = staff.committees[third.village_code]
    record_leave(session, committee, What(third.id, day, "全家搬到市里定居"), now=now)


def _homes(session: Session, where: Where) -> Sequence[Household]:
    """The first three of the township, those of the practice village before all others."""
    return session.scalars(
        select(Household)
        .where(Household.village_code.startswith(where.township.code))
        .order_by(Household.village_code != where.village.code, Household.number)
        .limit(3)
    ).all()


def find_late_sheet(session: Session, staff: Staff, where: Where, *, now: datetime) -> None:
    """Two months back, a household's items were mistyped from paper: it is proposed anew."""
    found = session.execute(
        select(Sheet, Round)
        .join(Round, Round.id == Sheet.round_id)
        .join(Household, Household.id == Sheet.household_id)
        .where(
            Round.village_code == where.village.code,
            Round.period == Period.of(now).plus(-2),
            Sheet.state == SheetState.CREDITED,
            Sheet.points < FULL_MARKS,
        )
        .order_by(Household.number.desc())
        .limit(1)
    ).one()
    sheet, round_ = found
    scheme = scheme_by_id(session, round_.scheme_version_id)
    on_paper = Found(
        round_id=round_.id,
        household_id=sheet.household_id,
        visited_at=sheet.recorded_at,
        answers=dict.fromkeys(scheme.items, ALL_WELL),
    )
    propose_late_sheet(
        session, staff.specialists[where.village.code], on_paper,
        why="纸质评分表上都是优，录入时看串了行。", now=now,
    )  # fmt: skip
