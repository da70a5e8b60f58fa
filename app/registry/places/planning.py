"""What importing a list of places would do, for a look before it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.registry.places.actions import OtherDistrict
from app.registry.places.models import PlaceKind
from app.registry.places.queries import district, place_names
from app.registry.places.rules import PlaceLine, WantedPlace, check_places


@dataclass(frozen=True)
class PlacesPlan:
    """A list against what stands already. Nothing is ever deleted."""

    wanted: Sequence[WantedPlace]
    new: Sequence[WantedPlace]
    renamed: Sequence[tuple[str, WantedPlace]]  # the name before

    @property
    def townships(self) -> int:
        """Townships in the list."""
        return sum(place.kind is PlaceKind.TOWNSHIP for place in self.wanted)

    @property
    def villages(self) -> int:
        """Villages in the list."""
        return sum(place.kind is PlaceKind.VILLAGE for place in self.wanted)


def plan_places(
    session: Session, *, code: str, name: str, lines: Iterable[PlaceLine]
) -> PlacesPlan:
    """Compare a list with the places there are; changes nothing.

    :raises OtherDistrict: the database holds another district.
    :raises PlacesBad: a code that is no division code, or does not lie below its parent.
    """
    existing = district(session)
    if existing is not None and existing.code != code:
        raise OtherDistrict(code=code[:12], existing=existing.code)
    wanted = check_places(code, name, lines)
    names = place_names(session)
    return PlacesPlan(
        wanted=wanted,
        new=[place for place in wanted if place.code not in names],
        renamed=[
            (names[place.code], place)
            for place in wanted
            if names.get(place.code, place.name) != place.name
        ],
    )
