"""What a browser is told besides the page: load nothing of others, stand in no frame."""

from secrets import token_urlsafe
from typing import Final

from flask import Flask, Response, g, request

from app.door.context import signed_in
from app.door.paths import asks_api

ALWAYS: Final = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), geolocation=(), microphone=(), payment=(), usb=()",
}
POLICY: Final = (
    "default-src 'none'; script-src 'self' 'nonce-{nonce}'{wasm}; "
    "style-src 'self' 'nonce-{nonce}'; "
    "img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; manifest-src 'self'; "
    "worker-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
# What reads codes from the camera is WebAssembly; without this a browser runs none.
WASM: Final = " 'wasm-unsafe-eval'"
# For a year, this host alone: what else a county serves under its name is not ours to decide.
ONLY_HTTPS: Final = "max-age=31536000"
DOWNLOADED: Final = "default-src 'none'; frame-ancestors 'none'"


def init_headers(app: Flask) -> None:
    """Put the headers on every answer, the interface's too."""
    app.after_request(_protect)


def csp_nonce() -> str:
    """The word by which this page's own scripts and styles are known; new for each page."""
    if "csp_nonce" not in g:
        g.csp_nonce = token_urlsafe(16)
    found: str = g.csp_nonce
    return found


def let_page_scan() -> None:
    """Let the page of this answer, and no other, run what reads codes from the camera."""
    g.scans = True


def _protect(response: Response) -> Response:
    for name, value in ALWAYS.items():
        response.headers.setdefault(name, value)
    is_page = response.mimetype == "text/html"
    wasm = WASM if g.get("scans") else ""
    policy = POLICY.format(nonce=csp_nonce(), wasm=wasm) if is_page else DOWNLOADED
    response.headers.setdefault("Content-Security-Policy", policy)
    if request.is_secure:
        response.headers.setdefault("Strict-Transport-Security", ONLY_HTTPS)
    if asks_api() or (signed_in() and request.endpoint != "static"):
        # Not only where nothing is said: what Flask sends as a file says that it may be kept.
        response.headers["Cache-Control"] = "no-store"
    return response
