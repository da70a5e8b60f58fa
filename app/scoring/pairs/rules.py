"""What recording a second sheet and deciding between two say no to. Pure."""

from app.kernel.errors import Conflict, Forbidden, NotFound


class SecondSheetNotFound(NotFound):
    """There is no such second sheet within the person's reach, or it is not for his eyes yet."""

    code = "second_sheet_not_found"


class NoFirstSheet(Conflict):
    """Nobody has scored the household yet: what comes now is its sheet, not a second one."""

    code = "no_first_sheet"


class TookPartInFirst(Forbidden):
    """Who had a part in the first sheet writes no second one."""

    code = "took_part_in_first"


class SecondSheetExists(Conflict):
    """The household has a second sheet this month; there is no third."""

    code = "second_sheet_exists"


class AlreadyDecided(Conflict):
    """Somebody has decided between the two sheets, or they turned out the same."""

    code = "already_decided"


class FirstChanged(Conflict):
    """The first sheet was replaced while the person was comparing."""

    code = "first_changed"


class OwnPair(Forbidden):
    """Who had a part in one of the two sheets may not decide between them."""

    code = "own_pair"
