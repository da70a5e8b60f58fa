"""The end of the score page: who came along, photos, what the household said to it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from flask import request

from app.door.context import actor, db, house, now
from app.kernel.errors import Refusal
from app.kernel.pictures import (
    MOST_MIB,
    PictureTooLarge,
    PictureUnreadable,
    keep_picture,
    picture_from_text,
)
from app.scoring.visits.models import Acknowledged
from app.scoring.visits.rules import (
    MOST_PHOTOS,
    DeductionPhotoMissing,
    Evidence,
    Photo,
    PhotoUnknown,
    SecondVisitorUnknown,
    TooManyPhotos,
    WitnessMissing,
)
from app.scoring.visits.uploads import upload_picture

#: Fields of the form that are no answers.
EVIDENCE_FIELDS: Final = frozenset(
    {"second_visitor", "photo_refused", "read_out", "signature", "signed", "kept_photo"}
)
#: A file of the house in general; `photo.D` is one of the item D.
PHOTO: Final = "photo"
PNG: Final = "data:image/png;base64,"
EVIDENCE_FIELD_OF: Final[Mapping[type[Refusal], str]] = {
    SecondVisitorUnknown: "second_visitor",
    WitnessMissing: "second_visitor",
    DeductionPhotoMissing: "photos",
    TooManyPhotos: "photos",
    PhotoUnknown: "photos",
    PictureUnreadable: "photos",
    PictureTooLarge: "photos",
}
FORM_MIB: Final = MOST_PHOTOS * MOST_MIB + 1


@dataclass(frozen=True)
class Brought:
    """What the form says; a picture that cannot be kept is a fault, and the others are kept."""

    evidence: Evidence
    fault: Refusal | None

    @property
    def pictures(self) -> list[str]:
        """Names of all pictures, for the hash of the request."""
        return [*(photo.name for photo in self.evidence.photos), self.evidence.signature]


def brought() -> Brought:
    """Keep the pictures of the form, and say what it says.

    They are kept before the sheet is: a form that comes back has lost none of them.
    """
    photos, fault = _new_photos()
    signature, not_drawn = _signature()
    _note_uploads([*(photo.name for photo in photos), signature])
    signature = signature or request.form.get("signed", "")
    heard = Acknowledged.READ_OUT if request.form.get("read_out") else Acknowledged.NONE
    evidence = Evidence(
        second_visitor=request.form.get("second_visitor", "").strip(),
        photos=tuple(dict.fromkeys([*_kept_photos(), *photos])),
        photo_refused=bool(request.form.get("photo_refused")),
        acknowledged=Acknowledged.SIGNED if signature else heard,
        signature=signature,
    )
    return Brought(evidence, fault or not_drawn)


def _kept_photos() -> list[Photo]:
    """Those that the form already had: a name, and the item behind a space."""
    return [Photo(*kept.split(" ", 1)) for kept in request.form.getlist("kept_photo") if kept]


def _new_photos() -> tuple[list[Photo], Refusal | None]:
    kept: list[Photo] = []
    fault: Refusal | None = None
    for field, file in request.files.items(multi=True):
        kind, _, item = field.partition(".")
        if kind != PHOTO or not file.filename:
            continue
        try:
            kept.append(Photo(keep_picture(house().data, file.read()), item))
        except (PictureUnreadable, PictureTooLarge) as refusal:
            fault = refusal
    return kept, fault


def _signature() -> tuple[str, Refusal | None]:
    drawn = request.form.get("signature", "")
    if not drawn.startswith(PNG):
        return "", None
    try:
        return keep_picture(house().data, picture_from_text(drawn.removeprefix(PNG))), None
    except (PictureUnreadable, PictureTooLarge) as refusal:
        return "", refusal


def _note_uploads(names: list[str]) -> None:
    sent = [name for name in names if name]
    if not sent:
        return
    with db().write() as session:
        for name in sent:
            upload_picture(session, actor(), name, now=now())
