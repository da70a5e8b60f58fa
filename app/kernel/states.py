"""The only way a state changes: through `move` and a slice's table of moves."""

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

from app.kernel.errors import Conflict

State = TypeVar("State", bound=StrEnum)


class WrongState(Conflict):
    """The verb is not possible in this state."""

    code = "wrong_state"


def move(moves: Mapping[tuple[State, str], State], state: State, verb: str) -> State:
    """The state after a verb.

    :raises WrongState: the pair is not listed.
    """
    if (state, verb) not in moves:
        raise WrongState(state=state.value, verb=verb)
    return moves[state, verb]
