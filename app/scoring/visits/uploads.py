"""Pictures that somebody sends, to hang them on a visit later."""

from datetime import datetime

from sqlalchemy.orm import Session

from app.registry.accounts.actor import Actor, check_may
from app.registry.accounts.permissions import Permission
from app.scoring.visits.models import UploadedPicture


def upload_picture(session: Session, actor: Actor, name: str, *, now: datetime) -> UploadedPicture:
    """Note who sent a picture that `app.kernel.pictures` keeps: only he may hang it on a visit.

    No audit line: the picture belongs to nothing yet, and what it comes to is noted with the sheet.

    :raises Forbidden: the person scores nowhere.
    """
    check_may(actor, Permission.SCORE)
    sent = UploadedPicture(name=name, uploaded_by=actor.user_id, uploaded_at=now)
    session.add(sent)
    session.flush()
    return sent
