"""The whole application on a test's database, with the English catalogue compiled."""

from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Final

from apiflask import APIFlask
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from app import app_in
from app.door.context import House, move_in
from app.door.limits import limiter
from app.kernel.db import Database
from app.kernel.secrets import Secrets
from tests.compiled import COMPILED_TEMPLATES
from tests.tidy.reading import ROOT

TRANSLATIONS = ROOT / "app" / "web" / "translations"
SECRET_KEY = "a test needs no secret, only one that stays"


_free: Final[list[APIFlask]] = []
_lent: Final[list[APIFlask]] = []


def app_on(database: Database, data: Path, *, fixed_now: datetime | None = None) -> APIFlask:
    """The application in a house with this database; its files lie in `data`.

    One that an earlier test has left moves in, if there is one: to build it, with its hundreds of
    addresses, takes longer than most tests. Whoever changes the application builds a `new_app`.
    """
    found = _free.pop() if _free else new_app()
    _lent.append(found)
    return moved_in(found, database, data, fixed_now=fixed_now)


def moved_in(
    app: APIFlask, database: Database, data: Path, *, fixed_now: datetime | None = None
) -> APIFlask:
    """The application, now in a house with this database."""
    move_in(app, House(database, Secrets(data / "keys"), data, fixed_now))
    app.testing = True
    limiter.reset()
    return app


def new_app() -> APIFlask:
    """An application that waits for its house."""
    compile_catalogues()
    nowhere = Database("sqlite:///never-opened.sqlite3", "371599")
    made = app_in(House(nowhere, Secrets(Path()), Path()), SECRET_KEY)
    made.jinja_env.bytecode_cache = COMPILED_TEMPLATES
    return made


def give_back() -> None:
    """The test is over: what it used may be used again."""
    _free.extend(_lent)
    _lent.clear()


def compile_catalogues() -> None:
    """What `make setup` does: a catalogue that is older than its source is compiled again."""
    for source in TRANSLATIONS.rglob("*.po"):
        compiled = source.with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime:
            made = BytesIO()
            with source.open("rb") as file:
                write_mo(made, read_po(file))
            compiled.write_bytes(made.getvalue())
