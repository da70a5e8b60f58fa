"""The wall, objections, and the ledger: every undisputed sheet is credited exactly once."""

from concurrent.futures import ThreadPoolExecutor, wait
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from app.kernel.db import Database
from app.kernel.errors import Forbidden
from app.kernel.states import WrongState
from app.ledger.moving import lock_accounts
from app.ledger.queries import balance_of, statement
from app.registry.accounts.permissions import Role
from app.registry.households.models import Household
from app.registry.places.models import Place
from app.scoring.rounds.certify import certify_round, submit_round
from app.scoring.rounds.models import Objection, ObjectionState, Round, RoundState, SheetState
from app.scoring.rounds.objections import Decision, decide_objection, record_objection
from app.scoring.rounds.publicise import publicise_round
from app.scoring.rounds.rules import (
    AnswersMissing,
    NoticeClosed,
    NoticeStillOpen,
    ObjectionExists,
    ObjectionNotFound,
    ObjectionWordsMissing,
    OwnSheet,
    SheetNotFound,
)
from app.scoring.rounds.settle import settle_due, settle_round
from tests import make
from tests.make import NOW

AFTER = NOW + timedelta(days=8)


def _wall(session: Session, *, households: int = 1) -> tuple[Round, list[Household], Place]:
    village = make.village(session)
    homes = make.households(session, households, village=village)
    return make.publicised_round(session, village, *homes), homes, village


def _object(session: Session, round_: Round, home: Household, village: Place) -> Objection:
    sheet = make.live_sheet(session, round_, home)
    return record_objection(
        session, make.committee(session, village), sheet_id=sheet.id,
        said_by="邻居王守信", words="院子当天刚扫过", now=NOW,
    )  # fmt: skip


def _dismissed() -> Decision:
    return Decision(upheld=False, reason="照片清楚，维持原分", answers={})


def _upheld(**answers: str) -> Decision:
    return Decision(upheld=True, reason="复查属实", answers=answers)


def test_points_arrive_when_the_notice_has_ended(session: Session) -> None:
    round_, (home,), _ = _wall(session)

    settle_round(session, make.township_officer(session), round_id=round_.id, now=AFTER)

    assert balance_of(session, home.id) == 100


def test_nothing_is_credited_while_the_notice_is_up(session: Session) -> None:
    round_, (home,), _ = _wall(session)

    with pytest.raises(NoticeStillOpen):
        settle_round(session, make.township_officer(session), round_id=round_.id, now=NOW)

    assert balance_of(session, home.id) == 0


def test_settling_twice_credits_once(session: Session) -> None:
    round_, (home,), _ = _wall(session)
    officer = make.township_officer(session)

    for _ in range(2):
        settle_round(session, officer, round_id=round_.id, now=AFTER)

    assert [line.points for line in statement(session, home.id)] == [100]


def test_settle_due_takes_every_ended_notice_and_no_other(session: Session) -> None:
    ended, (first,), _ = _wall(session)
    village = make.village(session)
    other = make.household(session, village=village)
    make.certified_round(session, village, other)

    settled = settle_due(session, make.console(session), now=AFTER)

    assert [round_.id for round_ in settled] == [ended.id]
    assert (balance_of(session, first.id), balance_of(session, other.id)) == (100, 0)


def test_points_say_on_which_day_they_end(session: Session) -> None:
    round_, (home,), _ = _wall(session)
    settle_round(session, make.township_officer(session), round_id=round_.id, now=AFTER)

    line = statement(session, home.id)[0]

    assert (str(line.period), line.source_kind) == ("2026-11", "sheet")


def test_a_disputed_sheet_waits_and_the_rest_is_credited(session: Session) -> None:
    round_, (quarrel, calm), village = _wall(session, households=2)
    _object(session, round_, quarrel, village)

    settle_round(session, make.township_officer(session), round_id=round_.id, now=AFTER)

    assert (balance_of(session, quarrel.id), balance_of(session, calm.id)) == (0, 100)


def test_a_dismissed_objection_credits_the_sheet_as_it_was(session: Session) -> None:
    round_, (home,), village = _wall(session)
    objection = _object(session, round_, home, village)
    settle_round(session, make.township_officer(session), round_id=round_.id, now=AFTER)

    decide_objection(
        session, make.committee(session, village), objection_id=objection.id,
        decision=_dismissed(), now=AFTER,
    )  # fmt: skip

    assert balance_of(session, home.id) == 100


def test_an_upheld_objection_credits_the_corrected_sheet(session: Session) -> None:
    round_, (home,), village = _wall(session)
    old = make.live_sheet(session, round_, home)
    objection = _object(session, round_, home, village)

    decide_objection(
        session, make.committee(session, village), objection_id=objection.id,
        decision=_upheld(B1="fair"), now=NOW,
    )  # fmt: skip
    settle_round(session, make.township_officer(session), round_id=round_.id, now=AFTER)

    assert (old.state, balance_of(session, home.id)) == (SheetState.VOID, 95)


def test_who_recorded_the_sheet_may_not_decide(session: Session) -> None:
    village = make.village(session)
    home = make.household(session, village=village)
    round_ = make.certified_round(session, village, home)
    certifier = round_.certified_by
    round_ = _publicise(session, round_, village)
    objection = _object(session, round_, home, village)
    officer = make.township_officer(session)
    same_person = type(officer)(certifier or 0, "x", "x", officer.grants)

    with pytest.raises(OwnSheet):
        decide_objection(
            session, same_person, objection_id=objection.id, decision=_dismissed(), now=NOW
        )


def _publicise(session: Session, round_: Round, village: Place) -> Round:
    return publicise_round(session, make.committee(session, village), round_id=round_.id, now=NOW)


def test_an_objection_is_decided_once(session: Session) -> None:
    round_, (home,), village = _wall(session)
    objection = _object(session, round_, home, village)
    committee = make.committee(session, village)
    decide_objection(session, committee, objection_id=objection.id, decision=_dismissed(), now=NOW)

    with pytest.raises(WrongState):
        decide_objection(
            session, committee, objection_id=objection.id, decision=_dismissed(), now=NOW
        )

    assert objection.state is ObjectionState.DISMISSED


def test_a_sheet_has_one_open_objection(session: Session) -> None:
    round_, (home,), village = _wall(session)
    _object(session, round_, home, village)

    with pytest.raises(ObjectionExists):
        _object(session, round_, home, village)


def test_upholding_without_a_changed_answer_is_refused(session: Session) -> None:
    round_, (home,), village = _wall(session)
    objection = _object(session, round_, home, village)

    with pytest.raises(AnswersMissing):
        decide_objection(
            session, make.committee(session, village), objection_id=objection.id,
            decision=_upheld(B1="excellent"), now=NOW,
        )  # fmt: skip


def test_after_the_notice_no_objection_is_taken(session: Session) -> None:
    round_, (home,), village = _wall(session)
    sheet = make.live_sheet(session, round_, home)

    with pytest.raises(NoticeClosed):
        record_objection(
            session, make.committee(session, village), sheet_id=sheet.id,
            said_by="王守信", words="不对", now=AFTER,
        )  # fmt: skip


def test_an_objection_needs_a_name_and_words(session: Session) -> None:
    round_, (home,), village = _wall(session)
    sheet = make.live_sheet(session, round_, home)

    with pytest.raises(ObjectionWordsMissing):
        record_objection(
            session, make.committee(session, village), sheet_id=sheet.id,
            said_by=" ", words="不对", now=NOW,
        )  # fmt: skip


def test_another_village_finds_neither_sheet_nor_objection(session: Session) -> None:
    round_, (home,), village = _wall(session)
    sheet = make.live_sheet(session, round_, home)
    stranger = make.committee(session, make.village(session))

    with pytest.raises(SheetNotFound):
        record_objection(session, stranger, sheet_id=sheet.id, said_by="王", words="不对", now=NOW)
    objection = _object(session, round_, home, village)
    with pytest.raises(ObjectionNotFound):
        decide_objection(
            session, stranger, objection_id=objection.id, decision=_dismissed(), now=NOW
        )


def test_a_scorer_settles_nothing(session: Session) -> None:
    round_, _, village = _wall(session)

    with pytest.raises(Forbidden):
        settle_round(
            session, make.actor(session, Role.VILLAGE_SPECIALIST, village), round_id=round_.id,
            now=AFTER,
        )  # fmt: skip

    assert round_.state is RoundState.PUBLICISED


def test_a_household_without_points_is_credited_without_a_transfer(session: Session) -> None:
    village = make.village(session)
    home, other = make.households(session, 2, village=village)
    round_ = make.open_round(session, village)
    make.sheet(session, round_, home, answers_=make.answers("poor"))
    make.sheet(session, round_, other)
    submit_round(session, make.committee(session, village), round_id=round_.id, now=NOW)
    certify_round(session, make.township_officer(session), round_id=round_.id, now=NOW)
    _publicise(session, round_, village)

    settle_round(session, make.township_officer(session), round_id=round_.id, now=AFTER)

    assert make.live_sheet(session, round_, home).state is SheetState.CREDITED
    assert statement(session, home.id) == []


def test_accounts_are_held_in_one_order_so_that_an_expiry_beside_it_goes_on(
    database: Database,
) -> None:
    """Whoever waits for the first account holds no later one, however the table is read."""
    with database.write() as session:
        session.expire_on_commit = False
        village = make.village(session)
        homes = make.households(session, 6, village=village)
        round_ = make.publicised_round(session, village, *homes)
        officer = make.township_officer(session)
    with database.write() as session:
        make.give_points(session, homes[0], 5)

    def settled() -> None:
        with database.write() as session:
            if not database.is_sqlite:
                session.execute(text("SET LOCAL enable_nestloop = off"))
                session.execute(text("SET LOCAL enable_mergejoin = off"))
            settle_round(session, officer, round_id=round_.id, now=NOW + timedelta(days=8))

    with ThreadPoolExecutor(1) as pool:
        with database.write() as session:
            lock_accounts(session, [homes[0].id])
            settling = pool.submit(settled)
            wait([settling], timeout=0.4)
            lock_accounts(session, [home.id for home in homes[1:]])
        settling.result()

    with database.read() as session:
        assert [balance_of(session, home.id) for home in homes] == [105, *[100] * 5]
