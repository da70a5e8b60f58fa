"""我的: who I am, how I like to read, the way out."""

from flask import Response, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _

from app.door.context import actor, db, language
from app.door.routes import needs_sign_in, public
from app.kernel.errors import NotFound
from app.registry.accounts.actor import Actor, Colleague
from app.registry.places.queries import place_names, store_names
from app.web.account.pages import pages
from app.web.cookies import LANGUAGE, LARGE_TYPE, large_type, remember
from app.web.navigation import audiences, home_url, shell_of
from app.web.safe_urls import own_path, referring_page
from app.words.roles import role_name

LANGUAGES = ("zh", "en")


@pages.get("/me")
@needs_sign_in
def me() -> str:
    """The person's own page."""
    person = actor()
    return render_template(
        "account/me.html",
        shell=shell_of(person),
        jobs=_jobs(person),
        homes=_homes(person),
        large=large_type(),
    )


@pages.post("/me/large-type")
@needs_sign_in
def switch_large_type() -> Response:
    """Larger or usual type, remembered in this browser."""
    response = make_response(redirect(url_for(".me")))
    remember(response, LARGE_TYPE, "0" if large_type() else "1")
    return response


@pages.get("/language/<language>")
@public
def choose_language(language: str) -> Response:
    """Read on in this language, on the page one came from."""
    if language not in LANGUAGES:
        raise NotFound
    response = make_response(redirect(own_path(request.args.get("next")) or referring_page()))
    remember(response, LANGUAGE, language)
    return response


def _jobs(person: Actor) -> list[tuple[str, str]]:
    """Each role with the place or store where it is held."""
    with db().read() as session:
        names = place_names(session) | store_names(session)
    return [
        (
            _stands_in(role_name(job.role, language()), job.deputy_for),
            names.get(job.place_code or job.store_code or "", _("全区")),
        )
        for job in person.grants
    ]


def _stands_in(work: str, away: Colleague | None) -> str:
    return _("%(work)s（替%(name)s）", work=work, name=away.name) if away else work


def _homes(person: Actor) -> list[tuple[str, str]]:
    """The first pages of somebody who works for more than one audience, with their words."""
    words = {
        "village": _("村里的事"),
        "township": _("镇里的事"),
        "store": _("店里的事"),
        "district": _("区里的事"),
    }
    found = audiences(person)
    return [(words[whose], home_url(whose)) for whose in found] if len(found) > 1 else []
