"""How a page says no: a box with what happened, what did not, what to do; and one link back."""

from typing import Final

from flask import Flask, Response, current_app, make_response, redirect, render_template, request
from flask_wtf.csrf import CSRFError

from app.door.answers import Answers
from app.door.context import language, signed_in
from app.door.logs import note_refusal, support_number
from app.door.statuses import RETRY_AFTER_S, status_of
from app.kernel.errors import Malformed, Refusal, Unauthenticated, Unavailable
from app.web.navigation import PUBLIC, shell_of
from app.web.safe_urls import address_here, referring_page, sign_in_url
from app.web.shell import plain_shell
from app.words.refusals import BROKEN, refusal_parts

#: What was typed to show who one is, and goes into no page.
NEVER_SHOWN: Final = frozenset({"pin", "password", "new_password", "old_password", "code"})


class FormStale(Malformed):
    """The form's token is missing or belongs to another session."""

    code = "form_stale"


def init_errors(app: Flask) -> None:
    """Answer a form without its token like any other refusal."""
    app.register_error_handler(CSRFError, _stale)


def _stale(_error: CSRFError) -> Response:
    stale = FormStale()
    note_refusal(stale)
    return _refused(stale)


def _refused(refusal: Refusal) -> Response:
    if isinstance(refusal, Unauthenticated):
        return _to_sign_in()
    heading, body = refusal_parts(refusal, language())
    if isinstance(refusal, Unavailable):
        return _away(refusal, heading, body)
    page = render_template(
        "errors/refused.html",
        shell=shell_of(signed_in()),
        said=heading,
        body=body,
        number=support_number(),
        back=referring_page(),
    )
    return make_response(page, status_of(type(refusal)))


def _away(refusal: Unavailable, heading: str, body: str) -> Response:
    """A page that asks no database, with a button that sends the very same form again."""
    template = current_app.jinja_env.get_template("errors/away.html")
    fields = list(request.form.items(multi=True))
    names = {name for name, _ in fields}
    again = fields if "request_id" in names and names.isdisjoint(NEVER_SHOWN) else []
    page = template.render(
        plain_shell(), shell=PUBLIC, said=heading, body=body, number=support_number(),
        fields=again if not request.files else [], address=request.full_path,
        back=referring_page(),
    )  # fmt: skip
    response = make_response(page, status_of(type(refusal)))
    response.headers["Retry-After"] = str(RETRY_AFTER_S)
    return response


def _broken() -> Response:
    # Whatever went wrong may go wrong again: this page asks nobody anything.
    heading, body = BROKEN.parts(language())
    template = current_app.jinja_env.get_template("errors/broken.html")
    page = template.render(
        plain_shell(), shell=PUBLIC, said=heading, body=body, number=support_number(), back="/"
    )
    return make_response(page, 500)


def _to_sign_in() -> Response:
    wanted = address_here() if request.method == "GET" else referring_page()
    url = sign_in_url(wanted)
    if request.headers.get("HX-Request"):
        # A piece of a page cannot become the sign-in page: the whole page goes there.
        return make_response("", 200, {"HX-Redirect": url})
    return make_response(redirect(url))


ANSWERS: Final = Answers(_refused, _broken)
