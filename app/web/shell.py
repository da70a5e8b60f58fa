"""What every template gets: exactly the names that the shells use."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import uuid4

from flask import Flask, request, url_for

from app.door.context import ENGLISH, db, language, now, practice, signed_in
from app.kernel.clock import local
from app.registry.places.queries import district
from app.web.cookies import large_type
from app.web.headers import csp_nonce
from app.web.navigation import navigation
from app.words.roles import role_name


@dataclass(frozen=True)
class Me:
    """The person at the right of the masthead, and the address of his own page."""

    name: str
    role_names: Sequence[str]
    url: str


def init_shell(app: Flask) -> None:
    """Hand the shells what they stand on."""
    app.jinja_env.globals["request_id"] = request_id
    app.context_processor(_shell)


def request_id() -> str:
    """A new id for a form: sent twice, it still acts once."""
    return str(uuid4())


def plain_shell() -> dict[str, object]:
    """The shell's names without asking the database: for when nothing else may go wrong."""
    return {
        "practice": False,
        "district_name": "",
        "me": None,
        "language": language(),
        "large_type": large_type(),
        "today": None,
        "csp_nonce": csp_nonce(),
        "nav": [],
        "switch_language_url": "",
        "sign_out_url": "",
    }


def _shell() -> dict[str, object]:
    return plain_shell() | {
        "practice": practice(),
        "district_name": _district_name(),
        "me": _me(),
        "today": local(now()).date(),
        "nav": navigation(signed_in()),
        "switch_language_url": _switch_language_url(),
        "sign_out_url": url_for("account.sign_out"),
    }


def _district_name() -> str:
    with db().read() as session:
        found = district(session)
        return found.name if found else ""


def _me() -> Me | None:
    person = signed_in()
    if person is None:
        return None
    roles = [role_name(role, language()) for role in sorted(person.roles)]
    return Me(person.name, roles, url_for("account.me"))


def _switch_language_url() -> str:
    other = "zh" if language() == ENGLISH else ENGLISH
    back = request.full_path if request.method == "GET" else None
    return url_for("account.choose_language", language=other, next=back)
