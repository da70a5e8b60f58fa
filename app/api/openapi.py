"""The description of the interface, OpenAPI 3.1: what APIFlask found, made whole and exact."""

import json
from collections.abc import Callable
from functools import wraps
from typing import Any, Final

from apiflask import APIFlask
from flask import current_app
from pydantic import BaseModel, ConfigDict

from app.api.guard import BEARER
from app.api.requests import EPOCH_HEADER, KEY_HEADER
from app.door.paths import API_PREFIX
from app.door.statuses import STATUSES

Document = dict[str, Any]
View = Callable[..., object]

TITLE, VERSION = "Jifen", "1"
DESCRIPTION: Final = (
    "A village points programme. Ids are strings, periods are like 2020-01, instants are ISO 8601"
    " with their zone. Lists are `{items, next}`: send `next` as `cursor` for the page after. A PUT"
    " carries its request id in the path and answers 201 first, 200 when repeated, 409 for the"
    " same id with another body; every POST carries such an id in its `Idempotency-Key`."
    " Accept-Language chooses the language of sentences: zh (the default) or en."
)
_KEY: Final = {
    "name": KEY_HEADER,
    "in": "header",
    "required": True,
    "description": "A new UUID for each request; the same again when the request is repeated.",
    "schema": {"type": "string", "format": "uuid"},
}
_EPOCH: Final = {
    "name": EPOCH_HEADER,
    "in": "header",
    "required": False,
    "description": (
        "The `epoch` that `/me` said when this request was made, not when it is sent; nothing where"
        " it was empty. After a backup was put back, requests of before are refused."
    ),
    "schema": {"type": "string", "pattern": "^[0-9a-f]{16}$"},
}
# Each operation may be refused with any of these; 405 belongs to no operation.
_READING: Final = (400, 401, 403, 404, 422, 429, 503)
_WRITING: Final = (400, 401, 403, 404, 409, 413, 415, 422, 429, 503, 507)
_ID: Final = {"type": "string", "pattern": "^[0-9]{1,19}$"}
_REQUEST_ID: Final = {"type": "string", "format": "uuid"}
# What stands in a path and is no id: a card's text or number, the code of goods.
_CODE: Final = "code"


class Refused(BaseModel):
    """How the interface says no: a stable code, a sentence for people, the facts of the case."""

    model_config = ConfigDict(extra="forbid")

    code: str
    message: str
    facts: dict[str, Any]


def describe(app: APIFlask) -> None:
    """Let an app describe its interface."""
    app.title, app.version, app.description = TITLE, VERSION, DESCRIPTION
    app.config.update(
        OPENAPI_VERSION="3.1.0",
        SPEC_DECORATORS=[_without_pages],
        AUTO_200_RESPONSE=False,
        AUTO_404_RESPONSE=False,
        AUTO_AUTH_ERROR_RESPONSE=False,
        AUTO_SERVERS=False,
        AUTO_VALIDATION_ERROR_RESPONSE=False,
    )
    app.spec_processor(_whole)


def _without_pages(view: View) -> View:
    """Tell APIFlask that pages are none of its business, before it looks at their blueprints."""

    @wraps(view)
    def seen(*args: object, **kwargs: object) -> object:
        for blueprint in current_app.blueprints.values():
            vars(blueprint).setdefault("enable_openapi", False)
        return view(*args, **kwargs)

    return seen


def _whole(document: Document | str) -> Document | str:
    """The document with every parameter, refusal and operation id, and plain schema names."""
    assert isinstance(document, dict), "the document is made as JSON"
    schemas = document.setdefault("components", {}).setdefault("schemas", {})
    schemas["Refused"] = Refused.model_json_schema()
    document["paths"] = {
        path: operations
        for path, operations in document["paths"].items()
        if path.startswith(API_PREFIX)
    }
    for operations in document["paths"].values():
        for method, operation in operations.items():
            _complete(method, operation)
    return _plainly_named(document)


def _complete(method: str, operation: Document) -> None:
    operation["security"] = [{BEARER: []}]
    for parameter in operation["parameters"]:
        _exact(parameter)
    if method == "post":
        operation["parameters"].append(_KEY)
    if method != "get":
        operation["parameters"].append(_EPOCH)
    if "requestBody" in operation:
        operation["requestBody"]["required"] = True
    for status in _READING if method == "get" else _WRITING:
        operation["responses"][str(status)] = {
            "description": _KINDS[status],
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Refused"}}},
        }


def _exact(parameter: Document) -> None:
    """Ids in a path are strings like those in bodies; nothing in a query is null."""
    parameter["required"] = parameter["in"] == "path" or parameter.get("required", False)
    if parameter["in"] == "path":
        if parameter["name"] != _CODE:
            whole_number = parameter["schema"]["type"] == "integer"
            parameter["schema"] = _ID if whole_number else _REQUEST_ID
        return
    choices = [each for each in parameter["schema"].pop("anyOf", ()) if each != {"type": "null"}]
    if choices:
        parameter["schema"].pop("default", None)
        parameter["schema"].update(choices[0])


def _plainly_named(document: Document) -> Document:
    """`Rounds.RoundOut` is called `RoundOut`, once, whoever mentions it."""
    text = json.dumps(document)
    schemas = document["components"]["schemas"]
    for name in [name for name in schemas if "." in name]:
        text = text.replace(
            f'"#/components/schemas/{name}"', f'"#/components/schemas/{_last(name)}"'
        )
    renamed: Document = json.loads(text)
    named = renamed["components"]["schemas"]
    renamed["components"]["schemas"] = {_last(name): named[name] for name in sorted(named)}
    return renamed


def _last(name: str) -> str:
    return name.rpartition(".")[2]


_KINDS: Final = {status: kind.__name__ for kind, status in STATUSES.items()}
