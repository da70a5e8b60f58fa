"""One opener of units of work, one way to ask the database, one clock."""

import ast
from collections.abc import Iterator

from tests.tidy.reading import Finding, Source

PAGES = ("app/web", "app/api", "app/cli")
CLOCK_READINGS = {("datetime", "now"), ("datetime", "today"), ("date", "today"), ("time", "time")}


def commits(source: Source) -> Iterator[Finding]:
    """Only the unit of work commits."""
    if source.is_in("app/kernel/db.py"):
        return
    for node in source.attributes():
        if node.attr == "commit":
            yield source.finding(
                node,
                "commits by itself",
                "take the session as an argument; the caller's `with db.write()` commits once",
            )


def clocks(source: Source) -> Iterator[Finding]:
    """Only kernel/clock.py reads the clock; everyone else is told `now`."""
    if source.is_in("app/kernel/clock.py"):
        return
    for node in source.attributes():
        if (_last_name(node.value), node.attr) in CLOCK_READINGS:
            yield source.finding(
                node,
                f"reads the clock with {ast.unparse(node)}",
                "take `now` as an argument; at the edge, clock.now() gives it",
            )


def naive_instants(source: Source) -> Iterator[Finding]:
    """Every instant knows its zone, in kernel/clock.py too."""
    for node in source.attributes():
        if node.attr in {"utcnow", "utcfromtimestamp"}:
            yield source.finding(node, f"{node.attr}() has no zone", "datetime.now(UTC)")
    for call in source.calls():
        if _is_now_without_zone(call):
            yield source.finding(call, "datetime.now() has no zone", "datetime.now(UTC)")


def backrefs(source: Source) -> Iterator[Finding]:
    """Relationships point down, and each is written where it is read."""
    for call in source.calls():
        if any(keyword.arg == "backref" for keyword in call.keywords):
            yield source.finding(
                call,
                "backref writes an attribute into another class",
                "a relationship() that points down, or a function in queries.py",
            )


def old_queries(source: Source) -> Iterator[Finding]:
    """There is one way to ask the database: select()."""
    for call in source.calls():
        if isinstance(call.func, ast.Attribute) and call.func.attr == "query":
            yield source.finding(
                call, "the old session.query()", "session.scalars(select(...)), in queries.py"
            )


def sql_in_pages(source: Source) -> Iterator[Finding]:
    """Pages, API and command line ask by name, not in SQL."""
    if not source.is_in(*PAGES):
        return
    for call in source.calls():
        name = ast.unparse(call.func)
        if name.removeprefix("sqlalchemy.").removeprefix("sa.") in {"select", "insert", "update"}:
            yield source.finding(
                call, f"SQL in a page: {name}()", "a function in queries.py or actions.py below"
            )


def _is_now_without_zone(call: ast.Call) -> bool:
    if call.args or call.keywords or not isinstance(call.func, ast.Attribute):
        return False
    return call.func.attr == "now" and _last_name(call.func.value) == "datetime"


def _last_name(node: ast.expr) -> str:
    return ast.unparse(node).rpartition(".")[2]
