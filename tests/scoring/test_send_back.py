"""Single sheets that go back to their scorers: what opens, what stays shut, who may answer."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm import Session

from app.kernel.errors import Forbidden
from app.kernel.period import Period
from app.kernel.states import WrongState
from app.registry.accounts.actor import Actor
from app.registry.accounts.models import AuditEntry
from app.registry.accounts.permissions import Role
from app.registry.households.models import Household
from app.registry.households.queries import HouseholdNotFound
from app.registry.places.models import Place
from app.scoring.rounds.certify import (
    certify_round,
    send_back_round,
    submit_round,
    withdraw_round,
)
from app.scoring.rounds.certifying_models import Level, SentBackAnswer, SentBackSheet
from app.scoring.rounds.found import Found
from app.scoring.rounds.mine import Due, my_households
from app.scoring.rounds.models import Round, RoundState, Sheet
from app.scoring.rounds.record import FilledSheet, excuse_household, record_sheet
from app.scoring.rounds.rules import RoundNotOpen, RoundReasonMissing, SheetNotFound
from app.scoring.rounds.send_back import keep_sheet, send_back_sheet, send_back_sheets
from app.scoring.rounds.send_back_rules import (
    AlreadySentBack,
    NoSheetChosen,
    NotSentBack,
    OwnSendBack,
    SendBackAnswered,
    SheetsSentBack,
)
from app.scoring.rounds.sent_back import sent_back_in
from tests import make
from tests.make import NOW


@dataclass
class Month:
    """A submitted month of two households, and everybody who has to do with it."""

    village: Place
    round: Round
    first: Household
    second: Household
    scorer: Actor
    committee: Actor
    officer: Actor


@pytest.fixture
def month(session: Session) -> Month:
    village = make.village(session)
    first, second = make.households(session, 2, village=village)
    scorer, committee = make.specialist(session, village), make.committee(session, village)
    round_ = make.open_round(session, village)
    for home in (first, second):
        make.sheet(session, round_, home, by=scorer)
    submit_round(session, committee, round_id=round_.id, now=NOW)
    officer = make.township_officer(session)
    return Month(village, round_, first, second, scorer, committee, officer)


def back(session: Session, month: Month, home: Household, reason: str = "卫生分太高") -> Sheet:
    """The township sends a household's sheet back."""
    sheet = make.live_sheet(session, month.round, home)
    return send_back_sheet(session, month.officer, sheet_id=sheet.id, reason=reason, now=NOW)


def again(session: Session, month: Month, home: Household, **grades: str) -> Sheet:
    """The scorer records the household once more."""
    current = make.live_sheet(session, month.round, home)
    filled = FilledSheet(
        uuid4(),
        Found(month.round.id, home.id, NOW - timedelta(days=1), make.answers(**grades)),
        replaces_id=current.id,
    )  # fmt: skip
    return record_sheet(session, month.scorer, filled, now=NOW)


def test_the_scorer_finds_a_sheet_that_came_back_on_his_list_with_the_reason(
    session: Session, month: Month
) -> None:
    back(session, month, month.first, "卫生分太高，请再看院子")

    rows = {row.household.id: row for row in my_households(session, month.scorer, Period.of(NOW))}

    assert month.round.state is RoundState.OPEN
    assert rows[month.first.id].due is Due.SENT_BACK
    asked = rows[month.first.id].sent_back
    assert asked is not None
    assert (asked.reason, asked.level) == ("卫生分太高，请再看院子", Level.TOWNSHIP)
    assert rows[month.second.id].due is Due.DONE


def test_only_the_sheet_that_came_back_may_change(session: Session, month: Month) -> None:
    back(session, month, month.first)

    again(session, month, month.first, B1="fair")
    with pytest.raises(NotSentBack):
        again(session, month, month.second, B1="fair")

    assert make.live_sheet(session, month.round, month.first).points == 95
    assert make.live_sheet(session, month.round, month.second).points == 100


def test_an_answered_sheet_is_shut_again(session: Session, month: Month) -> None:
    back(session, month, month.first)
    again(session, month, month.first, B1="fair")

    with pytest.raises(NotSentBack):
        again(session, month, month.first, B1="poor")


def test_withdrawing_does_not_open_the_other_sheets(session: Session, month: Month) -> None:
    back(session, month, month.first)
    again(session, month, month.first, B1="fair")
    submit_round(session, month.committee, round_id=month.round.id, now=NOW)
    withdraw_round(session, month.committee, round_id=month.round.id, now=NOW)

    with pytest.raises(NotSentBack):
        again(session, month, month.second, B1="fair")


def test_an_excused_household_stays_excused_while_only_single_sheets_are_open(
    session: Session,
) -> None:
    village = make.village(session)
    scored, away = make.households(session, 2, village=village)
    round_ = make.open_round(session, village)
    committee, scorer = make.committee(session, village), make.specialist(session, village)
    sheet = make.sheet(session, round_, scored, by=scorer)
    excuse_household(
        session, committee, round_id=round_.id, household_id=away.id, reason="外出", now=NOW
    )
    submit_round(session, committee, round_id=round_.id, now=NOW)
    send_back_sheet(
        session, make.township_officer(session), sheet_id=sheet.id, reason="请复查", now=NOW
    )

    with pytest.raises(NotSentBack):
        make.sheet(session, round_, away, by=scorer)


def test_a_newcomer_is_scored_although_only_single_sheets_are_open(
    session: Session, month: Month
) -> None:
    back(session, month, month.first)
    newcomer = make.household(session, village=month.village)

    assert make.sheet(session, month.round, newcomer, by=month.scorer).points == 100


def test_when_the_whole_month_goes_back_every_sheet_may_change(
    session: Session, month: Month
) -> None:
    back(session, month, month.first)
    again(session, month, month.first, B1="fair")
    submit_round(session, month.committee, round_id=month.round.id, now=NOW)
    send_back_round(session, month.officer, round_id=month.round.id, reason="全部重评", now=NOW)

    assert again(session, month, month.second, B1="fair").points == 95


def test_a_month_with_unanswered_sheets_is_not_submitted(session: Session, month: Month) -> None:
    back(session, month, month.first)

    with pytest.raises(SheetsSentBack) as refusal:
        submit_round(session, month.committee, round_id=month.round.id, now=NOW)

    assert refusal.value.facts["count"] == 1


def test_a_month_is_certified_after_every_answer(session: Session, month: Month) -> None:
    back(session, month, month.first)
    back(session, month, month.second)
    again(session, month, month.first, B1="fair")
    kept = make.live_sheet(session, month.round, month.second)
    keep_sheet(session, month.scorer, sheet_id=kept.id, reason="又去看了，院子干净", now=NOW)
    submit_round(session, month.committee, round_id=month.round.id, now=NOW)

    certify_round(session, month.officer, round_id=month.round.id, now=NOW)

    told = {each.household.id: each for each in sent_back_in(session, month.officer, month.round)}
    assert told[month.first.id].new_points == 95
    answer = told[month.second.id].answer
    assert answer is not None
    assert answer.reason == "又去看了，院子干净"


def test_the_same_sheet_may_go_back_again_after_an_answer(session: Session, month: Month) -> None:
    sheet = back(session, month, month.first)
    keep_sheet(session, month.scorer, sheet_id=sheet.id, reason="院子干净", now=NOW)

    back(session, month, month.first, "请拍一张照片")

    turns = session.scalars(select(SentBackSheet.turn).order_by(SentBackSheet.turn)).all()
    assert turns == [1, 2]


def test_a_sheet_waits_for_one_answer_at_a_time(session: Session, month: Month) -> None:
    back(session, month, month.first)

    with pytest.raises(AlreadySentBack):
        back(session, month, month.first)


def test_the_database_itself_takes_no_second_question(session: Session, month: Month) -> None:
    back(session, month, month.first)
    asked = session.scalars(select(SentBackSheet)).one()
    again_ = {
        "sheet_id": asked.sheet_id, "turn": asked.turn, "level": asked.level, "reason": "再问一次",
        "sent_back_by": asked.sent_back_by, "sent_back_at": NOW,
    }  # fmt: skip

    with pytest.raises(IntegrityError), session.begin_nested():
        session.execute(insert(SentBackSheet).values(again_))


def test_the_committee_asks_before_it_submits(session: Session) -> None:
    village = make.village(session)
    home = make.household(session, village=village)
    round_ = make.open_round(session, village)
    sheet = make.sheet(session, round_, home)
    committee = make.committee(session, village)

    send_back_sheet(session, committee, sheet_id=sheet.id, reason="邻居说不对", now=NOW)

    (asked,) = sent_back_in(session, committee, round_)
    assert (asked.asked.level, asked.asked.reason) == (Level.VILLAGE, "邻居说不对")
    with pytest.raises(SheetsSentBack):
        submit_round(session, committee, round_id=round_.id, now=NOW)


def test_the_committee_sends_nothing_back_after_submitting(session: Session, month: Month) -> None:
    sheet = make.live_sheet(session, month.round, month.first)

    with pytest.raises(WrongState):
        send_back_sheet(session, month.committee, sheet_id=sheet.id, reason="再看看", now=NOW)


def test_the_township_sends_nothing_back_of_a_month_that_was_not_submitted(
    session: Session,
) -> None:
    village = make.village(session)
    round_ = make.open_round(session, village)
    sheet = make.sheet(session, round_, make.household(session, village=village))

    with pytest.raises(WrongState):
        send_back_sheet(
            session, make.township_officer(session), sheet_id=sheet.id, reason="再看看", now=NOW
        )


def test_nothing_goes_back_once_it_is_certified(session: Session, month: Month) -> None:
    certify_round(session, month.officer, round_id=month.round.id, now=NOW)

    with pytest.raises(WrongState):
        back(session, month, month.first)


def test_several_sheets_go_back_together_or_none(session: Session, month: Month) -> None:
    other = make.village(session)
    stranger = make.sheet(
        session, make.open_round(session, other), make.household(session, village=other)
    )
    own = make.live_sheet(session, month.round, month.first)

    with pytest.raises(SheetNotFound), session.begin_nested():
        send_back_sheets(
            session, month.officer, round_id=month.round.id, sheet_ids=[own.id, stranger.id],
            reason="请复查", now=NOW,
        )  # fmt: skip

    assert sent_back_in(session, month.officer, month.round) == []


@pytest.mark.parametrize(
    ("ticked", "reason", "refusal"),
    [(False, "请复查", NoSheetChosen), (True, " ", RoundReasonMissing)],
)
def test_sending_back_needs_a_sheet_and_a_reason(
    session: Session, month: Month, *, ticked: bool, reason: str, refusal: type[Exception]
) -> None:
    sheet = make.live_sheet(session, month.round, month.first)

    with pytest.raises(refusal), session.begin_nested():
        send_back_sheets(
            session, month.officer, round_id=month.round.id,
            sheet_ids=[sheet.id] if ticked else [], reason=reason, now=NOW,
        )  # fmt: skip


def test_nobody_answers_his_own_question_with_words(session: Session) -> None:
    village = make.village(session)
    round_ = make.open_round(session, village)
    sheet = make.sheet(session, round_, make.household(session, village=village))
    committee = make.committee(session, village)
    send_back_sheet(session, committee, sheet_id=sheet.id, reason="邻居说不对", now=NOW)

    with pytest.raises(OwnSendBack):
        keep_sheet(session, committee, sheet_id=sheet.id, reason="其实没错", now=NOW)


def test_the_database_itself_refuses_who_answers_his_own_question(
    session: Session, month: Month
) -> None:
    back(session, month, month.first)
    asked = session.scalars(select(SentBackSheet)).one()
    own = {
        "sent_back_id": asked.id, "sent_back_by": asked.sent_back_by,
        "answered_by": asked.sent_back_by, "answered_at": NOW, "reason": "没错",
    }  # fmt: skip

    with pytest.raises(IntegrityError, match="four_eyes"), session.begin_nested():
        session.execute(insert(SentBackAnswer).values(own))


def test_an_answer_is_given_once(session: Session, month: Month) -> None:
    sheet = back(session, month, month.first)
    back(session, month, month.second)
    keep_sheet(session, month.scorer, sheet_id=sheet.id, reason="院子干净", now=NOW)

    with pytest.raises(SendBackAnswered):
        keep_sheet(session, month.committee, sheet_id=sheet.id, reason="院子干净", now=NOW)


def test_a_submitted_month_takes_no_answers(session: Session, month: Month) -> None:
    sheet = make.live_sheet(session, month.round, month.first)

    with pytest.raises(RoundNotOpen):
        keep_sheet(session, month.scorer, sheet_id=sheet.id, reason="院子干净", now=NOW)


def test_a_cadre_answers_for_his_own_households_only(session: Session, month: Month) -> None:
    sheet = back(session, month, month.first)
    cadre = make.actor(session, Role.SUPPORT_CADRE, month.village, name="王国栋")

    with pytest.raises(HouseholdNotFound):
        keep_sheet(session, cadre, sheet_id=sheet.id, reason="院子干净", now=NOW)


def test_a_township_next_door_sends_nothing_back(session: Session, month: Month) -> None:
    sheet = make.live_sheet(session, month.round, month.first)
    stranger = make.actor(session, Role.TOWNSHIP, make.village(session))

    with pytest.raises(SheetNotFound):
        send_back_sheet(session, stranger, sheet_id=sheet.id, reason="再看看", now=NOW)


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.DISTRICT_ADMIN])
def test_who_neither_submits_nor_certifies_sends_nothing_back(
    session: Session, month: Month, role: Role
) -> None:
    sheet = make.live_sheet(session, month.round, month.first)
    person = make.actor(session, role, make.district(session))

    with pytest.raises(Forbidden):
        send_back_sheet(session, person, sheet_id=sheet.id, reason="再看看", now=NOW)


def test_questions_and_answers_stay_as_they_were_written(session: Session, month: Month) -> None:
    sheet = back(session, month, month.first)
    keep_sheet(session, month.scorer, sheet_id=sheet.id, reason="院子干净", now=NOW)

    for change in (
        update(SentBackSheet).values(reason="别的"), update(SentBackAnswer).values(reason="别的"),
        delete(SentBackAnswer), delete(SentBackSheet),
    ):  # fmt: skip
        with pytest.raises(DBAPIError, match="append-only"), session.begin_nested():
            session.execute(change.execution_options(synchronize_session=False))


def test_the_audit_names_no_reason(session: Session, month: Month) -> None:
    sheet = back(session, month, month.first, "老张家卫生不好")
    keep_sheet(session, month.scorer, sheet_id=sheet.id, reason="老张住院了", now=NOW)

    lines = session.execute(
        select(AuditEntry.verb, AuditEntry.facts).where(
            AuditEntry.object_kind == "sheet", AuditEntry.verb != "record_sheet"
        ).order_by(AuditEntry.id)
    ).all()  # fmt: skip

    assert [line.verb for line in lines] == ["send_back_sheet", "keep_sheet"]
    assert all(line.facts == {"period": "2026-11"} for line in lines)
