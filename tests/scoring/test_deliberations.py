"""The committee's meeting on record: what it must say, when it is required, how it is corrected."""

from dataclasses import dataclass, replace
from datetime import date
from uuid import uuid4

import pytest
from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm import Session

from app.kernel.errors import Forbidden
from app.registry.accounts.actor import Actor
from app.registry.accounts.models import AuditEntry
from app.registry.accounts.permissions import Role
from app.scoring.rounds.certify import certify_round, submit_round
from app.scoring.rounds.certifying_models import Deliberation, DeliberationRule
from app.scoring.rounds.deliberate import Meeting, record_deliberation, require_deliberations
from app.scoring.rounds.deliberation_rules import (
    LONGEST_MINUTES,
    DeliberationDayBad,
    DeliberationMissing,
    DeliberationNotFound,
    DeliberationReplaced,
    DeliberationTooLate,
    MinutesBad,
    PresentBad,
)
from app.scoring.rounds.deliberations import deliberation_required, deliberations_of
from app.scoring.rounds.models import Round, RoundState
from app.scoring.rounds.rules import RoundNotFound
from tests import make
from tests.make import NOW


@dataclass
class Month:
    """An open month whose only household is scored, and its committee."""

    round: Round
    committee: Actor

    def meeting(self) -> Meeting:
        """Two people met yesterday and agreed."""
        return Meeting(
            uuid=uuid4(), round_id=self.round.id, met_on=date(2026, 11, 19), chaired_by="马书记",
            present=["马书记", "周明霞"], minutes="逐户评议，没有不同意见。",
        )  # fmt: skip


@pytest.fixture
def month(session: Session) -> Month:
    return a_month(session)


def a_month(session: Session) -> Month:
    village = make.village(session)
    round_ = make.open_round(session, village)
    make.sheet(session, round_, make.household(session, village=village))
    return Month(round_, make.committee(session, village))


def recorded(session: Session, month: Month) -> Deliberation:
    return record_deliberation(session, month.committee, month.meeting(), now=NOW)


def test_a_meeting_is_kept_with_everybody_present_the_chair_first(
    session: Session, month: Month
) -> None:
    meeting = replace(month.meeting(), present=["周明霞", " 李大爷 ", "", "周明霞"])

    record_deliberation(session, month.committee, meeting, now=NOW)

    (held,) = deliberations_of(session, month.round.id)
    assert held.deliberation.present == ["马书记", "周明霞", "李大爷"]
    assert (held.recorded_by, held.corrected) == ("马书记", False)


@pytest.mark.parametrize(
    ("chair", "present"),
    [("", ["周明霞", "李大爷"]), ("马书记", []), ("马书记", ["马书记"]), ("马" * 61, ["周明霞"]),
     ("马书记", [f"第{n}人" for n in range(60)])],
)  # fmt: skip
def test_a_meeting_has_a_chair_and_somebody_to_talk_to(
    session: Session, month: Month, chair: str, present: list[str]
) -> None:
    meeting = replace(month.meeting(), chaired_by=chair, present=present)

    with pytest.raises(PresentBad):
        record_deliberation(session, month.committee, meeting, now=NOW)


@pytest.mark.parametrize("day", [date(2026, 10, 31), date(2026, 11, 21)])
def test_the_committee_met_neither_before_the_month_nor_tomorrow(
    session: Session, month: Month, day: date
) -> None:
    with pytest.raises(DeliberationDayBad):
        record_deliberation(session, month.committee, replace(month.meeting(), met_on=day), now=NOW)


@pytest.mark.parametrize("minutes", [" ", "好", "好" * (LONGEST_MINUTES + 1)])
def test_minutes_are_neither_missing_nor_endless(
    session: Session, month: Month, minutes: str
) -> None:
    meeting = replace(month.meeting(), minutes=minutes)

    with pytest.raises(MinutesBad):
        record_deliberation(session, month.committee, meeting, now=NOW)


def test_a_mistake_is_corrected_by_a_new_record_and_both_are_kept(
    session: Session, month: Month
) -> None:
    first = recorded(session, month)
    better = replace(month.meeting(), minutes="张家的卫生分改为良。", replaces_id=first.id)

    record_deliberation(session, month.committee, better, now=NOW)

    latest, old = deliberations_of(session, month.round.id)
    assert (latest.deliberation.minutes, latest.corrected) == ("张家的卫生分改为良。", False)
    assert (old.deliberation.minutes, old.corrected) == ("逐户评议，没有不同意见。", True)


def test_a_record_is_corrected_once(session: Session, month: Month) -> None:
    first = recorded(session, month)
    better = replace(month.meeting(), replaces_id=first.id)
    record_deliberation(session, month.committee, better, now=NOW)

    with pytest.raises(DeliberationReplaced):
        record_deliberation(session, month.committee, replace(better, uuid=uuid4()), now=NOW)


def test_the_database_itself_takes_no_second_correction(session: Session, month: Month) -> None:
    first = recorded(session, month)
    better = replace(month.meeting(), replaces_id=first.id)
    made = record_deliberation(session, month.committee, better, now=NOW)
    again = {
        "uuid": uuid4(), "round_id": made.round_id, "met_on": made.met_on, "chaired_by": "马书记",
        "present": made.present, "minutes": "又一份", "recorded_by": made.recorded_by,
        "recorded_at": NOW, "replaces_id": first.id,
    }  # fmt: skip

    with pytest.raises(IntegrityError), session.begin_nested():
        session.execute(insert(Deliberation).values(again))


def test_a_record_of_another_village_is_not_corrected(session: Session, month: Month) -> None:
    elsewhere = recorded(session, a_month(session))
    meeting = replace(month.meeting(), replaces_id=elsewhere.id)

    with pytest.raises(DeliberationNotFound):
        record_deliberation(session, month.committee, meeting, now=NOW)


def test_after_certifying_no_meeting_is_recorded(session: Session, month: Month) -> None:
    submit_round(session, month.committee, round_id=month.round.id, now=NOW)
    recorded(session, month)
    certify_round(session, make.township_officer(session), round_id=month.round.id, now=NOW)

    with pytest.raises(DeliberationTooLate):
        recorded(session, month)


def test_a_neighbouring_committee_records_nothing_here(session: Session, month: Month) -> None:
    with pytest.raises(RoundNotFound):
        record_deliberation(session, a_month(session).committee, month.meeting(), now=NOW)


def test_until_the_district_says_so_no_meeting_is_required(session: Session, month: Month) -> None:
    assert not deliberation_required(session)

    submit_round(session, month.committee, round_id=month.round.id, now=NOW)

    assert month.round.state is RoundState.SUBMITTED


def test_where_the_district_says_so_a_month_without_a_meeting_is_not_submitted(
    session: Session, month: Month
) -> None:
    require_deliberations(session, make.admin(session), required=True, now=NOW)

    with pytest.raises(DeliberationMissing):
        submit_round(session, month.committee, round_id=month.round.id, now=NOW)
    recorded(session, month)
    submit_round(session, month.committee, round_id=month.round.id, now=NOW)

    assert month.round.state is RoundState.SUBMITTED


def test_the_latest_word_of_the_district_holds(session: Session, month: Month) -> None:
    district = make.admin(session)
    require_deliberations(session, district, required=True, now=NOW)
    require_deliberations(session, district, required=False, now=NOW)

    submit_round(session, month.committee, round_id=month.round.id, now=NOW)

    assert month.round.state is RoundState.SUBMITTED


@pytest.mark.parametrize("role", [Role.TOWNSHIP, Role.AUDITOR])
def test_only_the_district_office_decides_whether_it_is_required(
    session: Session, role: Role
) -> None:
    person = make.actor(session, role, make.township(session))

    with pytest.raises(Forbidden):
        require_deliberations(session, person, required=True, now=NOW)


def test_what_was_recorded_stays(session: Session, month: Month) -> None:
    recorded(session, month)
    require_deliberations(session, make.admin(session), required=True, now=NOW)

    for change in (
        update(Deliberation).values(minutes="别的"), delete(Deliberation),
        update(DeliberationRule).values(required=False), delete(DeliberationRule),
    ):  # fmt: skip
        with pytest.raises(DBAPIError, match="append-only"), session.begin_nested():
            session.execute(change.execution_options(synchronize_session=False))


def test_the_audit_names_nobody_who_was_there(session: Session, month: Month) -> None:
    recorded(session, month)

    facts = session.scalars(
        select(AuditEntry.facts).where(AuditEntry.verb == "record_deliberation")
    ).one()

    assert facts == {"period": "2026-11", "replaces": None}
