"""What is kept longer than it is needed: listed, and removed when asked.

Points, months, receipts and audit lines are never removed: they hold ids and no names.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, delete, exists, func, or_, select, update
from sqlalchemy.orm import Session

from app.changes.models import ChangeDecision, ChangePerson, HouseholdChange
from app.kernel.erased_pictures import erase_names
from app.kernel.period import Period
from app.ledger.models import Account
from app.privacy.emptying import empty_numbers, erasable, nobody_index
from app.registry.accounts.actor import Actor
from app.registry.accounts.audit import note
from app.registry.accounts.models import Token
from app.registry.households.models import Household, HouseholdStatus, Member
from app.scoring.rounds.award_models import OneOffAward
from app.scoring.visits.models import Visit, VisitPhoto
from app.shop.redemptions.models import Collector

KEPT_MONTHS: Final = 12
KEPT: Final = timedelta(days=366)
TOKENS_KEPT: Final = timedelta(days=30)
UPLOADS_KEPT: Final = timedelta(days=1)


@dataclass(frozen=True)
class Past:
    """Things of one kind that are past their time."""

    kind: str
    count: int


@dataclass(frozen=True)
class Cleared:
    """What was removed, and the pictures whose files are to be deleted now."""

    past: Sequence[Past]
    pictures: frozenset[str]


def past_their_time(session: Session, *, now: datetime) -> Sequence[Past]:
    """What is kept longer than it is needed; changes nothing."""
    return [
        *(Past(kind, len(_ids(session, found(now)))) for kind, found, _clear in _RULES),
        Past("photos", len(_old_pictures(session, now))),
    ]


def clear_past(session: Session, actor: Actor, *, now: datetime) -> Cleared:
    """Remove it; once more finds nothing."""
    past = []
    for kind, found, clear in _RULES:
        ids = _ids(session, found(now))
        clear(session, ids)
        past.append(Past(kind, len(ids)))
    pictures = _old_pictures(session, now)
    erase_names(session, pictures, now=now)
    past.append(Past("photos", len(pictures)))
    if any(each.count for each in past):
        counts = {each.kind: each.count for each in past}
        note(session, actor, "retention", ("district", None), now=now, counts=counts)
    return Cleared(past, frozenset(pictures))


def old_uploads(folder: Path, *, now: datetime) -> Sequence[Path]:
    """Files between two pages that nobody came back for; `folder` may not be there yet."""
    if not folder.exists():
        return []
    before = (now - UPLOADS_KEPT).timestamp()
    return sorted(path for path in folder.iterdir() if path.stat().st_mtime < before)


def _ids(session: Session, statement: Select[*tuple[Any, ...]]) -> list[int]:
    return list(session.scalars(statement))


def _left_long_ago(now: datetime) -> ColumnElement[bool]:
    """Left the register, has no points, and was left alone for a year."""
    decided = exists().where(
        HouseholdChange.household_id == Household.id,
        ChangeDecision.change_id == HouseholdChange.id,
        ChangeDecision.decided_at > now - KEPT,
    )
    has_points = exists().where(Account.household_id == Household.id, Account.balance > 0)
    return (Household.status == HouseholdStatus.LEFT) & ~decided & ~has_points


def _members_of_left(now: datetime) -> Select[*tuple[Any, ...]]:
    return (
        select(Member.id)
        .join(Household, Household.id == Member.household_id)
        .where(_left_long_ago(now), func.length(Member.id_sealed) > 0)
    )


def _phones_of_left(now: datetime) -> Select[*tuple[Any, ...]]:
    return select(Household.id).where(_left_long_ago(now), Household.phone_sealed.is_not(None))


def _people_of_changes(now: datetime) -> Select[*tuple[Any, ...]]:
    """Decided a year ago: who joined stands in the register, who went is needed no longer."""
    return (
        select(ChangePerson.id)
        .join(ChangeDecision, ChangeDecision.change_id == ChangePerson.change_id)
        .where(ChangeDecision.decided_at <= now - KEPT, func.length(ChangePerson.id_sealed) > 0)
    )


def _tokens(now: datetime) -> Select[*tuple[Any, ...]]:
    over = now - TOKENS_KEPT
    return select(Token.id).where(or_(Token.expires_at <= over, Token.revoked_at <= over))


def _collectors(now: datetime) -> Select[*tuple[Any, ...]]:
    return select(Collector.id).where(Collector.ended_at <= now - KEPT, Collector.name != "")


def _clear_members(session: Session, ids: list[int]) -> None:
    for row_id in ids:
        session.execute(
            update(Member)
            .where(Member.id == row_id)
            .values(id_index=nobody_index(row_id), id_sealed=b"", id_last2="")
        )


def _clear_phones(session: Session, ids: list[int]) -> None:
    session.execute(update(Household).where(Household.id.in_(ids)).values(phone_sealed=None))


def _clear_tokens(session: Session, ids: list[int]) -> None:
    session.execute(delete(Token).where(Token.id.in_(ids)))


def _clear_collectors(session: Session, ids: list[int]) -> None:
    session.execute(update(Collector).where(Collector.id.in_(ids)).values(name="", relation=""))


def _old_pictures(session: Session, now: datetime) -> set[str]:
    """Photos and signatures of visits, and photos of awards, of months a year ago and before."""
    before = Period.of(now).plus(-KEPT_MONTHS)
    named = Counter(
        session.scalars(
            select(VisitPhoto.photo)
            .join(Visit, Visit.id == VisitPhoto.visit_id)
            .where(Visit.period < before)
        )
    )
    signed = select(Visit.signature).where(Visit.period < before, Visit.signature.is_not(None))
    awarded = select(OneOffAward.photo).where(
        OneOffAward.happened_on < before.starts_at.date(), OneOffAward.photo.is_not(None)
    )
    for names in (signed, awarded):
        named.update(str(name) for name in session.scalars(names))
    return erasable(session, named)


_RULES: Final[
    tuple[
        tuple[
            str,
            Callable[[datetime], Select[*tuple[Any, ...]]],
            Callable[[Session, list[int]], None],
        ],
        ...,
    ]
] = (
    ("id_numbers_of_left", _members_of_left, _clear_members),
    ("phones_of_left", _phones_of_left, _clear_phones),
    ("id_numbers_of_changes", _people_of_changes, empty_numbers),
    ("tokens", _tokens, _clear_tokens),
    ("collectors", _collectors, _clear_collectors),
)
