"""Passwords are long, kept as argon2id, and wrong ones take as long as right ones."""

import pytest

from app.registry.accounts.passwords import (
    ALPHABET,
    PasswordTooShort,
    check_password,
    hash_password,
    matches,
    one_time_password,
)

RIGHT = "十二个字以上的一句话吧好"


def test_the_right_password_matches_and_no_other() -> None:
    kept = hash_password(RIGHT)

    assert matches(RIGHT, kept)
    assert not matches(RIGHT + "!", kept)
    assert not matches("", kept)


def test_what_is_kept_is_argon2id_with_salt() -> None:
    first, second = hash_password(RIGHT), hash_password(RIGHT)

    assert first.startswith("$argon2id$")
    assert first != second
    assert RIGHT not in first


@pytest.mark.parametrize("length", [0, 1, 11, 201])
def test_too_short_and_absurdly_long_ones_are_refused(length: int) -> None:
    with pytest.raises(PasswordTooShort):
        hash_password("x" * length)


@pytest.mark.parametrize("length", [12, 200])
def test_twelve_to_two_hundred_characters_will_do(length: int) -> None:
    check_password("长" * length)


@pytest.mark.parametrize("kept", [None, "", "nonsense"])
def test_without_a_good_hash_nothing_matches(kept: str | None) -> None:
    assert not matches(RIGHT, kept)


def test_a_one_time_password_can_be_copied_from_paper() -> None:
    made = {one_time_password() for _ in range(200)}

    assert len(made) == 200
    assert set("".join(made)) <= set(ALPHABET)
    assert not set("il1o0") & set(ALPHABET)
    for password in made:
        check_password(password)
