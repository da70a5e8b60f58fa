"""`jifen books`: a village's month book, out as a workbook and in again."""

import json
from datetime import datetime
from pathlib import Path
from uuid import uuid4

import click
from sqlalchemy.orm import Session

from app.cli.house import HouseGroup, told_language
from app.cli.speaking import FILE, Who, as_somebody, content_of, say, with_json
from app.door.context import now, practice
from app.kernel.period import Period
from app.papers.month_book import month_book_workbook
from app.registry.accounts.permissions import Permission
from app.scoring.books.importing import BookOrder, planned_book, take_in_book
from app.scoring.books.planning import BookPlan
from app.scoring.books.queries import month_book
from app.scoring.books.reading import read_book
from app.scoring.rounds.mine import round_of
from app.scoring.rounds.rules import RoundNotFound
from app.words.month_book import book_fault_sentence, how_to_answer
from app.words.sentence import CHINESE, Sentence

group = HouseGroup("books", help="Month books: printed, filled in, taken in again.")

WRITTEN = Sentence("月册写在 {file}，{households} 户", "{file}: {households} households")
SUMMARY = Sentence(
    "要记 {new} 户，评过不一样 {replacing} 户，一样 {unchanged} 户，没填 {empty} 户，"
    "要改 {faulty} 户。",
    "{new} to record, {replacing} would be replaced, {unchanged} unchanged, {empty} blank,"
    " {faulty} to mend.",
)
RECORDED = Sentence("记好了 {recorded} 户。", "{recorded} recorded.")
FAULT = Sentence("第 {row} 行，户 {household}：{message}", "Row {row}, {household}: {message}")


@group.command("export")
@click.argument("village_code")
@click.argument("period")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Else in this folder.")
@as_somebody
@with_json
def export(village_code: str, period: str, out: Path | None, who: Who, *, as_json: bool) -> None:
    """Write a village's month book (2026-11) as a workbook, to print or fill in."""
    with who.write() as (session, actor):
        round_id = _round_id(session, village_code, period)
        found = month_book(session, actor, Permission.VIEW_ROUND, round_id=round_id)
        content = month_book_workbook(
            found, lambda item: how_to_answer(item, CHINESE), practice=practice()
        )
        households = len(found.households)
    target = out or Path(f"{village_code}-{period}.xlsx")
    target.write_bytes(content)
    say(WRITTEN, as_json, file=str(target), households=households)


@group.command("import")
@click.argument("file", type=FILE)
@click.option("--dry-run", is_flag=True, help="Only say what would happen.")
@click.option("--accept-good", is_flag=True, help="Record the households without a fault.")
@click.option("--replace", is_flag=True, help="Also replace sheets that say something else.")
@click.option("--day", type=click.DateTime(["%Y-%m-%d"]), help="Of visits the book does not date.")
@as_somebody
@with_json
def import_(
    file: Path,
    day: datetime | None,
    who: Who,
    *,
    dry_run: bool,
    accept_good: bool,
    replace: bool,
    as_json: bool,
) -> None:
    """Record what was filled in; the book itself says of which village and month it is."""
    read = read_book(content_of(file), file.name)
    visited = day.date() if day else None
    with who.write() as (session, actor):
        round_id = _round_id(session, read.village_code, read.period)
        _book, plan = planned_book(session, actor, round_id, read, day=visited, now=now())
        _report(plan, as_json=as_json)
        if dry_run:
            return
        ticked = frozenset(each.replaces.id for each in plan.replacing if each.replaces and replace)
        order = BookOrder(
            uuid4(), round_id, read, plan.fingerprint, visited, ticked, accept_good=accept_good
        )
        recorded = take_in_book(session, actor, order, now=now())
    if not as_json:
        say(RECORDED, as_json, recorded=recorded)


def _round_id(session: Session, village_code: str, period: str) -> int:
    round_ = round_of(session, village_code, Period.parse(period))
    if round_ is None:
        raise RoundNotFound
    return round_.id


def _report(plan: BookPlan, *, as_json: bool) -> None:
    facts: dict[str, object] = {
        "new": len(plan.new),
        "replacing": len(plan.replacing),
        "unchanged": plan.unchanged,
        "empty": plan.empty,
        "faulty": plan.faulty,
    }
    faults = [
        {
            "code": fault.code,
            "row": fault.row.row,
            "column": fault.letter,
            "household": fault.row.number,
            "message": book_fault_sentence(fault, told_language()),
        }
        for fault in plan.faults
    ]
    if as_json:
        click.echo(json.dumps({**facts, "faults": faults}, ensure_ascii=False))
        return
    for fault_facts in faults:
        click.echo(FAULT.say(told_language(), **fault_facts))
    click.echo(SUMMARY.say(told_language(), **facts))
