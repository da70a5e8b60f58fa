"""From the rows of a sheet to people, and from people to households."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Final, NamedTuple

from app.registry.households.roster import clean
from app.registry.households.roster.columns import Columns, Field, Layout, field_of
from app.registry.households.roster.identity import id_fault
from app.registry.households.roster.reading import SheetRow

TOTAL: Final = re.compile(r"(本页|本村|全村|本组)?(合|总|小|共)计([:：(\d].*)?")
SHORTEST_ID: Final = 15
HEAD: Final = "户主"
HEADS: Final = {HEAD, "本人", "户主本人", "本人或户主"}


class Person(NamedTuple):
    """One line about one person, cleaned; `id_fault` is empty when the number is good."""

    row: int
    township: str
    village: str
    group: str
    number: str
    name: str
    id_number: str
    size: str
    relation: str
    household_type: str
    phone: str
    cadre: str
    is_head: bool
    id_fault: str


@dataclass(slots=True)
class Household:
    """All people with one household number; without a number, those that stand together."""

    number: str
    people: list[Person] = field(default_factory=list)

    @property
    def heads(self) -> list[Person]:
        """One, when all is well."""
        return [person for person in self.people if person.is_head]

    @property
    def first(self) -> Person:
        """Its head, else the person of its first row: by this row the household is reported."""
        return next((person for person in self.people if person.is_head), self.people[0])


def people_in(rows: Iterable[SheetRow], columns: Columns, layout: Layout) -> Iterator[Person]:
    """A person for each line that names one; blank, total and repeated header lines are none."""
    # A column that is not there, or that a short line does not reach, reads as a blank cell.
    places = [columns.places.get(field, -1) for field in Field]
    pick: Callable[[Sequence[str]], tuple[str, ...]] = itemgetter(*places)
    width = max(places) + 1
    for row, cells in rows:
        blanks = [""] * (width - len(cells) + 1)
        picked = pick([*cells, *blanks] if blanks else [*cells[:width], ""])
        number, name, id_number = picked[3:6]
        if (number or name or id_number) and not _is_no_person(cells, number, name, id_number):
            yield _person(row, picked, layout)


def gathered(people: Iterable[Person]) -> list[Household]:
    """Households in the order in which their first people stand in the file."""
    households: list[Household] = []
    by_number: dict[str, Household] = {}
    previous: Household | None = None
    for person in people:
        household = by_number.get(person.number)
        if not person.number:
            belongs = previous is not None and not previous.number and not person.is_head
            household = previous if belongs else None
        if household is None:
            household = Household(person.number)
            households.append(household)
            if person.number:
                by_number[person.number] = household
        household.people.append(person)
        previous = household
    return households


def _is_no_person(cells: Sequence[str], number: str, name: str, id_number: str) -> bool:
    if len(id_number) >= SHORTEST_ID:
        return False
    if any(TOTAL.fullmatch(cell.replace(" ", "")) for cell in cells):
        return True
    if id_number:
        return field_of(id_number) is Field.ID_NUMBER
    # 填表人: somebody, at the foot of the sheet.
    return not number and any(mark in name for mark in ":：")


def _person(row: int, picked: Sequence[str], layout: Layout) -> Person:
    township, village, group, number, name, id_number, size, relation, kind, phone, cadre = picked
    cleaned_id = clean.id_number(id_number)
    relation = relation.replace(" ", "") if layout is Layout.REGISTER else HEAD
    return Person(
        row=row,
        township=township,
        village=clean.person_name(village),
        group=group,
        number=clean.number_text(number),
        name=clean.person_name(name),
        id_number=cleaned_id,
        size=size,
        relation=relation,
        household_type=kind,
        phone=clean.phone(phone),
        cadre=clean.cadre(cadre),
        is_head=relation in HEADS,
        id_fault=id_fault(cleaned_id),
    )
