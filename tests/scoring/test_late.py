"""补评: a sheet that comes after its month earns by a correction of two people, or not at all."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.kernel.clock import local
from app.kernel.db import Database
from app.kernel.errors import Refusal
from app.ledger.corrections import (
    CorrectionDecided,
    OwnCorrection,
    ReasonMissing,
    refuse_correction,
)
from app.ledger.models import Correction, CorrectionRefusal
from app.ledger.queries import balance_of, statement
from app.registry.accounts.actor import Actor
from app.registry.accounts.permissions import Role
from app.registry.accounts.queries import actor_by_username
from app.registry.households.models import Household
from app.registry.places.deputies import Absence, name_deputy
from app.registry.places.models import Place
from app.reports.verify import checks
from app.scoring.rounds.certify import certify_round, submit_round, withdraw_round
from app.scoring.rounds.found import Found
from app.scoring.rounds.late import approve_any_correction, propose_late_sheet
from app.scoring.rounds.late_models import LateSheet
from app.scoring.rounds.late_queries import late_by_correction
from app.scoring.rounds.late_rules import (
    LateMonthOpen,
    LateNotYet,
    LateOutdated,
    LateSheetExists,
    LateSheetWaits,
    NothingToCorrect,
)
from app.scoring.rounds.models import Round
from app.scoring.rounds.publicise import publicise_round
from app.scoring.rounds.record import excuse_household
from app.scoring.rounds.rules import RoundNotFound, ScoredElsewhere, WrongPeriod
from app.scoring.rounds.settle import settle_round
from app.scoring.visits.rules import Evidence
from app.words.statement import statement_words
from tests import make
from tests.make import NOW
from tests.scoring import published

LATER = NOW + timedelta(days=10)
GOOD = make.answers("good")


def a_month(session: Session, *, until: str = "settled") -> tuple[Round, Household, Household]:
    """A village's November: the first household was scored, the second one excused."""
    village = make.village(session)
    scored, missed = make.households(session, 2, village=village)
    round_ = make.open_round(session, village)
    make.sheet(session, round_, scored)
    excuse(session, round_, missed)
    if until == "submitted":
        submit_round(session, make.committee(session, village), round_id=round_.id, now=NOW)
    if until in {"certified", "settled"}:
        until_certified(session, round_)
    if until == "settled":
        committee, officer = make.committee(session, village), make.township_officer(session)
        publicise_round(session, committee, round_id=round_.id, now=NOW)
        settle_round(session, officer, round_id=round_.id, now=NOW + timedelta(days=8))
    return round_, scored, missed


def village_committee(session: Session, round_: Round) -> Actor:
    return make.committee(session, session.get_one(Place, round_.village_code))


def excuse(session: Session, round_: Round, home: Household) -> None:
    excuse_household(
        session, village_committee(session, round_), round_id=round_.id, household_id=home.id,
        reason="外出务工", now=NOW,
    )  # fmt: skip


def until_certified(session: Session, round_: Round) -> None:
    submit_round(session, village_committee(session, round_), round_id=round_.id, now=NOW)
    certify_round(session, make.township_officer(session), round_id=round_.id, now=NOW)


def approved(session: Session, late: LateSheet, by: Actor | None = None) -> Correction:
    officer = by or make.township_officer(session)
    return approve_any_correction(session, officer, correction_id=late.correction_id, now=LATER)


def words_of(session: Session, home: Household) -> list[str]:
    late = late_by_correction(session, home.id)
    return [statement_words(line, "", "zh", late) for line in statement(session, home.id)]


def test_a_sheet_found_after_settling_earns_when_a_second_person_approves(
    session: Session,
) -> None:
    round_, _, missed = a_month(session)
    late = make.late_sheet(session, round_, missed, answers_=GOOD)
    before = balance_of(session, missed.id)

    approved(session, late)

    assert (before, balance_of(session, missed.id)) == (0, late.points)
    assert words_of(session, missed) == [f"2026 年 11 月补评：{late.points} 分"]
    assert [check.name for check in checks(session) if check.bad] == []


@pytest.mark.parametrize("grade", ["good", "poor"])
def test_only_the_difference_to_what_was_credited_moves(session: Session, grade: str) -> None:
    round_, scored, _ = a_month(session)
    late = make.late_sheet(session, round_, scored, answers_=make.answers(grade))

    approved(session, late)

    assert late.points < 100
    assert balance_of(session, scored.id) == late.points
    assert f"补评：{late.points} 分，原来入账 100 分" in words_of(session, scored)[0]
    assert [check.name for check in checks(session) if check.bad] == []


def test_who_proposed_it_may_not_approve_it(session: Session) -> None:
    round_, _, missed = a_month(session)
    district = make.actor(session, Role.DISTRICT_ADMIN, make.district(session))
    village = session.get_one(Place, round_.village_code)
    scorer = make.specialist(session, village)
    both = Actor(scorer.user_id, scorer.username, scorer.name, (*scorer.grants, *district.grants))
    late = make.late_sheet(session, round_, missed, by=both)

    with pytest.raises(OwnCorrection):
        approved(session, late, by=both)


def test_an_open_month_is_scored_and_not_proposed(session: Session) -> None:
    round_, _, missed = a_month(session, until="open")

    with pytest.raises(LateMonthOpen):
        make.late_sheet(session, round_, missed)


def test_a_month_that_never_was_cannot_be_mended(session: Session) -> None:
    _, _, missed = a_month(session)
    scorer = make.specialist(session, session.get_one(Place, missed.village_code))
    found = Found(0, missed.id, NOW, GOOD)

    with pytest.raises(RoundNotFound):
        propose_late_sheet(session, scorer, found, why="漏录了", now=LATER)


def test_a_sheet_on_its_way_is_waited_for(session: Session) -> None:
    round_, scored, _ = a_month(session, until="certified")

    with pytest.raises(LateSheetWaits):
        make.late_sheet(session, round_, scored)


def test_the_same_points_need_no_correction(session: Session) -> None:
    round_, scored, _ = a_month(session)

    with pytest.raises(NothingToCorrect):
        make.late_sheet(session, round_, scored)


@pytest.mark.parametrize(
    ("visited", "why", "refusal"), [(40, "漏录了", WrongPeriod), (2, " ", ReasonMissing)]
)
def test_a_late_visit_lies_in_its_month_and_has_a_reason(
    session: Session, visited: int, why: str, refusal: type[Refusal]
) -> None:
    round_, _, missed = a_month(session)
    scorer = make.specialist(session, session.get_one(Place, missed.village_code))
    found = Found(round_.id, missed.id, NOW - timedelta(days=visited), GOOD)

    with pytest.raises(refusal):
        propose_late_sheet(session, scorer, found, why=why, now=LATER)


def test_one_late_sheet_stands_for_a_household_and_month(session: Session) -> None:
    round_, _, missed = a_month(session)
    first = make.late_sheet(session, round_, missed)
    with pytest.raises(LateSheetExists):
        make.late_sheet(session, round_, missed, answers_=GOOD)

    refuse_correction(
        session, make.admin(session), correction_id=first.correction_id, reason="没有纸质表",
        now=LATER,
    )  # fmt: skip

    assert make.late_sheet(session, round_, missed, answers_=GOOD).turn == 2
    with pytest.raises(CorrectionDecided):
        approved(session, first)


def test_nothing_is_approved_while_the_township_may_still_send_the_month_back(
    session: Session,
) -> None:
    round_, _, missed = a_month(session, until="submitted")
    late = make.late_sheet(session, round_, missed)

    with pytest.raises(LateNotYet):
        approved(session, late)


def test_what_the_month_brought_meanwhile_is_not_brought_twice(session: Session) -> None:
    round_, _, missed = a_month(session, until="submitted")
    late = make.late_sheet(session, round_, missed)
    withdraw_round(session, village_committee(session, round_), round_id=round_.id, now=NOW)
    make.sheet(session, round_, missed)
    submit_round(session, village_committee(session, round_), round_id=round_.id, now=NOW)
    certify_round(session, make.township_officer(session), round_id=round_.id, now=NOW)

    with pytest.raises(LateSheetWaits):
        approved(session, late)


def test_a_year_s_cap_reached_meanwhile_makes_it_outdated(session: Session) -> None:
    village = make.village(session)
    scored, missed = make.households(session, 2, village=village)
    make.scheme(session, {**published.BAXIU, "year_cap": 150, "starts": "2026-10"})
    october, november = (
        make.open_round(session, village, period=period) for period in ("2026-10", "2026-11")
    )
    all_of_it = {"A1": "100"}
    make.sheet(session, october, scored, answers_=all_of_it)
    make.sheet(session, november, scored, answers_=all_of_it)
    make.sheet(session, november, missed, answers_=all_of_it)
    excuse(session, october, missed)
    until_certified(session, october)
    late = make.late_sheet(session, october, missed, answers_=all_of_it)
    until_certified(session, november)

    with pytest.raises(LateOutdated):
        approved(session, late)


def test_a_month_scored_late_here_is_not_scored_there(session: Session) -> None:
    round_, _, missed = a_month(session)
    make.late_sheet(session, round_, missed)
    other = make.village(session)
    there = make.open_round(session, other)
    missed.village_code = other.code
    session.flush()

    with pytest.raises(ScoredElsewhere):
        make.sheet(session, there, missed)


def race(database: Database, *works: Callable[[Session], object]) -> list[object]:
    start = Barrier(len(works))

    def answer(work: Callable[[Session], object]) -> object:
        start.wait()
        try:
            with database.write() as session:
                work(session)
        except Refusal as refusal:
            return type(refusal)
        return None

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(answer, works))


def test_proposed_by_two_at_once_it_stands_once(database: Database) -> None:
    with database.write() as session:
        session.expire_on_commit = False
        round_, _, missed = a_month(session)
        scorers = [
            make.specialist(session, session.get_one(Place, round_.village_code)) for _ in range(3)
        ]

    answers = race(
        database,
        *(lambda s, by=each: make.late_sheet(s, round_, missed, by=by) for each in scorers),
    )

    assert (answers.count(None), answers.count(LateSheetExists)) == (1, 2)
    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(LateSheet)) == 1


def test_approved_and_refused_at_once_it_is_decided_once(database: Database) -> None:
    with database.write() as session:
        session.expire_on_commit = False
        round_, _, missed = a_month(session)
        late = make.late_sheet(session, round_, missed)
        one, other = make.admin(session), make.admin(session)

    answers = race(
        database,
        lambda s: approved(s, late, by=one),
        lambda s: refuse_correction(
            s, other, correction_id=late.correction_id, reason="没有凭据", now=LATER
        ),
    )

    assert sorted(map(str, answers)) == sorted(map(str, (None, CorrectionDecided)))
    with database.read() as session:
        refused = session.scalar(select(func.count()).select_from(CorrectionRefusal))
        assert balance_of(session, missed.id) == (0 if refused else 100)


def test_who_came_along_on_a_late_visit_does_not_approve_it_as_a_deputy(session: Session) -> None:
    round_, _scored, missed = a_month(session)
    village = session.get_one(Place, round_.village_code)
    scorer, companion = make.specialist(session, village), make.specialist(session, village)
    late = make.late_sheet(
        session, round_, missed, by=scorer,
        evidence=Evidence(second_visitor=companion.username),
    )  # fmt: skip
    officer = make.township_officer(session)
    name_deputy(
        session, make.admin(session), away_id=officer.user_id, deputy_id=companion.user_id,
        absence=Absence(local(LATER).date(), local(LATER).date(), "培训"), now=NOW,
    )  # fmt: skip
    standing_in = actor_by_username(session, companion.username, LATER)
    assert standing_in is not None

    with pytest.raises(OwnCorrection):
        approve_any_correction(session, standing_in, correction_id=late.correction_id, now=LATER)
