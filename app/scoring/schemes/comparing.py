"""Two scorecards side by side: what the next one changes."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.scoring.schemes.awards import Award
from app.scoring.schemes.rules import Item, Scheme

#: The rules beside the items that can differ.
RULES = ("month_cap", "year_cap", "bonus_cap", "records", "missing_counts_zero", "expires")


@dataclass(frozen=True)
class ItemChange:
    """An item or an award that is new, gone, renamed, answered otherwise or worth more or less."""

    code: str
    name: str
    before: Item | Award | None
    after: Item | Award | None

    @property
    def points_before(self) -> int | None:
        """None where it was not."""
        return self.before.points_max if self.before else None

    @property
    def points_after(self) -> int | None:
        """None where it is gone."""
        return self.after.points_max if self.after else None

    @property
    def answered_otherwise(self) -> bool:
        """Whether it stays, and is scored in another way."""
        if self.before is None or self.after is None:
            return False
        return self.before.scale != self.after.scale


def item_changes(before: Scheme, after: Scheme) -> Sequence[ItemChange]:
    """What becomes of each item and award, in the order of the new one; those that end last."""
    old, new = ({each.code: each for each in scheme.priced} for scheme in (before, after))
    kept = [ItemChange(code, item.name, old.get(code), item) for code, item in new.items()]
    gone = [ItemChange(code, old[code].name, old[code], None) for code in old if code not in new]
    return [change for change in (*kept, *gone) if change.before != change.after]


def changed_rules(before: Scheme, after: Scheme) -> frozenset[str]:
    """Which rules beside the items differ: a name of RULES, or a grade's name."""
    rules = {rule for rule in RULES if getattr(before, rule) != getattr(after, rule)}
    grades = {
        grade.value for grade in after.percent if before.percent[grade] != after.percent[grade]
    }
    return frozenset(rules | grades)
