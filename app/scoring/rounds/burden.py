"""What filling in a sheet took: counted by the form itself, to make the form lighter. Pure."""

from dataclasses import dataclass
from typing import Final

# Beyond these somebody left the page open, or the counter was wrong.
MOST_TAPS: Final = 1_000
MOST_TYPED: Final = 10_000
MOST_SECONDS: Final = 4 * 60 * 60


@dataclass(frozen=True)
class Burden:
    """One sheet's taps, typed characters, and seconds in which the page could be seen."""

    taps: int
    typed: int
    seconds: int


def is_plausible(burden: Burden) -> bool:
    """Whether somebody can have filled in a sheet like that.

    What is not plausible is not kept; the sheet is recorded all the same.
    """
    return (
        0 <= burden.taps <= MOST_TAPS
        and 0 <= burden.typed <= MOST_TYPED
        and 1 <= burden.seconds <= MOST_SECONDS
    )
