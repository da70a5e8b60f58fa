"""Whose pages are whose: the audience of a role, its first page, its entries in the navigation."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from flask import Flask, current_app, request, url_for
from flask_babel.speaklater import LazyString

from app.registry.accounts.actor import Actor
from app.registry.accounts.permissions import Permission, Role

# The first of these that a person holds decides where he starts.
AUDIENCES: Final[Mapping[Role, str]] = {
    Role.DISTRICT_ADMIN: "district",
    Role.AUDITOR: "district",
    Role.TOWNSHIP: "township",
    Role.VILLAGE_COMMITTEE: "village",
    Role.VILLAGE_SPECIALIST: "village",
    Role.SUPPORT_CADRE: "village",
    Role.STORE_MANAGER: "store",
    Role.STORE_CLERK: "store",
}
OFFICES: Final = frozenset({"district", "township"})
PHONE, OFFICE, PUBLIC = "shells/phone.html", "shells/office.html", "shells/public.html"
_KEY: Final = "jifen_navigation"


@dataclass(frozen=True)
class NavItem:
    """One entry: its words, its page, an icon of parts/icons.html (phones), who sees it.

    It is marked as the present one on its own page and on those in `also`.
    """

    text: LazyString
    endpoint: str
    icon: str = ""
    needs: Permission | None = None
    also: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True)
class Link:
    """An entry as the shells show it."""

    text: str
    url: str
    on: bool
    icon: str


def audience(person: Actor | None) -> str:
    """The audience a person belongs to first; "public" for who has not signed in."""
    held = person.roles if person else frozenset()
    return next((name for role, name in AUDIENCES.items() if role in held), "public")


def audiences(person: Actor) -> Sequence[str]:
    """All audiences a person belongs to, the first one first."""
    return list(dict.fromkeys(name for role, name in AUDIENCES.items() if role in person.roles))


def shell_of(person: Actor | None) -> str:
    """The shell that somebody reads his own pages and refusals in."""
    if person is None:
        return PUBLIC
    return OFFICE if audience(person) in OFFICES else PHONE


def home_url(whose: str) -> str:
    """The address of an audience's first page."""
    return url_for(f"{whose}.home")


def init_navigation(app: Flask, entries: Mapping[str, Sequence[NavItem]]) -> None:
    """Remember the entries of each audience, by the name of its blueprint."""
    app.extensions[_KEY] = entries


def navigation(person: Actor | None) -> list[Link]:
    """The entries for a person on this page: those of the page's audience, else of his own."""
    if person is None:
        return []
    entries: Mapping[str, Sequence[NavItem]] = current_app.extensions[_KEY]
    here = (request.blueprint or "").partition(".")[0]
    whose = here if here in audiences(person) else audience(person)
    return [
        Link(str(item.text), url_for(item.endpoint), _is_here(item), item.icon)
        for item in entries.get(whose, ())
        if item.needs is None or person.may(item.needs)
    ]


def _is_here(item: NavItem) -> bool:
    return request.endpoint == item.endpoint or request.endpoint in item.also
