"""Photos and signatures of visits: only for who may see the household's own file."""

from flask import Response

from app.door.context import actor, db, house
from app.door.routes import needs
from app.kernel.pictures import picture
from app.registry.accounts.permissions import Permission
from app.registry.households.queries import household_for
from app.scoring.rounds.access import sheet_seen
from app.scoring.visits.queries import photo_at, pictures_at_hand, signature_of
from app.scoring.visits.rules import PhotoNotFound
from app.web.village.pages import pages

JPEG = "image/jpeg"


@pages.get("/sheets/<int:sheet_id>/photos/<int:position>")
@needs(Permission.VIEW_ROUND)
def sheet_photo(sheet_id: int, position: int) -> Response:
    """One photo of the visit on which a sheet hangs."""
    with db().read() as session:
        name = photo_at(session, sheet_seen(session, actor(), sheet_id).visit_id, position)
    return _shown(name)


@pages.get("/sheets/<int:sheet_id>/signature")
@needs(Permission.VIEW_ROUND)
def sheet_signature(sheet_id: int) -> Response:
    """What the household signed on the screen."""
    with db().read() as session:
        name = signature_of(session, sheet_seen(session, actor(), sheet_id).visit_id)
    return _shown(name)


@pages.get("/households/<int:household_id>/pictures/<name>")
@needs(Permission.SCORE)
def picture_at_hand(household_id: int, name: str) -> Response:
    """A picture in a form that is not saved yet, for who sent it."""
    with db().read() as session:
        home = household_for(session, actor(), Permission.SCORE, household_id)
        if not pictures_at_hand(session, actor().user_id, home.id, [name]):
            raise PhotoNotFound
    return _shown(name)


def _shown(name: str) -> Response:
    return Response(picture(house().data, name), mimetype=JPEG)
