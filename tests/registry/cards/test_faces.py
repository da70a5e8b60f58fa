"""A household's photo: only if it agreed, and only as long as it agrees."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.registry.cards.faces import (
    ConsentMissing,
    consent_of,
    keep_photo,
    photo_of,
    withdraw_photo,
)
from app.registry.cards.models import HouseholdPhoto
from tests import make
from tests.make import NOW

PHOTO, OTHER = "a" * 64, "b" * 64


def test_a_photo_is_kept_with_the_day_and_who_asked(session: Session) -> None:
    village = make.village(session)
    home = make.household(session, village=village)
    desk = make.committee(session, village)

    for photo in (PHOTO, OTHER):
        keep_photo(session, desk, household_id=home.id, photo=photo, agreed_on=NOW.date(), now=NOW)

    found = consent_of(session, home.id)
    assert found
    assert (found[0].photo, found[0].agreed_on, found[1]) == (OTHER, NOW.date(), desk.name)


def test_a_withdrawn_photo_leaves_the_consent_and_no_name(session: Session) -> None:
    village = make.village(session)
    home = make.household(session, village=village)
    desk = make.committee(session, village)
    keep_photo(session, desk, household_id=home.id, photo=PHOTO, agreed_on=NOW.date(), now=NOW)

    for _ in range(2):
        withdraw_photo(session, desk, household_id=home.id, now=NOW)

    kept = session.scalars(select(HouseholdPhoto)).one()
    assert photo_of(session, home.id) == ""
    assert (kept.photo, kept.withdrawn_by) == (None, desk.user_id)


@pytest.mark.parametrize("days", [None, 1])
def test_no_photo_without_a_day_on_which_it_agreed(session: Session, days: int | None) -> None:
    village = make.village(session)
    home = make.household(session, village=village)
    agreed_on = None if days is None else NOW.date() + timedelta(days=days)

    with pytest.raises(ConsentMissing):
        keep_photo(
            session, make.committee(session, village), household_id=home.id, photo=PHOTO,
            agreed_on=agreed_on, now=NOW,
        )  # fmt: skip


def test_a_household_never_has_two_photos(session: Session) -> None:
    home = make.household(session, village=make.village(session))
    for photo in (PHOTO, OTHER):
        session.add(
            HouseholdPhoto(
                household_id=home.id,
                photo=photo,
                agreed_on=NOW.date(),
                taken_at=NOW,
                asked_by=make.console(session).user_id,
            )
        )
    with pytest.raises(IntegrityError):
        session.flush()
    session.rollback()
