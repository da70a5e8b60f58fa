"""Which passwords are taken: long, not guessed first, and as the district's rules ask."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from app.kernel.errors import Forbidden
from app.registry.accounts.actions import PasswordUnchanged, add_user, change_password
from app.registry.accounts.actor import Actor
from app.registry.accounts.audit import entries
from app.registry.accounts.password_rules import (
    PasswordCommon,
    PasswordTooPlain,
    PasswordTooShort,
    check_password,
)
from app.registry.accounts.profiles import choose_profile
from app.registry.accounts.sign_in_queries import sign_in_profile
from app.registry.accounts.sign_in_rules import RULES, Profile, is_too_old
from tests import make
from tests.make import NOW

USUAL, STRICT = RULES[Profile.DEFAULT], RULES[Profile.GB3]
GOOD = "院里种着三棵石榴树和一口井"


@pytest.mark.parametrize("length", [0, 1, 11, 201])
def test_too_short_and_absurdly_long_ones_are_refused(length: int) -> None:
    with pytest.raises(PasswordTooShort):
        check_password((GOOD * 20)[:length], "chen", USUAL)


@pytest.mark.parametrize(
    "password",
    [GOOD, "correct horse battery", "staple of another horse", "一" + GOOD * 8,
     "Zhongqiu-2026-tuanyuan", "我家在运河东边第三个门口"],
)  # fmt: skip
def test_a_sentence_will_do(password: str) -> None:
    check_password(password, "13806350127", USUAL)


@pytest.mark.parametrize(
    "password",
    [
        "password1234", "Passw0rd@2026", "woaini1314520", "qwertyuiop123!", "1qaz2wsx3edc",
        "123456789012", "13806350127888", "37150219800101123X", "１２３４５６７８９０１２",
        "长长长长长长长长长长长长", "abcabcabcabc", "abcdefghijklmn", "aaaabbbbccccdddd",
        "sunshine@2026", "爱心积分2026!!!!!!", "liuchunmei-2026", "lianxi-jifen-2020",
    ],
)  # fmt: skip
def test_what_is_guessed_first_is_refused(password: str) -> None:
    with pytest.raises(PasswordCommon):
        check_password(password, "LiuChunmei", USUAL)


def test_the_strict_rules_want_three_kinds() -> None:
    for plain in (GOOD, "correct horse battery", "院里种着3棵石榴树和1口井"):
        with pytest.raises(PasswordTooPlain):
            check_password(plain, "chen", STRICT)
    check_password("Yunhe dongbian di san jia", "chen", STRICT)


def test_a_password_grows_old_under_the_strict_rules_only() -> None:
    ninety = timedelta(days=90)

    assert is_too_old(NOW - ninety, STRICT, NOW)
    assert not is_too_old(NOW - ninety + timedelta(seconds=1), STRICT, NOW)
    assert not is_too_old(NOW - ninety * 9, USUAL, NOW)


def person(session: Session) -> Actor:
    user, _given = add_user(
        session, make.console(session), username="chen", name="陈", password=GOOD, now=NOW
    )
    return Actor(user.id, "chen", "陈", ())


def test_the_rules_of_the_district_hold_for_new_passwords(session: Session) -> None:
    chen = person(session)
    choose_profile(session, make.admin(session), Profile.GB3, now=NOW)

    with pytest.raises(PasswordTooPlain):
        change_password(session, chen, old=GOOD, new=GOOD + "的水甜", now=NOW)
    with pytest.raises(PasswordTooPlain):
        add_user(session, make.console(session), username="li", name="李", now=NOW, password=GOOD)
    change_password(session, chen, old=GOOD, new=GOOD + "Shui7", now=NOW)


def test_a_new_password_is_another_one(session: Session) -> None:
    with pytest.raises(PasswordUnchanged):
        change_password(session, person(session), old=GOOD, new=GOOD, now=NOW)


def test_the_known_password_of_the_practice_district_is_nobody_s(session: Session) -> None:
    with pytest.raises(PasswordCommon):
        add_user(
            session, make.console(session), username="district", name="孙", now=NOW,
            password="lianxi-jifen-2020",
        )  # fmt: skip


def test_only_who_manages_people_chooses_the_rules_and_it_is_written_down(session: Session) -> None:
    with pytest.raises(Forbidden):
        choose_profile(session, make.township_officer(session), Profile.GB3, now=NOW)
    assert sign_in_profile(session) is Profile.DEFAULT

    for _ in range(2):
        choose_profile(session, make.admin(session), Profile.GB3, now=NOW)

    assert sign_in_profile(session) is Profile.GB3
    chosen = [
        entry.facts
        for entry, _name in entries(session, make.auditor(session))
        if entry.verb == "choose_sign_in_rules"
    ]
    assert chosen == [{"profile": "gb3"}]
