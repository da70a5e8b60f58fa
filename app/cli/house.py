"""Every command runs in the house: one application context, refusals as sentences, one language."""

import os
from typing import Final

import click
from flask import Flask

from app import create_app
from app.door.context import db, speaks
from app.kernel.errors import NoSpace, Refusal
from app.kernel.migrate import check_current
from app.kernel.storage import means_no_space
from app.words.refusals import refusal_sentence

ENGLISH, CHINESE = "en", "zh"
_LANGUAGE: Final = "jifen.language"


class BareCommand(click.Command):
    """A command that needs no house, and must not make one."""

    def invoke(self, ctx: click.Context) -> object:
        """Run; a refusal is said and ends it with status 1."""
        try:
            self.get_ready()
            return super().invoke(ctx)
        except Refusal as refusal:
            refused(ctx, refusal)
        except OSError as error:
            if not means_no_space(error):
                raise
            refused(ctx, NoSpace())
        return None

    def get_ready(self) -> None:
        """What comes before the command itself, and may refuse it."""


def refused(ctx: click.Context, refusal: Refusal) -> None:
    """Say a refusal, and end the command with status 1."""
    click.echo(refusal_sentence(refusal, told_language()), err=True)
    ctx.exit(1)


class HouseCommand(BareCommand):
    """A command of ours. The house is opened when it runs, not when its help is read."""

    makes_tables = False

    def invoke(self, ctx: click.Context) -> object:
        """Run inside the application's context."""
        with house_of(ctx).app_context():
            speaks(told_language())
            return super().invoke(ctx)

    def get_ready(self) -> None:
        """Refuse a database that is missing, older or newer than the program."""
        if not self.makes_tables:
            check_current(db())


class FirstCommand(HouseCommand):
    """A command that may come before there are tables: it makes them."""

    makes_tables = True


class HouseGroup(click.Group):
    """Commands of one subject."""

    command_class = HouseCommand
    group_class = type


def house_of(ctx: click.Context) -> Flask:
    """The application that the command runs in; tests hand one in."""
    root = ctx.find_root()
    if root.obj is None:
        root.obj = create_app()
    app = root.obj
    assert isinstance(app, Flask), "a test hands in an application"
    return app


def choose_language(ctx: click.Context, _parameter: click.Parameter, chosen: str | None) -> None:
    """Remember what `--language` says, else what the terminal speaks."""
    ctx.meta[_LANGUAGE] = chosen or terminal_language()


def told_language() -> str:
    """The language that the person who runs the command reads."""
    chosen: str = click.get_current_context().meta.get(_LANGUAGE, CHINESE)
    return chosen


def terminal_language() -> str:
    """English for an English terminal, Chinese for every other, as an unset one."""
    names = (os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    said = next((name for name in names if name), "")
    return ENGLISH if said.startswith(ENGLISH) else CHINESE
