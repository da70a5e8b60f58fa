"""What an office reads around its months, and what stands in a household's own file."""

from datetime import timedelta

from sqlalchemy.orm import Session

from app.kernel.period import Period
from app.registry.accounts.permissions import Role
from app.scoring.rounds.history import months_of_household, objections_to, versions_of_sheet
from app.scoring.rounds.models import ObjectionState, RoundState
from app.scoring.rounds.objections import Decision, decide_objection, record_objection
from app.scoring.rounds.overview import (
    objections_by_state,
    periods_in_reach,
    rounds_by_state,
    settleable,
)
from app.scoring.rounds.record import excuse_household
from app.scoring.schemes.reading import scheme_from
from tests import make
from tests.make import NOW

NOVEMBER = Period.parse("2026-11")


def test_months_are_listed_the_latest_first(session: Session) -> None:
    village = make.village(session)
    for period in ("2026-09", "2026-11", "2026-10"):
        make.open_round(session, village, period=period)

    found = periods_in_reach(session, make.township_officer(session))

    assert [str(period) for period in found] == ["2026-11", "2026-10", "2026-09"]


def test_villages_are_counted_by_where_their_month_stands(session: Session) -> None:
    first, second = make.village(session), make.village(session)
    make.submitted_round(session, first, make.household(session, village=first))
    make.open_round(session, second)

    officer = make.township_officer(session)

    assert rounds_by_state(session, officer, NOVEMBER) == {
        RoundState.SUBMITTED: 1, RoundState.OPEN: 1,
    }  # fmt: skip
    assert rounds_by_state(session, officer, NOVEMBER, "999") == {}


def test_what_can_be_settled_says_for_how_many_and_how_much(session: Session) -> None:
    village = make.village(session, "孟尝君新村")
    make.publicised_round(session, village, *make.households(session, 2, village=village))
    officer = make.township_officer(session)

    found = settleable(session, officer, NOW + timedelta(days=7))

    assert [row[1:] for row in found] == [("孟尝君新村", 2, 200)]
    assert settleable(session, officer, NOW) == []


def test_a_village_elsewhere_cannot_be_settled_from_here(session: Session) -> None:
    village = make.village(session)
    make.publicised_round(session, village, make.household(session, village=village))
    elsewhere = make.actor(session, Role.TOWNSHIP, make.village(session))

    assert settleable(session, elsewhere, NOW + timedelta(days=7)) == []


def test_a_households_file_shows_scores_and_excuses_with_their_reason(session: Session) -> None:
    village = make.village(session)
    household = make.household(session, village=village)
    make.sheet(session, make.open_round(session, village, period="2026-10"), household)
    november = make.open_round(session, village)
    excuse_household(
        session, make.committee(session, village), round_id=november.id,
        household_id=household.id, reason="全家外出务工", now=NOW,
    )  # fmt: skip

    latest, before = months_of_household(session, household)

    assert (latest.sheet, latest.excuse and latest.excuse.reason) == (None, "全家外出务工")
    assert (before.sheet and before.sheet.points, before.scorer) == (100, "周明霞")


def test_a_corrected_sheet_stands_beside_the_one_it_replaced(session: Session) -> None:
    village = make.village(session)
    household = make.household(session, village=village)
    round_ = make.publicised_round(session, village, household)
    disputed = make.live_sheet(session, round_, household)
    objection = record_objection(
        session, make.committee(session, village), sheet_id=disputed.id, said_by="邻居",
        words="院子里堆了柴", now=NOW,
    )  # fmt: skip
    decision = Decision(upheld=True, reason="看过了", answers={"B1": "poor"})
    decide_objection(
        session, make.admin(session), objection_id=objection.id, decision=decision, now=NOW
    )

    corrected, first = versions_of_sheet(
        session, disputed, scheme_from(make.scheme(session).definition)
    )

    assert (corrected.sheet.points, corrected.scorer) == (90, "孙立新")
    assert (first.sheet.points, first.scorer, first.certifier) == (100, "周明霞", "孙镇长")
    assert [o.said_by for o in objections_to(session, [first.sheet.id])] == ["邻居"]
    assert objections_by_state(session, make.admin(session)) == {ObjectionState.UPHELD: 1}
