"""A village's month as a matrix, with what the reader may do with it; and its notice."""

from flask import Response, render_template, request, url_for
from flask_babel import gettext as _

from app.door.context import actor, db, now
from app.door.routes import needs
from app.papers.notice_picture import picture_count
from app.papers.notices import set_notice
from app.registry.accounts.permissions import Permission
from app.scoring.rounds.certify import look_at_round
from app.scoring.rounds.matrix import Look
from app.scoring.rounds.models import RoundState
from app.scoring.rounds.notice import announced, notice_for
from app.scoring.rounds.postings import postings_of
from app.seals.queries import newest_head
from app.web.deliberation_paper import deliberation_paper
from app.web.filters import month
from app.web.month_book import book_file
from app.web.office.asked import choice_asked
from app.web.office.month import Month, month_of
from app.web.office.shared import shared
from app.web.office.sheets import matrix_sheet
from app.web.paper_size import paper_asked
from app.web.person_exports import persons_excel


@shared.get("/rounds/<int:round_id>")
@needs(Permission.VIEW_ROUND)
def round_page(round_id: int) -> str:
    """The matrix. That the township has opened a submitted month is noted."""
    with db().read() as session:
        shown = month_of(session, round_id)
        unseen = shown.round.state is RoundState.SUBMITTED and shown.round.looked_at is None
        page = matrix_page(shown)
    if unseen:
        with db().write() as session:
            look_at_round(session, actor(), round_id=round_id, now=now())
    return page


def matrix_page(shown: Month, **more: object) -> str:
    """The page; after a refusal once more, with what was entered."""
    look = choice_asked("look", Look) or Look.ALL
    person = actor()
    return render_template(
        "office/round.html",
        shown=shown,
        rows=[row for row in shown.rows if look in row.looks],
        filters=_filters(shown, look),
        ticked=request.form.getlist("back"),
        reason=request.form.get("reason", ""),
        may={permission.value: person.may(permission) for permission in Permission},
        **more,
    )


@shared.get("/rounds/<int:round_id>.xlsx")
@needs(Permission.VIEW_ROUND)
def export_round(round_id: int) -> Response:
    """The matrix as a workbook: 免评 without its reason."""
    with db().read() as session:
        shown = month_of(session, round_id)
        name = _(
            "%(village)s%(month)s积分", village=shown.village_name, month=month(shown.round.period)
        )
        return persons_excel(name, len(shown.rows), matrix_sheet(shown.scheme, shown.rows, name))


@shared.get("/rounds/<int:round_id>/book.xlsx")
@needs(Permission.VIEW_ROUND)
def month_book_file(round_id: int) -> Response:
    """The village's month book, as its scorers have it."""
    return book_file(round_id)


@shared.get("/deliberations/<int:deliberation_id>")
@needs(Permission.VIEW_ROUND)
def deliberation(deliberation_id: int) -> str:
    """The record of the committee's meeting, as a paper to sign."""
    return deliberation_paper(deliberation_id)


@shared.get("/rounds/<int:round_id>/notice")
@needs(Permission.VIEW_ROUND)
def notice(round_id: int) -> str:
    """What hangs on the village's wall."""
    with db().read() as session:
        found = notice_for(session, actor(), round_id)
        return render_template(
            "office/notice.html",
            notice=found,
            ending=announced(session, found.head, now()),
            pictures=picture_count(found),
            postings=postings_of(session, actor(), round_id),
            may_post=actor().may(Permission.PUBLICISE),
        )


@shared.get("/rounds/<int:round_id>/notice/print")
@needs(Permission.VIEW_ROUND)
def print_notice(round_id: int) -> str:
    """The sheet for the village's notice board."""
    with db().read() as session:
        found = notice_for(session, actor(), round_id)
        back = url_for(".notice", round_id=round_id)
        ending = announced(session, found.head, now())
        return render_template(
            "papers/notice.html",
            notice=found,
            set=set_notice(found.lines, found.foot_entries, further_words=ending is not None),
            ending=ending,
            back=back,
            paper=paper_asked(),
            sealed=newest_head(session),
        )


@shared.get("/rounds/<int:round_id>/objection-form")
@needs(Permission.VIEW_ROUND)
def objection_form(round_id: int) -> str:
    """A blank form for who wants to object in writing."""
    with db().read() as session:
        head = notice_for(session, actor(), round_id).head
        back = url_for(".notice", round_id=round_id)
        return render_template("papers/objection_form.html", head=head, back=back)


def _filters(shown: Month, look: Look) -> list[tuple[str, str, bool]]:
    words = {
        Look.ALL: _("全部"),
        Look.JUMPED: _("变化大"),
        Look.SAME: _("和上月一分不差"),
        Look.EXCUSED: _("免评"),
        Look.DISPUTED: _("有异议"),
        Look.MISSING: _("没评"),
        Look.SENT_BACK: _("退回过"),
    }
    return [
        (
            f"{said} {shown.counts[each]}",
            url_for(".round_page", round_id=shown.round.id, look=each.value),
            each is look,
        )
        for each, said in words.items()
        if shown.counts[each] or each in (Look.ALL, look)
    ]
