"""A scorecard as a form: its sections with the fields to answer, and what was entered in them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from app.scoring.schemes.rules import Category, Item, Scheme, answer_code
from app.scoring.schemes.totals import Total, total_so_far

#: Before an item's code: the field that says why points are taken.
REASON: Final = "reason."


@dataclass(frozen=True)
class Field:
    """An item, under the code that its answer carries."""

    code: str
    item: Item


@dataclass(frozen=True)
class FormSection:
    """A category in one record of the month."""

    key: str
    category: Category
    record: int
    points: int
    fields: Sequence[Field]

    @property
    def codes(self) -> frozenset[str]:
        """What its answers are given under."""
        return frozenset(field.code for field in self.fields)


@dataclass(frozen=True)
class AnswerForm:
    """All sections, the extras, and what they come to as yet."""

    sections: Sequence[FormSection]
    extras: Sequence[Field]
    so_far: Total
    done: int
    of: int


def answer_form(scheme: Scheme, answers: Mapping[str, str], *, another: bool = True) -> AnswerForm:
    """The form with these answers in it; with `another`, room for the next record of the month."""
    so_far = total_so_far(scheme, answers)
    begun = max((line.record for line in so_far.lines), default=0)
    records = min(max(begun + another, 1), scheme.records)
    sections = [
        _section(category, record, so_far)
        for record in range(1, records + 1)
        for category in scheme.categories
    ]
    fields = [field.code for section in sections for field in section.fields]
    return AnswerForm(
        sections,
        [Field(item.code, item) for item in scheme.extras],
        so_far,
        sum(bool(answers.get(code)) for code in fields),
        len(scheme.items) * max(records - 1, 1) if another else len(fields),
    )


def answers_in(entered: Mapping[str, str], others: frozenset[str]) -> dict[str, str]:
    """What was answered: all fields but the named others; an empty one was not answered."""
    return {
        code: answer.strip()
        for code, answer in entered.items()
        if code not in others and not code.startswith(REASON) and answer.strip()
    }


def reasons_in(entered: Mapping[str, str]) -> dict[str, str]:
    """Why points are taken, by the code of the item that takes them."""
    return {
        name.removeprefix(REASON): words.strip()
        for name, words in entered.items()
        if name.startswith(REASON) and words.strip()
    }


def as_last_month(
    asked: str, form: AnswerForm, answers: Mapping[str, str], last: Mapping[str, str]
) -> dict[str, str]:
    """The answers with last month's among them, as a button of the form asks for it.

    "same:A" takes all of a section from last month, "item:A1" one item, whatever was answered
    before; "rest:A B" only what is not answered yet in these sections. Nothing else changes.
    """
    how, _, what = asked.partition(":")
    sections = [section.codes for section in form.sections if section.key in what.split()]
    codes = {what} if how == "item" else {code for each in sections for code in each}
    given = {code: last[code] for code in codes & last.keys()}
    return {**given, **answers} if how == "rest" else {**answers, **given}


def _section(category: Category, record: int, so_far: Total) -> FormSection:
    codes = {item.code for item in category.items}
    points = sum(
        line.points for line in so_far.lines if line.record == record and line.item.code in codes
    )
    fields = [Field(answer_code(item.code, record), item) for item in category.items]
    return FormSection(answer_code(category.code, record), category, record, points, fields)
