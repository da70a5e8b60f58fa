"""What stands on a card, and what is read from it."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.kernel.states import WrongState
from app.registry.cards.models import CardState
from app.registry.cards.rules import (
    CARD_MOVES,
    CardKey,
    CardLost,
    CardNumberWrong,
    CardReplaced,
    CardUnreadable,
    card_after,
    check_usable,
    new_code,
    new_number,
    parse_card,
    with_check_digit,
)

CODE = "JF1" + "0123456789ABCDEF"
numbers = st.integers(1_000_000, 9_999_999).map(str).map(with_check_digit)


@given(number=numbers, place=st.integers(0, 7), digit=st.sampled_from("0123456789"))
def test_one_wrong_digit_is_noticed(number: str, place: int, digit: str) -> None:
    typed = number[:place] + digit + number[place + 1 :]

    if typed == number:
        assert parse_card(typed) == CardKey(number=number)
    else:
        with pytest.raises(CardNumberWrong):
            parse_card(typed)


@given(number=numbers, place=st.integers(0, 6))
def test_two_neighbours_that_change_places_are_noticed(number: str, place: int) -> None:
    first, second = number[place], number[place + 1]
    typed = number[:place] + second + first + number[place + 2 :]

    if first == second:
        assert parse_card(typed) == CardKey(number=number)
    else:
        with pytest.raises(CardNumberWrong):
            parse_card(typed)


@pytest.mark.parametrize("place", range(6))
@pytest.mark.parametrize("pair", ["09", "90"])
def test_the_pair_that_luhn_confuses_is_noticed_in_every_place(place: int, pair: str) -> None:
    digits = ("5555555"[:place] + pair + "5555555")[:7]
    number = with_check_digit(digits)
    typed = number[:place] + number[place + 1] + number[place] + number[place + 2 :]

    with pytest.raises(CardNumberWrong):
        parse_card(typed)


@pytest.mark.parametrize("typed", [f" {CODE}\r\n", CODE.lower(), f"{CODE[:7]} {CODE[7:]}"])
def test_a_scanner_may_type_spaces_small_letters_and_its_enter(typed: str) -> None:
    assert parse_card(typed) == CardKey(code=CODE)


def test_letters_that_look_like_digits_are_read_as_digits() -> None:
    assert parse_card("JFlO1I23456789ABCDE") == CardKey(code="JF1" + "01123456789ABCDE")


@pytest.mark.parametrize(
    "typed",
    ["{0}{1}", "{0} {1}", " {0}-{1}\n", "{0}　{1}"],
    ids=["plain", "space", "hyphen", "wide"],
)
def test_a_number_may_be_typed_in_groups(typed: str) -> None:
    number = with_check_digit("1234567")

    assert parse_card(typed.format(number[:4], number[4:])) == CardKey(number=number)


def test_full_width_digits_are_digits() -> None:
    number = with_check_digit("1234567")
    wide = number.translate(str.maketrans("0123456789", "０１２３４５６７８９"))

    assert parse_card(wide) == CardKey(number=number)


@pytest.mark.parametrize(
    "typed",
    [
        "", "   ", "1234567", "123456789", "六九零一", "JF1", CODE[:-1],
        CODE[:3] + "A" + CODE[3:], "JF0" + CODE[3:], "XX" + CODE[2:], CODE[:-1] + "U",
        "https://example.com/" + CODE, CODE * 4, "1" * 100_000,
    ],
)  # fmt: skip
def test_anything_else_is_no_card(typed: str) -> None:
    with pytest.raises(CardUnreadable):
        parse_card(typed)


@given(version=st.integers(1, 9999))
def test_a_new_code_is_read_back_and_never_drawn_twice(version: int) -> None:
    first, second = new_code(version), new_code(version)

    assert parse_card(first) == CardKey(code=first)
    assert first != second


def test_a_code_fits_the_smallest_qr_code_up_to_the_99th_card() -> None:
    # 20 signs of the alphanumeric mode are all that version 1 holds at 15 % repair.
    assert len(new_code(99)) <= 20


def test_a_new_number_has_eight_digits_and_no_zero_in_front() -> None:
    drawn = [new_number() for _ in range(500)]

    assert all(re.fullmatch("[1-9][0-9]{7}", number) for number in drawn)
    assert [parse_card(number).number for number in drawn] == drawn


@pytest.mark.parametrize("state", CardState)
@pytest.mark.parametrize("verb", ["report_lost", "reissue", "burn"])
def test_a_card_moves_only_as_listed(state: CardState, verb: str) -> None:
    if state is CardState.REPLACED:
        with pytest.raises(CardReplaced):
            card_after(state, verb)
    elif (state, verb) in CARD_MOVES:
        assert card_after(state, verb) is CARD_MOVES[state, verb]
    else:
        with pytest.raises(WrongState):
            card_after(state, verb)


def test_a_lost_card_stays_lost_when_it_is_reissued() -> None:
    assert card_after(CardState.LOST, "reissue") is CardState.LOST


def test_only_a_card_in_use_buys() -> None:
    check_usable(CardState.ACTIVE)
    with pytest.raises(CardLost):
        check_usable(CardState.LOST)
    with pytest.raises(CardReplaced):
        check_usable(CardState.REPLACED)
