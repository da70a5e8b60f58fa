"""The forms of a page as a browser sees them, and how somebody would fill them in."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from io import BytesIO
from typing import Final
from uuid import uuid4

from tests.kernel.test_pictures import photo

Sent = str | tuple[BytesIO, str]
Pairs = list[tuple[str, Sent]]

PICKED: Final = frozenset({"radio", "checkbox"})
#: What somebody types into an empty field of a kind.
TYPED: Final = {
    "date": "2026-11-20", "datetime-local": "2026-11-20T09:00", "month": "2026-11", "time": "09:00",
    "password": "Ein langes Wort 7", "numeric": "1", "decimal": "1",
}  # fmt: skip
WORDS: Final = "甲"


@dataclass
class Field:
    """One thing that a form sends."""

    name: str
    kind: str
    value: str = ""
    chosen: bool = False
    accepts: str = ""


@dataclass
class Form:
    """A form: where it goes, how, and what it sends."""

    action: str
    method: str
    fields: list[Field] = field(default_factory=list)

    @property
    def has_token(self) -> bool:
        """Whether it carries the word without which no form is taken."""
        return any(each.name == "csrf_token" and each.value for each in self.fields)

    def filled(self, csrf_token: str = "") -> Pairs:
        """Name and value of everything somebody would send."""
        own = {"csrf_token": csrf_token, "request_id": str(uuid4())}
        return [
            (each.name, own.get(each.name) or _typed(each)) for each in _sent_fields(self.fields)
        ]


def as_data(pairs: Iterable[tuple[str, Sent]]) -> dict[str, list[Sent]]:
    """What the test client takes: each name with all of its values."""
    found: dict[str, list[Sent]] = {}
    for name, value in pairs:
        found.setdefault(name, []).append(value)
    return found


def forms_of(html: str) -> list[Form]:
    """The forms of a page; fields elsewhere that name a form belong to it."""
    reader = _Forms()
    reader.feed(html)
    return reader.forms


def _sent_fields(fields: list[Field]) -> Iterator[Field]:
    done: set[str] = set()
    chosen = {each.name for each in fields if each.kind in PICKED | {"option"} and each.chosen}
    for each in fields:
        once = each.kind in {"radio", "option", "submit"}
        if not each.name or (once and each.name in done):
            continue
        if once and each.kind != "submit" and each.name in chosen and not each.chosen:
            continue
        if each.kind == "option" and not each.value:
            continue
        if each.kind == "submit" and any(name.startswith("!") for name in done):
            continue
        done.add(f"!{each.name}" if each.kind == "submit" else each.name)
        yield each


def _typed(each: Field) -> Sent:
    if each.kind == "file":
        is_picture = "image" in each.accepts
        return BytesIO(photo() if is_picture else b"a,b\n1,2\n"), "1.jpg" if is_picture else "1.csv"
    return each.value or TYPED.get(each.kind, "" if each.kind == "hidden" else WORDS)


class _Forms(HTMLParser):
    """Reads forms out of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._by_id: dict[str, Form] = {}
        self._open: Form | None = None
        self._select = ""
        self._area: Field | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._open = Form(said.get("action", ""), said.get("method", "get").lower())
            self.forms.append(self._open)
            self._by_id[said.get("id", "")] = self._open
        elif tag in {"input", "textarea", "select", "button", "option"}:
            self._field(tag, said, {name for name, _ in attrs})

    def _field(self, tag: str, said: dict[str, str], names: set[str]) -> None:
        form = self._by_id.get(said["form"]) if "form" in said else self._open
        if form is None:
            return
        kind = said.get("inputmode") or said.get("type", "text")
        if tag == "select":
            self._select = said.get("name", "")
            return
        if tag == "option":
            chosen = "selected" in names
            form.fields.append(Field(self._select, "option", said.get("value", ""), chosen))
            return
        if tag == "button":
            kind = "submit"
        made = Field(
            said.get("name", ""), "textarea" if tag == "textarea" else kind, said.get("value", ""),
            "checked" in names, said.get("accept", ""),
        )  # fmt: skip
        if not (tag == "button" and not made.name) and said.get("tabindex") != "-1":
            form.fields.append(made)
        self._area = made if tag == "textarea" else None

    def handle_data(self, data: str) -> None:
        if self._area is not None:
            self._area.value += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._area = None
        if tag == "form":
            self._open = None
