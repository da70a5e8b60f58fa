"""Who looks at a page: a browser's session. Pages for others than everyone start here."""

from collections.abc import Iterator
from typing import Final

from flask import Flask, current_app, redirect, request, url_for
from flask_wtf.csrf import CSRFProtect
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from app.door.clean import check_texts
from app.door.context import acts, speaks
from app.door.paths import asks_api
from app.door.routes import admit, mark_of, most_bytes
from app.web import watching
from app.web.cookies import LANGUAGE, kept
from app.web.session import SignedIn, must_enrol, signed_in_here

# What somebody with a one-time password may open before he has chosen his own.
BEFORE_OWN_PASSWORD: Final = frozenset(
    {"account.choose_password", "account.save_password", "account.sign_out"}
)
# And somebody of an office before he has enrolled a phone.
BEFORE_SECOND_STEP: Final = BEFORE_OWN_PASSWORD | {
    "account.second_step", "account.begin_second_step", "account.confirm_second_step",
}  # fmt: skip
NEVER_SIGNED_IN: Final = frozenset({"static"}) | watching.ENDPOINTS

csrf: Final = CSRFProtect()


def init_guard(app: Flask) -> None:
    """Let nobody pass to a page who may not, and no form that was not ours."""
    # The guard asks for the token itself: first who it is, then whether the form is his.
    app.config.update(WTF_CSRF_CHECK_DEFAULT=False, WTF_CSRF_TIME_LIMIT=None)
    csrf.init_app(app)
    app.before_request(_guard)


def _guard() -> Response | None:
    if asks_api():
        return None
    speaks(kept(LANGUAGE))
    user = _signed_in()
    person = user.actor if user else None
    acts(person)
    check_texts([request.path, *_texts(request.args)])
    if request.endpoint is None:
        return None
    view = current_app.view_functions[request.endpoint]
    request.max_content_length = most_bytes(view)
    admit(view, person)
    mark = mark_of(view)
    if user and not (mark and mark.public):
        first = _first(user, request.endpoint)
        if first:
            return redirect(url_for(first))
    csrf.protect()
    check_texts(_texts(request.form))
    return None


def _first(user: SignedIn, endpoint: str) -> str:
    """The page that somebody has to deal with before he may open any other."""
    if user.must_change_password and endpoint not in BEFORE_OWN_PASSWORD:
        return "account.choose_password"
    if endpoint not in BEFORE_SECOND_STEP and must_enrol():
        return "account.second_step"
    return ""


def _texts(fields: MultiDict[str, str]) -> Iterator[str]:
    """The names too, and every value of a name that comes more than once."""
    for name, value in fields.items(multi=True):
        yield from (name, value)


def _signed_in() -> SignedIn | None:
    if request.endpoint in NEVER_SIGNED_IN:
        return None
    return signed_in_here()
