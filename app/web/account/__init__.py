"""Signing in and out, one's own password, one's own page: the same for everybody."""

from app.web.account import code, deputy, exports, me, password, second_step, sign_in, sign_ins
from app.web.account.pages import pages

__all__ = [
    "code", "deputy", "exports", "me", "pages", "password", "second_step", "sign_in", "sign_ins",
]  # fmt: skip
