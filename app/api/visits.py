"""What a phone brings from the door beside the answers: pictures first, then the sheet names them.

The pictures themselves are shown on the sheet's page only.
"""

from datetime import datetime
from typing import Annotated

from flask import Response
from pydantic import Field

from app.api.requests import answers, made, once, said, takes, wing
from app.api.schemas import Answer, Id, Strict
from app.door.context import actor, db, house, now
from app.door.routes import needs, takes_upload
from app.kernel.pictures import MOST_MIB, keep_picture, picture_from_text
from app.registry.accounts.permissions import Permission
from app.scoring.rounds.access import sheet_seen
from app.scoring.visits.models import Acknowledged, UploadedPicture
from app.scoring.visits.queries import VisitShown, visit_shown
from app.scoring.visits.rules import Evidence, Photo, VisitNotFound
from app.scoring.visits.uploads import upload_picture

visits = wing("visits", tag="sheets")

BODY_MIB = MOST_MIB * 4 // 3 + 1  # base64 writes three bytes as four
Name = Annotated[str, Field(pattern="^[0-9a-f]{64}$", description="`name` of a picture sent")]
ItemCode = Annotated[str, Field(max_length=20)]


class PictureIn(Strict):
    """A picture (JPEG, PNG or WebP, 10 MiB at most) in base64."""

    content: Annotated[str, Field(json_schema_extra={"contentEncoding": "base64"})]


class PictureOut(Answer):
    """Under which name a picture is kept; only who sent it may name it in a sheet."""

    id: Id
    name: str


class PhotoIn(Strict):
    """A photo of an item, or without one of the house in general."""

    name: Name
    item: ItemCode = ""


class EvidenceIn(Strict):
    """Who came along (a user name), what was photographed, and what the household said to it.

    An item that takes points needs a photo; if the household refuses, a second visitor.
    """

    second_visitor: Annotated[str, Field(max_length=64)] = ""
    photos: list[PhotoIn] = Field(default_factory=list)
    photo_refused: bool = False
    acknowledged: Acknowledged = Acknowledged.NONE
    signature: Annotated[str, Field(pattern="^([0-9a-f]{64})?$")] = ""

    @property
    def evidence(self) -> Evidence:
        """As the domain takes it; the same photo twice is one."""
        photos = dict.fromkeys(Photo(photo.name, photo.item) for photo in self.photos)
        return Evidence(
            second_visitor=self.second_visitor,
            photos=tuple(photos),
            photo_refused=self.photo_refused,
            acknowledged=self.acknowledged,
            signature=self.signature,
        )


class PhotoOut(Answer):
    """Where a photo stands in its visit, and the item it shows; empty: the house."""

    position: int
    item: str


class VisitOut(Answer):
    """The visit on which a sheet hangs."""

    visited_at: datetime
    visitor: str
    second_visitor: str
    photo_refused: bool
    acknowledged: Acknowledged
    photos: list[PhotoOut]


@visits.post("/pictures")
@needs(Permission.SCORE)
@takes_upload(mib=BODY_MIB)
@takes(PictureIn)
@answers(PictureOut, 201, 200)
def post_picture(body: PictureIn) -> Response:
    """Send a picture, to name it in a sheet. It is kept before its row: alone it does no harm."""
    person, at = actor(), now()
    name = keep_picture(house().data, picture_from_text(body.content))
    with db().write() as session:
        done = once(session, lambda: upload_picture(session, person, name, now=at).id)
        sent = session.get_one(UploadedPicture, done.id)
        return made(PictureOut(id=str(sent.id), name=sent.name), done)


@visits.get("/sheets/<int:sheet_id>/visit")
@needs(Permission.VIEW_ROUND)
@answers(VisitOut)
def get_sheet_visit(sheet_id: int) -> Response:
    """Who went there, and what they brought back."""
    with db().read() as session:
        sheet = sheet_seen(session, actor(), sheet_id)
        if sheet.visit_id is None:
            raise VisitNotFound
        return said(_visit(visit_shown(session, sheet.visit_id)))


def _visit(shown: VisitShown) -> VisitOut:
    return VisitOut(
        visited_at=shown.visited_at,
        visitor=shown.visitor,
        second_visitor=shown.second_visitor,
        photo_refused=shown.photo_refused,
        acknowledged=shown.acknowledged,
        photos=[PhotoOut(position=each.position, item=each.item_code) for each in shown.photos],
    )
