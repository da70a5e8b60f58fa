"""What comes from outside and no column could keep is refused before it gets anywhere."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from app.door.clean import DEEPEST, LARGEST_INT, check_json, check_texts, id_of
from app.kernel.errors import Malformed, NotFound

KEEPABLE = some.recursive(
    some.none()
    | some.booleans()
    | some.integers(-LARGEST_INT, LARGEST_INT)
    | some.floats(-1e15, 1e15)
    | some.text(some.characters(exclude_categories=["Cs"], exclude_characters="\0")),
    lambda inner: some.lists(inner, max_size=3) | some.dictionaries(some.text("abc"), inner),
    max_leaves=10,
)
BAD = ("a\0b", "\ud800", LARGEST_INT + 1, -LARGEST_INT - 1, float("nan"), float("inf"))


@given(KEEPABLE)
def test_what_columns_keep_passes(value: object) -> None:
    check_json(value)


@given(some.sampled_from(BAD), some.lists(some.sampled_from(["list", "key", "value"]), max_size=5))
def test_one_bad_value_is_found_at_any_depth(bad: object, way: list[str]) -> None:
    value: Any = bad
    for step in way:
        as_key = step == "key" and isinstance(value, str)
        value = [1, value] if step == "list" else {value: 1} if as_key else {"a": value}

    with pytest.raises(Malformed):
        check_json(value)


def test_json_may_nest_twenty_deep_and_no_deeper() -> None:
    value: list[Any] = []
    for _ in range(DEEPEST):
        value = [value]
    check_json(value)

    with pytest.raises(Malformed):
        check_json([value])


def test_texts_with_half_characters_are_refused() -> None:
    check_texts(["㛃", "买买提·阿卜杜热西提", "😀"])

    with pytest.raises(Malformed):
        check_texts(["fine", "\udfff"])


def test_an_id_is_a_positive_number_of_64_bits() -> None:
    assert id_of("9223372036854775807") == LARGEST_INT


@pytest.mark.parametrize(
    "text", ["", "0", "-1", "1.0", "１２", "9223372036854775808", "9" * 40, " 1"]
)
def test_what_is_no_id_belongs_to_nothing(text: str) -> None:
    with pytest.raises(NotFound):
        id_of(text)
