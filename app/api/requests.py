"""Reading requests strictly, and acting once on each however often it is sent."""

import re
from collections.abc import Callable
from functools import wraps
from typing import Any, Final, TypeVar
from uuid import UUID

from apiflask import APIBlueprint
from apiflask.scaffold import APIScaffold
from apiflask.schema_adapters import registry
from apiflask.schema_adapters.pydantic import PydanticAdapter
from flask import Request as FlaskRequest
from flask import Response, request
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails
from sqlalchemy.orm import Session

from app.api.schemas import Answer, Nothing, Strict
from app.door.context import actor, epoch
from app.kernel.errors import Invalid, Malformed
from app.kernel.once import Done, Request, run_once

View = TypeVar("View", bound=Callable[..., Any])
Responses = dict[int | str, dict[str, str | dict[str, dict[str, Any]]]]

KEY_HEADER: Final = "Idempotency-Key"
EPOCH_HEADER: Final = "Jifen-Epoch"
KEY_FORM: Final = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.ASCII | re.IGNORECASE)
MOST_FIELDS, LONGEST_FIELD = 20, 60
NO_JSON: Final = "json_invalid"
_API: Final = APIScaffold()


class IdempotencyKeyMissing(Malformed):
    """A POST without an Idempotency-Key, or with one that is no UUID."""

    code = "idempotency_key_missing"


class StrictAdapter(PydanticAdapter):
    """Validates the bytes of a body as JSON, where strictness knows dates and UUIDs."""

    def validate_input(self, request: FlaskRequest, location: str, **_options: object) -> BaseModel:
        """The body or query as its schema has it.

        :raises Malformed: no JSON.
        :raises Invalid: `fields` says which of them does not fit, and how, without its value.
        """
        try:
            if location == "json":
                return self.model_class.model_validate_json(request.get_data() or b"{}")
            return self.model_class.model_validate_strings(_single(request), strict=True)
        except ValidationError as error:
            raise _misfit(error.errors(include_url=False, include_input=False)) from None


registry.register("pydantic", StrictAdapter)


def wing(name: str, *, tag: str = "") -> APIBlueprint:
    """The routes of one wing: a tag of the document, and a key demanded of every POST."""
    routes = APIBlueprint(f"api_{name}", __name__, tag=tag or name)
    routes.before_request(_check_key)
    return routes


def takes(schema: type[Strict]) -> Callable[[View], View]:
    """Give a view its body, read by a schema, as `body`."""
    return _API.input(schema, location="json", arg_name="body")


def takes_nothing(view: Callable[..., Response]) -> Callable[..., Response]:
    """Let a verb that needs no words be sent with `{}` or without a body, and with no other."""

    @wraps(view)
    def without_body(*, body: Nothing, **ids: object) -> Response:
        assert body == Nothing(), "the schema has no fields"
        return view(**ids)

    return takes(Nothing)(without_body)


def asks(schema: type[Strict]) -> Callable[[View], View]:
    """Give a view its query, read by a schema, as `query`."""
    return _API.input(schema, location="query", arg_name="query")


def answers(schema: type[Answer], *statuses: int) -> Callable[[View], View]:
    """Declare what a view answers, with 200 or with each of these statuses."""
    first, *others = statuses or (200,)
    same = {"schema": {"$ref": f"#/components/schemas/{schema.__name__}"}}
    repeated: Responses = {
        each: {"description": "Repeated", "content": {"application/json": same}} for each in others
    }

    def declare(view: View) -> View:
        declared = _API.output(schema, status_code=first)(view)
        return _API.doc(operation_id=view.__name__, responses=repeated)(declared)

    return declare


def once(session: Session, act: Callable[[], int], *, body: object = None) -> Done:
    """Carry out `act`, unless this person sent this very request before.

    What makes a request is its id (in a PUT's path, in a POST's header), its route, and as its
    content the ids in its path with its body as received.

    :param body: stands for the body where it holds what may not be remembered, not even as a hash.
    :raises RequestReused: the same id came before with another content.
    :raises RequestFromBefore: it was made before a backup was put back, and the books do not say
        that it was carried out.
    """

    def act_in_this_epoch() -> int:
        epoch().check(request.headers.get(EPOCH_HEADER, ""))
        return act()

    path = {name: str(value) for name, value in (request.view_args or {}).items()}
    received = request.get_json() if request.get_data() else {}
    content = {"path": path, "body": body or received}
    route = f"api/{(request.endpoint or '').rpartition('.')[2]}"
    return run_once(
        session, Request.of(actor().user_id, route, _request_id(), content), act_in_this_epoch
    )


def said(answer: Answer, status: int = 200) -> Response:
    """An answer as JSON."""
    return Response(answer.model_dump_json(), status, mimetype="application/json")


def made(answer: Answer, done: Done) -> Response:
    """What came of a request: 201 the first time, 200 when it is repeated."""
    return said(answer, 200 if done.repeated else 201)


def _request_id() -> UUID:
    in_path = (value for value in (request.view_args or {}).values() if isinstance(value, UUID))
    return next(in_path, None) or UUID(request.headers[KEY_HEADER])


def _check_key() -> None:
    if request.method == "POST" and not KEY_FORM.fullmatch(request.headers.get(KEY_HEADER, "")):
        raise IdempotencyKeyMissing


def _single(request: FlaskRequest) -> dict[str, str]:
    twice = [name for name, values in request.args.lists() if len(values) > 1]
    if twice:
        raise Invalid(fields={name[:LONGEST_FIELD]: "given_twice" for name in twice[:MOST_FIELDS]})
    return request.args.to_dict()


def _misfit(errors: list[ErrorDetails]) -> Malformed | Invalid:
    if any(error["type"] == NO_JSON for error in errors):
        return Malformed()
    return Invalid(
        fields={
            ".".join(map(str, error["loc"]))[:LONGEST_FIELD] or "body": error["type"]
            for error in errors[:MOST_FIELDS]
        }
    )
