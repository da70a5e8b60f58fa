"""Somebody is away, and a colleague does his work under his own name."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.kernel.clock import local
from app.kernel.errors import Refusal
from app.registry.accounts.actions import give_grant, switch_off, take_grant
from app.registry.accounts.actor import Actor, Held
from app.registry.accounts.duties import DutiesClash
from app.registry.accounts.models import AuditEntry, Deputy, Grant, User
from app.registry.accounts.permissions import Permission, Role
from app.registry.accounts.queries import actor_by_username
from app.registry.households.assignments import assign
from app.registry.households.queries import HouseholdNotFound, household_for
from app.registry.places.deputies import (
    Absence,
    DeputyDaysBad,
    DeputyNotFound,
    DeputyReasonBad,
    HasDeputy,
    NotAColleague,
    NothingToPassOn,
    colleagues,
    end_deputy,
    name_deputy,
)
from app.scoring.rounds.certify import certify_round
from app.scoring.rounds.rules import CertifierScored
from tests import make
from tests.make import NOW

TODAY = local(NOW).date()
TRIP = Absence(TODAY, TODAY + timedelta(days=4), "培训")


def passed_on(
    session: Session, away: Actor, deputy: Actor, absence: Absence = TRIP, by: Actor | None = None
) -> Deputy:
    return name_deputy(
        session, by or away, away_id=away.user_id, deputy_id=deputy.user_id, absence=absence,
        now=NOW,
    )  # fmt: skip


def on(session: Session, person: Actor, *, days_later: int = 0) -> Actor:
    """The person as he signs in on a day."""
    found = actor_by_username(session, person.username, NOW + timedelta(days=days_later))
    assert found is not None
    return found


def test_a_deputy_may_what_the_absent_person_may_for_those_days(session: Session) -> None:
    village = make.village(session)
    away, deputy = make.committee(session, village), make.specialist(session, village)

    passed_on(session, away, deputy, Absence(TODAY + timedelta(days=1), TRIP.ends_on, "培训"))

    days = [on(session, deputy, days_later=day).may(Permission.SUBMIT) for day in (0, 1, 4, 5)]
    assert days == [False, True, True, False]


def test_a_deputy_keeps_his_own_work_and_his_own_name(session: Session) -> None:
    village = make.village(session)
    away, deputy = make.committee(session, village), make.specialist(session, village)
    passed_on(session, away, deputy)

    found = on(session, deputy)

    assert (found.user_id, found.may(Permission.SCORE)) == (deputy.user_id, True)
    assert [held.deputy_for.name for held in found.grants if held.deputy_for] == [away.name]


def test_what_was_passed_on_to_somebody_is_not_passed_on_again(session: Session) -> None:
    village = make.village(session)
    away, first = make.committee(session, village), make.specialist(session, village)
    second = make.specialist(session, village)
    passed_on(session, away, first)

    passed_on(session, on(session, first), second)

    assert not on(session, second).may(Permission.SUBMIT)


def test_a_deputy_of_a_cadre_visits_the_cadres_households(session: Session) -> None:
    village = make.village(session)
    cadre = make.actor(session, Role.SUPPORT_CADRE, village)
    deputy = make.actor(session, Role.SUPPORT_CADRE, village)
    household = make.household(session, village=village)
    other = make.household(session, village=village)
    assign(
        session, make.console(session), household_id=household.id, username=cadre.username, now=NOW
    )

    passed_on(session, cadre, deputy)

    standing_in = on(session, deputy)
    assert household_for(session, standing_in, Permission.SCORE, household.id).id == household.id
    with pytest.raises(HouseholdNotFound):
        household_for(session, standing_in, Permission.SCORE, other.id)


def test_a_deputy_still_certifies_nothing_that_he_scored(session: Session) -> None:
    village = make.village(session)
    household = make.household(session, village=village)
    round_ = make.submitted_round(session, village, household)
    scorer_id = make.live_sheet(session, round_, household).recorded_by
    scorer = on(session, _called(session, scorer_id))
    away = make.township_officer(session)
    passed_on(session, away, scorer, by=make.admin(session))
    standing_in = on(session, scorer)

    with pytest.raises(CertifierScored):
        certify_round(session, standing_in, round_id=round_.id, now=NOW)


def _called(session: Session, user_id: int) -> Actor:
    user = session.get_one(User, user_id)
    return Actor(user.id, user.username, user.name, ())


@pytest.mark.parametrize(
    ("absence", "refusal"),
    [
        (Absence(TODAY, TODAY - timedelta(days=1), "培训"), DeputyDaysBad),
        (Absence(TODAY - timedelta(days=1), TODAY, "培训"), DeputyDaysBad),
        (Absence(TODAY, TODAY + timedelta(days=92), "培训"), DeputyDaysBad),
        (Absence(TODAY, TODAY, " "), DeputyReasonBad),
        (Absence(TODAY, TODAY, "培" * 201), DeputyReasonBad),
    ],
)
def test_days_and_a_reason_are_needed(
    session: Session, absence: Absence, refusal: type[Refusal]
) -> None:
    village = make.village(session)
    away, deputy = make.committee(session, village), make.specialist(session, village)

    with pytest.raises(refusal):
        passed_on(session, away, deputy, absence)

    assert session.scalar(select(func.count(Deputy.id))) == 0


def test_nobody_passes_on_somebody_elses_work(session: Session) -> None:
    village = make.village(session)
    away, deputy = make.committee(session, village), make.specialist(session, village)

    with pytest.raises(DeputyNotFound):
        passed_on(session, away, deputy, by=deputy)


def test_only_colleagues_of_the_same_township_are_offered(session: Session) -> None:
    village = make.village(session)
    away, near = make.committee(session, village), make.specialist(session, village)
    far = _in_another_township(session)
    make.auditor(session)
    make.clerk(session, make.store(session))

    offered = colleagues(session, away, away.user_id)

    assert [user.id for user in offered] == [near.user_id]
    with pytest.raises(NotAColleague):
        passed_on(session, away, far)
    passed_on(session, away, far, by=make.admin(session))


def _in_another_township(session: Session) -> Actor:
    user = User(username="far", name="远", created_at=NOW)
    session.add(user)
    session.flush()
    held = Held(Role.VILLAGE_SPECIALIST, place_code="371599999201")
    give_grant(session, make.console(session), user, held, now=NOW)
    return _called(session, user.id)


def test_a_village_committee_does_not_stand_in_for_its_township_by_the_townships_word_alone(
    session: Session,
) -> None:
    committee = make.committee(session, make.village(session))
    officer = make.township_officer(session)

    with pytest.raises(NotAColleague):
        passed_on(session, officer, committee)


def test_a_store_has_nothing_to_pass_on(session: Session) -> None:
    clerk = make.clerk(session, make.store(session))
    deputy = make.specialist(session, make.village(session))

    with pytest.raises(NothingToPassOn):
        passed_on(session, clerk, deputy, by=make.admin(session))


def test_one_deputy_at_a_time(session: Session) -> None:
    village = make.village(session)
    away, first = make.committee(session, village), make.specialist(session, village)
    second = make.specialist(session, village)
    passed_on(session, away, first)
    last_day = Absence(TRIP.ends_on, TRIP.ends_on, "休假")

    with pytest.raises(HasDeputy):
        passed_on(session, away, second, last_day)


def test_who_redeems_stands_in_for_nobody_who_certifies(session: Session) -> None:
    village = make.village(session)
    away, store = make.committee(session, village), make.store(session)
    both = make.specialist(session, village)
    user = session.get_one(User, both.user_id)
    clerk = Held(Role.STORE_CLERK, store_code=store.code)
    give_grant(session, make.console(session), user, clerk, now=NOW)

    with pytest.raises(DutiesClash):
        passed_on(session, away, both)


def test_a_deputy_who_certifies_redeems_only_when_it_is_over(session: Session) -> None:
    village = make.village(session)
    away, deputy = make.committee(session, village), make.specialist(session, village)
    store, console = make.store(session), make.console(session)
    passed_on(session, away, deputy)
    user = session.get_one(User, deputy.user_id)
    clerk = Held(Role.STORE_CLERK, store_code=store.code)

    with pytest.raises(DutiesClash):
        give_grant(session, console, user, clerk, now=NOW)

    give_grant(session, console, user, clerk, now=NOW + timedelta(days=5))
    assert on(session, deputy, days_later=5).may(Permission.REDEEM)


def test_taking_an_own_job_leaves_the_duty_that_standing_in_binds_by(session: Session) -> None:
    village = make.village(session)
    away, deputy = make.committee(session, village), make.committee(session, village)
    passed_on(session, away, deputy)
    own = session.scalars(select(Grant.id).where(Grant.user_id == deputy.user_id)).one()

    take_grant(session, make.console(session), own, now=NOW)

    assert on(session, deputy).may(Permission.SUBMIT)


def test_work_that_certifies_and_comes_later_is_not_passed_on(session: Session) -> None:
    village = make.village(session)
    away, deputy = make.specialist(session, village), make.specialist(session, village)
    passed_on(session, away, deputy)
    user = session.get_one(User, away.user_id)
    later = Held(Role.VILLAGE_COMMITTEE, place_code=village.code)

    give_grant(session, make.console(session), user, later, now=NOW)

    assert not on(session, deputy).may(Permission.SUBMIT)


def test_the_database_lets_no_clerk_stand_in_for_who_certifies(session: Session) -> None:
    away = make.committee(session, make.village(session))
    clerk = make.clerk(session, make.store(session))

    with pytest.raises(IntegrityError):
        session.execute(
            text(
                "INSERT INTO deputies (away_id, deputy_id, starts_on, ends_on, reason, duty,"
                " named_by, named_at) VALUES (:away, :clerk, '2026-11-24', '2026-11-25', 'x',"
                " 'certifying', :away, '2026-11-24 00:00:00')"
            ),
            {"away": away.user_id, "clerk": clerk.user_id},
        )


def test_back_again_ends_it_at_once_and_both_may_say_so(session: Session) -> None:
    village = make.village(session)
    away, deputy = make.committee(session, village), make.specialist(session, village)
    first = passed_on(session, away, deputy)
    end_deputy(session, deputy, first.id, now=NOW)
    second = passed_on(session, away, deputy)

    end_deputy(session, away, second.id, now=NOW)

    assert not on(session, deputy).may(Permission.SUBMIT)


def test_nobody_else_ends_it_and_it_ends_once(session: Session) -> None:
    village = make.village(session)
    away, deputy = make.committee(session, village), make.specialist(session, village)
    named = passed_on(session, away, deputy)

    with pytest.raises(DeputyNotFound):
        end_deputy(session, make.specialist(session, village), named.id, now=NOW)
    end_deputy(session, away, named.id, now=NOW)

    with pytest.raises(DeputyNotFound):
        end_deputy(session, away, named.id, now=NOW)


def test_nobody_stands_in_for_a_person_who_was_switched_off(session: Session) -> None:
    village = make.village(session)
    away, deputy = make.committee(session, village), make.specialist(session, village)
    passed_on(session, away, deputy)

    switch_off(session, make.console(session), username=away.username, now=NOW)

    assert not on(session, deputy).may(Permission.SUBMIT)


def test_the_audit_says_who_stood_in_for_whom(session: Session) -> None:
    village = make.village(session)
    away, deputy = make.committee(session, village), make.specialist(session, village)

    passed_on(session, away, deputy)

    line = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert line is not None
    assert (line.verb, line.object_id) == ("name_deputy", away.user_id)
    assert line.facts["deputy"] == str(deputy.user_id)
