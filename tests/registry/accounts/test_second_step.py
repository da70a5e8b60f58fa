"""The second step: digits of a phone that count once, codes on paper, and a second person."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.kernel.db import Database
from app.kernel.errors import Forbidden
from app.kernel.secrets import Keys, Secrets
from app.registry.accounts.actions import WrongPassword
from app.registry.accounts.actor import Actor
from app.registry.accounts.audit import entries
from app.registry.accounts.models import User
from app.registry.accounts.passwords import hashed
from app.registry.accounts.second_step import (
    CodeWrong,
    NothingToConfirm,
    OwnSecondStep,
    begin_enrolment,
    confirm_enrolment,
    open_key,
    prove_second_step,
    replace_recovery_codes,
    reset_second_step,
)
from app.registry.accounts.second_step_models import Authenticator, RecoveryCode
from app.registry.accounts.second_step_queries import is_enrolled, second_step_of
from app.registry.accounts.second_step_rules import (
    STEP_SECONDS,
    code_of,
    key_address,
    new_recovery_codes,
    step_at,
    step_of,
)
from app.registry.accounts.sign_in_queries import open_sign_ins
from tests import make
from tests.make import NOW

KEYS = Secrets(Path("nowhere"), Keys(b"s" * 32, b"i" * 32))
PASSWORD = "院里种着三棵石榴树"
HASH = hashed(PASSWORD)
STEP = timedelta(seconds=STEP_SECONDS)


def officer(session: Session) -> Actor:
    found = make.township_officer(session)
    session.get_one(User, found.user_id).password_hash = HASH
    return found


def key_of(session: Session, person: Actor, *, confirmed: bool = True) -> bytes:
    (found,) = session.scalars(
        select(Authenticator).where(
            Authenticator.user_id == person.user_id,
            Authenticator.confirmed_at.is_not(None) if confirmed
            else Authenticator.confirmed_at.is_(None),
        )
    )  # fmt: skip
    return open_key(session, KEYS, found)


def enrolled(session: Session, person: Actor) -> tuple[bytes, list[str]]:
    """His key, and his codes for paper; enrolled at `NOW`."""
    begin_enrolment(session, person, KEYS, password=PASSWORD, now=NOW)
    key = key_of(session, person, confirmed=False)
    code = code_of(key, step_at(NOW))
    return key, confirm_enrolment(session, person, KEYS, code=code, sign_in_id=0, now=NOW)


def prove(session: Session, person: Actor, code: str, later: timedelta) -> None:
    prove_second_step(session, person.user_id, KEYS, code=code, now=NOW + later)


@pytest.mark.parametrize(
    ("seconds", "digits"),
    [(59, "94287082"), (1111111109, "07081804"), (2000000000, "69279037")],
)
def test_the_digits_are_those_of_the_standard(seconds: int, digits: str) -> None:
    """RFC 6238, appendix B, of which we show the last six."""
    assert code_of(b"12345678901234567890", seconds // 30) == digits[-6:]


@pytest.mark.parametrize(("steps", "counts"), [(-2, False), (-1, True), (1, True), (2, False)])
def test_a_clock_may_be_half_a_minute_wrong(steps: int, counts: bool) -> None:  # noqa: FBT001
    key = b"k" * 20

    found = step_of(key, code_of(key, step_at(NOW) + steps), NOW)

    assert (found is not None) is counts


def test_an_authenticator_reads_whose_account_it_is() -> None:
    address = key_address(b"k" * 20, "li.na")

    assert address.startswith("otpauth://totp/Jifen:li.na?")
    assert "issuer=Jifen" in address


def test_codes_for_paper_are_ten_and_all_different() -> None:
    made = {code for _ in range(20) for code in new_recovery_codes()}

    assert len(made) == 200
    assert {len(code) for code in made} == {17}


def test_the_right_digits_count_once_and_never_again(session: Session) -> None:
    person = officer(session)
    key, _codes = enrolled(session, person)
    code = code_of(key, step_at(NOW + STEP))

    prove(session, person, f"{code[:3]} {code[3:]}", STEP)

    for used in (code, code_of(key, step_at(NOW)), "000000", "", "x"):
        with pytest.raises(CodeWrong):
            prove(session, person, used, STEP)


def test_the_code_that_enrolled_the_phone_signs_nobody_in(session: Session) -> None:
    person = officer(session)
    key, _codes = enrolled(session, person)

    with pytest.raises(CodeWrong):
        prove(session, person, code_of(key, step_at(NOW)), timedelta(0))


def test_the_database_lets_no_half_minute_count_again(session: Session) -> None:
    enrolled(session, officer(session))

    for again in ("last_step", "last_step - 1", "NULL"):
        with pytest.raises(IntegrityError, match="append-only"), session.begin_nested():
            session.execute(
                text(f"UPDATE authenticators SET last_step = {again} WHERE last_step > 0")
            )


def test_of_two_who_send_the_same_digits_at_once_one_gets_in(database: Database) -> None:
    with database.write() as session:
        person = officer(session)
        key, _codes = enrolled(session, person)
    code = code_of(key, step_at(NOW + STEP))

    def attempt(_number: int) -> bool:
        try:
            with database.write() as unit:
                prove(unit, person, code, STEP)
        except CodeWrong:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(attempt, range(2))) == [False, True]


def test_a_code_on_paper_opens_once(session: Session) -> None:
    person = officer(session)
    _key, codes = enrolled(session, person)
    stranger = officer(session)
    enrolled(session, stranger)

    with pytest.raises(CodeWrong):
        prove(session, stranger, codes[0], STEP)
    prove(session, person, codes[0].upper().replace("-", " "), STEP)
    with pytest.raises(CodeWrong):
        prove(session, person, codes[0], STEP)

    assert second_step_of(session, person.user_id).codes_left == 9
    kept = b"".join(session.scalars(select(RecoveryCode.digest)))
    assert codes[1].encode() not in kept


def test_new_codes_for_paper_void_the_old_ones(session: Session) -> None:
    person = officer(session)
    _key, old = enrolled(session, person)

    new = replace_recovery_codes(session, person, password=PASSWORD, now=NOW)

    with pytest.raises(CodeWrong):
        prove(session, person, old[0], STEP)
    prove(session, person, new[0], STEP)


def test_the_old_phone_counts_until_the_new_one_does(session: Session) -> None:
    person = officer(session)
    old, _codes = enrolled(session, person)

    begin_enrolment(session, person, KEYS, password=PASSWORD, now=NOW)
    new = key_of(session, person, confirmed=False)
    prove(session, person, code_of(old, step_at(NOW + STEP)), STEP)
    with pytest.raises(CodeWrong):
        confirm_enrolment(session, person, KEYS, code="000000", sign_in_id=0, now=NOW)
    now = NOW + 2 * STEP
    code = code_of(new, step_at(now))
    confirm_enrolment(session, person, KEYS, code=code, sign_in_id=0, now=now)

    assert key_of(session, person) == new
    with pytest.raises(NothingToConfirm):
        confirm_enrolment(session, person, KEYS, code=code, sign_in_id=0, now=now)


def test_an_open_browser_alone_enrols_no_phone(session: Session) -> None:
    person = officer(session)

    with pytest.raises(WrongPassword):
        begin_enrolment(session, person, KEYS, password="geraten, und daneben", now=NOW)
    with pytest.raises(WrongPassword):
        replace_recovery_codes(session, person, password="", now=NOW)


def test_the_secret_lies_sealed_in_its_owner_s_row(session: Session) -> None:
    person = officer(session)
    key, _codes = enrolled(session, person)

    found = session.scalars(
        select(Authenticator).where(Authenticator.user_id == person.user_id)
    ).one()

    assert key not in found.secret_sealed


def test_the_office_resets_it_and_never_its_own(session: Session) -> None:
    person, boss = officer(session), make.admin(session)
    _key, codes = enrolled(session, person)

    reset_second_step(session, boss, username=person.username, now=NOW)

    assert not is_enrolled(session, person.user_id)
    assert open_sign_ins(session, person.user_id, 720, NOW) == []
    with pytest.raises(CodeWrong):
        prove(session, person, codes[0], STEP)
    assert entries(session, make.auditor(session))[0][0].verb == "reset_second_step"
    with pytest.raises(OwnSecondStep):
        reset_second_step(session, boss, username=boss.username, now=NOW)
    with pytest.raises(Forbidden):
        reset_second_step(session, person, username=boss.username, now=NOW)
