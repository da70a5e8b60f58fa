"""What the papers of the stock refuse, and who may decide about them."""

from collections.abc import Sequence
from typing import Final

from app.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from app.shop.stock.paper_models import PaperState
from app.shop.stock.rules import (
    LONGEST_NOTE,
    MOST_LINES,
    NoteTooLong,
    StockLine,
    TooManyLines,
    check_quantity,
)

SHORTEST_REASON, LONGEST_REASON = 2, 200

PAPER_MOVES: Final[dict[tuple[PaperState, str], PaperState]] = {
    (PaperState.WAITING, "approve"): PaperState.APPROVED,
    (PaperState.WAITING, "refuse"): PaperState.REFUSED,
}


class PaperUuidTaken(Conflict):
    """Another relocation, write-off or count was sent with this id."""

    code = "stock_paper_id_taken"


class PaperNotFound(NotFound):
    """There is no such paper within the person's reach."""

    code = "stock_paper_not_found"


class NothingChosen(Invalid):
    """A paper without lines."""

    code = "no_stock_chosen"


class SameStore(Invalid):
    """Goods do not move from a store to itself."""

    code = "same_store"


class LossReasonBad(Invalid):
    """A reason of fewer than 2 or more than 200 characters. Facts: `least`, `most`."""

    code = "loss_reason_bad"


class OwnWriteOff(Forbidden):
    """Who asks for a write-off may not decide about it."""

    code = "own_write_off"


class OwnCount(Forbidden):
    """Who counted may not decide about the count."""

    code = "own_count"


class CountWaits(Conflict):
    """Another count of this store waits for somebody to decide about it."""

    code = "count_waits"


class BeforeCount(Conflict):
    """Goods that would have moved before a count of this store that is confirmed."""

    code = "before_stock_count"


class CountOvertaken(Conflict):
    """So much left since the count that what it found missing is not there any more."""

    code = "count_overtaken"


def check_papers_lines(lines: Sequence[StockLine], *, none_too: bool = False) -> None:
    """Refuse a paper that names nothing, too much, or absurd quantities.

    :param none_too: a line may say that none is there.
    :raises NothingChosen: no lines.
    :raises TooManyLines: more than 2,000.
    :raises StockQuantityBad: not between 1 and 100,000.
    """
    if not lines:
        raise NothingChosen
    if len(lines) > MOST_LINES:
        raise TooManyLines(most=MOST_LINES)
    for line in lines:
        if line.quantity or not none_too:
            check_quantity(line.goods, line.quantity)


def check_note(note: str) -> str:
    """A note without white space around it.

    :raises NoteTooLong: more than 200 characters.
    """
    said = note.strip()
    if len(said) > LONGEST_NOTE:
        raise NoteTooLong(most=LONGEST_NOTE)
    return said


def check_loss_reason(reason: str) -> str:
    """A reason without white space around it.

    :raises LossReasonBad: fewer than 2 or more than 200 characters.
    """
    said = reason.strip()
    if not SHORTEST_REASON <= len(said) <= LONGEST_REASON:
        raise LossReasonBad(least=SHORTEST_REASON, most=LONGEST_REASON)
    return said
