"""The whole application on a test's database, with the English catalogue compiled."""

from io import BytesIO
from pathlib import Path

from apiflask import APIFlask
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from app import app_in
from app.door.context import House
from app.kernel.db import Database
from app.kernel.secrets import Secrets
from tests.compiled import COMPILED_TEMPLATES
from tests.tidy.reading import ROOT

TRANSLATIONS = ROOT / "app" / "web" / "translations"
SECRET_KEY = "a test needs no secret, only one that stays"


def app_on(database: Database, data: Path) -> APIFlask:
    """The application in a house with this database; its files lie in `data`."""
    compile_catalogues()
    house = House(database=database, secrets=Secrets.kept_in(data / "keys"), data=data)
    made = app_in(house, SECRET_KEY)
    made.testing = True
    made.jinja_env.bytecode_cache = COMPILED_TEMPLATES
    return made


def compile_catalogues() -> None:
    """What `make setup` does: a catalogue that is older than its source is compiled again."""
    for source in TRANSLATIONS.rglob("*.po"):
        compiled = source.with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime:
            made = BytesIO()
            with source.open("rb") as file:
                write_mo(made, read_po(file))
            compiled.write_bytes(made.getvalue())
