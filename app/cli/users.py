"""`jifen users`: people and what they may do where."""

import sys
from typing import Final

import click

from app.cli.house import HouseGroup
from app.cli.speaking import Who, as_somebody, say, with_json
from app.door.context import now
from app.registry.accounts.actions import (
    add_user,
    reset_password,
    sign_out_everywhere,
    switch_off,
    user_by_name,
)
from app.registry.accounts.permissions import Role
from app.registry.accounts.profiles import choose_profile
from app.registry.accounts.second_step import reset_second_step
from app.registry.accounts.sign_in_rules import Profile
from app.registry.places.actions import appoint
from app.words.sentence import Sentence

group = HouseGroup("users", help="People and what they may do where.")

ROLES: Final = click.Choice([role.value for role in Role if role is not Role.CONSOLE])
ONE_TIME: Final = Sentence(
    "{username} 的一次性密码：{password}（第一次登录要换）",
    "One-time password of {username}: {password} (to be changed at the first sign-in)",
)


@group.command("add")
@click.argument("username")
@click.option("--role", type=ROLES, required=True)
@click.option("--at", "at_code", required=True, metavar="CODE", help="A place or a store.")
@click.option("--name", default="", help="The person's name; by default the user name.")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
@as_somebody
@with_json
def add(
    username: str, role: str, at_code: str, name: str, who: Who,
    *, password_stdin: bool, as_json: bool,
) -> None:  # fmt: skip
    """Add a person with a role at a place or store; prints a one-time password."""
    given = sys.stdin.readline().rstrip("\r\n") if password_stdin else None
    with who.write() as (session, actor):
        user, password = add_user(
            session, actor, username=username, name=name, password=given, now=now()
        )
        appoint(session, actor, user, role=Role(role), at_code=at_code, now=now())
    facts = {"username": username, "role": role, "at": at_code}
    if password_stdin:
        say(Sentence("加了 {username}。", "Added {username}."), as_json, **facts)
    else:
        say(ONE_TIME, as_json, **facts, password=password)


@group.command("grant")
@click.argument("username")
@click.option("--role", type=ROLES, required=True)
@click.option("--at", "at_code", required=True, metavar="CODE", help="A place or a store.")
@as_somebody
@with_json
def grant(username: str, role: str, at_code: str, who: Who, *, as_json: bool) -> None:
    """Give a person one more role."""
    with who.write() as (session, actor):
        user = user_by_name(session, username)
        appoint(session, actor, user, role=Role(role), at_code=at_code, now=now())
    words = Sentence("{username} 多了一项工作。", "{username} has one more role.")
    say(words, as_json, username=username, role=role, at=at_code)


@group.command("reset-password")
@click.argument("username")
@as_somebody
@with_json
def reset(username: str, who: Who, *, as_json: bool) -> None:
    """Print a new one-time password for somebody who forgot his."""
    with who.write() as (session, actor):
        password = reset_password(session, actor, username=username, now=now())
    say(ONE_TIME, as_json, username=username, password=password)


@group.command("switch-off")
@click.argument("username")
@as_somebody
@with_json
def off(username: str, who: Who, *, as_json: bool) -> None:
    """Let a person sign in no more; what he did stays."""
    with who.write() as (session, actor):
        switch_off(session, actor, username=username, now=now())
    words = Sentence("{username} 已停用。", "{username} can sign in no more.")
    say(words, as_json, username=username)


@group.command("sign-out")
@click.argument("username")
@as_somebody
@with_json
def sign_out(username: str, who: Who, *, as_json: bool) -> None:
    """Sign a person out in every browser; the password stays."""
    with who.write() as (session, actor):
        ended = sign_out_everywhere(session, actor, username=username, now=now())
    words = Sentence(
        "{username} 退出了 {ended} 处。", "{username} was signed out in {ended} browsers."
    )
    say(words, as_json, username=username, ended=ended)


@group.command("reset-second-step")
@click.argument("username")
@as_somebody
@with_json
def reset_phone(username: str, who: Who, *, as_json: bool) -> None:
    """Let somebody who lost his phone and his recovery codes enrol anew."""
    with who.write() as (session, actor):
        reset_second_step(session, actor, username=username, now=now())
    words = Sentence(
        "{username} 的登录第二步重设了，下次登录后要重新设。",
        "The second step of {username} was reset; it is set up again after the next sign-in.",
    )
    say(words, as_json, username=username)


@group.command("sign-in-rules")
@click.argument("profile", type=click.Choice([profile.value for profile in Profile]))
@as_somebody
@with_json
def sign_in_rules(profile: str, who: Who, *, as_json: bool) -> None:
    """Choose the rules of signing in: the usual ones, or those of a third-level system."""
    with who.write() as (session, actor):
        choose_profile(session, actor, Profile(profile), now=now())
    words = Sentence("登录规定定为 {profile}。", "The rules of signing in are {profile} now.")
    say(words, as_json, profile=profile)
