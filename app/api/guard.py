"""Who calls: a bearer token. And what a body may be: JSON that every column can keep."""

from typing import Final

from apiflask import APIFlask
from flask import current_app, request

from app.door.clean import check_json, check_texts
from app.door.context import acts, db, now, speaks
from app.door.limits import count_bad_token
from app.door.paths import asks_api
from app.door.routes import admit, most_bytes
from app.kernel.errors import Malformed, Unauthenticated, Unsupported
from app.registry.accounts.actor import Actor
from app.registry.accounts.queries import TokenInvalid, actor_by_token

BEARER: Final = "bearer"
CONTENT_TYPE: Final = "application/json"
SCHEME: Final = {"type": "http", "scheme": "bearer"}


def init_guard(app: APIFlask) -> None:
    """Let nobody pass to a view of the interface who may not."""
    app.security_schemes = {BEARER: SCHEME}
    app.before_request(_guard)


def _guard() -> None:
    if not asks_api():
        return
    speaks(request.accept_languages.best_match(["zh", "en"]) or "zh")
    if request.endpoint is None:
        return
    view = current_app.view_functions[request.endpoint]
    request.max_content_length = most_bytes(view)
    person = _caller()
    acts(person)
    admit(view, person)
    check_texts([request.path, *request.args.values()])
    _check_body()


def _caller() -> Actor | None:
    given = request.authorization
    if given is None:
        return None
    if given.type != BEARER or not given.token:
        raise Unauthenticated
    try:
        with db().read() as session:
            return actor_by_token(session, given.token, now())
    except TokenInvalid:
        count_bad_token()
        raise


def _check_body() -> None:
    if request.method not in {"POST", "PUT", "PATCH"} or not request.get_data(cache=True):
        return
    if request.mimetype != CONTENT_TYPE:
        raise Unsupported
    try:
        body = request.get_json()
    except RecursionError:
        raise Malformed from None
    check_json(body)
