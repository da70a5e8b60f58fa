"""One row for each browser: begun, seen, ended once, and over by the clock."""

from datetime import timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.kernel.errors import Forbidden
from app.registry.accounts.actions import sign_out_everywhere
from app.registry.accounts.actor import Actor
from app.registry.accounts.audit import entries
from app.registry.accounts.models import User
from app.registry.accounts.permissions import Role
from app.registry.accounts.queries import signed_in_with
from app.registry.accounts.sign_in_models import Browser, SignIn
from app.registry.accounts.sign_in_queries import open_sign_ins
from app.registry.accounts.sign_in_rules import RULES, Ended, Profile, ended_by_time
from app.registry.accounts.sign_ins import (
    KEPT,
    SessionEnded,
    SignInNotFound,
    begin_sign_in,
    end_other_sign_ins,
    end_sign_in,
    see_again,
)
from tests import make
from tests.make import NOW


@pytest.fixture
def clerk(session: Session) -> Actor:
    """A clerk who is signed in nowhere."""
    found = make.clerk(session, make.store(session))
    session.execute(text("DELETE FROM sign_ins"))
    return found


def begun(session: Session, person: Actor, browser: Browser = Browser.ANDROID_PHONE) -> str:
    epoch = session.get_one(User, person.user_id).sessions_epoch
    return begin_sign_in(session, person.user_id, epoch, browser, now=NOW)


def open_browsers(session: Session, person: Actor) -> list[Browser]:
    return [found.browser for found in open_sign_ins(session, person.user_id, 5, NOW)]


def test_the_books_hold_no_secret_that_signs_anybody_in(session: Session, clerk: Actor) -> None:
    secret = begun(session, clerk)

    assert signed_in_with(session, secret, NOW).actor == clerk
    kept = session.scalars(select(SignIn.digest)).one()
    assert secret.encode() not in kept
    with pytest.raises(SessionEnded):
        signed_in_with(session, kept.hex(), NOW)


def test_one_browser_is_signed_out_and_the_others_stay(session: Session, clerk: Actor) -> None:
    phone, desk = begun(session, clerk), begun(session, clerk, Browser.WINDOWS)
    lost = signed_in_with(session, phone, NOW).sign_in_id

    for _ in range(2):
        end_sign_in(session, clerk, lost, why=Ended.ELSEWHERE, now=NOW)

    assert open_browsers(session, clerk) == [Browser.WINDOWS]
    assert signed_in_with(session, desk, NOW).actor == clerk
    with pytest.raises(SessionEnded) as ended:
        signed_in_with(session, phone, NOW)
    assert ended.value.facts == {"why": "elsewhere"}


def test_all_others_end_at_once(session: Session, clerk: Actor) -> None:
    here = signed_in_with(session, begun(session, clerk, Browser.MAC), NOW).sign_in_id
    begun(session, clerk)
    begun(session, clerk)

    assert end_other_sign_ins(session, clerk, here, now=NOW) == 2
    assert end_other_sign_ins(session, clerk, here, now=NOW) == 0
    assert open_browsers(session, clerk) == [Browser.MAC]


def test_nobody_ends_the_sign_in_of_somebody_else(session: Session, clerk: Actor) -> None:
    theirs = signed_in_with(session, begun(session, clerk), NOW).sign_in_id

    for stranger in (make.admin(session), make.township_officer(session)):
        with pytest.raises(SignInNotFound):
            end_sign_in(session, stranger, theirs, why=Ended.ELSEWHERE, now=NOW)

    assert open_browsers(session, clerk) == [Browser.ANDROID_PHONE]


def test_the_office_signs_a_person_out_everywhere_and_it_is_written_down(
    session: Session, clerk: Actor
) -> None:
    half_done = session.get_one(User, clerk.user_id).sessions_epoch
    begun(session, clerk)

    assert sign_out_everywhere(session, make.admin(session), username=clerk.username, now=NOW) == 1

    assert open_browsers(session, clerk) == []
    with pytest.raises(SessionEnded):
        begin_sign_in(session, clerk.user_id, half_done, Browser.OTHER, now=NOW)
    ended, began = entries(session, make.auditor(session))[:2]
    assert (ended[0].verb, ended[0].facts) == ("end_sign_in", {"why": "office", "sign_ins": 1})
    assert (began[0].verb, began[0].object_id) == ("sign_in", clerk.user_id)


def test_only_who_manages_people_signs_others_out(session: Session, clerk: Actor) -> None:
    with pytest.raises(Forbidden):
        sign_out_everywhere(
            session, make.township_officer(session), username=clerk.username, now=NOW
        )


def test_what_has_ended_cannot_be_revived_by_hand(session: Session, clerk: Actor) -> None:
    found = signed_in_with(session, begun(session, clerk), NOW).sign_in_id
    end_sign_in(session, clerk, found, why=Ended.SIGNED_OUT, now=NOW)
    revive = text("UPDATE sign_ins SET ended_at = NULL, ended_why = NULL, ended_by = NULL")

    see_again(session, found, now=NOW + timedelta(minutes=1))
    with pytest.raises(IntegrityError, match="append-only"), session.begin_nested():
        session.execute(revive)

    assert open_browsers(session, clerk) == []


def test_old_ones_are_forgotten_when_the_person_signs_in_again(
    session: Session, clerk: Actor
) -> None:
    begun(session, clerk)

    begin_sign_in(session, clerk.user_id, 1, Browser.IPAD, now=NOW + KEPT + timedelta(seconds=1))

    assert session.scalars(select(SignIn.browser)).all() == [Browser.IPAD]


@pytest.mark.parametrize(
    ("idle", "signed_in_for", "over"),
    [
        (timedelta(minutes=4, seconds=59), timedelta(hours=1), None),
        (timedelta(minutes=5), timedelta(hours=1), Ended.IDLE),
        (timedelta(0), timedelta(hours=11, minutes=59), None),
        (timedelta(0), timedelta(hours=12), Ended.LONGEST),
    ],
)
def test_the_clock_ends_a_sign_in(
    idle: timedelta, signed_in_for: timedelta, over: Ended | None
) -> None:
    assert ended_by_time(NOW - signed_in_for, NOW - idle, 5, NOW) is over


def test_of_several_jobs_the_strictest_limit_counts() -> None:
    strict, usual = RULES[Profile.GB3], RULES[Profile.DEFAULT]

    assert strict.idle_minutes({Role.STORE_CLERK, Role.SUPPORT_CADRE}) == 5
    assert strict.idle_minutes({Role.DISTRICT_ADMIN}) == 15
    assert usual.idle_minutes({Role.STORE_MANAGER}) == 120
    assert usual.idle_minutes({Role.VILLAGE_SPECIALIST}) == 720
    assert usual.idle_minutes(set()) == usual.idle_minutes({Role.AUDITOR}) == 60
