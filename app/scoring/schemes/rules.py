"""What a scorecard is. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cached_property

from app.kernel.period import Period
from app.scoring.schemes.awards import Award, UnknownAward
from app.scoring.schemes.scales import AnswerBad, Grade, Scale

#: Between an item's code and the number of the record, from the second record of a month on.
RECORD_MARK = "."


class ItemRole(StrEnum):
    """What an item does to the month: the usual, or 加分, 减分, 一票否决."""

    BASE = "base"
    BONUS = "bonus"
    DEDUCTION = "deduction"
    VETO = "veto"


@dataclass(frozen=True)
class Item:
    """One thing that is looked at."""

    code: str
    name: str
    scale: Scale
    role: ItemRole = ItemRole.BASE
    #: What the scorer looks at, in the scorecard's words; empty where the name says it all.
    look_for: str = ""

    @property
    def points_max(self) -> int:
        """Points of the best answer."""
        return self.scale.points_max

    def points_of(self, answer: str) -> int:
        """Points of an answer, from 0 to the most.

        :raises AnswerBad: (UnknownGrade, PointsOutOfRange) no answer to this item.
        """
        return self.scale.points_of(self.code, answer)

    def takes(self, answer: str) -> bool:
        """Whether this is an answer to the item."""
        try:
            self.points_of(answer)
        except AnswerBad:
            return False
        return True

    @property
    def choices(self) -> dict[str, int]:
        """The answers to choose from, with their points; none where a number is given."""
        return self.scale.choices

    @property
    def sign(self) -> int:
        """-1 for what takes points, 0 for a veto, which the total looks at, else 1."""
        return {ItemRole.DEDUCTION: -1, ItemRole.VETO: 0}.get(self.role, 1)


@dataclass(frozen=True)
class Category:
    """One of the five categories, with its items in order."""

    code: str
    name: str
    short_name: str
    items: tuple[Item, ...]

    @property
    def points_max(self) -> int:
        """Points of all its items at their best."""
        return sum(item.points_max for item in self.items)


@dataclass(frozen=True)
class Alternative:
    """Items of equal weight for households that cannot do what others are scored for."""

    instead_of: tuple[str, ...]
    items: tuple[Item, ...]


def answer_code(code: str, record: int) -> str:
    """Under which code an item (or a category) is answered in a record: A1, then A1.2, A1.3."""
    return code if record == 1 else f"{code}{RECORD_MARK}{record}"


def item_and_record(answer: str) -> tuple[str, int]:
    """The item's code and the number of the record, of the code of an answer."""
    item, mark, number = answer.partition(RECORD_MARK)
    return item, int(number) if mark else 1


@dataclass(frozen=True)
class Scheme:
    """A scorecard: categories, items, what a grade is worth, the caps, how long points last."""

    name: str
    categories: tuple[Category, ...]
    percent: Mapping[Grade, int]
    month_cap: int
    #: Day and month of the following year on which points end; None: never.
    expires: tuple[int, int] | None
    year_cap: int | None = None
    #: Bonus, deduction and veto items: answered only when something happened.
    extras: tuple[Item, ...] = ()
    bonus_cap: int | None = None
    #: How often a household may be scored in a month; the records add up.
    records: int = 1
    #: Whether an item without an answer counts nothing, instead of being asked for.
    missing_counts_zero: bool = False
    alternatives: tuple[Alternative, ...] = ()
    #: What is given once for something that happened, beside the month's points.
    awards: tuple[Award, ...] = ()

    @cached_property
    def items(self) -> dict[str, Item]:
        """All items of the categories by code, in order."""
        return {item.code: item for category in self.categories for item in category.items}

    @cached_property
    def answerable(self) -> dict[str, Item]:
        """What may be answered, by the code an answer carries: all records, then the extras."""
        repeated = {
            answer_code(code, record): item
            for record in range(1, self.records + 1)
            for code, item in self.items.items()
        }
        return repeated | {item.code: item for item in self.extras}

    @cached_property
    def all_items(self) -> tuple[Item, ...]:
        """Every item that anybody may be asked for."""
        items = [item for category in self.categories for item in category.items]
        others = [item for alternative in self.alternatives for item in alternative.items]
        return (*items, *self.extras, *others)

    @property
    def priced(self) -> tuple[Item | Award, ...]:
        """Everything that has points: all items, and the one-off awards."""
        return (*self.all_items, *self.awards)

    def award(self, code: str) -> Award:
        """The one-off award of this code.

        :raises UnknownAward: there is none.
        """
        for award in self.awards:
            if award.code == code:
                return award
        raise UnknownAward(field="award")

    @property
    def points_max(self) -> int:
        """Points of one record at its best, before bonus and caps."""
        return sum(category.points_max for category in self.categories)

    def for_exempt(self) -> "Scheme":
        """The scorecard of a household that cannot work: other items of the same weight.

        Source: demo scorecard, C1-C3 replaced by home order and self-care, never zero.
        """
        categories = self.categories
        for alternative in self.alternatives:
            categories = tuple(_exchanged(category, alternative) for category in categories)
        return replace(self, categories=categories, alternatives=())

    def for_answers(self, answers: Iterable[str]) -> "Scheme":
        """The scorecard by which answers to these codes were given: the usual, or for_exempt."""
        others = {item.code for each in self.alternatives for item in each.items}
        given = {item_and_record(code)[0] for code in answers}
        return self.for_exempt() if others & given else self

    def expires_on(self, period: Period) -> date | None:
        """The last day on which points of a month can be spent.

        Source: demo scorecard, "valid to 31 March of the following year".
        """
        if self.expires is None:
            return None
        month, day = self.expires
        return date(period.year + 1, month, day)


def _exchanged(category: Category, alternative: Alternative) -> Category:
    def items() -> Iterator[Item]:
        for item in category.items:
            if item.code not in alternative.instead_of:
                yield item
            elif item.code == alternative.instead_of[0]:
                yield from alternative.items

    return replace(category, items=tuple(items()))
