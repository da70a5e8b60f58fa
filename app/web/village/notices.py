"""公示: what hangs on the wall, on the screen and as the sheet that is put up."""

from flask import Response, render_template, url_for

from app.door.context import actor, db, now, practice
from app.door.routes import needs
from app.kernel.errors import NotFound
from app.papers.notice_picture import Heading, picture_count
from app.papers.notice_picture import notice_picture as draw_picture
from app.papers.notices import set_notice
from app.registry.accounts.permissions import Permission
from app.scoring.rounds.models import ObjectionState
from app.scoring.rounds.notice import announced, notice_for, notices_in_reach
from app.scoring.rounds.postings import postings_of
from app.scoring.rounds.village import objections_of_village
from app.seals.queries import newest_head
from app.web.paper_size import paper_asked
from app.web.village.here import here, may
from app.web.village.pages import pages
from app.words.places import committee_name


@pages.get("/notices")
@needs(Permission.VIEW_ROUND)
def notices() -> str:
    """The village's notices, and the objections that wait for an answer."""
    with db().read() as session:
        place = here(session, Permission.VIEW_ROUND)
        code = place.village.code
        return render_template(
            "village/notices.html",
            here=place,
            notices=notices_in_reach(session, actor(), code),
            waiting=objections_of_village(
                session, actor(), code, state=ObjectionState.OPEN, now=now()
            ),
            now=now(),
        )


@pages.get("/rounds/<int:round_id>/notice")
@needs(Permission.VIEW_ROUND)
def notice(round_id: int) -> str:
    """One notice: who has how many points, and how to object."""
    with db().read() as session:
        found = notice_for(session, actor(), round_id)
        return render_template(
            "village/notice.html",
            notice=found,
            ending=announced(session, found.head, now()),
            pictures=picture_count(found),
            postings=postings_of(session, actor(), round_id),
            may_post=may(Permission.PUBLICISE, found.head.village_code),
            # A cadre reads the wall, but opens the sheets of his own households only.
            linked=not actor().reach(Permission.VIEW_HOUSEHOLD).assigned_only,
            is_open=found.head.is_open(now()),
            days_left=found.head.days_left(now()),
        )


@pages.get("/rounds/<int:round_id>/notice/picture/<int:part>.png")
@needs(Permission.VIEW_ROUND)
def notice_picture(round_id: int, part: int) -> Response:
    """A picture of the notice for the village group; offices send it too."""
    with db().read() as session:
        found = notice_for(session, actor(), round_id)
    if not 1 <= part <= picture_count(found):
        raise NotFound
    heading = Heading(committee_name(found.head.village_name), found.head.township_name)
    drawn = draw_picture(found, heading, part, practice=practice())
    return Response(drawn, mimetype="image/png")


@pages.get("/rounds/<int:round_id>/notice/print")
@needs(Permission.VIEW_ROUND)
def print_notice(round_id: int) -> str:
    """The sheet for the notice board, on A4 or larger on A3; offices print it too."""
    with db().read() as session:
        found = notice_for(session, actor(), round_id)
        ending = announced(session, found.head, now())
        return render_template(
            "papers/notice.html",
            notice=found,
            ending=ending,
            set=set_notice(found.lines, found.foot_entries, further_words=ending is not None),
            paper=paper_asked(),
            sealed=newest_head(session),
            back=url_for(".notice", round_id=round_id),
        )


@pages.get("/rounds/<int:round_id>/objection-form")
@needs(Permission.VIEW_ROUND)
def objection_form(round_id: int) -> str:
    """A blank form, to be filled in with a pen and taken down at the desk."""
    with db().read() as session:
        return render_template(
            "papers/objection_form.html",
            head=notice_for(session, actor(), round_id).head,
            back=url_for(".notice", round_id=round_id),
        )
