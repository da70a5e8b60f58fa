"""操作记录: who did what, where, when; for the district's office and the auditors."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from flask import Response, render_template, url_for
from flask_babel import gettext as _

from app.door.context import actor, db, language, now
from app.door.routes import needs
from app.papers.workbooks import Column, Kind, Sheet
from app.registry.accounts.audit import PAGE
from app.registry.accounts.audit_search import AuditFilter, find_entries
from app.registry.accounts.models import AuditEntry
from app.registry.accounts.permissions import Permission
from app.registry.places.queries import place_names, townships
from app.web.district.pages import pages
from app.web.excel import MOST_ROWS, excel
from app.web.filters import full_day
from app.web.office.asked import address, cursor_asked, day_asked, words_asked
from app.words.verbs import VERBS, fact_words, thing_words, verb_words

FILTERS: Final = ("verb", "who", "place", "since", "until")
# Where a line's thing can be looked at; other things have no page of their own.
PAGES: Final = {
    "round": ("district.round_page", "round_id"),
    "household": ("district.household", "household_id"),
    "sheet": ("district.sheet", "sheet_id"),
    "objection": ("district.objection", "objection_id"),
    "correction": ("district.correction", "correction_id"),
}


@dataclass(frozen=True)
class Line:
    """A line of the audit in words, with the page of what it is about."""

    entry: AuditEntry
    who: str
    verb: str
    thing: str
    url: str
    facts: str


@pages.get("/audit")
@needs(Permission.VIEW_AUDIT)
def audit() -> str:
    """The newest lines, narrowed by who, what, where and when."""
    with db().read() as session:
        found = find_entries(
            session, actor(), _wanted(), before_id=cursor_asked("before"), limit=PAGE + 1
        )
        names = place_names(session)
        places = [(place.code, place.name) for place in townships(session)]
        asked = {name: words_asked(name) for name in FILTERS}
        older = found[PAGE - 1][0].id if len(found) > PAGE else None
        return render_template(
            "district/audit.html",
            lines=[_line(entry, who) for entry, who in found[:PAGE]],
            names=names,
            places=places,
            verbs=[(verb, verb_words(verb, language())) for verb in VERBS],
            asked=asked,
            next_url=address("audit", asked, before=older) if older else "",
            export_url=address("export_audit", asked),
        )


@pages.get("/audit.xlsx")
@needs(Permission.VIEW_AUDIT)
def export_audit() -> Response:
    """The same as a workbook, up to the most that one takes."""
    heading = _("操作记录")
    with db().read() as session:
        found = find_entries(session, actor(), _wanted(), limit=MOST_ROWS)
        names = place_names(session)
        return excel(heading, _sheet([_line(entry, who) for entry, who in found], names, heading))


def _sheet(lines: Iterable[Line], names: Mapping[str, str], heading: str) -> Sheet:
    columns = [
        Column(_("时间"), 18, Kind.INSTANT), Column(_("谁"), 14), Column(_("做了什么"), 18),
        Column(_("对什么"), 12), Column(_("编号"), 10), Column(_("地方"), 28),
        Column(_("说明"), 60),
    ]  # fmt: skip
    rows = [
        (
            line.entry.at, line.who, line.verb, line.thing, str(line.entry.object_id or ""),
            names.get(line.entry.place_code or "", ""), line.facts,
        )
        for line in lines
    ]  # fmt: skip
    return Sheet(heading, columns, rows, heading, [full_day(now())])


def _wanted() -> AuditFilter:
    return AuditFilter(
        verb=words_asked("verb"),
        who=words_asked("who"),
        place_code=words_asked("place"),
        since=day_asked("since"),
        until=day_asked("until", days_later=1),
    )


def _line(entry: AuditEntry, who: str) -> Line:
    endpoint, name = PAGES.get(entry.object_kind, ("", ""))
    there: dict[str, Any] = {name: entry.object_id}
    return Line(
        entry,
        who,
        verb_words(entry.verb, language()),
        thing_words(entry.object_kind, language()),
        url_for(endpoint, **there) if endpoint and entry.object_id else "",
        fact_words(entry.facts, language()),
    )
