"""A notice that counts working days: over Spring Festival, and into a year nobody entered."""

from datetime import UTC, datetime

import pytest
from sqlalchemy.orm import Session

from app.kernel.clock import local
from app.kernel.period import Period
from app.registry.workdays.rules import WorkdaysUnknown
from app.scoring.rounds.certify import certify_round, submit_round
from app.scoring.rounds.closing import closing_of
from app.scoring.rounds.models import Round, RoundState
from app.scoring.rounds.open import open_rounds
from app.scoring.rounds.publicise import publicise_round
from app.scoring.rounds.rules import AnswerDaysBad, NoticeStillOpen, NoticeTooShort
from app.scoring.rounds.settle import settle_round
from tests import make

# Wednesday 11 February 2026, 10:00 in Shanghai; 春节 is on the 17th.
BEFORE_THE_FESTIVAL = datetime(2026, 2, 11, 2, 0, tzinfo=UTC)


def certified(
    session: Session, period: str = "2026-01", *, working_days: bool = True, notice_days: int = 5
) -> Round:
    """A certified month whose notice counts working days."""
    village = make.village(session)
    home = make.household(session, village=village)
    make.scheme(session)
    opened = open_rounds(
        session, make.admin(session), period=Period.parse(period), now=make.NOW,
        village_codes=[village.code], notice_days=notice_days, working_days=working_days,
    )  # fmt: skip
    round_ = opened.rounds[0]
    make.sheet(session, round_, home)
    submit_round(session, make.committee(session, village), round_id=round_.id, now=make.NOW)
    return certify_round(session, make.township_officer(session), round_id=round_.id, now=make.NOW)


def up(session: Session, round_: Round, at: datetime, closes_at: datetime | None = None) -> Round:
    """The round on the wall."""
    officer = make.township_officer(session)
    return publicise_round(session, officer, round_id=round_.id, now=at, closes_at=closes_at)


def test_five_working_days_over_the_festival_end_on_the_25th(session: Session) -> None:
    round_ = up(session, certified(session), BEFORE_THE_FESTIVAL)

    assert round_.closes_at
    assert f"{local(round_.closes_at):%Y-%m-%d %H:%M}" == "2026-02-25 23:59"


def test_five_calendar_days_end_to_the_minute_as_before(session: Session) -> None:
    round_ = up(session, certified(session, working_days=False), BEFORE_THE_FESTIVAL)

    assert round_.closes_at
    assert f"{local(round_.closes_at):%Y-%m-%d %H:%M}" == "2026-02-16 10:00"


def test_it_may_hang_longer_but_not_shorter(session: Session) -> None:
    round_ = certified(session)
    with pytest.raises(NoticeTooShort):
        up(session, round_, BEFORE_THE_FESTIVAL, datetime(2026, 2, 24, 15, 59, tzinfo=UTC))
    assert round_.state is RoundState.CERTIFIED

    until = datetime(2026, 2, 27, 15, 59, tzinfo=UTC)
    assert up(session, round_, BEFORE_THE_FESTIVAL, until).closes_at == until


def test_nothing_is_credited_during_the_festival(session: Session) -> None:
    round_ = up(session, certified(session), BEFORE_THE_FESTIVAL)
    officer = make.township_officer(session)

    with pytest.raises(NoticeStillOpen):
        settle_round(
            session, officer, round_id=round_.id, now=datetime(2026, 2, 24, 15, 0, tzinfo=UTC)
        )

    settled = settle_round(
        session, officer, round_id=round_.id, now=datetime(2026, 2, 25, 16, 0, tzinfo=UTC)
    )
    assert settled.state is RoundState.SETTLED


@pytest.mark.parametrize(
    "at",
    [
        datetime(2026, 12, 29, 2, 0, tzinfo=UTC),  # it would end in 2027
        datetime(2026, 12, 21, 2, 0, tzinfo=UTC),  # its last objection would be answered there
    ],
)
def test_a_notice_that_leads_into_an_unknown_year_does_not_go_up(
    session: Session, at: datetime
) -> None:
    round_ = certified(session, "2026-11")

    with pytest.raises(WorkdaysUnknown):
        up(session, round_, at)


def test_a_notice_of_no_days_ends_at_once(session: Session) -> None:
    make.practice(session)
    round_ = certified(session, "2026-11", notice_days=0)

    assert up(session, round_, make.NOW).closes_at == make.NOW


def test_without_a_calendar_every_day_counts() -> None:
    assert closing_of(BEFORE_THE_FESTIVAL, 1, None) == datetime(2026, 2, 12, 2, 0, tzinfo=UTC)


@pytest.mark.parametrize("days", [0, 31])
def test_an_objection_is_answered_within_one_to_thirty_days(session: Session, days: int) -> None:
    village = make.village(session)
    make.scheme(session)

    with pytest.raises(AnswerDaysBad):
        open_rounds(
            session, make.admin(session), period=Period.parse("2026-11"), now=make.NOW,
            village_codes=[village.code], answer_days=days,
        )  # fmt: skip
