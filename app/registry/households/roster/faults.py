"""What can be wrong with a household, in the order in which it is worth mending."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from app.registry.households.roster import clean, results
from app.registry.households.roster.columns import COLUMN_WORDS, Field, Layout
from app.registry.households.roster.identity import is_counted
from app.registry.households.roster.people import Household, Person
from app.registry.households.roster.results import Fault
from app.registry.households.roster.villages import VillageFinder

LONGEST: Final = (
    (Field.NUMBER, results.LONGEST_NUMBER),
    (Field.NAME, results.LONGEST_NAME),
    (Field.CADRE, results.LONGEST_NAME),
    (Field.GROUP, results.LONGEST_SHORT_TEXT),
    (Field.HOUSEHOLD_TYPE, results.LONGEST_SHORT_TEXT),
    (Field.RELATION, results.LONGEST_RELATION),
)


@dataclass(frozen=True)
class Circumstances:
    """What a household is judged against: the district's villages and the rest of the file."""

    layout: Layout
    villages: VillageFinder
    shared: dict[str, list[str]]


def shared_numbers(households: Iterable[Household]) -> dict[str, list[str]]:
    """ID numbers that stand in more than one household, with the numbers of those households.

    A household without a number of its own cannot be named, and is refused anyway.
    """
    holder: dict[str, str] = {}
    shared: dict[str, list[str]] = {}
    for household in households:
        for person in household.people:
            if person.id_fault or not household.number:
                continue
            first = holder.setdefault(person.id_number, household.number)
            if first != household.number:
                others = shared.setdefault(person.id_number, [first])
                if household.number not in others:
                    others.append(household.number)
    return shared


def faults_of(household: Household, against: Circumstances) -> Iterator[Fault]:
    """Every fault of a household, the one to mend first in front; worked out as asked for."""
    yield from _number_faults(household)
    yield from _village_faults(household, against.villages)
    yield from _head_faults(household, against.layout)
    for person in household.people:
        yield from _person_faults(household, person)
    yield from _repeated_ids(household)
    yield from _shared_ids(household, against.shared)
    yield from _size_faults(household)


def stated(household: Household, field: Field) -> str:
    """What the head's row says of the household, else the first row that says anything."""
    said = (getattr(person, field) for person in (household.first, *household.people))
    return next(filter(None, said), "")


def _number_faults(household: Household) -> Iterator[Fault]:
    if not household.number:
        yield _fault(household, "no_household_number")
    elif is_counted(household.number):
        yield _fault(household, "number_lost_digits")


def _village_faults(household: Household, villages: VillageFinder) -> Iterator[Fault]:
    said: dict[tuple[str, str], Person] = {}
    for person in household.people:
        if person.village:
            said.setdefault((person.village, person.township), person)
    meant: dict[str, Person] = {}
    for (village, township), person in said.items():
        fitting = villages.find(village, township)
        if not fitting:
            yield _fault(household, "unknown_village", person, village=township + village)
        elif len(fitting) > 1:
            choices = "、".join(one.township_name + one.name for one in fitting)
            yield _fault(household, "ambiguous_village", person, village=village, choices=choices)
        else:
            meant.setdefault(fitting[0].code, person)
    if not said:
        yield _fault(household, "unknown_village", village="")
    if len(meant) > 1:
        one, other, *_ = meant.values()
        names = {"village": one.village, "other_village": other.village}
        yield _fault(household, "two_villages", other, **names)


def _head_faults(household: Household, layout: Layout) -> Iterator[Fault]:
    heads = household.heads
    if not heads:
        yield _fault(household, "no_head")
    elif len(heads) > 1:
        code = "two_heads" if layout is Layout.REGISTER else "number_duplicate"
        yield _fault(household, code, heads[1])


def _person_faults(household: Household, person: Person) -> Iterator[Fault]:
    if not person.name:
        yield _fault(household, "no_name", person)
    if person.id_fault:
        yield _fault(household, person.id_fault, person)
    for field, longest in LONGEST:
        if len(getattr(person, field)) > longest:
            word = COLUMN_WORDS[field][0]
            yield _fault(household, "cell_too_long", person, column=word, longest=longest)


def _repeated_ids(household: Household) -> Iterator[Fault]:
    seen: dict[str, Person] = {}
    for person in household.people:
        earlier = seen.setdefault(person.id_number, person)
        if earlier is not person:
            yield _fault(household, "id_twice", person, other_row=earlier.row)


def _shared_ids(household: Household, shared: dict[str, list[str]]) -> Iterator[Fault]:
    for person in household.people:
        for other in shared.get(person.id_number, ()):
            if other != household.number:
                yield _fault(household, "id_duplicate", person, also=other)


def _size_faults(household: Household) -> Iterator[Fault]:
    size = stated(household, Field.SIZE)
    if size and not 1 <= clean.people(size) <= results.LARGEST_HOUSEHOLD:
        yield _fault(household, "size_bad", size=size[: results.LONGEST_RELATION])


def _fault(
    household: Household, code: str, person: Person | None = None, also: str = "", **facts: object
) -> Fault:
    """A fault of this household, found at one of its people: the first when none is given."""
    first = household.first
    found_at = person or first
    told = {"household": household.number, "row": first.row, "also": also} | facts
    return Fault(
        code=code,
        row=first.row,
        household=household.number,
        message_facts=told | {"person_row": found_at.row, "name": found_at.name},
        also=also,
        rows=tuple(one.row for one in household.people),
    )
