"""Runs `jifen` in this process, on a test's application."""

import json
from dataclasses import dataclass
from typing import Any

from apiflask import APIFlask
from click.testing import CliRunner

from app.cli import main


@dataclass(frozen=True)
class Ran:
    """How a command ended."""

    status: int
    out: str
    err: str

    @property
    def facts(self) -> dict[str, Any]:
        """What `--json` printed."""
        found: dict[str, Any] = json.loads(self.out)
        return found


def run(app: APIFlask, *words: str, typed: str = "", language: str = "zh") -> Ran:
    """`jifen WORDS…`, with `typed` on standard input."""
    result = CliRunner(catch_exceptions=False).invoke(
        main, ["--language", language, *words], obj=app, input=typed
    )
    return Ran(result.exit_code, result.stdout, result.stderr)
