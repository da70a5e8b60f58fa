"""The month of each village: open, look, excuse, and every step up to settling."""

from flask import Response

from app.api.requests import answers, asks, made, once, said, takes, wing
from app.api.rounds_said import (
    ExcuseOut,
    MissingHouseholds,
    RoundOut,
    Rounds,
    Sheets,
    excuse_out,
    listed_sheet,
    missing_household,
    round_out,
)
from app.api.schemas import Paged, PeriodIn, Strict, page_of
from app.door.context import actor, db, now
from app.door.routes import needs
from app.kernel.period import Period
from app.registry.accounts.permissions import Permission
from app.scoring.rounds.access import round_for
from app.scoring.rounds.certify import look_at_round
from app.scoring.rounds.listings import missing_of, sheets_of
from app.scoring.rounds.models import RoundState
from app.scoring.rounds.open import open_rounds
from app.scoring.rounds.queries import RoundFilter, excuses_of, progress_of, rounds_in_reach
from app.scoring.rounds.record import excuse_household
from app.scoring.rounds.rules import DEFAULT_ANSWER_DAYS, DEFAULT_NOTICE_DAYS

PAGE = 100
# All villages of the largest district: what was opened is answered whole.
MOST_ROUNDS = 5_000

rounds = wing("rounds")


class RoundsIn(Strict):
    """Open a month in these villages (codes), or in all within reach that have households.

    The days of notice and answer are calendar days, or working days.
    """

    period: PeriodIn
    villages: list[str] | None = None
    notice_days: int = DEFAULT_NOTICE_DAYS
    working_days: bool = False
    answer_days: int = DEFAULT_ANSWER_DAYS


class RoundQuery(Paged):
    """A month, a village's code, a state."""

    period: PeriodIn = ""
    village: str = ""
    state: RoundState | None = None


class ReasonIn(Strict):
    """A reason, in words."""

    reason: str


@rounds.post("/rounds")
@needs(Permission.OPEN_ROUND)
@takes(RoundsIn)
@answers(Rounds, 201, 200)
def post_rounds(body: RoundsIn) -> Response:
    """Open a month; a village whose month is open already is passed over."""
    person, at, period = actor(), now(), Period.parse(body.period)

    def act() -> int:
        open_rounds(
            session, person, period=period, village_codes=body.villages,
            notice_days=body.notice_days, working_days=body.working_days,
            answer_days=body.answer_days, now=at,
        )  # fmt: skip
        return period.months

    with db().write() as session:
        done = once(session, act)
        found = rounds_in_reach(session, person, RoundFilter(period=period), limit=MOST_ROUNDS)
        wanted = body.villages
        items = [
            round_out(row) for row in found if wanted is None or row.round.village_code in wanted
        ]
    return made(Rounds(items=items, next=None), done)


@rounds.get("/rounds")
@needs(Permission.VIEW_ROUND)
@asks(RoundQuery)
@answers(Rounds)
def list_rounds(query: RoundQuery) -> Response:
    """The months of the villages within reach, with their figures."""
    wanted = RoundFilter(
        period=Period.parse(query.period) if query.period else None,
        village_code=query.village,
        state=query.state,
    )
    with db().read() as session:
        found = rounds_in_reach(session, actor(), wanted, after_id=query.after, limit=PAGE + 1)
        rows, after = page_of(found, PAGE, lambda row: row.round.id)
        return said(Rounds(items=[round_out(row) for row in rows], next=after))


@rounds.get("/rounds/<int:round_id>")
@needs(Permission.VIEW_ROUND)
@answers(RoundOut)
def get_round(round_id: int) -> Response:
    """One month with its figures. The township's first look ends the village's withdrawing."""
    _look(round_id)
    with db().read() as session:
        round_ = round_for(session, actor(), Permission.VIEW_ROUND, round_id)
        return said(round_out(progress_of(session, actor(), round_)))


@rounds.get("/rounds/<int:round_id>/sheets")
@needs(Permission.VIEW_ROUND)
@asks(Paged)
@answers(Sheets)
def list_sheets(round_id: int, query: Paged) -> Response:
    """The sheets of a month that count. The township's first look ends the withdrawing."""
    _look(round_id)
    with db().read() as session:
        round_ = round_for(session, actor(), Permission.VIEW_ROUND, round_id)
        found = sheets_of(session, actor(), round_, after_id=query.after, limit=PAGE + 1)
        rows, after = page_of(found, PAGE, lambda row: row.sheet.id)
        return said(Sheets(items=[listed_sheet(row) for row in rows], next=after))


@rounds.get("/rounds/<int:round_id>/missing")
@needs(Permission.VIEW_ROUND)
@asks(Paged)
@answers(MissingHouseholds)
def list_missing(round_id: int, query: Paged) -> Response:
    """The households of a month with neither a sheet nor an excuse."""
    with db().read() as session:
        round_ = round_for(session, actor(), Permission.VIEW_ROUND, round_id)
        found = missing_of(session, actor(), round_, after_id=query.after, limit=PAGE + 1)
        rows, after = page_of(found, PAGE, lambda row: row.id)
        return said(MissingHouseholds(items=[missing_household(row) for row in rows], next=after))


@rounds.put("/rounds/<int:round_id>/excused/<int:household_id>")
@needs(Permission.EXCUSE)
@takes(ReasonIn)
@answers(ExcuseOut, 201, 200)
def put_excuse(round_id: int, household_id: int, body: ReasonIn) -> Response:
    """Excuse a household from a month; again with another reason: the reason changes."""
    with db().write() as session:
        round_for(session, actor(), Permission.EXCUSE, round_id, lock="update")
        known = household_id in excuses_of(session, round_id)
        excused = excuse_household(
            session, actor(), round_id=round_id, household_id=household_id,
            reason=body.reason, now=now(),
        )  # fmt: skip
        return said(excuse_out(excused), 200 if known else 201)


def _look(round_id: int) -> None:
    """Note that the township has seen a submitted month, the first time it does."""
    person = actor()
    with db().read() as session:
        round_ = round_for(session, person, Permission.VIEW_ROUND, round_id)
        waiting = round_.state is RoundState.SUBMITTED and round_.looked_at is None
        certifies = person.may(Permission.CERTIFY)
        looks = waiting and certifies and person.may_at(Permission.CERTIFY, round_.village_code)
    if looks:
        with db().write() as session:
            look_at_round(session, person, round_id=round_id, now=now())
