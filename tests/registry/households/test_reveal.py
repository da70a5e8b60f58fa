"""An ID number is shown one at a time, with a reason, and everybody can see later who looked."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.kernel.db import Database
from app.kernel.errors import Forbidden, NotFound
from app.registry.accounts.actor import Actor
from app.registry.accounts.audit import Noted, entries, note_each
from app.registry.accounts.permissions import Role
from app.registry.households.models import Household, Member
from app.registry.households.reveal import (
    MOST_A_DAY,
    MOST_AN_HOUR,
    VERB,
    MemberNotFound,
    RevealReasonMissing,
    TooManyReveals,
    TooManyRevealsToday,
    reveal_id,
)
from tests import make
from tests.registry.households.people import ID_OF_HEAD, ID_OF_WIFE, SECRETS, couple

REASON = "核对补贴名单"


def reveal(
    session: Session,
    actor: Actor,
    household: Household,
    *,
    name: str = "张桂田",
    reason: str = REASON,
    now: datetime = make.NOW,
) -> str:
    who = session.scalars(
        select(Member).where(Member.household_id == household.id, Member.name == name)
    ).one()
    return reveal_id(
        session, actor, SECRETS, household_id=household.id, member_id=who.id, reason=reason, now=now
    )


def test_the_number_of_the_person_who_was_asked_for_is_shown(session: Session) -> None:
    household = couple(session, make.village(session))
    admin = make.admin(session)

    assert reveal(session, admin, household) == ID_OF_HEAD
    assert reveal(session, admin, household, name="李秀英") == ID_OF_WIFE


def test_who_looked_and_why_is_written_down_without_the_number(session: Session) -> None:
    household = couple(session, make.village(session))
    admin = make.admin(session)

    reveal(session, admin, household)

    entry, name = entries(session, make.auditor(session))[0]
    assert (name, entry.verb, entry.facts["reason"]) == ("孙立新", "reveal_id", REASON)
    assert ID_OF_HEAD not in str(entry.facts)


@pytest.mark.parametrize("reason", ["", "  ", "看", "长" * 201])
def test_without_a_reason_in_words_nothing_is_shown(session: Session, reason: str) -> None:
    household = couple(session, make.village(session))

    with pytest.raises(RevealReasonMissing):
        reveal(session, make.admin(session), household, reason=reason)


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.TOWNSHIP, Role.VILLAGE_COMMITTEE])
def test_only_the_district_office_may_look(session: Session, role: Role) -> None:
    household = couple(session, make.village(session))
    other = make.actor(session, role, make.district(session))

    with pytest.raises(Forbidden):
        reveal(session, other, household)


def test_a_person_of_another_household_is_not_found(session: Session) -> None:
    village = make.village(session)
    household = make.household(session, village=village)
    stranger = session.scalars(
        select(Member.id).where(Member.household_id == couple(session, village).id)
    ).first()

    with pytest.raises(MemberNotFound):
        reveal_id(
            session, make.admin(session), SECRETS, household_id=household.id,
            member_id=stranger or 0, reason=REASON, now=make.NOW,
        )  # fmt: skip


def test_out_of_reach_looks_like_missing(session: Session) -> None:
    household = couple(session, make.village(session))
    elsewhere = make.actor(session, Role.DISTRICT_ADMIN, make.village(session))

    with pytest.raises(NotFound):
        reveal(session, elsewhere, household)


def test_a_register_cannot_be_copied_number_by_number(session: Session, now: datetime) -> None:
    household = couple(session, make.village(session))
    admin = make.admin(session)
    for _ in range(MOST_AN_HOUR):
        reveal(session, admin, household)

    with pytest.raises(TooManyReveals):
        reveal(session, admin, household)

    assert reveal(session, make.admin(session), household) == ID_OF_HEAD
    assert reveal(session, admin, household, now=now + timedelta(hours=1)) == ID_OF_HEAD


def looked(session: Session, admin: Actor, household: Household, times: int, at: datetime) -> None:
    """The audit of a person who looked so many times."""
    things = [Noted(("household", household.id), household.village_code, {})] * times
    note_each(session, admin, VERB, things, now=at)


def test_who_goes_on_hour_after_hour_is_stopped_for_the_day(
    session: Session, now: datetime
) -> None:
    household = couple(session, make.village(session))
    admin = make.admin(session)
    looked(session, admin, household, MOST_A_DAY, now - timedelta(hours=2))

    with pytest.raises(TooManyRevealsToday):
        reveal(session, admin, household, now=now)

    assert reveal(session, admin, household, now=now + timedelta(hours=22)) == ID_OF_HEAD


def test_two_looks_at_once_are_not_both_the_last(database: Database, now: datetime) -> None:
    with database.write() as session:
        household = couple(session, make.village(session))
        admin = make.admin(session)
        looked(session, admin, household, MOST_AN_HOUR - 1, now)
        home_id = household.id
    start = Barrier(2)

    def look(_which: int) -> str:
        start.wait()
        try:
            with database.write() as session:
                return reveal(session, admin, session.get_one(Household, home_id), now=now)
        except TooManyReveals as refused:
            return refused.code

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(look, range(2))) == [ID_OF_HEAD, TooManyReveals.code]
