"""`jifen rounds`: open months, and credit those whose notice has ended."""

import click

from app.cli.house import HouseGroup
from app.cli.speaking import Who, as_somebody, say, with_json
from app.door.context import now
from app.door.sealing import seal_after
from app.kernel.period import Period
from app.scoring.rounds.open import open_rounds
from app.scoring.rounds.rules import DEFAULT_ANSWER_DAYS, DEFAULT_NOTICE_DAYS
from app.scoring.rounds.settle import settle_due
from app.words.sentence import Sentence

group = HouseGroup("rounds", help="The months of the villages.")


@group.command("open")
@click.argument("period")
@click.option("--village", "village_codes", multiple=True, help="Only this village; repeatable.")
@click.option(
    "--notice-days",
    default=DEFAULT_NOTICE_DAYS,
    show_default=True,
    help="How long the notice stands; 0 in practice only.",
)
@click.option(
    "--working-days", is_flag=True, help="Count working days for notice and answer, not all days."
)
@click.option(
    "--answer-days",
    default=DEFAULT_ANSWER_DAYS,
    show_default=True,
    help="Within how many days an objection is answered.",
)
@as_somebody
@with_json
def open_(
    period: str,
    village_codes: tuple[str, ...],
    notice_days: int,
    answer_days: int,
    who: Who,
    *,
    working_days: bool,
    as_json: bool,
) -> None:
    """Open a month (2026-11) in all villages that have households, or in those named."""
    with who.write() as (session, actor):
        opened = open_rounds(
            session, actor, period=Period.parse(period), now=now(),
            village_codes=village_codes or None, notice_days=notice_days,
            working_days=working_days, answer_days=answer_days,
        )  # fmt: skip
        ids = [str(round_.id) for round_ in opened.rounds]
    say(
        Sentence(
            "{period}：新开 {opened} 个村，已经开的 {existing} 个村。",
            "{period}: opened in {opened} villages, open before in {existing}.",
        ),
        as_json,
        period=period, opened=len(ids), existing=opened.existing, rounds=ids,
    )  # fmt: skip


@group.command("settle")
@as_somebody
@with_json
def settle(who: Who, *, as_json: bool) -> None:
    """Credit every month whose notice has ended; run it daily."""
    with who.write() as (session, actor):
        ids = [str(round_.id) for round_ in settle_due(session, actor, now=now())]
    seal_after()
    say(
        Sentence("入账 {settled} 个村。", "{settled} villages settled."),
        as_json,
        settled=len(ids), rounds=ids,
    )  # fmt: skip
