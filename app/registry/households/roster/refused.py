"""The lines of the refused households as they stand in the file, to be mended apart from it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from app.registry.households.roster import clean
from app.registry.households.roster.columns import ADDED, Field, columns_of
from app.registry.households.roster.reading import RosterFile, SheetRow
from app.registry.households.roster.results import CheckedRoster, Fault


@dataclass(frozen=True)
class RefusedLine:
    """A line of the file, and why its household was refused. The cells hold ID numbers."""

    row: int
    cells: tuple[str, ...] = field(repr=False)
    fault: Fault


@dataclass(frozen=True)
class RefusedLines:
    """The header line of the roster, and below it what must be mended."""

    head: tuple[str, ...]
    lines: tuple[RefusedLine, ...]


def refused_lines(
    file: RosterFile, checked: CheckedRoster, faults: Iterable[Fault]
) -> RefusedLines:
    """Read the same file once more, for the lines of the households that have faults.

    Merged cells are written out, so that each line stands for itself.

    :param faults: those of the plan, which knows of the register too.
    """
    rows = next(table.rows for table in file.tables if table.name == checked.sheet)
    head = next(cells for row, cells in rows if row == checked.head_row)
    kept = [place for place, word in enumerate(head) if word not in ADDED]
    number_place = columns_of(checked.head_row, head).places[Field.NUMBER]
    return RefusedLines(
        _picked(head, kept),
        tuple(
            RefusedLine(row, _picked(cells, kept), fault)
            for (row, cells), fault in _refused(rows, number_place, list(faults))
        ),
    )


def _refused(
    rows: Iterable[SheetRow], number_place: int, faults: Sequence[Fault]
) -> Iterator[tuple[SheetRow, Fault]]:
    by_row = {row: fault for fault in faults for row in (fault.rows or (fault.row,))}
    # A household that the register refused, not the file, is known by its number alone.
    by_number = {fault.household: fault for fault in faults if not fault.rows}
    for line in rows:
        fault = by_row.get(line.number) or by_number.get(_number(line, number_place))
        if fault:
            yield line, fault


def _number(line: SheetRow, place: int) -> str:
    return clean.number_text(line.cells[place]) if place < len(line.cells) else ""


def _picked(cells: Sequence[str], kept: Sequence[int]) -> tuple[str, ...]:
    return tuple(cells[place] if place < len(cells) else "" for place in kept)
