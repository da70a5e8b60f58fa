"""What the operator's guide and the files beside it tell people to type is there to be typed."""

import re
from collections.abc import Iterator
from configparser import ConfigParser

import click
import pytest

from app.cli import main
from app.door.readiness import CHECKS, WARNINGS
from tests.tidy.reading import ROOT, texts

GUIDE = "docs/operators.md"
PAPERS = {**texts("docs", "operators.md"), **texts("deploy", "*")}
# After a prompt, a path, in back-ticks or after the word of a unit: `jifen` and what follows it.
TYPED = re.compile(r"(?:^ {4}|&& |bin/|`|; )jifen ((?!\.)[a-z-]+[^`;&\n#]*)", re.MULTILINE)
NOT_OURS = {"cron", "jifen-day"}


def typed() -> Iterator[tuple[str, str]]:
    """Every command of ours, and where it stands."""
    for path, text in PAPERS.items():
        for found in TYPED.finditer(text):
            yield path, found[1]


def wrong_with(words: str) -> str:
    """What of a command there is not; "" when all of it is there."""
    command: click.Command = main
    for word in words.split():
        if word.startswith("--"):
            names = {name for parameter in command.params for name in parameter.opts}
            if word.partition("=")[0] not in names:
                return f"{command.name} has no {word}"
        elif isinstance(command, click.Group):
            found = command.commands.get(word)
            if found is None:
                return f"there is no {word}"
            command = found
    return "" if not isinstance(command, click.Group) else f"{command.name} wants a word more"


def test_every_command_of_the_guide_is_there_with_its_options() -> None:
    found = list(typed())

    assert len(found) > 25
    assert [(path, words, wrong) for path, words in found if (wrong := wrong_with(words))] == []


@pytest.mark.parametrize("words", ["keys invent", "backup --until x", "rounds", "seal --daily"])
def test_a_command_that_there_is_not_is_found(words: str) -> None:
    assert wrong_with(words)


def test_every_code_of_a_check_stands_in_the_guide() -> None:
    assert [code for code in (*CHECKS, *WARNINGS) if f"`{code}`" not in PAPERS[GUIDE]] == []


def test_files_that_the_guide_names_are_there() -> None:
    named = set(re.findall(r"deploy/([\w-]+\.[\w.]*[a-z]|Caddyfile)", PAPERS[GUIDE]))

    assert len(named) > 5
    assert [name for name in named if not (ROOT / "deploy" / name).exists()] == []


def test_every_timer_starts_a_unit_of_ours_and_none_may_write_elsewhere() -> None:
    units = {path: text for path, text in PAPERS.items() if path.endswith(".service")}
    timers = [path for path in PAPERS if path.endswith(".timer")]

    assert len(timers) == 3
    assert [path for path in timers if path.replace(".timer", ".service") not in units] == []
    for text in units.values():
        unit = ConfigParser(strict=False, interpolation=None)
        unit.read_string(text)
        service = unit["Service"]
        assert service["user"] == "jifen"
        assert (service["protectsystem"], service["nonewprivileges"]) == ("strict", "yes")
        assert service["readwritepaths"].startswith("/var/lib/jifen")
