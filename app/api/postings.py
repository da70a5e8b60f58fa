"""Notices that were put up on paper, with a photo of the wall."""

from datetime import datetime
from typing import Annotated, Final

from flask import Response
from pydantic import Base64Bytes, Field

from app.api.requests import answers, made, once, said, takes, wing
from app.api.schemas import Answer, Id, Instant, Listing, Strict
from app.door.context import actor, db, house, now
from app.door.routes import needs, takes_upload
from app.kernel.pictures import MOST_MIB, keep_picture
from app.registry.accounts.permissions import Permission
from app.scoring.rounds.models import Posting
from app.scoring.rounds.posting import PutUp, record_posting
from app.scoring.rounds.postings import PostingShown, postings_of

#: Base64 writes three bytes as four.
BODY_MIB: Final = MOST_MIB * 4 // 3 + 1

postings = wing("postings", tag="rounds")


class PostingIn(Strict):
    """When it was put up, by whom, and the photo: JPEG, PNG or WebP, in base64."""

    posted_at: Instant
    posted_by: str
    photo: Annotated[Base64Bytes, Field(min_length=1)]


class PostingOut(Answer):
    """A notice on the wall; of several records of a month the latest counts."""

    id: Id
    posted_at: datetime
    posted_by: str
    recorded_at: datetime


class Postings(Listing):
    """What was noted about a month's paper notice, the latest first, all of it."""

    items: list[PostingOut]


@postings.post("/rounds/<int:round_id>/postings")
@needs(Permission.PUBLICISE)
@takes_upload(mib=BODY_MIB)
@takes(PostingIn)
@answers(PostingOut, 201, 200)
def post_posting(round_id: int, body: PostingIn) -> Response:
    """Note that the paper hangs. The photo is kept before its row: alone it does no harm."""
    person, at = actor(), now()
    photo = keep_picture(house().data, body.photo)
    put_up = PutUp(body.posted_at, body.posted_by, photo)

    def act() -> int:
        return record_posting(session, person, round_id=round_id, put_up=put_up, now=at).id

    with db().write() as session:
        done = once(session, act)
        return made(_posting(session.get_one(Posting, done.id)), done)


@postings.get("/rounds/<int:round_id>/postings")
@needs(Permission.VIEW_ROUND)
@answers(Postings)
def list_postings(round_id: int) -> Response:
    """When a month's notice was put up on paper."""
    with db().read() as session:
        items = [_posting(row) for row in postings_of(session, actor(), round_id)]
    return said(Postings(items=items, next=None))


def _posting(row: Posting | PostingShown) -> PostingOut:
    return PostingOut(
        id=str(row.id),
        posted_at=row.posted_at,
        posted_by=row.posted_by,
        recorded_at=row.recorded_at,
    )
