"""When the database itself says no: which refusal a broken constraint stands for.

A slice registers the constraints that people can run into (two at once, or past the rules).
Anything else is our own mistake and stays an error.
"""

from sqlalchemy.exc import IntegrityError

from app.kernel.errors import Refusal

_REFUSALS: list[tuple[str, str | None, type[Refusal]]] = []


def on_violation(constraint: str, refusal: type[Refusal], *, columns: str | None = None) -> None:
    """Say which refusal a constraint means.

    :param constraint: its name (`ck_shelves_not_negative`, `uq_sheets_uuid`).
    :param columns: for a unique constraint, how SQLite names it: `sheets.uuid`.
    """
    _REFUSALS.append((constraint, columns, refusal))


def refusal_for(error: IntegrityError) -> Exception:
    """The refusal for a violated constraint, or the error itself when none was registered."""
    said = str(error.orig)
    for name, columns, refusal in _REFUSALS:
        if name in said or (columns and said.endswith(f"UNIQUE constraint failed: {columns}")):
            return refusal()
    return error
