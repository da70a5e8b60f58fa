"""How the interface says no: `{"code", "message", "facts"}` with the status of the refusal."""

import json
from typing import Final

from flask import Response

from app.door.answers import Answers
from app.door.context import language
from app.door.logs import support_number
from app.door.statuses import RETRY_AFTER_S, status_of
from app.kernel.errors import Refusal, Unauthenticated, Unavailable
from app.words.refusals import BROKEN, refusal_sentence


def _refused(refusal: Refusal) -> Response:
    facts = {name: _plain(fact) for name, fact in refusal.facts.items()}
    message = refusal_sentence(refusal, language())
    response = _said(refusal.code, message, facts, status_of(type(refusal)))
    if isinstance(refusal, Unauthenticated):
        response.headers["WWW-Authenticate"] = "Bearer"
    if isinstance(refusal, Unavailable):
        response.headers["Retry-After"] = str(RETRY_AFTER_S)
    return response


def _broken() -> Response:
    return _said("broken", BROKEN.say(language()), {"number": support_number()}, 500)


def _said(code: str, message: str, facts: dict[str, object], status: int) -> Response:
    # Sentences are for people, who may read them in a terminal: Chinese stays Chinese.
    body = json.dumps({"code": code, "message": message, "facts": facts}, ensure_ascii=False)
    return Response(body, status, mimetype="application/json")


def _plain(fact: object) -> object:
    """A fact as JSON has it; what JSON does not have, as its text."""
    if isinstance(fact, list | tuple):
        return [_plain(each) for each in fact]
    if isinstance(fact, dict):
        return {str(name): _plain(each) for name, each in fact.items()}
    return fact if fact is None or isinstance(fact, bool | int | float | str) else str(fact)


ANSWERS: Final = Answers(_refused, _broken)
