"""A household's PIN: what may be one, and how often it may be guessed."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.kernel.db import Database
from app.kernel.errors import Refusal
from app.registry.accounts.models import AuditEntry
from app.registry.cards.models import CardPin
from app.registry.cards.pins import (
    WINDOW,
    PinBad,
    PinLocked,
    PinNotSet,
    PinWeak,
    PinWrong,
    begin_try,
    check_pin,
    end_pin,
    forgive,
    set_pin,
)
from app.registry.households.queries import HouseholdNotFound
from tests import make
from tests.make import NOW


def home_with_pin(session: Session, pin: str = "258014") -> int:
    village = make.village(session)
    home = make.household(session, village=village)
    set_pin(session, make.committee(session, village), household_id=home.id, pin=pin, now=NOW)
    return home.id


@pytest.mark.parametrize("pin", ["2580", "19480", " 314159 "])
def test_four_to_six_digits_are_a_pin(pin: str) -> None:
    assert check_pin(pin, printed="12345670 0000127") == pin.strip()


@pytest.mark.parametrize("pin", ["", "258", "2580147", "25a0", "２５８０"])
def test_anything_else_is_none(pin: str) -> None:
    with pytest.raises(PinBad):
        check_pin(pin)


@pytest.mark.parametrize("pin", ["1111", "1234", "6543", "1212", "898989", "4567", "0127"])
def test_what_anybody_would_guess_is_refused(pin: str) -> None:
    with pytest.raises(PinWeak):
        check_pin(pin, printed="12345670 0000127")


def test_neither_the_book_nor_the_audit_holds_the_digits(session: Session) -> None:
    home_id = home_with_pin(session)

    kept = session.get_one(CardPin, home_id).pin_hash
    said = str([line.facts for line in session.scalars(select(AuditEntry))])
    assert kept.startswith("$argon2id$")
    assert "258014" not in kept + said


def test_the_fifth_wrong_try_is_the_last_for_a_quarter_of_an_hour(session: Session) -> None:
    home_id = home_with_pin(session)
    for left in (4, 3, 2, 1, 0):
        assert begin_try(session, home_id, now=NOW).left == left

    with pytest.raises(PinLocked) as refused:
        begin_try(session, home_id, now=NOW + timedelta(minutes=5))
    assert refused.value.facts["minutes"] == 10

    assert begin_try(session, home_id, now=NOW + WINDOW).left == 4


def test_the_right_digits_forgive_the_wrong_ones(session: Session) -> None:
    home_id = home_with_pin(session)
    begin_try(session, home_id, now=NOW)
    tried = begin_try(session, home_id, now=NOW)
    with pytest.raises(PinWrong):
        tried.check("258015")
    tried.check(" 258014 ")
    forgive(session, home_id)

    assert begin_try(session, home_id, now=NOW).left == 4


def test_eight_tills_guess_five_times_together(database: Database) -> None:
    with database.write() as session:
        home_id = home_with_pin(session)

    def guess(_number: int) -> bool:
        try:
            with database.write() as session:
                begin_try(session, home_id, now=NOW)
        except Refusal:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(guess, range(8))) == 5


def test_a_pin_that_ended_is_asked_for_no_more(session: Session) -> None:
    village = make.village(session)
    home = make.household(session, village=village)
    desk = make.committee(session, village)
    set_pin(session, desk, household_id=home.id, pin="258014", now=NOW)

    for _ in range(2):
        end_pin(session, desk, household_id=home.id, now=NOW)

    with pytest.raises(PinNotSet):
        begin_try(session, home.id, now=NOW)


def test_another_village_sets_no_pin(session: Session) -> None:
    home = make.household(session, village=make.village(session))
    stranger = make.committee(session, make.village(session))

    with pytest.raises(HouseholdNotFound):
        set_pin(session, stranger, household_id=home.id, pin="258014", now=NOW)
