"""Which columns a month book has: one an item, by the code that its answers carry. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from app.scoring.schemes.rules import Item, ItemRole, Scheme, answer_code, item_and_record


class Fixed(StrEnum):
    """The columns beside those of the items, as the hidden line of the workbook names them."""

    GROUP = "@group"
    NUMBER = "@number"
    NAME = "@name"
    SIZE = "@size"
    DEDUCTION = "@deduction"
    TOTAL = "@total"
    DAY = "@day"
    SIGNATURE = "@signature"
    MEND = "@mend"


@dataclass(frozen=True)
class BookColumn:
    """An item in one record of the month."""

    key: str  # the code of its answers: A1, or A1.2 in the second record
    item: Item
    over: str  # the head over it: the category, "" for what stands beside the categories
    over_points: int  # what the category is worth

    @property
    def code(self) -> str:
        """As the head of the column says it."""
        return item_and_record(self.key)[0]


def columns_of(scheme: Scheme, record: int, *, with_others: bool) -> tuple[BookColumn, ...]:
    """The items of a record in order, then bonus and veto; deductions are not taken from a book.

    :param with_others: also the items of households that cannot work, behind those they replace.
    """
    return (*_items(scheme, record, with_others=with_others), *_extras(scheme, record))


def applying(scheme: Scheme, *, exempt: bool) -> Scheme:
    """The scorecard of a household: the usual one, or that of who cannot work."""
    return scheme.for_exempt() if exempt and scheme.alternatives else scheme


def deductions_of(scheme: Scheme) -> frozenset[str]:
    """The codes of what takes points."""
    return frozenset(
        item.code for item in scheme.extras if item.role is ItemRole.DEDUCTION
    )  # fmt: skip


def _items(scheme: Scheme, record: int, *, with_others: bool) -> Iterator[BookColumn]:
    for category in scheme.categories:
        items = list(category.items)
        own = {item.code for item in items}
        if with_others:
            for alternative in scheme.alternatives:
                items += alternative.items if alternative.instead_of[0] in own else ()
        for item in items:
            yield BookColumn(
                answer_code(item.code, record), item, category.short_name, category.points_max
            )


def _extras(scheme: Scheme, record: int) -> Iterator[BookColumn]:
    if record == 1:
        for item in scheme.extras:
            if item.role is not ItemRole.DEDUCTION:
                yield BookColumn(item.code, item, "", 0)
