"""What a list of places must be like: digits, and every code below its parent's."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from app.kernel.errors import Invalid
from app.registry.places.models import PlaceKind

SHORTEST, LONGEST = 2, 12
LONGEST_NAME, LONGEST_STORE_CODE = 80, 32


class PlacesBad(Invalid):
    """A line of the list of places cannot be right."""

    code = "places_bad"


class StoreDetailsBad(Invalid):
    """A store's code is empty, too long or has spaces, or its name is empty or too long."""

    code = "store_details_bad"


@dataclass(frozen=True)
class PlaceLine:
    """A line of the file: a village and its township."""

    code: str
    name: str
    township_code: str
    township_name: str


@dataclass(frozen=True)
class WantedPlace:
    """A place as it shall stand in the table."""

    code: str
    name: str
    kind: PlaceKind
    parent_code: str | None
    row: int = field(default=0, compare=False)  # of the file; 0 when it stands already

    @property
    def columns(self) -> dict[str, object]:
        """The values of its row."""
        return {
            "code": self.code,
            "name": self.name,
            "kind": self.kind,
            "parent_code": self.parent_code,
        }


def check_places(code: str, name: str, lines: Iterable[PlaceLine]) -> list[WantedPlace]:
    """The district, its townships, its villages, parents first.

    The district's own code need not be a prefix of its townships': a development zone has a code
    of its own, while its villages keep those of the county they lie in.

    :raises PlacesBad: with the row that cannot be right.
    """
    _check_code(code, name, row=1)
    places = {code: WantedPlace(code, name, PlaceKind.DISTRICT, None)}
    villages: dict[str, WantedPlace] = {}
    for row, line in enumerate(lines, start=2):
        _check_code(line.code, line.name, row)
        _check_code(line.township_code, line.township_name, row)
        _check_below(line.code, line.township_code, row)
        township = WantedPlace(
            line.township_code, line.township_name, PlaceKind.TOWNSHIP, code, row
        )
        if places.setdefault(line.township_code, township) != township or line.code in villages:
            raise PlacesBad(row=row, place=line.code)
        villages[line.code] = WantedPlace(
            line.code, line.name, PlaceKind.VILLAGE, line.township_code, row
        )
    if not villages:
        raise PlacesBad(row=1, place=code[:LONGEST])
    return [*places.values(), *villages.values()]


def check_apart(places: Sequence[WantedPlace]) -> None:
    """Refuse a code that begins with another one of its level: who works there would work here.

    :raises PlacesBad: with the row of the later one.
    """
    for level in (PlaceKind.TOWNSHIP, PlaceKind.VILLAGE):
        ordered = sorted((place.code, place.row) for place in places if place.kind is level)
        for (shorter, first), (longer, second) in pairwise(ordered):
            if longer.startswith(shorter):
                raise PlacesBad(row=max(first, second), place=longer)


def check_store(code: str, name: str) -> None:
    """Refuse a store that could not be found or called.

    :raises StoreDetailsBad: code not of 1 to 32 characters without spaces, name not of 1 to 80.
    """
    if code.split() != [code] or len(code) > LONGEST_STORE_CODE:
        raise StoreDetailsBad
    if not name.strip() or len(name) > LONGEST_NAME:
        raise StoreDetailsBad


def _check_code(code: str, name: str, row: int) -> None:
    digits = code.isascii() and code.isdigit()
    fits = SHORTEST <= len(code) <= LONGEST and len(name.strip()) >= 1 and len(name) <= LONGEST_NAME
    if not (digits and fits):
        raise PlacesBad(row=row, place=code[:LONGEST])


def _check_below(code: str, parent: str, row: int) -> None:
    if code == parent or not code.startswith(parent):
        raise PlacesBad(row=row, place=code[:LONGEST])
