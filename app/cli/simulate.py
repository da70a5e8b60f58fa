"""`jifen simulate`: random work on a tiny world, held against a model of its own."""

import click

from app.cli.house import BareCommand
from app.cli.speaking import say, with_json
from app.simulator.outcome import Outcome
from app.simulator.running import run
from app.simulator.scratch import SQLITE, scratch
from app.words.sentence import Sentence

STEPS = 2_000
MOST_STEPS = 1_000_000
AGREED = Sentence(
    "走了 {steps:,} 步，处处一致：办成 {accepted:,} 件，拒绝 {refused:,} 件，重发 {repeated:,} 次，"
    "查报表 {asked:,} 次。种子 {seed}，每秒 {per_second:.0f} 步。",
    "{steps:,} steps, and both agree: {accepted:,} accepted, {refused:,} refused, {repeated:,} sent"
    " again, {asked:,} reports compared. Seed {seed}, {per_second:.0f} steps a second.",
)
DISAGREED = Sentence(
    "种子 {seed}，第 {step} 步不一致：{about}\n  程序：{house}\n  模型：{model}\n  重现：{again}",
    "Seed {seed}, step {step}, they disagree: {about}\n  the house: {house}\n  the model: {model}\n"
    "  again: {again}",
)


@click.command("simulate", cls=BareCommand)
@click.option("--seed", default=1, show_default=True, help="The same seed does the same again.")
@click.option(
    "--steps", default=STEPS, show_default=True, type=click.IntRange(1, MOST_STEPS),
    help="How many steps.",
)  # fmt: skip
@click.option(
    "--database", "--databases", "where", default=SQLITE, show_default=True, metavar="sqlite|URL",
    help="Where: a file that is thrown away, or a PostgreSQL database in which a schema of its own"
    " is made and dropped.",
)  # fmt: skip
@with_json
@click.pass_context
def simulate(ctx: click.Context, seed: int, steps: int, where: str, *, as_json: bool) -> None:
    """Do random work in a throw-away district and compare each step; ends with 1 if they differ."""
    with scratch(where) as database:
        outcome = run(seed, steps, database)
    found = outcome.disagreement
    if found is None:
        say(AGREED, as_json, agreed=True, **_figures(outcome))
        return
    say(
        DISAGREED, as_json, agreed=False, seed=seed, step=found.step, about=found.about,
        house=found.house, model=found.model, again=found.command,
    )  # fmt: skip
    ctx.exit(1)


def _figures(outcome: Outcome) -> dict[str, object]:
    return {
        "seed": outcome.seed, "steps": outcome.steps, "database": outcome.database,
        "accepted": outcome.accepted.total(), "refused": outcome.refused.total(),
        "repeated": outcome.repeated, "asked": outcome.asked.total(),
        "verified": outcome.verified, "per_second": outcome.per_second,
        "operations": dict(outcome.accepted), "refusals": dict(outcome.refused),
    }  # fmt: skip
