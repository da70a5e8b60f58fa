"""What a browser keeps while a household looks at its account: signed, ten minutes, no rights.

It is no sign-in: it stands in a cookie of its own, travels to these pages only, and nothing but
reading one household's account hangs on it.
"""

from dataclasses import asdict
from typing import Final

from flask import current_app, request
from itsdangerous import BadSignature, URLSafeSerializer
from werkzeug.wrappers import Response

from app.door.context import house, now
from app.registry.cards.own_access import LASTS, Opened
from app.web.cookies import full_name, kept

COOKIE: Final = "jifen_own"


def keep_open(response: Response, opened: Opened, path: str) -> None:
    """Let the browser look for ten minutes, however often."""
    ends = int((now() + LASTS).timestamp())
    signed = _serializer().dumps({**asdict(opened), "ends": ends, "epoch": house().epoch.name})
    response.set_cookie(
        full_name(COOKIE, whole=False), signed, max_age=int(LASTS.total_seconds()),
        secure=request.is_secure, httponly=True, samesite="Strict", path=path,
    )  # fmt: skip


def kept_open() -> tuple[Opened, int] | None:
    """What this browser may look at, and for how many seconds more; None when that is over."""
    try:
        said = _serializer().loads(kept(COOKIE, whole=False))
    except BadSignature:
        return None
    left = said.pop("ends") - int(now().timestamp())
    if left <= 0 or said.pop("epoch") != house().epoch.name:
        return None
    return Opened(**said), left


def shut(response: Response, path: str) -> None:
    """Forget it at once: the phone goes to the next person."""
    response.delete_cookie(
        full_name(COOKIE, whole=False), path=path, secure=request.is_secure, httponly=True,
        samesite="Strict",
    )  # fmt: skip


def _serializer() -> URLSafeSerializer:
    assert current_app.secret_key, "create_app sets it"
    return URLSafeSerializer(current_app.secret_key, salt="own-account")
