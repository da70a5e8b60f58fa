"""What is sealed stays sealed without the key, and in every other row."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from app.kernel.secrets import (
    FIRST,
    KEY_BYTES,
    KeyDamaged,
    KeyMissing,
    Keys,
    Secrets,
    SecretUnreadable,
)

OURS = Keys(b"s" * 32, b"i" * 32)
OTHERS = Keys(b"S" * 32, b"I" * 32)
NUMBER = "371522195503120012"
ROW = "members.id_number:1"


def test_who_has_the_key_reads_what_was_sealed() -> None:
    assert OURS.open(OURS.seal(NUMBER, ROW), ROW) == NUMBER


def test_the_same_number_sealed_twice_does_not_look_the_same() -> None:
    first, second = OURS.seal(NUMBER, ROW), OURS.seal(NUMBER, ROW)

    assert first != second
    assert NUMBER.encode() not in first


def test_moved_into_another_row_it_cannot_be_opened() -> None:
    sealed = OURS.seal(NUMBER, ROW)

    with pytest.raises(SecretUnreadable):
        OURS.open(sealed, "members.id_number:2")


def test_another_key_opens_nothing() -> None:
    with pytest.raises(SecretUnreadable):
        OTHERS.open(OURS.seal(NUMBER, ROW), ROW)


@pytest.mark.parametrize("place", [0, 11, 12, -1])
def test_one_flipped_bit_is_found(place: int) -> None:
    damaged = bytearray(OURS.seal(NUMBER, ROW))
    damaged[place] ^= 1

    with pytest.raises(SecretUnreadable):
        OURS.open(bytes(damaged), ROW)


@pytest.mark.parametrize("left", [0, 5, 12, 20])
def test_a_value_that_was_cut_short_is_unreadable(left: int) -> None:
    sealed = OURS.seal(NUMBER, ROW)[:left]

    with pytest.raises(SecretUnreadable):
        OURS.open(sealed, ROW)


def test_equal_numbers_are_found_with_the_key_and_guessed_without_it_never() -> None:
    assert OURS.index(NUMBER) == OURS.index(NUMBER)
    assert OURS.index(NUMBER) != OURS.index("371522195503120013")
    assert OURS.index(NUMBER) != OTHERS.index(NUMBER)


def test_keys_are_made_once_differ_and_are_readable_by_their_owner_only(tmp_path: Path) -> None:
    folder = tmp_path / "keys"

    made, again = Secrets(folder).made(FIRST), Secrets(folder).made(FIRST)

    assert made == again
    assert made.sealing_key != made.index_key
    assert {len(made.sealing_key), len(made.index_key)} == {KEY_BYTES}
    assert [oct(path.stat().st_mode)[-3:] for path in sorted(folder.iterdir())] == ["600", "600"]
    assert oct(folder.stat().st_mode)[-3:] == "700"


def test_every_installation_has_keys_of_its_own(tmp_path: Path) -> None:
    assert Secrets(tmp_path / "one").made(FIRST) != Secrets(tmp_path / "two").made(FIRST)


def test_eight_processes_that_start_together_have_one_key(tmp_path: Path) -> None:
    start = Barrier(8)

    def begin(_process: int) -> Keys:
        start.wait()
        return Secrets(tmp_path).made(FIRST)

    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(begin, range(8)))) == 1


@pytest.mark.parametrize("left", [b"", b"short", b"x" * (KEY_BYTES + 1)])
def test_a_file_that_is_no_whole_key_is_never_used_as_one(tmp_path: Path, left: bytes) -> None:
    (tmp_path / "sealing.key").write_bytes(left)

    for ask in (Secrets(tmp_path).made, Secrets(tmp_path).numbered):
        with pytest.raises(KeyDamaged) as refused:
            ask(FIRST)
        assert refused.value.facts == {"file": "sealing.key"}


def test_a_lost_key_is_not_made_anew_when_something_was_sealed_with_it(tmp_path: Path) -> None:
    Secrets(tmp_path).made(2)
    (tmp_path / "index.2.key").unlink()

    with pytest.raises(KeyMissing) as refused:
        Secrets(tmp_path).numbered(2)

    assert refused.value.facts == {"file": "index.2.key"}
    assert not (tmp_path / "index.2.key").exists()


def test_what_a_key_is_known_by_tells_nothing_and_names_both_of_its_halves() -> None:
    half = Keys(OURS.sealing_key, OTHERS.index_key)

    assert len({OURS.check_value, OTHERS.check_value, half.check_value}) == 3
    assert OURS.check_value == Keys(b"s" * 32, b"i" * 32, 2).check_value
    assert OURS.sealing_key not in OURS.check_value
    assert "sss" not in repr(OURS)
