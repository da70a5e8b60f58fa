"""Comparing what a household typed: two units of work, so that a wrong try is counted for good."""

from app.door.context import db, now
from app.registry.cards.pins import begin_try, forgive


def check_typed(household_id: int, pin: str) -> None:
    """Compare the digits with the household's PIN; nobody may be inside a unit of work.

    :raises PinNotSet: it has none.
    :raises PinWrong: other digits; the try is counted.
    :raises PinLocked: too many wrong ones lately.
    """
    with db().write() as session:
        tried = begin_try(session, household_id, now=now())
    tried.check(pin)
    with db().write() as session:
        forgive(session, household_id)
