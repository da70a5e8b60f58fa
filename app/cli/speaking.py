"""What commands have in common: in whose name they write, and how they answer."""

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeVar

import click
from sqlalchemy.orm import Session

from app.cli.house import told_language
from app.door.context import db, now
from app.door.tables import Row, table
from app.kernel.errors import TooLarge
from app.registry.accounts.actions import UnknownUser
from app.registry.accounts.actor import Actor
from app.registry.accounts.queries import actor_by_username, console
from app.words.sentence import Sentence

Command = TypeVar("Command", bound=Callable[..., Any])

FILE: Final = click.Path(exists=True, dir_okay=False, readable=True, path_type=Path)
LARGEST_FILE_BYTES: Final = 20 * 1024 * 1024


@dataclass(frozen=True)
class Who:
    """In whose name a command writes: a person's, or the console's."""

    username: str | None

    @contextmanager
    def write(self) -> Iterator[tuple[Session, Actor]]:
        """One unit of work with the person who acts in it.

        :raises UnknownUser: nobody active has the user name.
        """
        with db().write() as session:
            yield session, self._actor(session)

    def _actor(self, session: Session) -> Actor:
        if self.username is None:
            return console(session)
        found = actor_by_username(session, self.username, now())
        if found is None:
            raise UnknownUser(username=self.username[:64])
        return found


def as_somebody(command: Command) -> Command:
    """Give a writing command `--as USERNAME`; it receives `who`."""
    return click.option(
        "--as",
        "who",
        metavar="USERNAME",
        callback=lambda _ctx, _parameter, username: Who(username),
        help="Write in this person's name; else in the console's, which may do no four-eyes verb.",
    )(command)


def with_json(command: Command) -> Command:
    """Give a command `--json`; it receives `as_json`."""
    return click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")(command)


def say(sentence: Sentence, as_json: bool, **facts: object) -> None:  # noqa: FBT001 - the flag itself
    """Answer on standard output: the sentence, or the facts as one JSON object."""
    if as_json:
        click.echo(json.dumps(facts, ensure_ascii=False, default=str))
    else:
        click.echo(sentence.say(told_language(), **facts))


def rows_of(path: Path, columns: Sequence[str], optional: Sequence[str] = ()) -> list[Row]:
    """The rows of a CSV file with their numbers; `app.door.tables` says what is refused."""
    return table(content_of(path), columns, optional)


def table_of(
    path: Path, columns: Sequence[str], optional: Sequence[str] = ()
) -> list[dict[str, str]]:
    """The same without the numbers."""
    return [row.cells for row in rows_of(path, columns, optional)]


def content_of(path: Path) -> bytes:
    """What stands in a file.

    :raises TooLarge: more than 20 MiB.
    """
    if path.stat().st_size > LARGEST_FILE_BYTES:
        raise TooLarge
    return path.read_bytes()
