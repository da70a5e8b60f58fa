"""`jifen demo`: the practice district, one printed login a role, served at once."""

import json
from collections.abc import Sequence

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from app.cli.house import FirstCommand, told_language
from app.cli.serve import serve
from app.demo.load import HOUSEHOLDS, SEED, load_demo
from app.demo.load import Progress as Steps
from app.demo.staff import PASSWORD, Login
from app.door.context import db, house, now, secrets
from app.kernel import migrate
from app.kernel.clock import Clock
from app.kernel.installation import check_practice, mark
from app.words.roles import role_name
from app.words.sentence import Sentence

LOADING = Sentence("正在装演练数据", "Loading the practice district")
READY = Sentence(
    "演练区已就绪。每个岗位一个登录名，密码都是 {password}",
    "The practice district is ready. One login for each role; the password is {password}",
)
MOST_HOUSEHOLDS = 100_000


@click.command("demo", cls=FirstCommand)
@click.option("--no-serve", is_flag=True, help="Load and print the logins, then stop.")
@click.option(
    "--households",
    default=HOUSEHOLDS,
    show_default=True,
    type=click.IntRange(100, MOST_HOUSEHOLDS),
)
@click.option("--seed", default=SEED, show_default=True, help="Another seed, other people.")
@click.option("--json", "as_json", is_flag=True, help="Print the logins as one JSON object.")
@click.pass_context
def demo(ctx: click.Context, households: int, seed: int, *, no_serve: bool, as_json: bool) -> None:
    """Load the practice district (once: again doubles nothing), print its logins, serve it."""
    _make_ready()
    bar = Progress(
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(),
        console=Console(stderr=True),
    )  # fmt: skip
    task = bar.add_task(LOADING.say(told_language()), total=None, visible=False)
    steps = Steps(
        total=lambda total: bar.update(task, total=total, visible=True),
        step=lambda _name: bar.advance(task),
    )
    with bar, db().write() as session:
        logins = load_demo(
            session,
            secrets(),
            now=now(),
            data=house().data,
            progress=steps,
            households=households,
            seed=seed,
        )
    _print(logins, as_json=as_json)
    if not no_serve:
        ctx.invoke(serve)


def _make_ready() -> None:
    """A new database is made for practice; one that holds real points is refused untouched."""
    database = db()
    if migrate.is_migrated(database):
        with database.read() as session:
            check_practice(session)
    migrate.upgrade(database)
    with database.write() as session:
        mark(session, practice=True, now=Clock(house().fixed_now).now())


def _print(logins: Sequence[Login], *, as_json: bool) -> None:
    if as_json:
        users = [
            {
                "role": login.role.value,
                "username": login.username,
                "password": PASSWORD,
                "at": login.at,
            }
            for login in logins
        ]
        click.echo(json.dumps({"users": users}, ensure_ascii=False))
        return
    table = Table(show_edge=False, show_header=False)
    for login in logins:
        table.add_row(role_name(login.role, told_language()), login.username, login.name, login.at)
    click.echo(READY.say(told_language(), password=PASSWORD))
    Console().print(table)
