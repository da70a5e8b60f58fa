"""One-off awards: proposed at any time, certified with the month, credited once."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, timedelta
from threading import Barrier

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.demo.files import bytes_of
from app.kernel.constraints import refusal_for
from app.kernel.db import Database
from app.kernel.errors import Forbidden, Refusal
from app.kernel.states import WrongState
from app.ledger.models import Transfer
from app.ledger.queries import balance_of
from app.registry.accounts.actor import Actor, Held
from app.registry.accounts.permissions import Role
from app.registry.households.models import Household, HouseholdStatus
from app.registry.households.queries import HouseholdLeft, HouseholdNotFound
from app.registry.places.models import Place
from app.reports.verify import checks
from app.scoring.rounds.award_models import AwardState, OneOffAward
from app.scoring.rounds.award_queries import (
    awards_in_round,
    awards_of_household,
    awards_offered,
    waiting_awards,
)
from app.scoring.rounds.award_rules import (
    AwardAlreadyGiven,
    AwardDayBad,
    AwardNotFound,
    AwardNotStruckNow,
    AwardOfAnother,
    AwardSubmitted,
    CertifierProposed,
    OwnAward,
)
from app.scoring.rounds.awards import Proposal, propose_award, strike_award, withdraw_award
from app.scoring.rounds.certify import certify_round, send_back_round, submit_round
from app.scoring.rounds.models import Round
from app.scoring.rounds.objections import Decision, decide_objection, record_objection
from app.scoring.rounds.publicise import publicise_round
from app.scoring.rounds.rules import RoundReasonMissing
from app.scoring.rounds.settle import settle_round
from app.scoring.schemes.actions import read_toml
from app.scoring.schemes.awards import AwardLevelBad, AwardPointsBad, UnknownAward
from tests import make
from tests.make import NOW

DAY = date(2026, 11, 18)
LATER = NOW + timedelta(days=8)


@dataclass
class Month:
    """A village's open month with one scored household, and everybody who has to do with it."""

    village: Place
    round: Round
    home: Household
    scorer: Actor
    committee: Actor
    officer: Actor

    def rescue(self) -> Proposal:
        """A rescue that happened two days ago: 20 points."""
        return Proposal(self.home.id, "R1", "井边救起落水儿童", DAY)

    def title(self, level: str) -> Proposal:
        """A title of honour: 50 to 500 points by its level."""
        return Proposal(self.home.id, "R2", "获好媳妇称号", DAY, level=level)


@pytest.fixture
def month(session: Session) -> Month:
    village = make.village(session)
    home = make.household(session, village=village)
    round_ = make.open_round(session, village)
    scorer, committee = make.specialist(session, village), make.committee(session, village)
    make.sheet(session, round_, home, by=scorer)
    return Month(village, round_, home, scorer, committee, make.township_officer(session))


def certified(session: Session, month: Month) -> None:
    """The village submits, the township certifies."""
    submit_round(session, month.committee, round_id=month.round.id, now=NOW)
    certify_round(session, month.officer, round_id=month.round.id, now=NOW)


def on_the_wall(session: Session, month: Month) -> None:
    """Certified and publicised."""
    certified(session, month)
    publicise_round(session, month.committee, round_id=month.round.id, now=NOW)


def settled(session: Session, month: Month) -> None:
    """Certified, publicised, and the notice has ended."""
    on_the_wall(session, month)
    settle_round(session, month.officer, round_id=month.round.id, now=LATER)


def test_an_award_goes_through_the_month_to_the_ledger_beside_the_sheet(
    session: Session, month: Month
) -> None:
    award = propose_award(session, month.scorer, month.title("县级"), now=NOW)

    settled(session, month)

    session.refresh(award)
    assert award.state is AwardState.CREDITED
    assert balance_of(session, month.home.id) == 100 + 200
    posted = session.scalars(select(Transfer).where(Transfer.source_kind == "one_off_award")).one()
    assert (posted.points, posted.source_id) == (200, award.id)
    assert posted.expires_on == date(2027, 3, 31)
    assert [check.name for check in checks(session) if check.bad] == []


def test_settling_again_credits_an_award_no_second_time(session: Session, month: Month) -> None:
    propose_award(session, month.scorer, month.rescue(), now=NOW)
    settled(session, month)

    settle_round(session, month.officer, round_id=month.round.id, now=LATER)

    assert balance_of(session, month.home.id) == 120


def test_an_award_that_is_proposed_when_no_month_is_open_joins_the_next_one(
    session: Session, month: Month
) -> None:
    submit_round(session, month.committee, round_id=month.round.id, now=NOW)
    award = propose_award(session, month.scorer, month.rescue(), now=NOW)
    waited = waiting_awards(session, month.committee, month.village.code)

    october = make.open_round(session, month.village, period="2026-10")

    assert [shown.award.id for shown in waited] == [award.id]
    assert award.round_id == october.id
    assert not waiting_awards(session, month.committee, month.village.code)


def test_an_award_that_waits_joins_a_month_that_was_sent_back_as_a_whole(
    session: Session, month: Month
) -> None:
    submit_round(session, month.committee, round_id=month.round.id, now=NOW)
    award = propose_award(session, month.committee, month.rescue(), now=NOW)

    send_back_round(session, month.officer, round_id=month.round.id, reason="重看", now=NOW)

    assert award.round_id == month.round.id


def test_what_the_scorecard_does_not_give_is_not_proposed(session: Session, month: Month) -> None:
    right = month.rescue()
    bad: list[tuple[Proposal, type[Refusal]]] = [
        (replace(right, code="R9"), UnknownAward),
        (replace(right, level="县级"), AwardLevelBad),
        (replace(right, points=21), AwardPointsBad),
        (replace(right, code="R2"), AwardLevelBad),
        (replace(right, code="R2", level="村级", points=500), AwardPointsBad),
        (replace(right, reason=" "), RoundReasonMissing),
        (replace(right, happened_on=date(2026, 11, 21)), AwardDayBad),
        (replace(right, happened_on=date(2025, 11, 18)), AwardDayBad),
        (replace(right, household_id=10**9), HouseholdNotFound),
    ]

    for proposal, refusal in bad:
        with pytest.raises(refusal):
            propose_award(session, month.scorer, proposal, now=NOW)

    assert not awards_of_household(session, month.committee, month.home.id)


def test_a_household_that_left_gets_no_award(session: Session, month: Month) -> None:
    month.home.status = HouseholdStatus.LEFT

    with pytest.raises(HouseholdLeft):
        propose_award(session, month.committee, month.rescue(), now=NOW)


def test_a_title_is_given_once_a_year_and_again_when_it_was_withdrawn(
    session: Session, month: Month
) -> None:
    first = propose_award(session, month.scorer, month.title("村级"), now=NOW)

    with pytest.raises(IntegrityError) as refused, session.begin_nested():
        propose_award(session, month.scorer, month.title("镇级"), now=NOW)
    withdraw_award(session, month.scorer, award_id=first.id, now=NOW)

    assert isinstance(refusal_for(refused.value), AwardAlreadyGiven)
    assert propose_award(session, month.scorer, month.title("镇级"), now=NOW).points == 100


def test_a_cadre_proposes_for_his_own_households_only(session: Session, month: Month) -> None:
    cadre = make.actor(session, Role.SUPPORT_CADRE, month.village, name="李干部")
    award = propose_award(session, month.scorer, month.rescue(), now=NOW)

    with pytest.raises(HouseholdNotFound):
        propose_award(session, cadre, month.rescue(), now=NOW)
    with pytest.raises(AwardNotFound):
        withdraw_award(session, cadre, award_id=award.id, now=NOW)
    assert not awards_in_round(session, cadre, month.round)


def test_only_who_proposed_withdraws_and_only_before_the_village_submits(
    session: Session, month: Month
) -> None:
    award = propose_award(session, month.scorer, month.rescue(), now=NOW)

    with pytest.raises(AwardOfAnother):
        withdraw_award(session, month.committee, award_id=award.id, now=NOW)
    submit_round(session, month.committee, round_id=month.round.id, now=NOW)
    with pytest.raises(AwardSubmitted):
        withdraw_award(session, month.scorer, award_id=award.id, now=NOW)


def test_a_withdrawn_award_is_not_credited_and_stays_in_the_file(
    session: Session, month: Month
) -> None:
    award = propose_award(session, month.scorer, month.rescue(), now=NOW)
    withdraw_award(session, month.scorer, award_id=award.id, now=NOW)

    settled(session, month)

    with pytest.raises(WrongState):
        withdraw_award(session, month.scorer, award_id=award.id, now=LATER)
    assert balance_of(session, month.home.id) == 100
    kept = awards_of_household(session, month.committee, month.home.id)
    assert [shown.award.state for shown in kept] == [AwardState.WITHDRAWN]


def test_the_township_strikes_an_award_while_it_certifies_and_says_why(
    session: Session, month: Month
) -> None:
    award = propose_award(session, month.scorer, month.rescue(), now=NOW)
    submit_round(session, month.committee, round_id=month.round.id, now=NOW)

    with pytest.raises(Forbidden):  # the village's own people may not
        strike_award(session, month.scorer, award_id=award.id, reason="没有证人", now=NOW)
    with pytest.raises(RoundReasonMissing):
        strike_award(session, month.officer, award_id=award.id, reason=" ", now=NOW)
    strike_award(session, month.officer, award_id=award.id, reason="没有证人", now=NOW)
    certify_round(session, month.officer, round_id=month.round.id, now=NOW)

    shown = awards_in_round(session, month.committee, month.round)
    assert [(each.award.state, each.award.struck_reason) for each in shown] == [
        (AwardState.STRUCK, "没有证人")
    ]


def test_an_award_is_struck_neither_before_it_is_submitted_nor_when_it_is_credited(
    session: Session, month: Month
) -> None:
    award = propose_award(session, month.scorer, month.rescue(), now=NOW)
    with pytest.raises(AwardNotStruckNow):
        strike_award(session, month.officer, award_id=award.id, reason="没有证人", now=NOW)
    settled(session, month)

    with pytest.raises(WrongState):
        strike_award(session, month.committee, award_id=award.id, reason="没有证人", now=LATER)


def both(one: Actor, other: Role, at: Place) -> Actor:
    """The same person with a second role."""
    return replace(one, grants=(*one.grants, Held(other, place_code=at.code)))


def test_who_proposed_an_award_neither_strikes_nor_certifies_it(
    session: Session, month: Month
) -> None:
    officer = both(month.officer, Role.VILLAGE_SPECIALIST, month.village)
    award = propose_award(session, officer, month.rescue(), now=NOW)
    submit_round(session, month.committee, round_id=month.round.id, now=NOW)

    with pytest.raises(OwnAward):
        strike_award(session, officer, award_id=award.id, reason="没有证人", now=NOW)
    with pytest.raises(CertifierProposed):
        certify_round(session, officer, round_id=month.round.id, now=NOW)


def test_the_database_refuses_it_too(session: Session, month: Month) -> None:
    propose_award(session, month.scorer, month.rescue(), now=NOW)
    bad = [
        "certified_by = proposed_by",
        "state = 'struck', struck_by = proposed_by, struck_reason = '无'",
        "state = 'struck', struck_by = 1",
        "state = 'credited'",
        "points = 500",
        "reason = '别的'",
        "happened_on = happened_on",
    ]

    for values in bad:
        refused(session, f"UPDATE one_off_awards SET {values}")


def test_what_was_certified_stays_whoever_writes_sql(session: Session, month: Month) -> None:
    propose_award(session, month.scorer, month.rescue(), now=NOW)
    certified(session, month)

    for change in ("SET cut_points = 1", "SET round_id = NULL", "SET certified_by = 1"):
        refused(session, f"UPDATE one_off_awards {change}")
    refused(session, "DELETE FROM one_off_awards")


def refused(session: Session, statement: str) -> None:
    with pytest.raises(IntegrityError), session.begin_nested():
        session.execute(text(statement))


def test_an_objection_to_the_household_keeps_its_award_back_until_it_is_decided(
    session: Session, month: Month
) -> None:
    propose_award(session, month.scorer, month.rescue(), now=NOW)
    on_the_wall(session, month)
    sheet = make.live_sheet(session, month.round, month.home)
    said = record_objection(
        session, month.committee, sheet_id=sheet.id, said_by="邻居", words="没救人", now=NOW
    )
    settle_round(session, month.officer, round_id=month.round.id, now=LATER)
    kept_back = balance_of(session, month.home.id)

    decision = Decision(upheld=False, reason="有证人", answers={})
    decide_objection(session, month.committee, objection_id=said.id, decision=decision, now=LATER)

    assert (kept_back, balance_of(session, month.home.id)) == (0, 120)


def test_an_award_that_was_objected_to_is_struck_on_the_wall_and_the_sheet_is_credited(
    session: Session, month: Month
) -> None:
    award = propose_award(session, month.scorer, month.rescue(), now=NOW)
    on_the_wall(session, month)
    with pytest.raises(OwnAward):  # the certifier
        strike_award(session, month.officer, award_id=award.id, reason="没有救人", now=NOW)

    strike_award(session, month.committee, award_id=award.id, reason="没有救人", now=NOW)
    settle_round(session, month.officer, round_id=month.round.id, now=LATER)

    assert balance_of(session, month.home.id) == 100


def test_an_award_counts_toward_the_year_s_cap_but_not_toward_the_month_s(
    session: Session,
) -> None:
    capped = {"starts": "2026-11", "year_cap": 150, "month_cap": 100}
    make.scheme(session, read_toml(bytes_of("scheme.toml")) | capped)
    village = make.village(session)
    home = make.household(session, village=village)
    round_ = make.open_round(session, village)
    scorer = make.specialist(session, village)
    make.sheet(session, round_, home, by=scorer)
    month = Month(
        village, round_, home, scorer, make.committee(session, village),
        make.township_officer(session),
    )  # fmt: skip
    awards = [
        propose_award(session, scorer, proposal, now=NOW)
        for proposal in (month.rescue(), month.title("镇级"), month.rescue())
    ]

    settled(session, month)

    for award in awards:
        session.refresh(award)
    assert [award.credited_points for award in awards] == [20, 30, 0]
    assert balance_of(session, home.id) == 150
    assert [check.name for check in checks(session) if check.bad] == []


def test_what_is_offered_is_the_scorecard_of_the_open_month(session: Session, month: Month) -> None:
    offered = awards_offered(session, month.village.code, month.round.period)

    assert [(award.code, award.points_max) for award in offered] == [("R1", 20), ("R2", 500)]


def test_settling_and_striking_at_once_do_one_of_the_two(database: Database) -> None:
    with database.write() as session:
        village = make.village(session)
        home = make.household(session, village=village)
        round_ = make.open_round(session, village)
        scorer, committee = make.specialist(session, village), make.committee(session, village)
        make.sheet(session, round_, home, by=scorer)
        month = Month(village, round_, home, scorer, committee, make.township_officer(session))
        award = propose_award(session, scorer, month.rescue(), now=NOW)
        on_the_wall(session, month)
        ids = (award.id, home.id, round_.id)
    start = Barrier(2)

    def settles() -> None:
        start.wait()
        with database.write() as session:
            settle_round(session, month.officer, round_id=ids[2], now=LATER)

    def strikes() -> None:
        start.wait()
        with suppress(WrongState), database.write() as session:
            strike_award(session, committee, award_id=ids[0], reason="没有救人", now=LATER)

    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(settles), pool.submit(strikes)]:
            done.result()

    with database.read() as session:
        state = session.get_one(OneOffAward, ids[0]).state
        came_of_it = (state, balance_of(session, ids[1]))
    assert came_of_it in {(AwardState.CREDITED, 120), (AwardState.STRUCK, 100)}
