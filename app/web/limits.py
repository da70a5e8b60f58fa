"""How often an address or a name may try: guessing is slowed, the innocent are not locked out.

A wrong password counts in two places. For the address: an office behind one address has room for
many slips. For the user name: few tries, but a browser that this very person has signed in with
before counts for itself (a "device cookie"), so that a stranger who keeps guessing does not lock
him out.
"""

from typing import Final

from flask import Response, current_app, request
from itsdangerous import BadSignature, URLSafeSerializer

from app.door.context import db
from app.registry.accounts.sign_in_queries import rules_of
from app.web.cookies import kept, remember

DEVICE: Final = "jifen_device"
REFUSED: Final = frozenset({401, 422})


def failures_per_name() -> str:
    """How often a name may fail, by the rules that the district chose."""
    with db().read() as session:
        most = rules_of(session).failures_per_name
    return f"{most} per 15 minutes"


def whose_tries() -> str:
    """The name that is tried, and the browser if it is known to belong to that name."""
    name = "".join(request.form.get("username", "").split()).casefold()[:64]
    known = known_name() == name
    return f"{'known' if known else 'any'} {name}"


def was_refused(response: Response) -> bool:
    """Whether something was wrong with what was entered: only that counts."""
    return response.status_code in REFUSED


def know_device(response: Response, username: str) -> None:
    """Let the browser show next time that this person has used it."""
    remember(response, DEVICE, _serializer().dumps(username.casefold()))


def known_name() -> str:
    """The name that this browser was signed in with before; "" when it is a stranger."""
    try:
        name = _serializer().loads(kept(DEVICE))
    except BadSignature:
        return ""
    return str(name)


def _serializer() -> URLSafeSerializer:
    assert current_app.secret_key, "create_app sets it"
    return URLSafeSerializer(current_app.secret_key, salt="device")
