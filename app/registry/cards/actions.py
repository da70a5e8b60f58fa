"""Issue cards, report them lost, issue new ones. Points hang on the household, not on its card."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session

from app.kernel.constraints import on_violation
from app.registry.accounts.actor import Actor
from app.registry.accounts.audit import note
from app.registry.accounts.permissions import Permission
from app.registry.cards.models import Card, CardState
from app.registry.cards.queries import card_for, next_versions
from app.registry.cards.rules import CardExists, card_after, new_code, new_number
from app.registry.households.models import Household
from app.registry.households.queries import household_for, registered
from app.registry.places.queries import village_for

on_violation("uq_cards_active", CardExists, columns="cards.household_id")

# A drawn number that is taken, or a household that got its card at this very moment: passed over.
_INSERTS: Final = {
    "sqlite": sqlite_insert(Card).on_conflict_do_nothing(),
    "postgresql": postgresql_insert(Card).on_conflict_do_nothing(),
}


def issue_card(session: Session, actor: Actor, household_id: int, *, now: datetime) -> Card:
    """Issue a household's card: its first, or one after a lost one.

    Also to a household that has left the programme: it may spend what it has.

    :raises HouseholdNotFound: missing, or out of reach.
    :raises CardExists: the household has a card in use.
    """
    household = household_for(session, actor, Permission.ISSUE_CARD, household_id)
    card = _new_card(session, actor, household_id, now)
    note(
        session, actor, "issue_card", ("card", card.id), now=now,
        place_code=household.village_code, household=household_id, version=card.version,
    )  # fmt: skip
    return card


def issue_village_cards(
    session: Session,
    actor: Actor,
    village_code: str,
    *,
    now: datetime,
    draw: Callable[[], str] = new_number,
) -> int:
    """Issue a card to every registered household of a village that has none in use; how many.

    :param draw: where the numbers come from; one that is taken is drawn again.
    :raises UnknownPlace: no such village within reach.
    """
    village = village_for(session, actor, Permission.ISSUE_CARD, village_code)
    of_village = and_(Household.village_code == village.code, registered())
    issued = _issue(session, actor, of_village, now, draw)
    if issued:
        note(
            session, actor, "issue_village_cards", ("village", None), now=now,
            place_code=village.code, cards=issued,
        )  # fmt: skip
    return issued


def replace_lost_cards(
    session: Session, actor: Actor, household_ids: Iterable[int], *, now: datetime
) -> int:
    """Issue a new card to each of some households whose card was lost, all or none; how many.

    :raises HouseholdNotFound: missing, or out of reach.
    :raises CardExists: one of them has a card in use.
    """
    return len([issue_card(session, actor, each, now=now) for each in household_ids])


def report_card_lost(session: Session, actor: Actor, text: str, *, now: datetime) -> Card:
    """Report a card lost: from now on it buys nothing. Reporting it again changes nothing.

    :raises CardNotFound: missing, or out of reach.
    :raises CardReplaced: the household has a newer card already.
    """
    card = card_for(session, actor, Permission.REPORT_CARD_LOST, text, lock=True)
    after = card_after(card.state, "report_lost")
    if after is card.state:
        return card
    card.state = after
    card.lost_at = now
    session.flush()
    _note_card(session, actor, "report_card_lost", card, now)
    return card


def reissue_card(session: Session, actor: Actor, text: str, *, now: datetime) -> Card:
    """Issue a new card in place of a lost or worn one; answers the new card.

    :raises CardNotFound: missing, or out of reach.
    :raises CardReplaced: this one was replaced before.
    :raises CardExists: it was lost, and the household has a new one already.
    """
    old = card_for(session, actor, Permission.ISSUE_CARD, text, lock=True)
    old.state = card_after(old.state, "reissue")
    session.flush()  # before the new one comes: only one card of a household is in use
    card = _new_card(session, actor, old.household_id, now)
    _note_card(session, actor, "reissue_card", card, now)
    return card


def _new_card(session: Session, actor: Actor, household_id: int, now: datetime) -> Card:
    if not _issue(session, actor, Household.id == household_id, now, new_number):
        raise CardExists
    return session.scalars(
        select(Card).where(Card.household_id == household_id, Card.state == CardState.ACTIVE)
    ).one()


def _issue(
    session: Session,
    actor: Actor,
    which: ColumnElement[bool],
    now: datetime,
    draw: Callable[[], str],
) -> int:
    """Draw cards for those households until each has one in use; answers how many were drawn."""
    issued = 0
    insert = _INSERTS[session.get_bind().dialect.name]
    while wanted := next_versions(session, which):
        rows = [
            {
                "household_id": household_id,
                "code": new_code(version),
                "number": draw(),
                "version": version,
                "state": CardState.ACTIVE,
                "issued_at": now,
                "issued_by": actor.user_id,
            }
            for household_id, version in wanted.items()
        ]
        drawn = session.connection().execute(
            insert, rows, execution_options={"preserve_rowcount": True}
        )
        issued += drawn.rowcount
    return issued


def _note_card(session: Session, actor: Actor, verb: str, card: Card, now: datetime) -> None:
    village_code = session.scalar(
        select(Household.village_code).where(Household.id == card.household_id)
    )
    note(
        session, actor, verb, ("card", card.id), now=now, place_code=village_code,
        household=card.household_id, version=card.version,
    )  # fmt: skip
