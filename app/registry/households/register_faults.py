"""What the register holds against a household of a roster. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from app.kernel.keyring import Finder
from app.registry.households.roster.results import Fault, RosterHousehold


@dataclass(frozen=True)
class Gone:
    """A person who was taken off the register: how and when."""

    day: date
    died: bool


def taken_elsewhere(
    household: RosterHousehold, elsewhere: dict[bytes, str], in_file: set[str], finder: Finder
) -> tuple[str, str] | None:
    """The other household and the name of the person that the register has there, if any."""
    for member in household.members:
        other = elsewhere.get(finder.index(member.id_number), household.number)
        # A person who moved between two households of this file is a change, no fault.
        if other != household.number and other not in in_file:
            return other, member.name
    return None


def registered_elsewhere(household: RosterHousehold, other: str, name: str) -> Fault:
    """The fault of a household whose member the register has in another."""
    facts = {"household": household.number, "row": household.row, "person_row": household.row}
    told = facts | {"name": name, "also": other}
    return Fault("id_duplicate", household.row, household.number, told, other)


def has_left(household: RosterHousehold) -> Fault:
    """The fault of a household that has left."""
    facts = {"household": household.number, "row": household.row, "person_row": household.row}
    return Fault("household_left", household.row, household.number, {**facts})


def gone_person(
    household: RosterHousehold, gone: Mapping[bytes, Gone], finder: Finder
) -> Fault | None:
    """The fault of a household with a member who was taken off the register, if there is one."""
    if not gone:
        return None
    for member in household.members:
        left = gone.get(finder.index(member.id_number))
        if left is not None:
            facts = {
                "household": household.number, "row": household.row, "person_row": household.row,
                "name": member.name, "month": f"{left.day:%Y-%m}",
            }  # fmt: skip
            code = "person_died" if left.died else "person_left"
            return Fault(code, household.row, household.number, {**facts})
    return None
