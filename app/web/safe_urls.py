"""Addresses that may be followed: our own, never another site's."""

from urllib.parse import urlsplit

from flask import request, url_for


def own_path(address: str | None) -> str:
    """The path of an address of ours; "" for another site's, or none."""
    if not address or "\\" in address or not address.isprintable():
        return ""
    parts = urlsplit(address)
    elsewhere = (parts.scheme or parts.netloc) and parts.netloc != request.host
    if elsewhere or not parts.path.startswith("/") or parts.path.startswith("//"):
        return ""
    return parts.path + (f"?{parts.query}" if parts.query else "")


def address_here() -> str:
    """The path of this request, with its query."""
    query = request.query_string.decode("ascii", "replace")
    return request.path + (f"?{query}" if query else "")


def referring_page() -> str:
    """Where the reader came from, if that was a page of ours; else the start page."""
    return own_path(request.referrer) or url_for("start.start")


def sign_in_url(wanted: str) -> str:
    """The sign-in page, which leads on to the page that was wanted."""
    return url_for("account.sign_in", next=wanted if wanted != url_for("start.start") else None)
