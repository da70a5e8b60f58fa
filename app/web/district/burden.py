"""填一张表要多少功夫: taps, typed characters and seconds of a sheet, by village and month."""

from flask import Response, render_template, url_for
from flask_babel import gettext as _

from app.door.context import actor, db, now
from app.door.routes import needs
from app.kernel.period import Period
from app.papers.workbooks import Column, Kind, Sheet
from app.registry.accounts.permissions import Permission
from app.registry.places.queries import place_names
from app.reports.burden import LEAST_SHEETS, BurdenReport, burden_report
from app.scoring.rounds.overview import periods_in_reach
from app.web.district.pages import pages
from app.web.excel import excel
from app.web.filters import full_day, month
from app.web.office.asked import period_asked
from app.web.office.sheets import Names


@pages.get("/burden")
@needs(Permission.VIEW_ROUND)
def burden() -> str:
    """The medians of a month, and of each village where enough sheets were counted."""
    period = _period()
    with db().read() as session:
        return render_template(
            "district/burden.html",
            period=period,
            periods=sorted({period, *periods_in_reach(session, actor())}, reverse=True),
            report=burden_report(session, actor(), period),
            least=LEAST_SHEETS,
            names=place_names(session),
            export_url=url_for(".export_burden", period=str(period)),
        )


@pages.get("/burden.xlsx")
@needs(Permission.VIEW_ROUND)
def export_burden() -> Response:
    """The same table as a workbook."""
    heading = _("%(month)s填表功夫", month=month(_period()))
    with db().read() as session:
        report = burden_report(session, actor(), _period())
        return excel(heading, _sheet(report, place_names(session), heading))


def _period() -> Period:
    current = Period.of(now())
    return period_asked(current) or current


def _sheet(report: BurdenReport, names: Names, heading: str) -> Sheet:
    """Village by village; a cell stays empty where too few sheets were counted."""
    figures = (_("记下的张数"), _("点按（次）"), _("打字（个）"), _("用时（秒）"))
    columns = [
        Column(_("镇（街道）"), 18),
        Column(_("村"), 28),
        *(Column(words, 12, Kind.NUMBER) for words in figures),
    ]
    rows = [
        (names.get(each.township_code, ""), each.name, each.sheets)
        + ((each.median.taps, each.median.typed, each.median.seconds) if each.median else ("",) * 3)
        for each in report.villages
    ]
    return Sheet(heading, columns, rows, heading, [full_day(now()), _("取中间的一张。")])
