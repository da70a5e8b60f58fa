"""The house a request or a command runs in, and who is acting: short typed names for both."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path

from flask import Flask, current_app, g

from app.kernel.clock import Clock
from app.kernel.db import Database
from app.kernel.errors import Unauthenticated
from app.kernel.installation import Epoch, epoch_of, is_practice
from app.kernel.secrets import Secrets
from app.registry.accounts.actor import Actor

CHINESE, ENGLISH = "zh", "en"
# Below this the house says that it cannot serve: a full disk stops in the middle of a day.
LEAST_FREE_BYTES = 256 * 1024 * 1024
_KEY = "jifen"


@dataclass(frozen=True)
class House:
    """What an installation has one of. `fixed_now` counts in a practice database only."""

    database: Database
    secrets: Secrets
    data: Path
    fixed_now: datetime | None = None
    least_free_bytes: int = LEAST_FREE_BYTES

    @cached_property
    def practice(self) -> bool:
        """Whether the database was marked as practice; asked once, since it never changes."""
        with self.database.read() as session:
            return is_practice(session)

    @cached_property
    def epoch(self) -> Epoch:
        """Since when these books run; asked once: nobody puts a backup back under a house."""
        with self.database.read() as session:
            return epoch_of(session)

    @cached_property
    def clock(self) -> Clock:
        """The clock of this installation."""
        return Clock(self.fixed_now if self.practice else None)


def move_in(app: Flask, house: House) -> None:
    """Let an app stand in a house."""
    app.extensions[_KEY] = house


def house() -> House:
    """The house this request or command runs in."""
    found = current_app.extensions[_KEY]
    assert isinstance(found, House), "create_app moves in"
    return found


def db() -> Database:
    """The district's database; its `read()` and `write()` open a unit of work."""
    return house().database


def now() -> datetime:
    """The current instant, aware, in UTC; fixed by `JIFEN_NOW` in a practice database."""
    return house().clock.now()


def secrets() -> Secrets:
    """The keys that seal ID numbers."""
    return house().secrets


def practice() -> bool:
    """Whether this database is for practice."""
    return house().practice


def epoch() -> Epoch:
    """Since when these books run: what was sent before a backup was put back is refused."""
    return house().epoch


def actor() -> Actor:
    """The person who acts.

    :raises Unauthenticated: nobody has signed in.
    """
    found = signed_in()
    if found is None:
        raise Unauthenticated
    return found


def signed_in() -> Actor | None:
    """The person who has signed in, if anybody has: for pages that everyone may see."""
    found: Actor | None = g.get("actor")
    return found


def acts(person: Actor | None) -> None:
    """Say who acts from here on; only a guard does."""
    g.actor = person


def language() -> str:
    """The reader's language, "zh" or "en"."""
    found: str = g.get("language", CHINESE)
    return found


def speaks(chosen: str) -> None:
    """Say which language the reader wants; anything but English is Chinese."""
    g.language = ENGLISH if chosen == ENGLISH else CHINESE
