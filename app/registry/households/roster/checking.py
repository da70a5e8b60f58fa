"""A roster, whole: found, understood and judged household by household."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice

from app.registry.households.roster import clean
from app.registry.households.roster.columns import (
    HEADER_WITHIN_ROWS,
    Columns,
    Field,
    Layout,
    columns_of,
)
from app.registry.households.roster.faults import (
    Circumstances,
    faults_of,
    shared_numbers,
    stated,
)
from app.registry.households.roster.people import Household, Person, gathered, people_in
from app.registry.households.roster.reading import RosterFile, SheetRow, Table
from app.registry.households.roster.refusals import (
    RosterColumnsMissing,
    RosterEmpty,
    RosterManySheets,
)
from app.registry.households.roster.results import (
    CheckedRoster,
    Fault,
    RosterHousehold,
    RosterMember,
)
from app.registry.households.roster.villages import VillageFinder, VillageName


@dataclass(frozen=True)
class _Sheet:
    """A table with a whole header, and the households below it."""

    name: str
    columns: Columns
    layout: Layout
    households: list[Household]


def check_roster(file: RosterFile, villages: Iterable[VillageName]) -> CheckedRoster:
    """Judge every household of the file: accepted, or refused for the first thing to mend.

    :raises RosterColumnsMissing: no sheet has a header line with the columns we need.
    :raises RosterManySheets: more than one has.
    :raises RosterEmpty: nobody stands below the header.
    """
    sheet = _roster_sheet(file)
    households = sheet.households
    against = Circumstances(sheet.layout, VillageFinder(villages), shared_numbers(households))
    accepted: list[RosterHousehold] = []
    faults: list[Fault] = []
    for household in households:
        fault = next(faults_of(household, against), None)
        if fault:
            faults.append(fault)
        else:
            accepted.append(_accepted(household, against.villages))
    return CheckedRoster(
        layout=sheet.layout,
        households=len(households),
        people=sum(len(household.people) for household in households),
        accepted=accepted,
        faults=sorted(faults, key=_by_number),
        unknown_columns=sheet.columns.unknown,
        sheet=sheet.name,
        head_row=sheet.columns.row,
    )


def _roster_sheet(file: RosterFile) -> _Sheet:
    """The one sheet that is a roster; of sheets without a whole header the nearest to one tells."""
    rosters: list[_Sheet] = []
    missing: list[tuple[str, ...]] = []
    for table in file.tables:
        for columns, rows in _below_header(table):
            if columns.missing:
                missing.append(columns.missing)
                continue
            layout = columns.layout(file.kind)
            households = gathered(people_in(rows, columns, layout))
            rosters.append(_Sheet(table.name, columns, layout, households))
    with_people = [sheet for sheet in rosters if sheet.households]
    if len(with_people) > 1:
        raise RosterManySheets(sheets="、".join(sheet.name for sheet in with_people))
    if missing and not rosters:
        nearest = min(missing, key=len)
        raise RosterColumnsMissing(missing="、".join(nearest))
    if not with_people:
        raise RosterEmpty
    return with_people[0]


def _below_header(table: Table) -> Iterator[tuple[Columns, Iterator[SheetRow]]]:
    """What its most likely header line says, and the rows below; nothing for a blank sheet."""
    rows = iter(table.rows)
    head = list(islice(rows, HEADER_WITHIN_ROWS))
    if any(any(cells) for _row, cells in head):
        # Of a header in two lines the lower one goes: merged cells repeat the upper one's words.
        candidates = [columns_of(row, cells) for row, cells in head]
        best = max(candidates, key=lambda columns: len(columns.places))
        yield best, chain((row for row in head if row.number > best.row), rows)


def _accepted(household: Household, villages: VillageFinder) -> RosterHousehold:
    head = household.first
    placed = next(person for person in (head, *household.people) if person.village)
    size = clean.people(stated(household, Field.SIZE))
    members = [_member(person) for person in household.people]
    return RosterHousehold(
        row=head.row,
        number=household.number,
        village_code=villages.find(placed.village, placed.township)[0].code,
        group_name=stated(household, Field.GROUP),
        head=next(member for member in members if member.is_head),
        members=tuple(members),
        size=size or len(members),
        household_type=stated(household, Field.HOUSEHOLD_TYPE),
        cadre_name=stated(household, Field.CADRE),
    )


def _member(person: Person) -> RosterMember:
    return RosterMember(
        name=person.name,
        relation=person.relation,
        id_number=person.id_number,
        phone=person.phone,
        is_head=person.is_head,
    )


def _by_number(fault: Fault) -> tuple[bool, int, str, int]:
    """Faults as the office keeps its households; those without a number at the end."""
    number = fault.household
    return not number, len(number), number, fault.row
