"""Two scorecards side by side: what the next one changes."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.scoring.schemes.rules import Scheme


@dataclass(frozen=True)
class ItemChange:
    """An item that is new, gone, renamed or worth more or less; None where it is not."""

    code: str
    name: str
    points_before: int | None
    points_after: int | None
    renamed: bool = False


def item_changes(before: Scheme, after: Scheme) -> Sequence[ItemChange]:
    """What becomes of each item, in the order of the new scorecard, those that end at the end."""
    old, new = before.items, after.items
    kept = [
        ItemChange(
            code,
            item.name,
            old[code].points_max if code in old else None,
            item.points_max,
            renamed=code in old and old[code].name != item.name,
        )
        for code, item in new.items()
    ]
    gone = [
        ItemChange(code, item.name, item.points_max, None)
        for code, item in old.items()
        if code not in new
    ]
    return [
        change
        for change in (*kept, *gone)
        if change.renamed or change.points_before != change.points_after
    ]


def changed_rules(before: Scheme, after: Scheme) -> frozenset[str]:
    """Which rules beside the items differ: `month_cap`, `expires`, or a grade's name."""
    rules = {
        "month_cap": before.month_cap != after.month_cap,
        "expires": before.expires != after.expires,
        **{grade.value: before.percent[grade] != after.percent[grade] for grade in after.percent},
    }
    return frozenset(name for name, differs in rules.items() if differs)
