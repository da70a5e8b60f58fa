"""What axe, the accessibility checker, objects to on a page."""

from typing import Any, Final

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

_WITHOUT_COLOURS: Final[dict[str, Any]] = {
    "resultTypes": ["violations"],
    "rules": {"color-contrast": {"enabled": False}},
}


def objections(page: Page, *, colours: bool = True) -> list[str]:
    """What axe finds wrong; an empty list if nothing.

    :param colours: whether to look at the contrast of colours too. It takes four fifths of the
        time, and comes out the same at each width and in each language: once a page is enough.
    """
    found = Axe().run(page) if colours else Axe().run(page, options=_WITHOUT_COLOURS)
    return [found.generate_report()] if found.violations_count else []
