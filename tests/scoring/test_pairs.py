"""Two sheets of one household: each on its own, compared, and a third person decides."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm import Session

from app.registry.accounts.actor import Actor
from app.registry.accounts.models import AuditEntry
from app.registry.accounts.permissions import Role
from app.registry.households.models import Household
from app.registry.households.queries import HouseholdNotFound
from app.registry.places.models import Place
from app.scoring.pairs.decide import Verdict, decide_between_sheets
from app.scoring.pairs.queries import comparison_of, own_second_sheet, pair_for, pair_of, pairs_in
from app.scoring.pairs.record import record_second_sheet
from app.scoring.pairs.rules import (
    AlreadyDecided,
    FirstChanged,
    NoFirstSheet,
    OwnPair,
    SecondSheetExists,
    SecondSheetNotFound,
    TookPartInFirst,
)
from app.scoring.rounds.certify import certify_round, submit_round
from app.scoring.rounds.models import Round, RoundState, Sheet, SheetState
from app.scoring.rounds.record import FilledSheet, record_sheet
from app.scoring.rounds.rules import (
    CertifierScored,
    RoundNotOpen,
    RoundReasonMissing,
    WrongPeriod,
)
from app.scoring.rounds.second_models import Outcome, SecondSheet, SecondSheetDecision
from app.scoring.rounds.second_rules import OwnSecondSheet, SheetCompared, SheetsDiffer
from app.scoring.rounds.send_back import send_back_sheet
from app.scoring.rounds.send_back_rules import NotSentBack
from tests import make
from tests.make import NOW


@dataclass
class Month:
    """A month of one household with full marks, and everybody who has to do with it."""

    session: Session
    village: Place
    round: Round
    home: Household
    first: Sheet
    scorer: Actor
    other: Actor
    committee: Actor

    def filled(self, replaces_id: int | None = None, /, **grades: str) -> FilledSheet:
        """What somebody sends from the door: full marks but for these."""
        return FilledSheet(
            uuid=uuid4(), round_id=self.round.id, household_id=self.home.id,
            visited_at=NOW - timedelta(days=1), answers=make.answers(**grades),
            replaces_id=replaces_id,
        )  # fmt: skip

    def second(self, by: Actor | None = None, **grades: str) -> SecondSheet:
        """Somebody else scores the household, full marks but for these."""
        return record_second_sheet(self.session, by or self.other, self.filled(**grades), now=NOW)

    def again(self, by: Actor | None = None, **grades: str) -> Sheet:
        """Another sheet in place of the one that counts."""
        filled = self.filled(self.counting.id, **grades)
        return record_sheet(self.session, by or self.scorer, filled, now=NOW)

    def decide(
        self, second: SecondSheet, *, take: bool, by: Actor | None = None, reason: str = "看过院子"
    ) -> SecondSheet:
        """A third person decides, having read the sheet that counts now."""
        return decide_between_sheets(
            self.session, by or self.committee, second_id=second.id,
            verdict=Verdict(take, reason, self.counting.id), now=NOW,
        )  # fmt: skip

    def submit(self) -> Round:
        """The village submits the month."""
        return submit_round(self.session, self.committee, round_id=self.round.id, now=NOW)

    @property
    def counting(self) -> Sheet:
        """The sheet of the household that counts."""
        return make.live_sheet(self.session, self.round, self.home)


@pytest.fixture
def month(session: Session) -> Month:
    village = make.village(session)
    home = make.household(session, village=village, head="张桂兰")
    scorer, other = make.specialist(session, village), make.specialist(session, village)
    round_ = make.open_round(session, village)
    first = make.sheet(session, round_, home, by=scorer)
    committee = make.committee(session, village)
    return Month(session, village, round_, home, first, scorer, other, committee)


def outcome(month: Month) -> Outcome | None:
    """What came of the two sheets."""
    decision = month.session.scalars(select(SecondSheetDecision)).one_or_none()
    return decision.outcome if decision else None


def test_two_sheets_are_kept_and_the_first_counts_until_somebody_decides(month: Month) -> None:
    month.second(B1="fair", D2="good")

    pair = pair_of(month.session, month.committee, month.round.id, month.home.id)
    assert pair is not None
    told = comparison_of(month.session, pair).differing
    assert [(line.item.code, line.points) for line in told] == [("B1", -5), ("D2", -2)]
    assert (pair.first.points, pair.second.points) == (100, 93)
    assert month.counting.points == 100


def test_two_sheets_with_the_same_answers_need_nobody(month: Month) -> None:
    month.second()

    assert outcome(month) is Outcome.AGREED
    assert month.submit().state is RoundState.SUBMITTED


def test_a_month_is_not_submitted_while_two_sheets_differ(month: Month) -> None:
    month.second(B1="fair")

    with pytest.raises(SheetsDiffer) as refusal:
        month.submit()

    assert refusal.value.facts == {"count": 1, "households": "张桂兰"}


def test_the_database_itself_submits_no_month_whose_sheets_differ(month: Month) -> None:
    month.second(B1="fair")
    submits = update(Round).where(Round.id == month.round.id).values(state=RoundState.SUBMITTED)

    with pytest.raises(IntegrityError, match="differ"), month.session.begin_nested():
        month.session.execute(submits.execution_options(synchronize_session=False))


def test_the_first_sheet_may_be_kept_with_a_reason(month: Month) -> None:
    second = month.second(B1="fair")

    month.decide(second, take=False, reason="那天刚下过雨")

    assert month.counting.id == month.first.id
    pair = pair_for(month.session, month.scorer, second.id)
    assert pair.decision is not None
    assert (pair.decision.outcome, pair.decision.reason) == (Outcome.FIRST, "那天刚下过雨")
    assert month.submit().state is RoundState.SUBMITTED


def test_the_second_sheet_that_is_taken_counts_as_its_own_scorers(month: Month) -> None:
    second = month.second(B1="fair")

    month.decide(second, take=True)

    taken = month.counting
    assert (taken.points, taken.recorded_by, taken.replaces_id) == (
        95, month.other.user_id, month.first.id,
    )  # fmt: skip
    assert month.first.state is SheetState.VOID
    assert pair_for(month.session, month.scorer, second.id).second_taken


def test_who_took_part_in_the_first_writes_no_second(month: Month) -> None:
    with pytest.raises(TookPartInFirst):
        month.second(by=month.scorer, B1="fair")


def test_who_wrote_a_sheet_that_was_replaced_writes_no_second(month: Month) -> None:
    month.again(by=month.other, B1="fair")

    with pytest.raises(TookPartInFirst):
        month.second(by=month.scorer)


def test_without_a_first_sheet_there_is_no_second(month: Month) -> None:
    newcomer = make.household(month.session, village=month.village)
    filled = FilledSheet(uuid4(), month.round.id, newcomer.id, NOW, make.answers())

    with pytest.raises(NoFirstSheet):
        record_second_sheet(month.session, month.other, filled, now=NOW)


def test_there_is_no_third_sheet(month: Month) -> None:
    month.second(B1="fair")
    third = make.specialist(month.session, month.village)

    with pytest.raises(SecondSheetExists):
        month.second(by=third)


def test_a_second_sheet_needs_a_visit_in_an_open_month(month: Month) -> None:
    filled = month.filled()
    early = FilledSheet(uuid4(), month.round.id, month.home.id, NOW - timedelta(days=40), {})
    with pytest.raises(WrongPeriod):
        record_second_sheet(month.session, month.other, early, now=NOW)
    month.submit()

    with pytest.raises(RoundNotOpen):
        record_second_sheet(month.session, month.other, filled, now=NOW)


def test_while_single_sheets_are_open_only_those_get_a_second_one(month: Month) -> None:
    other = make.household(month.session, village=month.village)
    sent = make.sheet(month.session, month.round, other, by=month.scorer)
    month.submit()
    officer = make.township_officer(month.session)
    send_back_sheet(month.session, officer, sheet_id=sent.id, reason="请复查", now=NOW)

    with pytest.raises(NotSentBack):
        month.second(B1="fair")


def test_a_second_sheet_that_is_taken_answers_why_the_first_was_sent_back(month: Month) -> None:
    month.submit()
    officer = make.township_officer(month.session)
    send_back_sheet(month.session, officer, sheet_id=month.first.id, reason="请复查", now=NOW)

    month.decide(month.second(B1="fair"), take=True)

    assert month.submit().state is RoundState.SUBMITTED


def test_a_cadre_scores_no_household_of_another_a_second_time(month: Month) -> None:
    cadre = make.actor(month.session, Role.SUPPORT_CADRE, month.village, name="王国栋")

    with pytest.raises(HouseholdNotFound):
        month.second(by=cadre)


def test_the_first_scorer_reads_the_second_only_after_the_decision(month: Month) -> None:
    second = month.second(B1="fair")
    outsider = make.specialist(month.session, month.village)
    for person in (month.scorer, outsider):
        assert pairs_in(month.session, person, month.round) == []
        with pytest.raises(SecondSheetNotFound):
            pair_for(month.session, person, second.id)
        with pytest.raises(SecondSheetNotFound):
            own_second_sheet(month.session, person, second.id)

    month.decide(second, take=False)

    assert pair_for(month.session, month.scorer, second.id).second.points == 95


def test_the_second_scorer_reads_his_own_and_auditors_read_both(month: Month) -> None:
    second = month.second(B1="fair")

    assert own_second_sheet(month.session, month.other, second.id) == (second, None)
    assert pairs_in(month.session, month.other, month.round) == []
    for person in (make.auditor(month.session), make.township_officer(month.session)):
        assert [pair.waits for pair in pairs_in(month.session, person, month.round)] == [True]


def both(month: Month, scorer: Actor) -> Actor:
    """The same person, on the committee as well."""
    held = (*scorer.grants, *month.committee.grants)
    return Actor(scorer.user_id, scorer.username, scorer.name, held)


@pytest.mark.parametrize("which", ["scorer", "other"])
def test_neither_scorer_decides(month: Month, which: str) -> None:
    second = month.second(B1="fair")
    side: Actor = getattr(month, which)

    with pytest.raises(OwnPair):
        month.decide(second, take=True, by=both(month, side))


@pytest.mark.parametrize("which", ["scorer", "other"])
def test_the_database_itself_lets_neither_scorer_decide(month: Month, which: str) -> None:
    second = month.second(B1="fair")
    side: Actor = getattr(month, which)
    row = {
        "second_id": second.id, "outcome": Outcome.FIRST, "first_sheet_id": month.first.id,
        "first_recorded_by": month.scorer.user_id, "second_recorded_by": month.other.user_id,
        "decided_by": side.user_id, "decided_at": NOW, "reason": "没错",
    }  # fmt: skip

    with pytest.raises(IntegrityError, match="four_eyes"), month.session.begin_nested():
        month.session.execute(insert(SecondSheetDecision).values(row))


def test_a_decision_needs_a_reason(month: Month) -> None:
    second = month.second(B1="fair")

    with pytest.raises(RoundReasonMissing):
        month.decide(second, take=True, reason=" ")


@pytest.mark.parametrize("grade", ["fair", "excellent"])
def test_what_is_decided_or_agreed_is_not_decided_again(month: Month, grade: str) -> None:
    second = month.second(B1=grade)
    if grade == "fair":
        month.decide(second, take=False)

    with pytest.raises(AlreadyDecided):
        month.decide(second, take=True)


def test_scorers_decide_nothing_and_committees_only_at_home(month: Month) -> None:
    second = month.second(B1="fair")
    stranger = make.committee(month.session, make.village(month.session))

    with pytest.raises(SecondSheetNotFound):
        month.decide(second, take=True, by=stranger)


def test_a_first_sheet_that_is_replaced_is_compared_anew(month: Month) -> None:
    second = month.second(B1="fair")

    month.again(B1="poor")

    pair = pair_for(month.session, month.committee, second.id)
    (line,) = comparison_of(month.session, pair).differing
    assert (line.first and line.first.answer, line.second and line.second.answer) == (
        "poor", "fair",
    )  # fmt: skip


def test_a_first_sheet_that_becomes_like_the_second_settles_it(month: Month) -> None:
    month.second(B1="fair")

    month.again(B1="fair")

    assert outcome(month) is Outcome.AGREED


def test_nobody_decides_about_a_first_sheet_that_he_has_not_read(month: Month) -> None:
    second = month.second(B1="fair")
    read = Verdict(takes_second=True, reason="看过院子", first_sheet_id=month.first.id)
    month.again(B1="poor")

    with pytest.raises(FirstChanged):
        decide_between_sheets(
            month.session, month.committee, second_id=second.id, verdict=read, now=NOW
        )


def test_the_second_scorer_keeps_away_from_the_first_sheet(month: Month) -> None:
    month.second(B1="fair")

    with pytest.raises(OwnSecondSheet):
        month.again(by=month.other, B1="fair")


def test_what_was_compared_changes_only_when_it_is_sent_back(month: Month) -> None:
    month.decide(month.second(B1="fair"), take=True)
    with pytest.raises(SheetCompared):
        month.again(B1="excellent")

    back = month.counting
    send_back_sheet(month.session, month.committee, sheet_id=back.id, reason="请再看", now=NOW)

    assert month.again(by=month.other, B1="good").points == 98


def test_who_wrote_a_second_sheet_does_not_certify_the_month(month: Month) -> None:
    month.decide(month.second(B1="fair"), take=False)
    month.submit()
    held = make.township_officer(month.session).grants
    person = Actor(month.other.user_id, month.other.username, month.other.name, held)

    with pytest.raises(CertifierScored):
        certify_round(month.session, person, round_id=month.round.id, now=NOW)


def test_a_committee_next_door_sees_no_pair(month: Month) -> None:
    month.second(B1="fair")
    stranger = make.committee(month.session, make.village(month.session))

    assert pairs_in(month.session, stranger, month.round) == []


def test_both_sheets_and_the_decision_stay_as_they_were_written(month: Month) -> None:
    month.decide(month.second(B1="fair"), take=False)

    for change in (
        update(SecondSheet).values(points=1), update(SecondSheetDecision).values(reason="别的"),
        delete(SecondSheetDecision), delete(SecondSheet),
    ):  # fmt: skip
        with pytest.raises(DBAPIError, match="append-only"), month.session.begin_nested():
            month.session.execute(change.execution_options(synchronize_session=False))


def test_the_audit_names_nobody_and_no_reason(month: Month) -> None:
    month.decide(month.second(B1="fair"), take=True, reason="张桂兰家院子脏")

    told = month.session.scalars(
        select(AuditEntry).where(
            AuditEntry.verb.in_(["record_second_sheet", "decide_between_sheets"])
        )
    ).all()
    assert len(told) == 2
    assert not any("张桂兰" in str(entry.facts) for entry in told)
