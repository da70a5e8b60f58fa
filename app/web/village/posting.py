"""张贴: the printed notice is put up; when, by whom, and a photo of the wall."""

from flask import Response, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _

from app.door.context import actor, db, house, now
from app.door.routes import needs, takes_upload
from app.kernel.clock import local
from app.kernel.errors import Refusal
from app.kernel.once import Request, run_once
from app.kernel.pictures import (
    MOST_MIB,
    PictureTooLarge,
    PictureUnreadable,
    keep_picture,
    picture,
)
from app.registry.accounts.permissions import Permission
from app.scoring.rounds.access import round_for
from app.scoring.rounds.posting import (
    LONGEST_NAME,
    PostingNameMissing,
    PostingTimeBad,
    PutUp,
    record_posting,
)
from app.scoring.rounds.postings import photo_of
from app.web.reading import (
    DateBad,
    FieldMissing,
    FieldTooLong,
    FileMissing,
    file_field,
    moment_field,
    text_field,
    uuid_field,
)
from app.web.said import said, shown_again, tell
from app.web.village.pages import pages

JPEG = "image/jpeg"
FORM_REFUSALS = (
    DateBad, FieldMissing, FieldTooLong, FileMissing, PictureTooLarge, PictureUnreadable,
    PostingNameMissing, PostingTimeBad,
)  # fmt: skip


@pages.get("/rounds/<int:round_id>/posting")
@needs(Permission.PUBLICISE)
def ask_posting(round_id: int) -> str:
    """The form, to be filled in before the wall."""
    return _page(round_id)


@pages.post("/rounds/<int:round_id>/posting")
@needs(Permission.PUBLICISE)
@takes_upload(mib=MOST_MIB + 1)  # the form around the file takes some bytes too
def save_posting(round_id: int) -> Response:
    """Note that the paper hangs. The photo is kept before its row: alone it does no harm."""
    with db().read() as session:
        round_for(session, actor(), Permission.PUBLICISE, round_id)
    try:
        put_up = PutUp(
            moment_field("posted_at"),
            text_field("posted_by", LONGEST_NAME),
            keep_picture(house().data, file_field("photo").read()),
        )
        with db().write() as session:
            run_once(
                session,
                _request(round_id, put_up),
                lambda: (
                    record_posting(session, actor(), round_id=round_id, put_up=put_up, now=now()).id
                ),
            )
    except FORM_REFUSALS as refusal:
        return shown_again(_page(round_id, refusal), refusal)
    tell(_("张贴记下了"), _("镇里也能看到照片。"))
    return make_response(redirect(url_for(".notice", round_id=round_id)))


@pages.get("/postings/<int:posting_id>/photo")
@needs(Permission.VIEW_ROUND)
def posting_photo(posting_id: int) -> Response:
    """The photo of a wall, for who may read the notice with its full names."""
    with db().read() as session:
        name = photo_of(session, actor(), posting_id)
    return Response(picture(house().data, name), mimetype=JPEG)


def _request(round_id: int, put_up: PutUp) -> Request:
    """The form as a request that acts once; of the photo its hash counts."""
    entered = [round_id, put_up.at.isoformat(), put_up.by, put_up.photo]
    return Request.of(actor().user_id, "record_posting", uuid_field(), entered)


def _page(round_id: int, refusal: Refusal | None = None) -> str:
    with db().read() as session:
        return render_template(
            "village/posting.html",
            round=round_for(session, actor(), Permission.PUBLICISE, round_id),
            posted_at=request.form.get("posted_at", f"{local(now()):%Y-%m-%dT%H:%M}"),
            posted_by=request.form.get("posted_by", actor().name),
            longest_name=LONGEST_NAME,
            most_mib=MOST_MIB,
            said=said(refusal) if refusal else None,
        )
