"""A refusal as a page shows it, for views that show their form again with what was typed."""

from dataclasses import dataclass
from typing import Any, cast

from flask import Response, flash, make_response

from app.door.context import language
from app.door.logs import note_refusal
from app.door.statuses import status_of
from app.kernel.errors import Refusal
from app.words.refusals import refusal_parts


@dataclass(frozen=True)
class Said:
    """What happened, for a heading; the rest; and the field it is about, "" for the whole form."""

    heading: str
    body: str
    field: str

    def about(self, field: str) -> str:
        """The heading when it is about this field: the `error` of a field in parts/forms.html."""
        return self.heading if self.field == field else ""


def said(refusal: Refusal) -> Said:
    """A refusal in the reader's language."""
    heading, body = refusal_parts(refusal, language())
    return Said(heading, body, str(refusal.facts.get("field", "")))


def shown_again(page: str, refusal: Refusal) -> Response:
    """The form once more, under the status of the refusal."""
    note_refusal(refusal)
    return make_response(page, status_of(type(refusal)))


def tell(heading: str, body: str = "", *, kind: str = "ok") -> None:
    """A box at the top of the next page: ok, info, warn or stop."""
    # The shells show a pair as heading and sentence; Flask's annotation knows texts only.
    flash(cast("Any", (heading, body) if body else heading), kind)
