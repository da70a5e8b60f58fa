"""A month by rules that are not the shipped ones: deductions, exemptions, the cap of a year."""

from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy.orm import Session

from app.registry.households.models import Household
from app.registry.places.models import Place
from app.scoring.rounds.certify import certify_round, submit_round
from app.scoring.rounds.exempt import scheme_for
from app.scoring.rounds.exempting import end_exemption, exempt_household
from app.scoring.rounds.found import Found
from app.scoring.rounds.history import why_of
from app.scoring.rounds.models import Sheet
from app.scoring.rounds.record import FilledSheet, record_sheet
from app.scoring.rounds.rules import AlreadyExempt, NotExempt
from app.scoring.schemes.queries import scheme_by_id
from app.scoring.schemes.reading import scheme_from
from app.scoring.schemes.totals import DeductionReasonMissing, ItemsMissing, UnknownItem
from app.scoring.visits.rules import Evidence
from tests import make
from tests.make import NOW
from tests.scoring import published

Rules = dict[str, Any]


def rules(definition: Rules) -> Rules:
    """The rules of a place, from this year on."""
    return {**definition, "starts": "2026-01"}


@pytest.fixture
def village(session: Session) -> Place:
    return make.village(session, "古漯河新村")


def test_points_are_taken_for_a_reason_only(session: Session, village: Place) -> None:
    make.scheme(session, rules(published.A_VILLAGES_CARD))
    household = make.household(session, village=village)
    round_ = make.open_round(session, village)
    scorer = make.specialist(session, village)
    filled = FilledSheet(
        uuid4(),
        Found(
            round_.id, household.id, NOW, {"A1": "4", "A2": "2", "D": "1"}, reasons={"D": " "},
        ),
    )  # fmt: skip

    with pytest.raises(DeductionReasonMissing) as refusal, session.begin_nested():
        record_sheet(session, scorer, filled, now=NOW)

    assert refusal.value.facts["item"] == "检查不净"


def test_the_reason_stands_with_the_sheet(session: Session, village: Place) -> None:
    make.scheme(session, rules(published.A_VILLAGES_CARD))
    household = make.household(session, village=village)
    round_ = make.open_round(session, village)
    scorer = make.specialist(session, village)
    filled = FilledSheet(
        uuid4(),
        Found(
            round_.id, household.id, NOW, {"A1": "4", "A2": "2", "D": "1"},
            reasons={"D": "  11 月 3 日检查，院里堆垃圾 "},
            evidence=Evidence(photos=[make.photo(session, scorer, "D")]),
        ),
    )  # fmt: skip

    sheet = record_sheet(session, scorer, filled, now=NOW)

    assert sheet.points == 3
    assert sheet.reasons == {"D": "11 月 3 日检查，院里堆垃圾"}


def test_nothing_taken_needs_no_reason(session: Session, village: Place) -> None:
    make.scheme(session, rules(published.A_VILLAGES_CARD))
    household = make.household(session, village=village)
    round_ = make.open_round(session, village)

    sheet = make.sheet(session, round_, household, answers_={"A1": "4", "A2": "2", "D": "0"})

    assert sheet.points == 6


@pytest.mark.parametrize("reason", ["", "脏", "脏" * 201])
def test_a_reason_is_neither_too_short_nor_too_long(
    session: Session, village: Place, reason: str
) -> None:
    make.scheme(session, rules(published.A_VILLAGES_CARD))
    household = make.household(session, village=village)
    round_ = make.open_round(session, village)
    filled = FilledSheet(
        uuid4(),
        Found(
            round_.id, household.id, NOW, {"A1": "4", "A2": "2", "D": "1"},
            reasons={"D": reason},
        ),
    )  # fmt: skip

    with pytest.raises(DeductionReasonMissing):
        record_sheet(session, make.specialist(session, village), filled, now=NOW)


def test_a_deduction_that_is_yes_or_no_may_stay_without_an_answer(
    session: Session, village: Place
) -> None:
    extra = {"code": "X", "name": "乱堆柴草", "role": "deduction", "kind": "yes_no", "points": 5}
    make.scheme(session, rules({**published.MINI_PROGRAM, "extras": [extra]}))
    household = make.household(session, village=village)
    round_ = make.open_round(session, village)

    sheet = make.sheet(session, round_, household, answers_={"A1": "2", "A2": "yes"})

    assert (sheet.points, sheet.reasons) == (25, {})


def test_a_reason_for_what_takes_nothing_is_not_kept(session: Session, village: Place) -> None:
    make.scheme(session, rules(published.A_VILLAGES_CARD))
    household = make.household(session, village=village)
    round_ = make.open_round(session, village)
    filled = FilledSheet(
        uuid4(),
        Found(
            round_.id, household.id, NOW, {"A1": "4", "A2": "2"}, reasons={"Z9": "没有这一项"},
        ),
    )  # fmt: skip

    sheet = record_sheet(session, make.specialist(session, village), filled, now=NOW)

    assert sheet.reasons == {}


def test_a_household_that_cannot_work_is_asked_for_other_things(
    session: Session, village: Place
) -> None:
    make.scheme(session, rules(published.SUANCIGOU))
    household = make.household(session, village=village)
    round_ = make.open_round(session, village)
    exempt_household(session, make.committee(session, village), household_id=household.id, now=NOW)

    with pytest.raises(UnknownItem), session.begin_nested():
        make.sheet(
            session, round_, household,
            answers_={"A1": "excellent", "W1": "excellent", "W2": "excellent"},
        )  # fmt: skip
    sheet = make.sheet(session, round_, household, answers_={"A1": "excellent", "V1": "excellent"})

    assert sheet.points == scheme_for(session, round_, household.id).points_max == 100


def test_who_can_work_cannot_choose_the_other_things(session: Session, village: Place) -> None:
    make.scheme(session, rules(published.SUANCIGOU))
    household = make.household(session, village=village)
    round_ = make.open_round(session, village)

    with pytest.raises((UnknownItem, ItemsMissing)):
        make.sheet(session, round_, household, answers_={"A1": "excellent", "V1": "excellent"})


def test_an_exemption_is_granted_once_and_ends(session: Session, village: Place) -> None:
    household = make.household(session, village=village)
    committee = make.committee(session, village)
    exempt_household(session, committee, household_id=household.id, now=NOW)

    with pytest.raises(AlreadyExempt):
        exempt_household(session, committee, household_id=household.id, now=NOW)
    ended = end_exemption(session, committee, household_id=household.id, now=NOW)
    with pytest.raises(NotExempt):
        end_exemption(session, committee, household_id=household.id, now=NOW)

    assert ended.ended_by == committee.user_id


def test_the_sheet_of_then_is_read_by_the_rules_of_then(session: Session, village: Place) -> None:
    """The exemption ends; what was scored by it is still explained by it."""
    make.scheme(session, rules(published.SUANCIGOU))
    household = make.household(session, village=village)
    round_ = make.open_round(session, village)
    committee = make.committee(session, village)
    exempt_household(session, committee, household_id=household.id, now=NOW)
    sheet = make.sheet(session, round_, household, answers_={"A1": "good", "V1": "excellent"})

    end_exemption(session, committee, household_id=household.id, now=NOW)

    why = why_of(scheme_by_id(session, round_.scheme_version_id), sheet)
    assert [line.item.code for section in why.sections for line in section.lines] == ["A1", "V1"]
    assert why.points == sheet.points == 45 + 40


def certified(session: Session, household: Household, period: str, points: int) -> Sheet:
    """A household's month with so many points, certified."""
    village = session.get_one(Place, household.village_code)
    round_ = make.open_round(session, village, period=period)
    sheet = make.sheet(session, round_, household, answers_={"A1": str(points)})
    submit_round(session, make.committee(session, village), round_id=round_.id, now=NOW)
    certify_round(session, make.township_officer(session), round_id=round_.id, now=NOW)
    return sheet


def test_the_year_cuts_what_goes_beyond_its_cap_and_says_so(
    session: Session, village: Place
) -> None:
    """八秀村: 700 a year; here 150, reached in the second month."""
    version = make.scheme(session, rules({**published.BAXIU, "year_cap": 150}))
    household = make.household(session, village=village)
    first = certified(session, household, "2026-09", 100)

    second = certified(session, household, "2026-10", 80)
    third = certified(session, household, "2026-11", 70)

    assert [first.points, second.points, third.points] == [100, 50, 0]
    why = why_of(scheme_from(version.definition), second)
    assert [(cut.rule.value, cut.points) for cut in why.cuts] == [("year_cap", 30)]


def test_a_new_year_begins_at_nothing(session: Session, village: Place) -> None:
    make.scheme(session, {**published.BAXIU, "year_cap": 150, "starts": "2025-01"})
    household = make.household(session, village=village)
    certified(session, household, "2025-12", 100)

    january = certified(session, household, "2026-01", 100)

    assert (january.points, january.earned_this_year) == (100, 0)


def test_before_it_is_certified_a_month_is_not_cut(session: Session, village: Place) -> None:
    make.scheme(session, rules({**published.BAXIU, "year_cap": 50}))
    household = make.household(session, village=village)
    round_ = make.open_round(session, village)

    sheet = make.sheet(session, round_, household, answers_={"A1": "80"})

    assert (sheet.points, sheet.earned_this_year) == (80, None)
