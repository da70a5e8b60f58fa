"""Four months of practice: two settled, one on the wall, the current one half scored."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from sqlalchemy import insert, literal, select
from sqlalchemy.orm import Session

from app.demo.staff import Staff
from app.kernel.period import Period
from app.registry.households.models import Household
from app.scoring.rounds.burden_models import SheetBurden
from app.scoring.rounds.certify import certify_round, submit_round
from app.scoring.rounds.models import Round, Sheet, SheetState
from app.scoring.rounds.open import open_rounds
from app.scoring.rounds.publicise import publicise_round
from app.scoring.rounds.record import excuse_household, record_nobody_home
from app.scoring.rounds.settle import settle_round
from app.scoring.schemes.queries import scheme_by_id
from app.scoring.schemes.rules import Scheme
from app.scoring.schemes.scales import Grade
from app.scoring.schemes.totals import total
from app.scoring.visits.models import Visit, VisitOutcome

NOTICE_DAYS = 7
GRADES = tuple(Grade)
DAYS_SCORED = 20
EXCUSED_EVERY = 40
SUBMITTED_EVERY = 5  # of the current month, each fifth village is ready for the township


@dataclass(frozen=True)
class Month:
    """One month of the story."""

    period: Period
    now: datetime
    seed: int


def play_months(
    session: Session,
    staff: Staff,
    *,
    now: datetime,
    seed: int,
    step: Callable[[], None],
) -> None:
    """Play the four months in order; `step` is called after each village's month."""
    current = Period.of(now)
    for back in (3, 2, 1, 0):
        month = Month(current.plus(-back), now, seed)
        opened_at = min(now, month.period.starts_at + timedelta(hours=1))
        opened = open_rounds(
            session, staff.district, period=month.period, now=opened_at, notice_days=NOTICE_DAYS
        )
        for place, round_ in enumerate(opened.rounds):
            _play(session, staff, round_, month, back=back, place=place)
            step()


def _play(
    session: Session, staff: Staff, round_: Round, month: Month, *, back: int, place: int
) -> None:
    households = session.scalars(
        select(Household)
        .where(Household.village_code == round_.village_code)
        .order_by(Household.number)
    ).all()
    if back == 0:
        _current(session, staff, round_, households, month, place=place)
        return
    scored = [home for index, home in enumerate(households) if not _excused(index)]
    _score(session, staff, round_, scored, month)
    _excuse(session, staff, round_, households, month)
    _wall(session, staff, round_, month, settled=back > 1)


def _current(
    session: Session,
    staff: Staff,
    round_: Round,
    households: Sequence[Household],
    month: Month,
    *,
    place: int,
) -> None:
    ready = place % SUBMITTED_EVERY == SUBMITTED_EVERY - 1
    upto = len(households) if ready else max(1, len(households) * 2 // 5)
    _score(session, staff, round_, households[:upto], month)
    committee = staff.committees[round_.village_code]
    if ready:
        submit_round(session, committee, round_id=round_.id, now=month.now)
    elif upto + 1 < len(households):
        specialist = staff.specialists[round_.village_code]
        for home in households[upto : upto + 2]:
            record_nobody_home(session, specialist, household_id=home.id, now=month.now)


def _excused(index: int) -> bool:
    return index % EXCUSED_EVERY == EXCUSED_EVERY - 1


def _excuse(
    session: Session,
    staff: Staff,
    round_: Round,
    households: Sequence[Household],
    month: Month,
) -> None:
    at = month.period.plus(1).starts_at - timedelta(days=1)
    for index, home in enumerate(households):
        if _excused(index):
            excuse_household(
                session, staff.committees[round_.village_code], round_id=round_.id,
                household_id=home.id, reason="外出住院，本月不在家", now=at,
            )  # fmt: skip


def _wall(session: Session, staff: Staff, round_: Round, month: Month, *, settled: bool) -> None:
    """From the village to the wall, on the first days of the following month."""
    committee = staff.committees[round_.village_code]
    township = staff.townships[round_.village_code[:9]]
    start = month.period.plus(1).starts_at
    if not settled:
        # The notice shall still be up today, whatever day of the month it is.
        start = max(start, month.now - timedelta(days=3))
    moments = [min(month.now, start + timedelta(hours=hours)) for hours in (9, 30, 34)]
    submit_round(session, committee, round_id=round_.id, now=moments[0])
    certify_round(session, township, round_id=round_.id, now=moments[1])
    publicise_round(session, committee, round_id=round_.id, now=moments[2])
    if settled:
        after = moments[2] + timedelta(days=NOTICE_DAYS, hours=1)
        assert after <= month.now, "settled months lie two months back"
        settle_round(session, township, round_id=round_.id, now=after)


def _score(
    session: Session, staff: Staff, round_: Round, households: Sequence[Household], month: Month
) -> None:
    """Sheets in bulk: points by the scheme's own rule, rows as `record_sheet` writes them."""
    if not households:
        return
    scheme = scheme_by_id(session, round_.scheme_version_id)
    scorer = staff.specialists[round_.village_code].user_id
    random = Random(f"{month.seed}-{round_.village_code}-{month.period}")
    moments = list(_moments(month, len(households)))
    visits = [
        {
            "household_id": home.id,
            "visitor_id": scorer,
            "visited_at": at,
            "period": month.period,
            "outcome": VisitOutcome.MET,
        }
        for home, at in zip(households, moments, strict=True)
    ]
    session.execute(insert(Visit), visits)
    visit_of = {
        row.household_id: row.id
        for row in session.execute(
            select(Visit.household_id, Visit.id).where(
                Visit.period == month.period,
                Visit.household_id.in_([home.id for home in households]),
            )
        )
    }
    session.execute(
        insert(Sheet),
        [
            {
                "uuid": UUID(int=random.getrandbits(128), version=4),
                "round_id": round_.id,
                "household_id": home.id,
                "visit_id": visit_of[home.id],
                "state": SheetState.RECORDED,
                "recorded_by": scorer,
                "recorded_at": at,
                **_answers(scheme, home, month, random),
            }
            for home, at in zip(households, moments, strict=True)
        ],
    )
    _count(session, round_)


def _count(session: Session, round_: Round) -> None:
    """What the forms counted: most were filled in from last month and changed in a few places."""
    figures = select(Sheet.id, 5 + Sheet.id % 7, literal(0), 35 + Sheet.id % 41).where(
        Sheet.round_id == round_.id
    )
    columns = ["sheet_id", "taps", "typed", "seconds"]
    session.execute(insert(SheetBurden).from_select(columns, figures))


def _moments(month: Month, count: int) -> Iterator[datetime]:
    """Visits spread over the working hours of twenty days, none in the future."""
    first = month.period.starts_at
    last = min(month.now, first + timedelta(days=DAYS_SCORED, hours=17))
    begin = min(last, first + timedelta(hours=8, minutes=30))
    for index in range(count):
        yield begin + (last - begin) * index / count


def _answers(scheme: Scheme, home: Household, month: Month, random: Random) -> dict[str, object]:
    """What a household's door looked like: its own level, a little better or worse by item."""
    level = Random(f"{month.seed}-{home.number}").random()
    weights = (0.25 + level, 0.55, 0.28 * (1.2 - level), 0.06)
    answers = {code: random.choices(GRADES, weights)[0].value for code in scheme.items}
    earned = total(scheme, answers)
    return {
        "answers": answers,
        "points": earned.points,
        "category_points": earned.by_category,
    }
