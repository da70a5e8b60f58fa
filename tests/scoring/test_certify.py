"""From the village to the township and back; the database refuses what the rules refuse."""

from datetime import timedelta

import pytest
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.kernel.errors import Forbidden
from app.kernel.states import WrongState, move
from app.registry.accounts.actor import Actor, Held
from app.registry.accounts.permissions import Role
from app.scoring.rounds.certify import (
    certify_round,
    look_at_round,
    send_back_round,
    submit_round,
    withdraw_round,
)
from app.scoring.rounds.listings import missing_of
from app.scoring.rounds.models import Round, RoundState, Sheet, SheetState
from app.scoring.rounds.publicise import publicise_round
from app.scoring.rounds.record import excuse_household
from app.scoring.rounds.rules import (
    ROUND_MOVES,
    CertifierScored,
    HouseholdsMissing,
    NothingToSubmit,
    NoticeTooShort,
    RoundNotFound,
    RoundReasonMissing,
    TownshipLooked,
)
from tests import make
from tests.make import NOW


def test_a_month_is_not_submitted_while_households_are_missing(session: Session) -> None:
    village = make.village(session)
    scored, unscored = make.households(session, 2, village=village)
    round_ = make.open_round(session, village)
    make.sheet(session, round_, scored)

    committee = make.committee(session, village)
    with pytest.raises(HouseholdsMissing) as refusal:
        submit_round(session, committee, round_id=round_.id, now=NOW)

    assert refusal.value.facts["count"] == 1
    assert missing_of(session, committee, round_) == [unscored]


def test_an_excused_household_is_not_missing(session: Session) -> None:
    village = make.village(session)
    scored, away = make.households(session, 2, village=village)
    round_ = make.open_round(session, village)
    make.sheet(session, round_, scored)
    committee = make.committee(session, village)
    excuse_household(
        session, committee, round_id=round_.id, household_id=away.id, reason="外出", now=NOW
    )

    submit_round(session, committee, round_id=round_.id, now=NOW)

    assert round_.state is RoundState.SUBMITTED


def test_a_month_without_a_single_sheet_is_not_submitted(session: Session) -> None:
    village = make.village(session)
    round_ = make.open_round(session, village)

    with pytest.raises(NothingToSubmit):
        submit_round(session, make.committee(session, village), round_id=round_.id, now=NOW)


def test_the_village_may_withdraw_before_the_township_has_looked(session: Session) -> None:
    village = make.village(session)
    round_ = make.submitted_round(session, village, make.household(session, village=village))

    withdraw_round(session, make.committee(session, village), round_id=round_.id, now=NOW)

    assert round_.state is RoundState.OPEN


def test_once_the_township_has_looked_it_is_too_late(session: Session) -> None:
    village = make.village(session)
    round_ = make.submitted_round(session, village, make.household(session, village=village))
    look_at_round(session, make.township_officer(session), round_id=round_.id, now=NOW)
    session.refresh(round_)

    with pytest.raises(TownshipLooked):
        withdraw_round(session, make.committee(session, village), round_id=round_.id, now=NOW)


def test_the_committee_s_own_look_does_not_count(session: Session) -> None:
    village = make.village(session)
    round_ = make.submitted_round(session, village, make.household(session, village=village))

    look_at_round(session, make.committee(session, village), round_id=round_.id, now=NOW)

    assert round_.looked_at is None


def test_the_township_certifies_every_sheet(session: Session) -> None:
    village = make.village(session)
    household = make.household(session, village=village)
    round_ = make.certified_round(session, village, household)

    sheet = make.live_sheet(session, round_, household)
    assert (round_.state, sheet.state) == (RoundState.CERTIFIED, SheetState.CERTIFIED)


def test_a_month_goes_back_with_a_reason_that_the_village_reads(session: Session) -> None:
    village = make.village(session)
    round_ = make.submitted_round(session, village, make.household(session, village=village))

    send_back_round(
        session, make.township_officer(session), round_id=round_.id, reason="3 户分数跳得太多",
        now=NOW,
    )  # fmt: skip

    assert (round_.state, round_.sent_back_reason) == (RoundState.OPEN, "3 户分数跳得太多")


def test_sending_back_needs_a_reason(session: Session) -> None:
    village = make.village(session)
    round_ = make.submitted_round(session, village, make.household(session, village=village))

    with pytest.raises(RoundReasonMissing):
        send_back_round(
            session, make.township_officer(session), round_id=round_.id, reason=" ", now=NOW
        )


def _scorer_and_certifier(session: Session, village_code: str) -> Actor:
    """Somebody who, against all advice, holds both roles."""
    both = make.actor(session, Role.TOWNSHIP, make.township(session))
    scores = Held(Role.VILLAGE_SPECIALIST, place_code=village_code)
    return Actor(both.user_id, both.username, both.name, (*both.grants, scores))


def test_who_scored_may_not_certify(session: Session) -> None:
    village = make.village(session)
    household = make.household(session, village=village)
    both = _scorer_and_certifier(session, village.code)
    round_ = make.open_round(session, village)
    make.sheet(session, round_, household, by=both)
    submit_round(session, make.committee(session, village), round_id=round_.id, now=NOW)

    with pytest.raises(CertifierScored):
        certify_round(session, both, round_id=round_.id, now=NOW)


def test_the_database_itself_refuses_the_scorer_as_certifier(session: Session) -> None:
    village = make.village(session)
    household = make.household(session, village=village)
    round_ = make.open_round(session, village)
    sheet = make.sheet(session, round_, household)

    with pytest.raises(IntegrityError, match="four_eyes"), session.begin_nested():
        session.execute(
            update(Sheet).where(Sheet.id == sheet.id).values(certified_by=sheet.recorded_by)
        )


def test_a_township_finds_no_month_of_another_township(session: Session) -> None:
    village = make.village(session)
    round_ = make.submitted_round(session, village, make.household(session, village=village))
    stranger = make.actor(session, Role.TOWNSHIP, make.village(session))

    with pytest.raises(RoundNotFound):
        certify_round(session, stranger, round_id=round_.id, now=NOW)


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.DISTRICT_ADMIN])
def test_only_a_township_certifies(session: Session, role: Role) -> None:
    village = make.village(session)
    round_ = make.submitted_round(session, village, make.household(session, village=village))

    with pytest.raises(Forbidden):
        certify_round(
            session, make.actor(session, role, make.district(session)), round_id=round_.id, now=NOW
        )


@pytest.mark.parametrize("state", list(RoundState))
@pytest.mark.parametrize(
    "verb", ["submit", "withdraw", "send_back", "certify", "publicise", "settle"]
)
def test_every_verb_is_listed_for_a_state_or_refused(state: RoundState, verb: str) -> None:
    if (state, verb) in ROUND_MOVES:
        assert move(ROUND_MOVES, state, verb) in RoundState
    else:
        with pytest.raises(WrongState):
            move(ROUND_MOVES, state, verb)


def test_the_notice_stands_seven_days_by_default(session: Session) -> None:
    village = make.village(session)
    round_ = make.publicised_round(session, village, make.household(session, village=village))

    assert round_.closes_at == NOW + timedelta(days=7)


def test_a_notice_may_stand_longer_but_not_shorter(session: Session) -> None:
    village = make.village(session)
    round_ = make.certified_round(session, village, make.household(session, village=village))

    with pytest.raises(NoticeTooShort):
        publicise_round(
            session, make.committee(session, village), round_id=round_.id, now=NOW,
            closes_at=NOW + timedelta(days=6),
        )  # fmt: skip


def test_certifying_twice_is_refused(session: Session) -> None:
    village = make.village(session)
    round_: Round = make.certified_round(session, village, make.household(session, village=village))

    with pytest.raises(WrongState):
        certify_round(session, make.township_officer(session), round_id=round_.id, now=NOW)
