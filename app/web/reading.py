"""What stands in a form, typed. A fault is a refusal whose fact `field` is the field's name."""

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Final, TypeVar
from uuid import UUID

from flask import request
from werkzeug.datastructures import FileStorage

from app.door.clean import LARGEST_INT
from app.door.context import actor
from app.kernel.clock import SHANGHAI
from app.kernel.errors import Invalid, Malformed
from app.kernel.once import Request
from app.kernel.period import Period, PeriodUnreadable

NOT_CONTENT: Final = frozenset({"csrf_token", "request_id"})
MOST_DIGITS: Final = 20

Choice = TypeVar("Choice", bound=StrEnum)


class FieldMissing(Invalid):
    """A field was left empty. Fact: `field`."""

    code = "field_missing"


class FieldTooLong(Invalid):
    """A field holds too many characters. Facts: `field`, `most`."""

    code = "field_too_long"


class NumberBad(Invalid):
    """Not a whole number, or outside its range. Facts: `field`, `least`, `most`."""

    code = "number_bad"


class DateBad(Invalid):
    """Not a date in the form 2026-11-24. Fact: `field`."""

    code = "date_bad"


class ChoiceBad(Invalid):
    """Not one of the choices. Fact: `field`."""

    code = "choice_bad"


class FileMissing(Invalid):
    """No file was chosen. Fact: `field`."""

    code = "file_missing"


def text_field(name: str, longest: int, *, optional: bool = False) -> str:
    """A text without spaces around it.

    :raises FieldMissing: empty, and not optional.
    :raises FieldTooLong: more than `longest` characters.
    """
    text = request.form.get(name, "").strip()
    if not text and not optional:
        raise FieldMissing(field=name)
    if len(text) > longest:
        raise FieldTooLong(field=name, most=longest)
    return text


def int_field(name: str, *, least: int = 0, most: int = LARGEST_INT) -> int:
    """A whole number; thousands may have commas.

    :raises FieldMissing: empty.
    :raises NumberBad: not a number, or outside `least` to `most`.
    """
    text = request.form.get(name, "").strip().replace(",", "").replace("，", "")
    if not text:
        raise FieldMissing(field=name)
    digits = text.removeprefix("-")
    if not digits.isdecimal() or len(digits) > MOST_DIGITS or not least <= int(text) <= most:
        raise NumberBad(field=name, least=least, most=most)
    return int(text)


def uuid_field(name: str = "request_id") -> UUID:
    """A UUID that a page put into a hidden field.

    :raises Malformed: missing, or not a UUID: nobody types these.
    """
    try:
        return UUID(request.form.get(name, ""))
    except ValueError:
        raise Malformed from None


def date_field(name: str) -> date:
    """A day as browsers send it.

    :raises FieldMissing: empty.
    :raises DateBad: not 2026-11-24.
    """
    text = request.form.get(name, "").strip()
    if not text:
        raise FieldMissing(field=name)
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise DateBad(field=name) from None


def month_asked(otherwise: Period) -> Period:
    """The month in the address, `?month=2026-11`; another where none is, or none that can be."""
    try:
        return Period.parse(request.args.get("month", ""))
    except PeriodUnreadable:
        return otherwise


def moment_field(name: str) -> datetime:
    """A day and time on the village's clock, as browsers send them.

    :raises FieldMissing: empty.
    :raises DateBad: not 2026-11-24T09:05.
    """
    text = request.form.get(name, "").strip()
    if not text:
        raise FieldMissing(field=name)
    try:
        return datetime.strptime(text, "%Y-%m-%dT%H:%M").replace(tzinfo=SHANGHAI)
    except ValueError:
        raise DateBad(field=name) from None


def choice_field(name: str, kind: type[Choice]) -> Choice:
    """One of the values of an enum.

    :raises FieldMissing: nothing was chosen.
    :raises ChoiceBad: none of them.
    """
    text = request.form.get(name, "")
    if not text:
        raise FieldMissing(field=name)
    try:
        return kind(text)
    except ValueError:
        raise ChoiceBad(field=name) from None


def file_field(name: str) -> FileStorage:
    """An uploaded file; the view says @takes_upload.

    :raises FileMissing: none was chosen.
    """
    found = request.files.get(name)
    if found is None or not found.filename:
        raise FileMissing(field=name)
    return found


def request_of(
    route: str, but: frozenset[str] = frozenset(), pictures: Sequence[str] = ()
) -> Request:
    """The form as a request that acts once: who, the form's id, a hash of what was entered.

    :param route: a short name that stays, such as "redeem"; the same as in the API.
    :param but: fields that may differ when the same form is sent again.
    :param pictures: names under which its files are kept: of a file its hash counts.
    :raises Malformed: the form has no request id.
    """
    left_out = NOT_CONTENT | but
    entered = {name: values for name, values in request.form.lists() if name not in left_out}
    if pictures:
        entered["pictures"] = list(pictures)
    return Request.of(actor().user_id, route, uuid_field(), entered)
