"""Which edge a request came to: the address decides."""

from typing import Final

from flask import request
from werkzeug.routing import IntegerConverter, Map

from app.door.clean import LARGEST_INT

API_PREFIX: Final = "/api/"


def asks_api() -> bool:
    """Whether the request is for the JSON interface, found or not."""
    return request.path.startswith(API_PREFIX)


class Identity(IntegerConverter):
    """`<int:…>` in an address: what no column can hold is not found, rather than an error."""

    def __init__(self, url_map: Map, fixed_digits: int = 0, min: int | None = None) -> None:  # noqa: A002 - the names are those of the class above
        super().__init__(url_map, fixed_digits=fixed_digits, min=min, max=LARGEST_INT)
