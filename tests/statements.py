"""How many SQL statements something takes: on a list's page the same for two rows as for twenty."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine, event


@contextmanager
def count_statements() -> Iterator[list[str]]:
    """The statements that are sent meanwhile, on any database of this process."""
    sent: list[str] = []

    def remember(*said: object) -> None:
        sent.append(str(said[2]))

    event.listen(Engine, "before_cursor_execute", remember)
    try:
        yield sent
    finally:
        event.remove(Engine, "before_cursor_execute", remember)
