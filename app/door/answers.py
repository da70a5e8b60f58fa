"""Which edge says no to a request, and how: the address decides."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import Flask, Response
from werkzeug.exceptions import HTTPException, InternalServerError

from app.door.logs import note_refusal
from app.door.paths import asks_api
from app.door.statuses import refusal_for
from app.kernel.errors import NoSpace, Refusal
from app.kernel.storage import means_no_space


@dataclass(frozen=True)
class Answers:
    """How one edge answers a refusal, and a mistake of our own."""

    refused: Callable[[Refusal], Response]
    broken: Callable[[], Response]


def answer(app: Flask, *, pages: Answers, api: Answers) -> None:
    """Answer everything that goes wrong in the shape of the edge that was asked."""

    def edge() -> Answers:
        return api if asks_api() else pages

    def on_refusal(refusal: Refusal) -> Response:
        note_refusal(refusal)
        return edge().refused(refusal)

    def on_http_error(error: HTTPException) -> Response:
        if (error.code or 0) >= InternalServerError.code:
            return edge().broken()
        return on_refusal(refusal_for(error))

    def on_os_error(error: OSError) -> Response:
        if means_no_space(error):
            return edge().refused(NoSpace())
        raise error

    app.register_error_handler(Refusal, on_refusal)
    app.register_error_handler(OSError, on_os_error)
    app.register_error_handler(HTTPException, on_http_error)
