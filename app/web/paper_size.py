"""On which paper a notice is printed: the same sheet, on A3 in letters half as large again."""

from enum import StrEnum

from flask import request


class Paper(StrEnum):
    """A size that a village's printer or the copy shop has."""

    A4 = "a4"
    A3 = "a3"


def paper_asked() -> Paper:
    """The one named in the address; A4 for everything else."""
    return Paper.A3 if request.args.get("paper") == Paper.A3 else Paper.A4
