"""What axe, the accessibility checker, objects to on a page."""

from typing import Any, Final

from axe_playwright_python.base import AXE_SCRIPT, AxeResults
from playwright.sync_api import Page

# Only what is wrong leaves the browser: all that axe has to say of a page takes longer to send.
_RUN: Final = "options => axe.run(document, options).then(said => said.violations)"
_OPTIONS: Final[dict[str, Any]] = {"resultTypes": ["violations"]}
_WITHOUT_COLOURS: Final[dict[str, Any]] = {
    **_OPTIONS,
    "rules": {"color-contrast": {"enabled": False}},
}


def objections(page: Page, *, colours: bool = True) -> list[str]:
    """What axe finds wrong; an empty list if nothing.

    :param colours: whether to look at the contrast of colours too. It takes four fifths of the
        time, and comes out the same at each width and in each language: once a page is enough.
    """
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found = page.evaluate(_RUN, _OPTIONS if colours else _WITHOUT_COLOURS)
    return [AxeResults({"violations": found}).generate_report()] if found else []
