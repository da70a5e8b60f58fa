"""What one brings back from a door beside the answers, and what it has to show. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from app.kernel.errors import Invalid, NotFound
from app.scoring.visits.models import Acknowledged

MOST_PHOTOS: Final = 6  # the database says so too: visit_photos.position


class TooManyPhotos(Invalid):
    """More photos than a visit holds. Fact: `most`."""

    code = "too_many_photos"


class PhotoUnknown(Invalid):
    """A picture that the person did not send, and that hangs on no visit of this household."""

    code = "photo_unknown"


class PhotoNotFound(NotFound):
    """There is no such photo within the person's reach."""

    code = "photo_not_found"


class VisitNotFound(NotFound):
    """A sheet that was written without a visit has none to show."""

    code = "visit_not_found"


class DeductionPhotoMissing(Invalid):
    """Points are taken, and nothing shows it. Fact: `item`."""

    code = "deduction_photo_missing"


class WitnessMissing(Invalid):
    """The household refused a photo, and nobody else was there to see it."""

    code = "witness_missing"


class SecondVisitorUnknown(Invalid):
    """The second visitor is nobody else who may score this household."""

    code = "second_visitor_unknown"


class SignatureMissing(Invalid):
    """The household is said to have signed, and there is no signature."""

    code = "signature_missing"


@dataclass(frozen=True)
class Photo:
    """The name of a picture that is kept, and the item it shows; without one the house."""

    name: str
    item: str = ""


@dataclass(frozen=True)
class Evidence:
    """Who came along, what was photographed, and what the household said to it."""

    second_visitor: str = ""  # a user name
    photos: Sequence[Photo] = ()
    photo_refused: bool = False
    acknowledged: Acknowledged = Acknowledged.NONE
    signature: str = ""  # the name of a picture


NOTHING: Final = Evidence()


def check_evidence(evidence: Evidence) -> None:
    """Whether it holds together.

    :raises TooManyPhotos: more than six.
    :raises WitnessMissing: a photo was refused, and there was one visitor only.
    :raises SignatureMissing: signed, but where?
    """
    if len(evidence.photos) > MOST_PHOTOS:
        raise TooManyPhotos(most=MOST_PHOTOS)
    if evidence.photo_refused and not evidence.second_visitor:
        raise WitnessMissing
    if evidence.acknowledged is Acknowledged.SIGNED and not evidence.signature:
        raise SignatureMissing


def check_deductions_shown(taken: Mapping[str, str], evidence: Evidence) -> None:
    """Who takes points shows why by a photo of that item.

    A household may refuse a photo and loses nothing by it (rights guard): then two people saw it.

    :param taken: names of the items that take points, by their codes.
    :raises DeductionPhotoMissing: no photo of one of them, and the household refused none.
    """
    if evidence.photo_refused:  # `check_evidence` wants the second visitor
        return
    shown = {photo.item for photo in evidence.photos}
    for code, name in taken.items():
        if code not in shown:
            raise DeductionPhotoMissing(item=name)
