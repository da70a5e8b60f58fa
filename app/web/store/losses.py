"""报损: goods that are broken or over are asked to be taken off; somebody else decides."""

from collections.abc import Mapping

from flask import Response, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _

from app.door.context import actor, db, house, language, now
from app.door.routes import needs, takes_upload
from app.kernel.errors import Invalid, Refusal
from app.kernel.once import Request, run_once
from app.kernel.pictures import MOST_MIB, PictureTooLarge, PictureUnreadable, keep_picture
from app.registry.accounts.permissions import Permission
from app.shop.stock.paper_models import Loss
from app.shop.stock.paper_rules import LONGEST_REASON
from app.shop.stock.queries import piles_of
from app.shop.stock.rules import PileTooSmall
from app.shop.stock.write_off import Spoilt, ask_write_off
from app.web.reading import choice_field, text_field, uuid_field
from app.web.said import said, shown_again, tell
from app.web.store.here import here
from app.web.store.pages import pages
from app.web.store.piles import pile_fields, pile_lines
from app.web.store.sources import kept_words
from app.words.states import name_of


@pages.get("/<store_code>/write-off")
@needs(Permission.ASK_WRITE_OFF)
def ask_loss(store_code: str) -> str:
    """What stands here, to choose from."""
    return _form(store_code, {})


@pages.post("/<store_code>/write-off")
@needs(Permission.ASK_WRITE_OFF)
@takes_upload(mib=MOST_MIB + 1)  # the form around the file takes some bytes too
def report_loss(store_code: str) -> Response:
    """Ask, once. The photo is kept before its row: alone it does no harm."""
    with db().read() as session:
        here(session, Permission.ASK_WRITE_OFF, store_code)
    try:
        spoilt = Spoilt(
            uuid_field(), store_code, choice_field("loss", Loss),
            text_field("reason", LONGEST_REASON), pile_lines(), _photo(),
        )  # fmt: skip
        with db().write() as session:
            done = run_once(
                session,
                Request.of(actor().user_id, "report_loss", spoilt.uuid, _body(spoilt)),
                lambda: ask_write_off(session, actor(), spoilt, now=now()).id,
            )
    except (Invalid, PileTooSmall, PictureTooLarge, PictureUnreadable) as refusal:
        return shown_again(_form(store_code, request.form, refusal), refusal)
    tell(_("报损单交上去了"), _("批了以后，这些货才从库存里减掉。"))
    return make_response(redirect(url_for(".paper", kind="write_off", paper_id=done.id), 303))


def _photo() -> str | None:
    found = request.files.get("photo")
    if found is None or not found.filename:
        return None
    return keep_picture(house().data, found.read())


def _body(spoilt: Spoilt) -> list[object]:
    """What was entered; of the photo its name, which says its content."""
    return [
        spoilt.store_code, spoilt.loss.value, spoilt.reason, spoilt.photo,
        [
            [line.goods, line.quantity, str(line.use_by), line.kept_for, line.kept_group]
            for line in spoilt.lines
        ],
    ]  # fmt: skip


def _form(store_code: str, typed: Mapping[str, str], refusal: Refusal | None = None) -> str:
    with db().read() as session:
        store = here(session, Permission.ASK_WRITE_OFF, store_code)
        fields = pile_fields(piles_of(session, store.id))
        kept_for = kept_words(session)
    return render_template(
        "store/write_off.html",
        store=store,
        nav=store.nav,
        fields=fields,
        kept_for=kept_for,
        losses=[(loss.value, name_of(loss, language())) for loss in Loss],
        typed=typed,
        refused=said(refusal) if refusal else None,
    )
