"""包户: who serves a household from today on."""

from flask import Response, make_response, redirect, render_template, url_for
from flask_babel import gettext as _

from app.door.context import actor, db, language, now
from app.door.routes import needs
from app.kernel.errors import Refusal
from app.kernel.once import run_once
from app.registry.accounts.actions import UnknownUser
from app.registry.accounts.permissions import Permission
from app.registry.households.assignments import assign
from app.registry.households.file import scorers_of, service_of
from app.registry.households.queries import household_for
from app.registry.places.queries import place_names
from app.web.office.shared import shared
from app.web.reading import FieldMissing, request_of, text_field
from app.web.said import said, shown_again, tell
from app.words.roles import role_name

LONGEST_USERNAME = 64


@shared.get("/households/<int:household_id>/service")
@needs(Permission.ASSIGN)
def ask_assign(household_id: int) -> str:
    """Who could serve the household."""
    return _page(household_id)


@shared.post("/households/<int:household_id>/service")
@needs(Permission.ASSIGN)
def assign_scorer(household_id: int) -> Response:
    """Let somebody serve it; who served it before stops."""
    try:
        username = text_field("username", LONGEST_USERNAME)
        with db().write() as session:
            run_once(
                session,
                request_of("assign"),
                lambda: (
                    assign(
                        session, actor(), household_id=household_id, username=username, now=now()
                    ).id
                ),
            )
    except (FieldMissing, UnknownUser) as refusal:
        return shown_again(_page(household_id, refusal), refusal)
    tell(_("包户的人定好了"), _("从今天起由他走访和评分，以前的记录不变。"))
    return make_response(redirect(url_for(".household", household_id=household_id)))


def _page(household_id: int, refusal: Refusal | None = None) -> str:
    with db().read() as session:
        home = household_for(session, actor(), Permission.ASSIGN, household_id)
        service = service_of(session, home)
        scorers = scorers_of(session, home.village_code)
        village_name = place_names(session).get(home.village_code, "")
        return render_template(
            "office/service.html",
            home=home,
            service=service,
            choices=[
                (each.username, each.name, role_name(each.role, language())) for each in scorers
            ],
            village_name=village_name,
            refused=said(refusal) if refusal else None,
        )
