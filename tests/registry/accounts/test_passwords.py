"""Passwords are kept as argon2id, and wrong ones take as long as right ones."""

import pytest

from app.registry.accounts.passwords import ALPHABET, hashed, matches, one_time_password

RIGHT = "十二个字以上的一句话吧好"


def test_the_right_password_matches_and_no_other() -> None:
    kept = hashed(RIGHT)

    assert matches(RIGHT, kept)
    assert not matches(RIGHT + "!", kept)
    assert not matches("", kept)


def test_what_is_kept_is_argon2id_with_salt() -> None:
    first, second = hashed(RIGHT), hashed(RIGHT)

    assert first.startswith("$argon2id$")
    assert first != second
    assert RIGHT not in first


@pytest.mark.parametrize("kept", [None, "", "nonsense"])
def test_without_a_good_hash_nothing_matches(kept: str | None) -> None:
    assert not matches(RIGHT, kept)


def test_a_one_time_password_can_be_copied_from_paper() -> None:
    made = {one_time_password() for _ in range(200)}

    assert len(made) == 200
    assert set("".join(made)) <= set(ALPHABET)
    assert not set("il1o0") & set(ALPHABET)
    assert {len(password) for password in made} == {14}
