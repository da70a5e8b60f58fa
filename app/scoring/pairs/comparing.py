"""Two sheets side by side: item by item, what differs and by how many points."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.scoring.schemes.explaining import Section, explained
from app.scoring.schemes.rules import Category, Item, Scheme
from app.scoring.schemes.totals import Line

#: What a section is known by: its category, and the record of the month.
Place = tuple[str, int]


@dataclass(frozen=True)
class ComparedLine:
    """One item as either sheet has it; None where a sheet says nothing about it."""

    item: Item
    first: Line | None
    second: Line | None

    @property
    def differs(self) -> bool:
        """Whether the two gave other answers."""
        return (self.first and self.first.answer) != (self.second and self.second.answer)

    @property
    def points(self) -> int:
        """By how much the second gives more, or less."""
        return _points(self.second) - _points(self.first)


@dataclass(frozen=True)
class ComparedSection:
    """A category in one record of the month, or what stands beside the categories."""

    category: Category | None
    record: int
    lines: Sequence[ComparedLine]


@dataclass(frozen=True)
class Comparison:
    """All items of two sheets, in the order of the scorecard."""

    sections: Sequence[ComparedSection]

    @property
    def differing(self) -> Sequence[ComparedLine]:
        """The items with other answers."""
        return [line for section in self.sections for line in section.lines if line.differs]


def compared(scheme: Scheme, first: dict[str, str], second: dict[str, str]) -> Comparison:
    """The answers of two sheets, item by item; one may have items that the other has not."""
    sides = [list(explained(scheme, answers).sections) for answers in (first, second)]
    heads = {_place(section): section for side in sides for section in side}
    return Comparison([_section(head, *_of(sides, place)) for place, head in heads.items()])


def _of(sides: Sequence[Sequence[Section]], place: Place) -> list[Sequence[Line]]:
    return [
        [line for section in side if _place(section) == place for line in section.lines]
        for side in sides
    ]


def _section(head: Section, first: Sequence[Line], second: Sequence[Line]) -> ComparedSection:
    items = {line.item.code: line.item for line in (*first, *second)}
    ours, theirs = ({line.item.code: line for line in side} for side in (first, second))
    lines = [ComparedLine(item, ours.get(code), theirs.get(code)) for code, item in items.items()]
    return ComparedSection(head.category, head.record, lines)


def _place(section: Section) -> Place:
    return (section.category.code if section.category else "", section.record)


def _points(line: Line | None) -> int:
    return line.points if line else 0
