"""What a migration may do while the program of before still runs: add (decision 0022)."""

import ast
import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from tests.tidy.reading import Finding, Source

#: Migrations after this one keep the rule; those before it ran while nothing else did.
LAST_FREE = "0029"
MARK = "CONTRACT_AFTER"
TAKES_AWAY = {
    "alter_column", "drop_column", "drop_constraint", "drop_table", "rename_table",
    "create_check_constraint", "create_foreign_key", "create_unique_constraint",
}  # fmt: skip
TAKES_AWAY_IN_SQL = re.compile(
    r"\bDROP\s+(TABLE|COLUMN)\b|\bRENAME\s+(TO|COLUMN)\b|\bSET\s+NOT\s+NULL\b"
    r"|\bALTER\s+COLUMN\s+\S+\s+(?!DROP\s+NOT\s+NULL)"
    # A check that is put in the place of another is taken for a looser one.
    r"|^(?!.*DROP\s+CONSTRAINT).*\bADD\s+CONSTRAINT\b"
    r"|^\s*DELETE\s+FROM\b|^\s*TRUNCATE\b",
    re.IGNORECASE | re.DOTALL,
)
ADDS_IN_SQL = re.compile(r"\bADD\s+COLUMN\b[^;]*?\bNOT\s+NULL\b", re.IGNORECASE | re.DOTALL)
INSTEAD = (
    "only add: tables, columns that may be empty or have a server default, looser checks; what"
    f' takes away waits for a release of its own and says {MARK} = "…", the newest migration of'
    " the oldest program that can do without it"
)
BY_DEFAULT = "nullable=True, or a server_default: the program of before writes rows without it"
OF_SEALED = (
    "nullable=True without a server default: a value that old rows get afterwards changes the"
    " digest under which they were sealed"
)


def takes_away(migration: Source, sealed: set[str]) -> Iterator[Finding]:
    """What the program of before could stumble over; nothing when the migration is marked.

    :param sealed: the tables whose rows are sealed.
    """
    if PurePosixPath(migration.path).stem[:4] <= LAST_FREE or _is_marked(migration):
        return
    for call in migration.calls():
        name = call.func.attr if isinstance(call.func, ast.Attribute) else ""
        if name in TAKES_AWAY:
            yield migration.finding(call, f"{name}() takes away", INSTEAD)
        elif (
            name == "create_index" and _is(call, "unique", value=True) and _is_old(migration, call)
        ):
            yield migration.finding(call, "a table that is there may repeat no more", INSTEAD)
        elif name == "add_column":
            yield from _added(migration, call, sealed)
    for node, text in _texts(migration):
        if TAKES_AWAY_IN_SQL.search(text):
            yield migration.finding(node, "SQL that takes away", INSTEAD)
        if ADDS_IN_SQL.search(text) and "DEFAULT" not in text.upper():
            yield migration.finding(node, "a column that nobody of before fills", BY_DEFAULT)


def _added(migration: Source, call: ast.Call, sealed: set[str]) -> Iterator[Finding]:
    columns = [each for each in call.args if isinstance(each, ast.Call)]
    is_sealed = _word(call, 0) in sealed
    for column in columns:
        has_default = any(word.arg == "server_default" for word in column.keywords)
        if _is(column, "nullable", value=False) and not has_default:
            yield migration.finding(call, "a column that nobody of before fills", BY_DEFAULT)
        elif is_sealed and (has_default or not _is(column, "nullable", value=True)):
            yield migration.finding(call, "a value for rows that are sealed", OF_SEALED)


def _is_marked(migration: Source) -> bool:
    return any(
        isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == MARK
        for node in migration.tree.body
    )


def _is(call: ast.Call, word: str, *, value: bool) -> bool:
    return any(
        each.arg == word and isinstance(each.value, ast.Constant) and each.value.value is value
        for each in call.keywords
    )


def _is_old(migration: Source, call: ast.Call) -> bool:
    """Whether the table of an index was there before; a name that is no literal is not known."""
    table = _word(call, 1)
    return table is not None and table not in {
        _word(made, 0)
        for made in migration.calls()
        if isinstance(made.func, ast.Attribute) and made.func.attr == "create_table"
    }


def _word(call: ast.Call, place: int) -> str | None:
    """The text at this place of a call; None when it is no literal."""
    found = call.args[place] if len(call.args) > place else None
    return str(found.value) if isinstance(found, ast.Constant) else None


def _texts(migration: Source) -> Iterator[tuple[ast.AST, str]]:
    docstrings = {id(node.value) for node in migration.nodes() if isinstance(node, ast.Expr)}
    for node in migration.nodes():
        if not isinstance(node, ast.Constant) or id(node) in docstrings:
            continue
        if isinstance(node.value, str):
            yield node, node.value
