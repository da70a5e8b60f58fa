"""`jifen keys`: a new key for ID and telephone numbers, and the end of an old one."""

import click

from app.cli.house import HouseGroup, told_language
from app.cli.speaking import say, with_json
from app.door.context import db, now, secrets
from app.privacy.keys import key_states
from app.privacy.rotating import drop_key, rotate_keys
from app.words.sentence import Sentence

group = HouseGroup("keys", help="Keys of ID and telephone numbers.")

STEP = Sentence("换密钥：{done:,} / {all:,}", "Sealing anew: {done:,} of {all:,}")
ROTATED = Sentence(
    "换好了：现在用第 {number} 号密钥，重新加密 {values:,} 处，读不出的 {unreadable:,} 处。"
    "请先做备份，再用 jifen keys drop 去掉旧的。",
    "Done: key {number} is the current one, {values:,} values sealed anew, {unreadable:,} cannot be"
    " read. Make a backup, then drop the old key with jifen keys drop.",
)
DROPPED = Sentence(
    "第 {number} 号密钥删掉了。以前的备份里还有它。",
    "Key {number} is deleted. Backups of before hold it still.",
)
STATE = Sentence(
    "第 {number} 号（{state}）：{fault}，{values:,} 处用它。",
    "Key {number} ({state}): {fault}; {values:,} values are sealed with it.",
)


@group.command("list")
@with_json
def list_(*, as_json: bool) -> None:
    """Name the keys, whether each is there and right, and how many values need it."""
    with db().read() as session:
        found = key_states(session, secrets())
    if as_json:
        say(STATE, as_json, keys=[vars(each) for each in found])
        return
    for each in found:
        say(STATE, as_json, **vars(each))


@group.command("rotate")
@with_json
def rotate(*, as_json: bool) -> None:
    """Make a new key and seal everything with it while others work; goes on if it was cut off."""

    def progress(done: int, waiting: int) -> None:
        click.echo(STEP.say(told_language(), done=done, all=waiting), err=True)

    done = rotate_keys(db(), secrets(), now=now(), progress=progress)
    say(ROTATED, as_json, number=done.number, values=done.values, unreadable=done.unreadable)


@group.command("drop")
@click.argument("number", type=click.IntRange(1))
@with_json
def drop(number: int, *, as_json: bool) -> None:
    """Delete an old key for good; refused while any value still needs it."""
    drop_key(db(), secrets(), number, now=now())
    say(DROPPED, as_json, number=number)
