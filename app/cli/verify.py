"""`jifen verify`: every book re-added."""

import click

from app.backups.checking import every_check
from app.cli.house import HouseCommand
from app.cli.speaking import say, with_json
from app.door.context import db, house, secrets
from app.kernel.checking import Check
from app.privacy.keys import key_checks
from app.reports.pictures import orphaned_pictures
from app.seals.queries import unsealed
from app.words.sentence import Sentence

GOOD = Sentence("对 {name}：查了 {rows:,} 行，全对。", "{name}: {rows:,} rows, all right.")
BAD = Sentence("错 {name}：查了 {rows:,} 行，不对的：{bad}", "{name}: {rows:,} rows, wrong: {bad}")
ORPHANS = Sentence(
    "有 {count} 张图片没有用到；满一天的可以用 jifen photos sweep 删掉。",
    "Nothing names {count} pictures; jifen photos sweep deletes those older than a day.",
)
UNSEALED = Sentence(
    "最近一次封存以后又有 {rows:,} 行，还没有封存；jifen seal 封存它们。",
    "{rows:,} rows came after the last seal, and no seal covers them yet; jifen seal does it.",
)
ALL = Sentence("账都对。", "The books agree.")
NOT_ALL = Sentence("账不对，请先停下来查清楚。", "The books do not agree: stop and find out why.")


@click.command("verify", cls=HouseCommand)
@with_json
@click.pass_context
def verify(ctx: click.Context, *, as_json: bool) -> None:
    """Re-add every book and name the first rows that are wrong; ends with 1 if there are any."""
    with db().read() as session:
        found = [*every_check(session, house().data), *key_checks(session, secrets())]
        orphans = len(orphaned_pictures(session, house().data))
        newer = unsealed(session).rows
    well = not any(check.bad for check in found)
    if not as_json:
        for check in found:
            say(BAD if check.bad else GOOD, as_json, **_facts(check))
        if orphans:
            say(ORPHANS, as_json, count=orphans)
        if newer:
            say(UNSEALED, as_json, rows=newer)
    say(
        ALL if well else NOT_ALL,
        as_json,
        ok=well, checks=[_facts(check) for check in found], unnamed_pictures=orphans,
        unsealed_rows=newer,
    )  # fmt: skip
    ctx.exit(0 if well else 1)


def _facts(check: Check) -> dict[str, object]:
    return {"name": check.name, "rows": check.rows, "bad": list(check.bad)}
