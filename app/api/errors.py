"""How the interface says no: `{"code", "message", "facts"}` with the status of the refusal."""

from typing import Final

from apiflask import APIFlask, HTTPError
from flask import Response, jsonify

from app.door.answers import Answers
from app.door.context import language
from app.door.logs import support_number
from app.door.statuses import STATUSES, status_of
from app.kernel.errors import Invalid, Malformed, Refusal, Unauthenticated
from app.words.refusals import BROKEN, refusal_sentence

UNPROCESSABLE: Final = STATUSES[Invalid]


class FieldsInvalid(Invalid):
    """A body or query that does not fit its schema. Fact: `fields`, the paths that do not."""

    code = "fields_invalid"


def init_errors(app: APIFlask) -> None:
    """Answer what a schema finds wrong in the shape of all other refusals."""
    app.register_error_handler(HTTPError, _misfit)


def _misfit(error: HTTPError) -> Response:
    if error.status_code != UNPROCESSABLE:
        return _refused(Malformed())
    fields = [path for found in error.detail.values() for path in found]
    return _refused(FieldsInvalid(fields=fields))


def _refused(refusal: Refusal) -> Response:
    response = jsonify(
        code=refusal.code,
        message=refusal_sentence(refusal, language()),
        facts={name: _plain(fact) for name, fact in refusal.facts.items()},
    )
    response.status_code = status_of(type(refusal))
    if isinstance(refusal, Unauthenticated):
        response.headers["WWW-Authenticate"] = "Bearer"
    return response


def _broken() -> Response:
    facts = {"number": support_number()}
    response = jsonify(code="broken", message=BROKEN.say(language()), facts=facts)
    response.status_code = 500
    return response


def _plain(fact: object) -> object:
    """A fact as JSON has it; what JSON does not have, as its text."""
    if isinstance(fact, list | tuple):
        return [_plain(each) for each in fact]
    return fact if fact is None or isinstance(fact, bool | int | float | str) else str(fact)


ANSWERS: Final = Answers(_refused, _broken)
