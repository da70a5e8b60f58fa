"""Lists of places, taken in by the console."""

import csv

from sqlalchemy.orm import Session

from app.registry.places.actions import PlacesImported, import_places
from app.registry.places.rules import PlaceLine
from tests import make
from tests.tidy.reading import ROOT


def take_in(
    session: Session, *lines: PlaceLine, code: str = make.DISTRICT, name: str = "开发区"
) -> PlacesImported:
    """Import these lines into the district."""
    return import_places(
        session, make.console(session), code=code, name=name, lines=lines, now=make.NOW
    )


def zone() -> list[PlaceLine]:
    """The 54 villages of the practice district."""
    with (ROOT / "tests/data/villages-zone.csv").open(encoding="utf-8") as file:
        return [PlaceLine(**line) for line in csv.DictReader(file)]
