"""Whose office it is, for the masthead: the places a person holds a job at."""

from flask_babel import gettext as _

from app.door.context import db, signed_in
from app.registry.places.queries import place_names


def masthead() -> dict[str, object]:
    """The name that stands in the masthead: a township's; empty, so the district's, above that."""
    person = signed_in()
    codes = {job.place_code for job in person.grants if job.place_code} if person else set()
    if not codes:
        return {"office_name": ""}
    with db().read() as session:
        names = place_names(session)
    return {"office_name": _("、").join(names[code] for code in sorted(codes) if code in names)}
