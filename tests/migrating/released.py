"""The program that was released before, out of the repository's own history."""

import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from shutil import copyfile
from typing import Final

import pytest

from app.kernel.db import Database
from tests.tidy.reading import ROOT

#: The commit that was released last. It may still run while this one brings the tables further.
PREVIOUS: Final = "c0fc51204017c37d6c4804bee29fa684558e7a02"
#: With whole months in it, and seals; older ones have no seals to be kept.
OLDER: Final = "058e722734c60b2f62186344634185ffacb6a47d"
SCRIPT: Final = "in_an_older_house.py"
NOT_ITS: Final = (":!app/papers/fonts", ":!app/web/static")


@dataclass(frozen=True)
class OlderHouse:
    """A running program of before, with its connections open."""

    process: "subprocess.Popen[str]"
    folder: Path

    def goes_on(self) -> str:
        """Let it read and write on; its last words, "" when nothing went wrong."""
        _, said = self.process.communicate("go on\n")
        return said[-3000:] if self.process.returncode else ""


@contextmanager
def older_house(commit: str, folder: Path, homes: Sequence[Database]) -> Iterator[OlderHouse]:
    """The program of a commit that has filled these databases, on its own tables.

    Skipped in a copy without its history only, and says so: there is no older program to run.
    """
    packed = subprocess.run(
        ["git", "archive", commit, "app", "tests", "migrations", *NOT_ITS],
        cwd=ROOT, capture_output=True, check=False,
    )  # fmt: skip
    if packed.returncode and not _has_history():
        pytest.skip("a copy without its history; `git fetch --unshallow` brings it")
    if packed.returncode:
        pytest.fail(f"{commit} is not in the history")
    subprocess.run(["tar", "-x", "-C", folder], input=packed.stdout, check=True)
    copyfile(Path(__file__).with_name(SCRIPT), folder / SCRIPT)
    urls = [home.url.render_as_string(hide_password=False) for home in homes]
    pipe = subprocess.PIPE
    with subprocess.Popen(
        [sys.executable, SCRIPT, *urls], cwd=folder, stdin=pipe, stdout=pipe, stderr=pipe, text=True
    ) as process:
        assert process.stdout is not None
        if process.stdout.readline() != "filled\n":
            pytest.fail(process.communicate()[1][-3000:])
        yield OlderHouse(process, folder)


def _has_history() -> bool:
    asked = subprocess.run(
        ["git", "rev-parse", "--is-shallow-repository"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    return asked.stdout.strip() == "false"
