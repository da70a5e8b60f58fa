"""`jifen points`: let points go whose last day is over."""

from datetime import datetime

import click

from app.cli.house import HouseGroup
from app.cli.speaking import Who, as_somebody, say, with_json
from app.door.context import now
from app.ledger.due import would_expire
from app.ledger.expire import expire_points
from app.ledger.expiring import yesterday
from app.words.sentence import Sentence

group = HouseGroup("points", help="Points that households hold.")

DONE = Sentence(
    "有效到 {cutoff} 的积分：{households} 户清零 {points} 分。",
    "Points valid until {cutoff}: {points} let go. Households: {households}.",
)
WOULD = Sentence(
    "有效到 {cutoff} 的积分：会给 {households} 户清零 {points} 分。什么都没有动。",
    "Points valid until {cutoff}: {points} would go. Households: {households}. Nothing changed.",
)


@group.command("expire")
@click.option(
    "--cutoff",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The last day of the points (2027-03-31); else yesterday.",
)
@click.option("--dry-run", is_flag=True, help="Only say what would happen.")
@as_somebody
@with_json
def expire(cutoff: datetime | None, who: Who, *, dry_run: bool, as_json: bool) -> None:
    """Let points go whose last day is over; run it daily, or on the day after."""
    day = cutoff.date() if cutoff else yesterday(now())
    act = would_expire if dry_run else expire_points
    with who.write() as (session, actor):
        done = act(session, actor, cutoff=day, now=now())
    say(
        WOULD if dry_run else DONE,
        as_json,
        cutoff=day.isoformat(), households=done.households, points=done.points,
    )  # fmt: skip
