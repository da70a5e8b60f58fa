"""`jifen retention`, `jifen erase`: what is past its time goes, and who a household was."""

from collections.abc import Iterable

import click

from app.cli.house import HouseCommand, told_language
from app.cli.speaking import Who, as_somebody, say, with_json
from app.door.context import db, house, now
from app.kernel.clock import Clock
from app.kernel.pictures import drop_picture
from app.privacy.erasing import approve_erasure, ask_erasure
from app.privacy.retention import clear_past, old_uploads, past_their_time
from app.registry.accounts.queries import console
from app.words.privacy import PAST_WORDS
from app.words.sentence import Sentence

WOULD = Sentence("{kind}：过了期限的有 {count:,} 项。", "{kind}: {count:,} are past their time.")
DID = Sentence("{kind}：清掉了 {count:,} 项。", "{kind}: {count:,} removed.")
ASKED = Sentence(
    "记下了，还什么都没有抹。请另一个人运行 jifen erase {number} --approve --as 用户名。",
    "Noted; nothing is erased yet. Somebody else runs jifen erase {number} --approve --as"
    " USERNAME.",
)
ERASED = Sentence(
    "抹掉了：{number} 户的姓名、号码、{pictures} 张照片。积分的来去还在户编号下面。",
    "Erased: names, numbers and {pictures} photos of household {number}. Its points stay under the"
    " number.",
)
BEFORE = Sentence(
    "{number} 户以前已经抹过了。没有再改什么。",
    "Household {number} was erased before. Nothing was changed.",
)


@click.command("retention", cls=HouseCommand)
@click.option("--dry-run", is_flag=True, help="Only list, change nothing.")
@with_json
def retention(*, dry_run: bool, as_json: bool) -> None:
    """Remove what is kept longer than it is needed; run it monthly. The books stay as they are."""
    # Files carry the real time, in practice too.
    uploads = old_uploads(house().data / "uploads", now=Clock(None).now())
    if dry_run:
        with db().read() as session:
            found = past_their_time(session, now=now())
    else:
        with db().write() as session:
            cleared = clear_past(session, console(session), now=now())
        found = cleared.past
        _drop(cleared.pictures)
        for path in uploads:
            path.unlink(missing_ok=True)
    counts = {each.kind: each.count for each in found} | {"uploads": len(uploads)}
    if as_json:
        say(DID, as_json, dry_run=dry_run, **counts)
        return
    for kind, count in counts.items():
        say(
            WOULD if dry_run else DID,
            as_json,
            kind=PAST_WORDS[kind].say(told_language()),
            count=count,
        )


@click.command("erase", cls=HouseCommand)
@click.argument("number")
@click.option("--reason", default="", help="Why, in words: whoever asks says it.")
@click.option("--approve", is_flag=True, help="Erase what somebody else asked for.")
@as_somebody
@with_json
def erase(number: str, reason: str, *, approve: bool, who: Who, as_json: bool) -> None:
    """Erase who a household was that left: one person asks, another one approves."""
    if not approve:
        with who.write() as (session, actor):
            ask_erasure(session, actor, number=number, reason=reason, now=now())
        say(ASKED, as_json, number=number)
        return
    with who.write() as (session, actor):
        done = approve_erasure(session, actor, number=number, now=now())
    _drop(done.pictures)
    facts = {"number": number, "pictures": len(done.pictures), "repeated": done.repeated}
    say(BEFORE if done.repeated else ERASED, as_json, **facts)


def _drop(pictures: Iterable[str]) -> None:
    """Files go when their rows are committed; `jifen photos sweep` finds what a crash left."""
    for name in pictures:
        drop_picture(house().data, name)
