"""A state changes along a listed move, or not at all."""

from enum import StrEnum

import pytest

from app.kernel.states import WrongState, move


class Light(StrEnum):
    RED = "red"
    GREEN = "green"


MOVES = {(Light.RED, "go"): Light.GREEN, (Light.GREEN, "stop"): Light.RED}


@pytest.mark.parametrize("state", Light)
@pytest.mark.parametrize("verb", ["go", "stop", "fly", ""])
def test_every_pair_is_listed_or_refused(state: Light, verb: str) -> None:
    if (state, verb) in MOVES:
        assert move(MOVES, state, verb) is MOVES[state, verb]
        return
    with pytest.raises(WrongState) as refusal:
        move(MOVES, state, verb)
    assert refusal.value.facts == {"state": state.value, "verb": verb}
