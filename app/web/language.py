"""Chinese is the source of all texts; English is a catalogue."""

from typing import Final

from flask import Flask
from flask_babel import Babel

from app.door.context import ENGLISH, language

# The source texts are Chinese, so this locale needs no catalogue.
SOURCE: Final = "zh_CN"

babel: Final = Babel()


def init_language(app: Flask) -> None:
    """Let `_()` in templates and code speak the reader's language."""
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = "web/translations"
    babel.init_app(
        app,
        default_locale=SOURCE,
        default_timezone="Asia/Shanghai",
        locale_selector=_locale,
    )


def _locale() -> str:
    return ENGLISH if language() == ENGLISH else SOURCE
