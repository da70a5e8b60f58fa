"""What is known of a visit: who came along, its photos, what the household said."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, union_all
from sqlalchemy.orm import Session

from app.registry.accounts.models import User
from app.scoring.visits.models import Acknowledged, UploadedPicture, Visit, VisitOutcome, VisitPhoto
from app.scoring.visits.rules import Evidence, Photo, PhotoNotFound


@dataclass(frozen=True)
class VisitShown:
    """A visit as who may see the household reads it; photos are asked for by their position."""

    visited_at: datetime
    visitor: str
    second_visitor: str
    photo_refused: bool
    acknowledged: Acknowledged
    photos: Sequence[VisitPhoto]


def visit_shown(session: Session, visit_id: int) -> VisitShown:
    """Who went there, and what they brought back."""
    visit = session.get_one(Visit, visit_id)
    people = {visit.visitor_id, visit.second_visitor_id}
    names = {
        row.id: row.name
        for row in session.execute(select(User.id, User.name).where(User.id.in_(people)))
    }
    return VisitShown(
        visited_at=visit.visited_at,
        visitor=names[visit.visitor_id],
        second_visitor=names[visit.second_visitor_id] if visit.second_visitor_id else "",
        photo_refused=visit.photo_refused,
        acknowledged=visit.acknowledged,
        photos=_photos(session, visit.id),
    )


def evidence_of(session: Session, visit: Visit) -> Evidence:
    """What of a visit still holds when its sheet is changed: who came along, and the photos.

    What the household heard or signed were other points: it is asked again.
    """
    second = visit.second_visitor_id
    return Evidence(
        second_visitor=session.get_one(User, second).username if second else "",
        photos=[Photo(row.photo, row.item_code) for row in _photos(session, visit.id)],
        photo_refused=visit.photo_refused,
    )


def companion_of(session: Session, visitor_id: int) -> str:
    """With whom a person went to the last door; his user name, or nothing."""
    last = (
        select(User.username)
        .select_from(Visit)
        .outerjoin(User, User.id == Visit.second_visitor_id)
        .where(Visit.visitor_id == visitor_id, Visit.outcome == VisitOutcome.MET)
        .order_by(Visit.id.desc())
        .limit(1)
    )
    return session.scalar(last) or ""


def photo_at(session: Session, visit_id: int | None, position: int) -> str:
    """The name of one photo of a visit.

    :raises PhotoNotFound: it has no such photo.
    """
    photo = session.get(VisitPhoto, (visit_id, position)) if visit_id is not None else None
    if photo is None:
        raise PhotoNotFound
    return photo.photo


def signature_of(session: Session, visit_id: int | None) -> str:
    """The name of the picture of what the household signed.

    :raises PhotoNotFound: it signed nothing.
    """
    visit = session.get(Visit, visit_id) if visit_id is not None else None
    if visit is None or visit.signature is None:
        raise PhotoNotFound
    return visit.signature


def pictures_at_hand(
    session: Session, user_id: int, household_id: int, names: Sequence[str]
) -> frozenset[str]:
    """Which of these a person may hang on a visit: his own, and those the household has already."""
    sent = select(UploadedPicture.name).where(
        UploadedPicture.uploaded_by == user_id, UploadedPicture.name.in_(names)
    )
    hanging = (
        select(VisitPhoto.photo)
        .join(Visit, Visit.id == VisitPhoto.visit_id)
        .where(Visit.household_id == household_id, VisitPhoto.photo.in_(names))
    )
    return frozenset(session.scalars(union_all(sent, hanging)))


def _photos(session: Session, visit_id: int) -> Sequence[VisitPhoto]:
    return session.scalars(
        select(VisitPhoto).where(VisitPhoto.visit_id == visit_id).order_by(VisitPhoto.position)
    ).all()
