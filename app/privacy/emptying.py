"""What is emptied of a household, table by table. The caller decided it."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import delete, exists, or_, select, update
from sqlalchemy.orm import Session

from app.changes.models import ChangePerson, HouseholdChange
from app.kernel.erased_pictures import ErasedPicture, erase_names
from app.registry.cards.models import Card, CardPin, CardState, HouseholdPhoto, PinTry
from app.registry.households.models import Household, Member
from app.reports.pictures import named_elsewhere
from app.scoring.questionnaires.models import VisitAnswers
from app.scoring.rounds.award_models import OneOffAward
from app.scoring.rounds.models import Objection, Sheet
from app.scoring.visits.models import Visit, VisitPhoto
from app.shop.redemptions.models import Collector

#: What stands where the name of an erased household stood.
BATCH: Final = 5000  # names in one statement
NOBODY: Final = "（已抹去）"


def empty_household(session: Session, home: Household, *, actor_id: int, now: datetime) -> set[str]:
    """Take out everything that says who a household is; answers the pictures to delete."""
    _empty_people(session, home)
    faces = set(_faces_of(session, home))
    _empty_card(session, home, actor_id, now)
    _empty_visits(session, home)
    pictures = _pictures_of(session, home)
    erase_names(session, pictures, now=now)
    session.execute(
        update(Objection)
        .where(Objection.sheet_id.in_(select(Sheet.id).where(Sheet.household_id == home.id)))
        .values(said_by=NOBODY)
        .execution_options(synchronize_session=False)
    )
    home.head_name = home.sort_key = NOBODY
    home.group_name = home.welfare_class = home.cadre_name = ""
    home.phone_sealed = None
    session.flush()
    return pictures | faces


def empty_numbers(session: Session, person_ids: list[int]) -> None:
    """Take the ID numbers out of people of changes; an index that finds nobody stays."""
    for person_id in person_ids:
        session.execute(
            update(ChangePerson)
            .where(ChangePerson.id == person_id)
            .values(id_index=nobody_index(person_id), id_sealed=b"", id_last2="")
            .execution_options(synchronize_session=False)
        )


def nobody_index(row_id: int) -> bytes:
    """An index that no key ever makes: unique, and of nobody."""
    return row_id.to_bytes(32)


def _empty_people(session: Session, home: Household) -> None:
    """Members go; of its changes everybody does who lives in no other household."""
    session.execute(delete(Member).where(Member.household_id == home.id))
    of_it = select(HouseholdChange.id).where(
        or_(HouseholdChange.household_id == home.id, HouseholdChange.other_id == home.id)
    )
    gone = session.scalars(
        select(ChangePerson.id).where(
            ChangePerson.change_id.in_(of_it),
            ~exists().where(Member.id_index == ChangePerson.id_index),
        )
    ).all()
    empty_numbers(session, list(gone))
    session.execute(
        update(ChangePerson)
        .where(ChangePerson.id.in_(gone))
        .values(name="", relation="")
        .execution_options(synchronize_session=False)
    )


def _empty_card(session: Session, home: Household, actor_id: int, now: datetime) -> None:
    """No card, PIN, face or neighbour is left of it."""
    ends = {"ended_by": actor_id, "ended_at": now}
    told = {"synchronize_session": False}
    session.execute(delete(CardPin).where(CardPin.household_id == home.id))
    session.execute(delete(PinTry).where(PinTry.household_id == home.id))
    session.execute(
        update(Card)
        .where(Card.household_id == home.id, Card.state == CardState.ACTIVE)
        .values(state=CardState.LOST, lost_at=now),
        execution_options=told,
    )
    session.execute(
        update(HouseholdPhoto)
        .where(HouseholdPhoto.household_id == home.id, HouseholdPhoto.withdrawn_at.is_(None))
        .values(photo=None, withdrawn_at=now, withdrawn_by=actor_id),
        execution_options=told,
    )
    session.execute(
        update(Collector)
        .where(Collector.household_id == home.id, Collector.ended_at.is_(None))
        .values(ends),
        execution_options=told,
    )
    session.execute(
        update(Collector).where(Collector.household_id == home.id).values(name="", relation=""),
        execution_options=told,
    )


def _faces_of(session: Session, home: Household) -> Sequence[str]:
    """The photo shown at the till: its row forgets the name, as when consent is withdrawn."""
    held = select(HouseholdPhoto.photo).where(
        HouseholdPhoto.household_id == home.id, HouseholdPhoto.photo.is_not(None)
    )
    return [str(name) for name in session.scalars(held)]


def _empty_visits(session: Session, home: Household) -> None:
    told = {"synchronize_session": False}
    visits = select(Visit.id).where(Visit.household_id == home.id)
    session.execute(
        update(Visit).where(Visit.household_id == home.id).values(note=""), execution_options=told
    )
    session.execute(
        update(VisitAnswers).where(VisitAnswers.visit_id.in_(visits)).values(answers={}),
        execution_options=told,
    )


def _pictures_of(session: Session, home: Household) -> set[str]:
    named = Counter(
        session.scalars(
            select(VisitPhoto.photo)
            .join(Visit, Visit.id == VisitPhoto.visit_id)
            .where(Visit.household_id == home.id)
        )
    )
    for column, owner in (
        (Visit.signature, Visit.household_id), (OneOffAward.photo, OneOffAward.household_id),
    ):  # fmt: skip
        signed = select(column).where(owner == home.id, column.is_not(None))
        named.update(str(name) for name in session.scalars(signed))
    return erasable(session, named)


def erasable(session: Session, named: Counter[str]) -> set[str]:
    """Of counted pictures those that no other row names, and that are not erased yet."""
    names, found = sorted(named), set[str]()
    for start in range(0, len(names), BATCH):
        part = names[start : start + BATCH]
        done = session.scalars(select(ErasedPicture.name).where(ErasedPicture.name.in_(part)))
        own = {name: named[name] for name in part}
        found |= own.keys() - named_elsewhere(session, own) - set(done)
    return found
