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
from app.scoring.pairs.queries import comparison_of, own_second_sheet, pair_for, pairs_in
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
from app.scoring.rounds.found import Found
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
            uuid4(),
            Found(
                self.round.id, self.home.id, NOW - timedelta(days=1), make.answers(**grades)
            ),
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


def both(month: Month, scorer: Actor) -> Actor:
    """The same person, on the committee as well."""
    held = (*scorer.grants, *month.committee.grants)
    return Actor(scorer.user_id, scorer.username, scorer.name, held)


def test_two_sheets_are_kept_and_wait_unseen_by_who_scores(month: Month) -> None:
    second = month.second(B1="fair", D2="good")

    for person in (month.committee, make.auditor(month.session)):
        (pair,) = pairs_in(month.session, person, month.round)
        told = comparison_of(month.session, pair).differing
        assert [(line.item.code, line.points) for line in told] == [("B1", -5), ("D2", -2)]
        assert (pair.waits, pair.first.points, pair.second.points) == (True, 100, 93)
    assert month.counting.points == 100
    assert own_second_sheet(month.session, month.other, second.id) == (second, None)
    stranger = make.committee(month.session, make.village(month.session))
    outsider = make.specialist(month.session, month.village)
    for person in (month.scorer, month.other, outsider, stranger):
        assert pairs_in(month.session, person, month.round) == []
        with pytest.raises(SecondSheetNotFound):
            pair_for(month.session, person, second.id)
    with pytest.raises(SecondSheetNotFound):
        own_second_sheet(month.session, month.scorer, second.id)


def test_two_sheets_with_the_same_answers_need_nobody(month: Month) -> None:
    second = month.second()

    assert outcome(month) is Outcome.AGREED
    with pytest.raises(AlreadyDecided):
        month.decide(second, take=True)
    assert month.submit().state is RoundState.SUBMITTED


def test_a_month_is_not_submitted_while_two_sheets_differ(month: Month) -> None:
    month.second(B1="fair")

    with pytest.raises(SheetsDiffer) as refusal:
        month.submit()

    assert refusal.value.facts == {"count": 1, "households": "张桂兰"}
    submits = update(Round).where(Round.id == month.round.id).values(state=RoundState.SUBMITTED)
    with pytest.raises(IntegrityError, match="differ"), month.session.begin_nested():
        month.session.execute(submits.execution_options(synchronize_session=False))


def test_the_first_sheet_may_be_kept_with_a_reason_that_stays(month: Month) -> None:
    second = month.second(B1="fair")
    with pytest.raises(RoundReasonMissing):
        month.decide(second, take=False, reason=" ")

    month.decide(second, take=False, reason="张桂兰家那天下过雨")

    assert month.counting.id == month.first.id
    decision = pair_for(month.session, month.scorer, second.id).decision
    assert decision is not None
    assert (decision.outcome, decision.reason) == (Outcome.FIRST, "张桂兰家那天下过雨")
    for change in (
        update(SecondSheet).values(points=1), update(SecondSheetDecision).values(reason="别的"),
        delete(SecondSheetDecision), delete(SecondSheet),
    ):  # fmt: skip
        with pytest.raises(DBAPIError, match="append-only"), month.session.begin_nested():
            month.session.execute(change.execution_options(synchronize_session=False))
    verbs = ["record_second_sheet", "decide_between_sheets"]
    told = month.session.scalars(select(AuditEntry).where(AuditEntry.verb.in_(verbs))).all()
    assert len(told) == 2
    assert not any("张桂兰" in str(entry.facts) for entry in told)


def test_the_second_sheet_that_is_taken_counts_until_it_is_sent_back(month: Month) -> None:
    month.decide(month.second(B1="fair"), take=True)

    taken = month.counting
    assert (taken.points, taken.recorded_by, taken.replaces_id) == (
        95, month.other.user_id, month.first.id,
    )  # fmt: skip
    assert month.first.state is SheetState.VOID
    with pytest.raises(SheetCompared):
        month.again(B1="excellent")
    send_back_sheet(month.session, month.committee, sheet_id=taken.id, reason="请再看", now=NOW)
    assert month.again(by=month.other, B1="good").points == 98


def test_who_has_no_part_in_the_first_writes_one_second_sheet(month: Month) -> None:
    third, fourth = (make.specialist(month.session, month.village) for _ in range(2))
    cadre = make.actor(month.session, Role.SUPPORT_CADRE, month.village, name="王国栋")
    month.again(by=third, B1="good")
    for person, refusal in (
        (month.scorer, TookPartInFirst), (third, TookPartInFirst), (cadre, HouseholdNotFound),
    ):  # fmt: skip
        with pytest.raises(refusal):
            month.second(by=person)
    newcomer = make.household(month.session, village=month.village)
    filled = FilledSheet(uuid4(), Found(month.round.id, newcomer.id, NOW, make.answers()))
    with pytest.raises(NoFirstSheet):
        record_second_sheet(month.session, month.other, filled, now=NOW)
    early = FilledSheet(uuid4(), Found(month.round.id, month.home.id, NOW - timedelta(days=40), {}))
    with pytest.raises(WrongPeriod):
        record_second_sheet(month.session, month.other, early, now=NOW)

    month.second(B1="fair")

    with pytest.raises(SecondSheetExists):
        month.second(by=fourth)


def test_of_a_month_that_was_submitted_only_a_sheet_sent_back_gets_a_second(month: Month) -> None:
    home = make.household(month.session, village=month.village)
    other = make.sheet(month.session, month.round, home, by=month.scorer)
    month.submit()
    with pytest.raises(RoundNotOpen):
        month.second(B1="fair")
    officer = make.township_officer(month.session)
    send_back_sheet(month.session, officer, sheet_id=other.id, reason="请复查", now=NOW)
    with pytest.raises(NotSentBack):
        month.second(B1="fair")
    filled = FilledSheet(uuid4(), Found(month.round.id, home.id, NOW, make.answers(B1="fair")))

    second = record_second_sheet(month.session, month.other, filled, now=NOW)
    decide_between_sheets(
        month.session, month.committee, second_id=second.id,
        verdict=Verdict(takes_second=True, reason="看过院子", first_sheet_id=other.id), now=NOW,
    )  # fmt: skip

    assert month.submit().state is RoundState.SUBMITTED


def test_neither_scorer_decides_nor_a_committee_next_door(month: Month) -> None:
    second = month.second(B1="fair")
    stranger = make.committee(month.session, make.village(month.session))
    with pytest.raises(SecondSheetNotFound):
        month.decide(second, take=True, by=stranger)

    for side in (month.scorer, month.other):
        with pytest.raises(OwnPair):
            month.decide(second, take=True, by=both(month, side))
        row = {
            "second_id": second.id, "outcome": Outcome.FIRST, "first_sheet_id": month.first.id,
            "first_recorded_by": month.scorer.user_id, "second_recorded_by": month.other.user_id,
            "decided_by": side.user_id, "decided_at": NOW, "reason": "没错",
        }  # fmt: skip
        with pytest.raises(IntegrityError, match="four_eyes"), month.session.begin_nested():
            month.session.execute(insert(SecondSheetDecision).values(row))


def test_a_first_sheet_that_is_replaced_is_compared_anew(month: Month) -> None:
    second = month.second(B1="fair")
    read = Verdict(takes_second=True, reason="看过院子", first_sheet_id=month.first.id)
    with pytest.raises(OwnSecondSheet):
        month.again(by=month.other, B1="fair")

    month.again(B1="poor")

    pair = pair_for(month.session, month.committee, second.id)
    (line,) = comparison_of(month.session, pair).differing
    assert (line.first and line.first.answer, line.second and line.second.answer) == (
        "poor", "fair",
    )  # fmt: skip
    with pytest.raises(FirstChanged):
        decide_between_sheets(
            month.session, month.committee, second_id=second.id, verdict=read, now=NOW
        )
    month.again(B1="fair")
    assert outcome(month) is Outcome.AGREED


def test_who_wrote_a_second_sheet_does_not_certify_the_month(month: Month) -> None:
    month.decide(month.second(B1="fair"), take=False)
    month.submit()
    held = make.township_officer(month.session).grants
    person = Actor(month.other.user_id, month.other.username, month.other.name, held)

    with pytest.raises(CertifierScored):
        certify_round(month.session, person, round_id=month.round.id, now=NOW)
