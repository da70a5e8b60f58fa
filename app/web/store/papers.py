"""单据: relocations, write-offs and counts of a store; and what waits for somebody to decide."""

from collections.abc import Sequence
from typing import Final

from flask import Response, render_template, request
from flask_babel import gettext as _

from app.door.clean import id_of
from app.door.context import actor, db, house, language, now
from app.door.routes import needs
from app.kernel.clock import local
from app.kernel.errors import Refusal
from app.kernel.pictures import picture
from app.papers.workbooks import Column, Kind, Sheet
from app.registry.accounts.permissions import Permission
from app.registry.places.queries import stores_in_reach
from app.shop.stock.paper_models import PaperState
from app.shop.stock.paper_queries import (
    PAGE,
    Paper,
    PaperKind,
    PaperLine,
    paper_for,
    papers_of,
    waiting_papers,
)
from app.shop.stock.paper_rules import PaperNotFound
from app.web.excel import MOST_ROWS, excel
from app.web.filters import full_day
from app.web.said import said
from app.web.store.here import Here, here
from app.web.store.pages import pages
from app.web.store.sources import kept_words
from app.words.states import name_of

JPEG: Final = "image/jpeg"
# Who may decide about a paper of this kind.
DECIDES: Final = {
    PaperKind.WRITE_OFF: Permission.APPROVE_WRITE_OFF,
    PaperKind.COUNT: Permission.CONFIRM_COUNT,
}


@pages.get("/<store_code>/papers")
@needs(Permission.VIEW_STOCK)
def papers(store_code: str) -> str:
    """The papers of one kind, newest first."""
    kind = paper_kind(request.args.get("kind", PaperKind.RELOCATION.value))
    before = request.args.get("before", "")
    with db().read() as session:
        store = here(session, Permission.VIEW_STOCK, store_code)
        found = papers_of(
            session, [store.id], kind, before_id=id_of(before) if before else None, limit=PAGE + 1
        )
    return render_template(
        "store/papers.html",
        store=store,
        nav=store.nav,
        kind=kind.value,
        papers=[(one, paper_title(one), name_of(one.state, language())) for one in found[:PAGE]],
        older=found[PAGE - 1].id if len(found) > PAGE else None,
    )


@pages.get("/<store_code>/papers.xlsx")
@needs(Permission.VIEW_STOCK)
def papers_excel(store_code: str) -> Response:
    """The same as a workbook, a row for each line."""
    kind = paper_kind(request.args.get("kind", PaperKind.RELOCATION.value))
    with db().read() as session:
        store = here(session, Permission.VIEW_STOCK, store_code)
        found = papers_of(session, [store.id], kind, limit=MOST_ROWS)
    name = f"{store.name}{_('单据')}{local(now()):%Y-%m-%d}"
    return excel(name, _sheet(store, kind, found))


@pages.get("/waiting")
@needs(Permission.APPROVE_WRITE_OFF, Permission.CONFIRM_COUNT)
def waiting_list() -> str:
    """What waits in all stores where this person may decide, oldest first."""
    with db().read() as session:
        stores = stores_in_reach(session, actor(), Permission.APPROVE_WRITE_OFF)
        found = waiting_papers(session, [store.id for store in stores])
    return render_template(
        "store/waiting.html",
        papers=[(one, paper_title(one)) for one in found],
        me_id=actor().user_id,
    )


@pages.get("/papers/<kind>/<int:paper_id>")
@needs(Permission.VIEW_STOCK)
def paper(kind: str, paper_id: int) -> str:
    """One paper with its goods; who may decide about it decides here."""
    return paper_page(paper_kind(kind), paper_id)


@pages.get("/papers/write_off/<int:paper_id>/photo")
@needs(Permission.VIEW_STOCK)
def loss_photo(paper_id: int) -> Response:
    """The photo of what is broken."""
    with db().read() as session:
        name = paper_for(session, actor(), PaperKind.WRITE_OFF, paper_id).photo
    if name is None:
        raise PaperNotFound
    return Response(picture(house().data, name), mimetype=JPEG)


def paper_page(kind: PaperKind, paper_id: int, refusal: Refusal | None = None) -> str:
    """A paper, with what was refused about it."""
    person = actor()
    with db().read() as session:
        found = paper_for(session, person, kind, paper_id)
        store = here(session, Permission.VIEW_STOCK, found.store_code)
        kept_for = kept_words(session)
    waits = found.state is PaperState.WAITING
    may_decide = waits and kind in DECIDES and person.may(DECIDES[kind])
    return render_template(
        "store/paper.html",
        store=store,
        nav=store.nav,
        paper=found,
        title=paper_title(found),
        kept_for=kept_for,
        state=name_of(found.state, language()),
        loss=name_of(found.loss, language()) if found.loss else "",
        waits=waits,
        is_own=found.by_id == person.user_id,
        may_decide=may_decide,
        refused=said(refusal) if refusal else None,
    )


def paper_kind(text: str) -> PaperKind:
    """The kind that an address names.

    :raises PaperNotFound: it names none.
    """
    if text not in set(PaperKind):
        raise PaperNotFound
    return PaperKind(text)


def paper_title(paper: Paper) -> str:
    """What a paper is called, with its number."""
    return {
        PaperKind.RELOCATION: _("调拨单 %(number)s", number=paper.id),
        PaperKind.WRITE_OFF: _("报损单 %(number)s", number=paper.id),
        PaperKind.COUNT: _("盘点单 %(number)s", number=paper.id),
    }[paper.kind]


def _sheet(store: Here, kind: PaperKind, found: Sequence[Paper]) -> Sheet:
    return Sheet(
        title=_("单据"),
        heading=f"{store.name} {_('单据')}",
        notes=[full_day(now())],
        columns=[
            Column(_("单号"), 14),
            Column(_("时间"), 18, Kind.INSTANT),
            Column(_("经手人"), 14),
            Column(_("从哪家店"), 20),
            Column(_("到哪家店"), 20),
            Column(_("商品代码"), 14),
            Column(_("商品"), 22),
            Column(_("到期日"), 12, Kind.DATE),
            Column(_("数量"), 10, Kind.NUMBER),
            Column(_("账上"), 10, Kind.NUMBER),
            Column(_("单位"), 8),
            Column(_("情况"), 10),
            Column(_("谁批的"), 14),
            Column(_("说明"), 30),
        ],
        rows=[
            (
                paper_title(one), one.at, one.who, one.store_name, one.to_store, line.code,
                line.name, line.use_by, line.quantity, _told(one, line), line.unit,
                "" if kind is PaperKind.RELOCATION else name_of(one.state, language()),
                one.decided_by or "", one.words,
            )
            for one in found
            for line in one.lines
        ],
    )  # fmt: skip


def _told(one: Paper, line: PaperLine) -> int | None:
    """What the book says of goods; nothing while a count waits, so that counting stays blind."""
    return None if one.state is PaperState.WAITING else line.booked
