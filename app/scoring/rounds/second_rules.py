"""What a second sheet of a household keeps from happening to its month and its sheet. Pure."""

from typing import Final

from app.kernel.errors import Conflict, Forbidden

#: So many households are named in a refusal; the page lists them all.
MOST_NAMED: Final = 5


class SheetsDiffer(Conflict):
    """Two sheets of a household differ and nobody has decided: the month is not submitted."""

    code = "sheets_differ"


class SheetCompared(Conflict):
    """Two sheets were compared and one of them counts: it changes only when it is sent back."""

    code = "sheet_compared"


class OwnSecondSheet(Forbidden):
    """Who wrote a second sheet keeps away from the first one until a third person has decided."""

    code = "own_second_sheet"
