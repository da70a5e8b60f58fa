"""`jifen backup`, `restore`, `restore-drill`: one sealed file a day, and the proof that it helps.

`restore` and the drill open no house: a house makes keys where it finds none, and so would be in
the way of those that come back.
"""

from contextlib import closing
from importlib.metadata import version
from pathlib import Path

import click

from app.backups.envelope import new_identity
from app.backups.last import tell_backed_up
from app.backups.making import Home, Shelf, back_up
from app.backups.putting_back import drill, put_back
from app.cli.house import BareCommand, HouseCommand
from app.cli.speaking import FILE, say, with_json
from app.door.context import db, house
from app.kernel.clock import Clock
from app.kernel.db import Database
from app.settings import Settings
from app.words.sentence import Sentence

FOLDER = click.Path(file_okay=False, path_type=Path)
KEPT = 14

BACKED_UP = Sentence(
    "备份好了：{file}，{size_bytes:,} 字节；删了 {dropped} 份旧的。",
    "Backed up: {file}, {size_bytes:,} bytes; {dropped} older ones dropped.",
)
PUT_BACK = Sentence(
    "恢复好了：备份是 {made_at} 做的，查了 {rows:,} 行，全对。"
    "停用了 {tokens} 个令牌；所有人要重新登录，那以后的账要照纸补记。",
    "Put back: the backup was made at {made_at}; {rows:,} rows verified. {tokens} tokens ended;"
    " everybody must sign in again, and what came after must be entered anew from paper.",
)
DRILLED = Sentence(
    "试恢复成功：{file}，{age_hours:.1f} 小时以前做的，查了 {rows:,} 行，用了 {seconds:.1f} 秒。",
    "The drill went well: {file}, {age_hours:.1f} hours old, {rows:,} rows verified in"
    " {seconds:.1f} seconds.",
)
KEY_MADE = Sentence(
    "公钥：{public}。私钥在 {file}：请拿到别的地方保管，没有它备份打不开。",
    "Public key: {public}. The private one is in {file}: keep it somewhere else; without it no"
    " backup can be opened.",
)


@click.command("backup", cls=HouseCommand)
@click.option("--to", multiple=True, required=True, metavar="AGE1…", help="Public key; repeatable.")
@click.option("--into", type=FOLDER, required=True, help="The folder of backups.")
@click.option("--keep", default=KEPT, show_default=True, type=click.IntRange(1))
@with_json
def backup(to: tuple[str, ...], into: Path, keep: int, *, as_json: bool) -> None:
    """Copy everything while others work, verify the copy, and seal it to a public key."""
    # Files carry the real time, in practice too.
    began = Clock(None).now()
    made = back_up(
        Home(db(), house().data), Shelf(into, to, keep), version=version("jifen"), now=began
    )
    tell_backed_up(house().data, began)
    say(BACKED_UP, as_json, file=made.path.name, size_bytes=made.size_bytes, dropped=made.dropped)


@click.command("restore", cls=BareCommand)
@click.argument("file", type=FILE)
@click.option("--key", type=FILE, required=True, help="The file of the private key.")
@with_json
def restore(file: Path, key: Path, *, as_json: bool) -> None:
    """Put a backup back into an empty place, verify it, and begin a new epoch."""
    with closing(_database(settings := Settings.from_environment())) as database:
        done = put_back(file, key, Home(database, settings.data), now=Clock(None).now())
    made_at = done.manifest.origin.made_at.isoformat()
    say(PUT_BACK, as_json, made_at=made_at, rows=done.rows, tokens=done.tokens, epoch=done.epoch)


@click.command("restore-drill", cls=BareCommand)
@click.option("--from", "folder", type=FOLDER, required=True, help="The folder of backups.")
@click.option("--key", type=FILE, required=True, help="The file of the private key.")
@with_json
def restore_drill(folder: Path, key: Path, *, as_json: bool) -> None:
    """Put the newest backup into a scratch place, verify it there, and throw it away again."""
    with closing(_database(settings := Settings.from_environment())) as database:
        done = drill(folder, key, Home(database, settings.data), now=Clock(None).now())
    hours = done.age.total_seconds() / 3600
    say(
        DRILLED,
        as_json,
        file=done.path.name, age_hours=hours, rows=done.rows, seconds=done.seconds,
    )  # fmt: skip


@click.command("backup-key", cls=BareCommand)
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@with_json
def backup_key(file: Path, *, as_json: bool) -> None:
    """Make a pair of keys for backups, as `age-keygen` does; prints the public one."""
    say(KEY_MADE, as_json, public=new_identity(file), file=str(file))


def _database(settings: Settings) -> Database:
    return Database(settings.database_url, settings.district)
