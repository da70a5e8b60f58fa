"""Signing in and out, one's own password, one's own page: the same for everybody."""

from app.web.account import deputy, exports, me, password, sign_in
from app.web.account.pages import pages

__all__ = ["deputy", "exports", "me", "pages", "password", "sign_in"]
