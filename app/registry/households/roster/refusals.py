"""Why a whole file is refused, before any household of it is looked at."""

from app.kernel.errors import Invalid, TooLarge, Unsupported


class RosterEmpty(Invalid):
    """Nothing stands in the file, or nobody below its header line."""

    code = "roster_empty"


class RosterUnreadable(Unsupported):
    """Neither a workbook nor a table of text. Fact: `reason`, a code for the log."""

    code = "roster_unreadable"


class RosterTooLarge(TooLarge):
    """More than we open. Facts: `reason`, and what we take: `rows`, `columns`, `mib`."""

    code = "roster_too_large"


class RosterColumnsMissing(Invalid):
    """No header line with the columns a roster must have. Fact: `missing`, their words."""

    code = "roster_columns_missing"


class RosterManySheets(Invalid):
    """Two sheets of one workbook both look like a roster. Fact: `sheets`, their names."""

    code = "roster_many_sheets"
