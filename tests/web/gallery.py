"""Every part and every shell with invented data, to look at and to check: no views, no database."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from functools import cache, partial
from html.parser import HTMLParser
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from pathlib import Path
from threading import Thread
from types import SimpleNamespace
from typing import Any

import jinja2
from flask import Flask

from app.web.filters import FILTERS
from tests.web.gallery_samples import SAMPLES, graded

ROOT = Path(__file__).resolve().parents[2]
WEB = ROOT / "app" / "web"
PAGES = Path(__file__).parent / "gallery_pages"
NONCE = "once"
#: Who reads the gallery: filters ask in which language, and nobody has said one.
READER = Flask("gallery")
POLICY = (
    f"default-src 'none'; style-src 'self' 'nonce-{NONCE}'; script-src 'self' 'nonce-{NONCE}'; "
    "img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'"
)


@cache
def environment(*said: tuple[str, str | tuple[str, str]]) -> jinja2.Environment:
    """Jinja as the application has it, but in Chinese only and with undefined names refused.

    `said` are messages a view has left for this page: category, words.
    """
    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader([WEB / "templates", PAGES]),
        autoescape=True,
        extensions=["jinja2.ext.i18n"],
        undefined=jinja2.StrictUndefined,
    )
    # The extension brings this method with it; jinja2's types do not know it.
    made.install_null_translations(newstyle=True)  # type: ignore[attr-defined]
    numbers = count(1)
    made.filters.update({a_filter.__name__: a_filter for a_filter in FILTERS})
    made.globals.update(
        url_for=_address,
        graded=graded,
        samples=SAMPLES,
        get_flashed_messages=lambda **_options: said,
        csrf_token=lambda: "token",
        request_id=lambda: f"00000000-0000-4000-8000-{next(numbers):012}",
    )
    return made


def context(**changes: object) -> dict[str, Any]:
    """What the application gives to every template, with changes."""
    usual: dict[str, Any] = {
        "practice": False,
        "district_name": "聊城经济技术开发区",
        "me": SimpleNamespace(name="周明霞", role_names=["村扶贫专干"], url="#"),
        "language": "zh",
        "large_type": False,
        "today": date(2026, 11, 24),
        "csp_nonce": NONCE,
        "nav": [
            link("走访", "home", on=True),
            link("本月", "month"),
            link("公示", "notice"),
            link("我的", "me"),
        ],
        "switch_language_url": "?language=en",
        "sign_out_url": "sign-out",
    }
    return usual | changes


def link(text: str, icon: str = "", *, on: bool = False) -> SimpleNamespace:
    """One entry of the navigation."""
    return SimpleNamespace(text=text, url="#", on=on, icon=icon)


def part(source: str, **names: object) -> str:
    """A piece of template rendered with all parts at hand: what a page would get from a macro."""
    imports = "".join(
        f"{{% import 'parts/{path.name}' as {path.stem} with context %}}"
        for path in sorted((WEB / "templates" / "parts").glob("*.html"))
    )
    with READER.app_context():
        return environment().from_string(imports + source).render(context(**names))


def build(folder: Path) -> list[str]:
    """Render all pages of the gallery into the folder, beside the static files; their names."""
    shutil.copytree(WEB / "static", folder / "static", dirs_exist_ok=True)
    made = environment()
    names = sorted(path.name for path in PAGES.glob("[!_]*.html"))
    with READER.app_context():
        for name in names:
            (folder / name).write_text(made.get_template(name).render(context()), "utf-8")
    return names


def _address(endpoint: str, **values: object) -> str:
    return f"static/{values['filename']}" if endpoint == "static" else "#"


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve the folder under the application's content policy; gives the address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, directory=str(folder)))
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Handler(SimpleHTTPRequestHandler):
    """Static files with the policy, and nothing written to the terminal."""

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", POLICY)
        super().end_headers()

    def log_message(self, *_args: object) -> None:
        """Say nothing."""


def seen(html: str) -> str:
    """The text of a page or a piece of one, as a reader gets it: no tags, single spaces."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return " ".join(" ".join(reader.pieces).split())


class _Reader(HTMLParser):
    """Collects text; a full-width space separates parts of a line and reads as a space."""

    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[str] = []

    def handle_data(self, data: str) -> None:
        self.pieces.append(data)
