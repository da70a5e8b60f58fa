"""How points move: earned, spent, given back, corrected, handed on. Nobody falls below nothing."""

from app.simulator.model.state import Change, Debt, Line, Model, Month, period_of

# The scorecard of the simulated world: grades are a share, half up; findings take, counts give.
GRADES = {"excellent": 100, "good": 75, "fair": 50, "poor": 0}
GRADED = {"A1": 6, "B1": 10}
FINDINGS = {"B2": (4, 9)}
COUNTED = {"C1": (3, 10)}
YES_NO = {"E1": 7}
MONTH_CAP = 36


def points_of(answers: dict[str, str]) -> int:
    """What a month earns, up to the cap of the month."""
    earned = sum((GRADED[i] * GRADES[answers[i]] + 50) // 100 for i in GRADED)
    earned += sum(max(0, most - each * int(answers[i])) for i, (each, most) in FINDINGS.items())
    earned += sum(min(most, each * int(answers[i])) for i, (each, most) in COUNTED.items())
    earned += sum(points for i, points in YES_NO.items() if answers[i] == "yes")
    return min(earned, MONTH_CAP)


def give(
    model: Model, home_id: int, points: int, source: tuple[str, str, int | None], period: str = ""
) -> None:
    """Points come to a household, or leave it when negative, with a line on its statement.

    :param source: why (the kind of line), and what it came from: its kind and id, None: any.
    :param period: the month that it counts for; "": the one in which it happens.
    """
    home = model.homes[home_id]
    home.balance += points
    assert home.balance >= 0, "the model itself never overdraws"
    line = Line(*source, points, home.balance, model.now, period or period_of(model.now))
    home.lines.append(line)
    model.touched.add(home_id)


def credit_month(model: Model, month: Month) -> None:
    """Every certified sheet is credited once; then merged households hand on, then debts."""
    for sheet in month.sheets.values():
        if sheet.state == "certified":
            sheet.state = "credited"
            if sheet.points:
                give(model, sheet.home_id, sheet.points, ("award", "sheet", sheet.id), month.period)
    month.state = "settled"
    _hand_on(model)
    collect(model)


def correct(model: Model, correction_id: int) -> None:
    """A correction acts: what it cannot take stays claimed."""
    found = model.corrections[correction_id]
    if found.points > 0:
        give(model, found.subject, found.points, ("correction", "correction", found.id))
        return
    taken = min(-found.points, model.homes[found.subject].balance)
    if taken:
        give(model, found.subject, -taken, ("correction", "correction", found.id))
    if -found.points > taken:
        model.debts.append(Debt(found.id, found.subject, -found.points - taken))


def collect(model: Model, only: int | None = None) -> None:
    """What corrections claim is taken from who has points again, the oldest claim first."""
    for debt in model.debts:
        if only is not None and debt.home_id != only:
            continue
        part = min(debt.left, model.homes[debt.home_id].balance)
        if part:
            debt.left -= part
            give(model, debt.home_id, -part, ("claim", "collection", None))


def hand_over(model: Model, from_id: int, to_id: int, points: int) -> None:
    """Points go from one household to another."""
    if points:
        give(model, from_id, -points, ("transfer", "moved_points", None))
        give(model, to_id, points, ("transfer", "moved_points", None))


def merge_points(model: Model, from_id: int, to_id: int) -> None:
    """All that a household has, and all that it owes, becomes the other's."""
    for debt in model.debts:
        if debt.home_id == from_id:
            debt.home_id = to_id
    hand_over(model, from_id, to_id, model.homes[from_id].balance)


def _hand_on(model: Model) -> None:
    """What came to a household after it had gone into another goes there, in order of mergers."""
    for change in _mergers(model):
        assert change.other is not None, "a merger names who stays"
        if model.homes[change.subject].balance or model.owed(change.subject):
            merge_points(model, change.subject, change.other)


def _mergers(model: Model) -> list[Change]:
    """By the order in which they were recorded."""
    done = [c for c in model.changes.values() if c.kind == "merge" and c.state == "approved"]
    return sorted(done, key=lambda change: change.id)
