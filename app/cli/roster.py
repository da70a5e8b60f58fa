"""`jifen roster`: take in the register from the office's own Excel."""

import json
from pathlib import Path

import click

from app.changes.rosters import plan_of_roster
from app.cli.house import HouseGroup, told_language
from app.cli.speaking import FILE, Who, as_somebody, content_of, with_json
from app.door.context import db, now, practice, secrets
from app.opening.households import take_in_roster
from app.papers.refused_rows import refused_rows_workbook
from app.registry.accounts.actor import check_may
from app.registry.accounts.permissions import Permission
from app.registry.households.importing import RosterPlan, known_villages
from app.registry.households.roster.checking import check_roster
from app.registry.households.roster.reading import read_roster
from app.registry.households.roster.refused import refused_lines
from app.registry.households.roster.results import CheckedRoster, Fault
from app.words.roster import fault_sentence
from app.words.sentence import Sentence

group = HouseGroup("roster", help="The register of households.")

SUMMARY = Sentence(
    "读到 {households} 户 {people} 人：新 {new} 户，变 {changed} 户，没变 {unchanged} 户，"
    "名单里没有的 {missing} 户（不会删），要改的 {refused} 户。",
    "{households} households, {people} people: {new} new, {changed} changed,"
    " {unchanged} unchanged, {missing} not in the file (kept), {refused} to mend.",
)
FAULT = Sentence("第 {row} 行，户 {household}：{message}", "Row {row}, {household}: {message}")
WRITTEN = Sentence("要改的行写在 {file}", "Rows to mend are in {file}")


@group.command("import")
@click.argument("file", type=FILE)
@click.option("--dry-run", is_flag=True, help="Only say what would happen.")
@click.option("--accept-good", is_flag=True, help="Take the households without a fault.")
@click.option(
    "--refused",
    "refused_file",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Where --accept-good writes the rows to mend; else NAME-refused.xlsx here.",
)
@as_somebody
@with_json
def import_(
    file: Path,
    refused_file: Path | None,
    who: Who,
    *,
    dry_run: bool,
    accept_good: bool,
    as_json: bool,
) -> None:
    """Take in a roster: all of it, or nothing while a household has a fault."""
    content = content_of(file)
    with db().read() as session:
        villages = known_villages(session)
    checked = check_roster(read_roster(content, file.name), villages)
    with who.write() as (session, actor):
        check_may(actor, Permission.IMPORT_ROSTER)
        plan = plan_of_roster(session, checked, secrets())
        _report(checked, plan, as_json=as_json)
        if dry_run:
            return
        take_in_roster(session, actor, plan, secrets(), now=now(), accept_good=accept_good)
    if plan.faults:
        workbook = refused_rows_workbook(
            refused_lines(read_roster(content, file.name), checked, plan.faults),
            lambda fault: fault_sentence(fault, told_language()),
            file_name=file.name,
            practice=practice(),
        )
        target = refused_file or Path(f"{file.stem}-refused.xlsx")
        target.write_bytes(workbook)
        click.echo(WRITTEN.say(told_language(), file=target), err=True)


def _report(checked: CheckedRoster, plan: RosterPlan, *, as_json: bool) -> None:
    facts: dict[str, object] = {
        "layout": checked.layout.value,
        "households": checked.households,
        "people": checked.people,
        "accepted": checked.households - len(plan.faults),
        "refused": len(plan.faults),
        "new": len(plan.new),
        "changed": len(plan.changed),
        "unchanged": plan.unchanged,
        "missing": len(plan.missing),
    }
    if as_json:
        faults = [_fault(fault) for fault in plan.faults]
        click.echo(json.dumps({**facts, "faults": faults}, ensure_ascii=False))
        return
    for fault in plan.faults:
        click.echo(FAULT.say(told_language(), **_fault(fault)))
    click.echo(SUMMARY.say(told_language(), **facts))


def _fault(fault: Fault) -> dict[str, object]:
    also = {"also": fault.also} if fault.also else {}
    return {
        "code": fault.code,
        "row": fault.row,
        "household": fault.household,
        **also,
        "message": fault_sentence(fault, told_language()),
    }
