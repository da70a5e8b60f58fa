"""Balances, statements, debts, corrections."""

from collections.abc import Mapping
from typing import Final

from sqlalchemy.orm import Session

from app.ledger.asked import corrections_by_standing, corrections_page
from app.ledger.models import Direction
from app.ledger.queries import balance_of, balances_of, debt_of, points_outstanding, statement
from app.simulator.asking.base import Answer, Asking, Question
from app.simulator.model.state import Correction, Home, Model

LINES: Final = 50
LINES_AT_ONCE: Final = 6


def balances(session: Session, model: Model) -> Answer:
    """The list of balances."""
    wanted = {home.id: home.balance for home in model.homes.values()}
    return "list of balances", balances_of(session, list(wanted)), wanted


def points_of_touched(session: Session, model: Model) -> list[Answer]:
    """The last lines and the debts of those whose points moved."""
    answers: list[Answer] = []
    for home_id in sorted(model.touched):
        home = model.homes[home_id]
        answers.append(_statement(session, home, LINES_AT_ONCE))
        answers.append((f"debt of {home.number}", debt_of(session, home.id), model.owed(home.id)))
    model.touched.clear()
    return answers


def _statement(
    session: Session, home: Home, limit: int, before: tuple[int | None, int] = (None, 0)
) -> Answer:
    """A page of a statement: `before` is the id where it begins, and how many lines come first."""
    before_id, skipped = before
    lines = [
        (
            line.kind.value, line.source_kind, line.points, line.balance_after, line.at,
            str(line.period),
        )
        for line in statement(session, home.id, before_id=before_id, limit=limit)
    ]  # fmt: skip
    newest_first = home.lines[::-1][skipped : skipped + limit]
    told = [
        (x.kind, x.source_kind, x.points, x.balance_after, x.at, x.period) for x in newest_first
    ]
    return f"statement of {home.number}", lines, told


def _statement_by_pages(asking: Asking) -> list[Answer]:
    home = asking.random.choice(list(asking.model.homes.values()))
    size = asking.random.randint(1, LINES)
    first = statement(asking.session, home.id, limit=size)
    answers = [_statement(asking.session, home, size)]
    if first:
        answers.append(_statement(asking.session, home, LINES, (first[-1].id, len(first))))
    return answers


def _outstanding(asking: Asking) -> list[Answer]:
    homes = asking.model.homes.values()
    home = asking.random.choice(list(homes))
    everybody = sum(each.balance for each in homes)
    return [
        ("points outstanding", points_outstanding(asking.session), everybody),
        (f"balance of {home.number}", balance_of(asking.session, home.id), home.balance),
    ]


def _corrections(asking: Asking) -> list[Answer]:
    actor = asking.reader()
    seen = {home.id for home in asking.homes_of(actor)}
    house = [
        (
            each.correction.id,
            each.correction.points * (1 if each.correction.direction is Direction.CREDIT else -1),
            each.standing.value,
            each.balance_points,
            each.owed_points,
        )
        for each in corrections_page(asking.session, actor, limit=LINES)
    ]
    asked = [each for each in asking.model.corrections.values() if each.subject in seen]
    newest = sorted(asked, key=lambda each: -each.id)[:LINES]
    by_standing = corrections_by_standing(asking.session, actor)
    counted = {state: sum(each.state == state.value for each in asked) for state in by_standing}
    return [
        ("corrections", house, [_told(asking.model, each) for each in newest]),
        ("corrections by standing", dict(by_standing), counted),
    ]


def _told(model: Model, found: Correction) -> tuple[object, ...]:
    owed = sum(debt.left for debt in model.debts if debt.correction_id == found.id)
    return found.id, found.points, found.state, model.homes[found.subject].balance, owed


QUESTIONS: Final[Mapping[str, Question]] = {
    "statement by pages": _statement_by_pages,
    "points outstanding": _outstanding,
    "corrections": _corrections,
}
