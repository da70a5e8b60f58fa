"""The offices' lists as sheets of a workbook: columns, widths, what stands in each row."""

from collections.abc import Iterable, Mapping, Sequence

from flask_babel import gettext as _

from app.changes.queries import Told
from app.door.context import language, now
from app.ledger.asked import Asked
from app.ledger.queries import StatementLine
from app.papers.workbook_cells import Row
from app.papers.workbooks import Column, Kind, Sheet
from app.registry.households.models import Household
from app.reports.progress import VillageProgress
from app.scoring.rounds.matrix import MatrixRow
from app.scoring.rounds.models import Objection, Round
from app.scoring.rounds.models import Sheet as ScoredSheet
from app.scoring.rounds.queries import RoundProgress
from app.scoring.schemes.rules import Scheme
from app.web.filters import full_day
from app.words.states import name_of

Names = Mapping[str, str]


def progress_sheet(villages: Iterable[VillageProgress], names: Names, heading: str) -> Sheet:
    """A month's progress, village by village."""
    columns = [Column(_("镇（街道）"), 18), Column(_("村"), 28), Column(_("走到哪一步"), 14)]
    columns += _numbers(_("户数"), _("已评"), _("免评"), _("没评"))
    rows = [
        (
            names.get(village.township_code, ""), village.name,
            name_of(village.state, language()) if village.state else _("还没开始"),
            village.households, village.scored, village.excused, village.missing,
        )
        for village in villages
    ]  # fmt: skip
    return _sheet(heading, columns, rows)


def rounds_sheet(rounds: Iterable[RoundProgress], names: Names, heading: str) -> Sheet:
    """Villages' months with their figures."""
    columns = [
        Column(_("月份"), 10), Column(_("镇（街道）"), 16), Column(_("村"), 28),
        Column(_("走到哪一步"), 12),
        *_numbers(_("户数"), _("已评"), _("免评"), _("没评"), _("合计分"), _("有异议")),
        Column(_("公示到"), 18, Kind.INSTANT), Column(_("入账"), 18, Kind.INSTANT),
    ]  # fmt: skip
    rows = [
        (
            str(each.round.period), names.get(each.township_code, ""), each.village_name,
            name_of(each.round.state, language()), each.households, each.scored, each.excused,
            each.missing, each.points, each.disputed, each.round.closes_at, each.round.settled_at,
        )
        for each in rounds
    ]  # fmt: skip
    return _sheet(heading, columns, rows)


def matrix_sheet(scheme: Scheme, lines: Iterable[MatrixRow], heading: str) -> Sheet:
    """A village's month, household by household: 免评 without its reason."""
    columns = [
        Column(_("户编号"), 16), Column(_("户主"), 22), Column(_("状态"), 10),
        *(Column(category.name, 18, Kind.NUMBER) for category in scheme.categories),
        *_numbers(_("合计"), _("上月"), _("比上月")),
        Column(_("走访"), 18, Kind.INSTANT), Column(_("评分人"), 12),
    ]  # fmt: skip
    return _sheet(heading, columns, [_scored(row, len(scheme.categories)) for row in lines])


def objections_sheet(
    found: Iterable[tuple[Objection, ScoredSheet, Household, Round]], names: Names, heading: str
) -> Sheet:
    """What was said, and how it was answered."""
    columns = [
        Column(_("村"), 28), Column(_("月份"), 10), Column(_("户编号"), 16), Column(_("户主"), 20),
        Column(_("分"), 8, Kind.NUMBER), Column(_("谁提的"), 14), Column(_("怎么说"), 50),
        Column(_("登记"), 18, Kind.INSTANT), Column(_("结果"), 14), Column(_("答复"), 50),
        Column(_("答复时间"), 18, Kind.INSTANT), Column(_("编号"), 12),
        Column(_("哪天前答复"), 18, Kind.INSTANT),
    ]  # fmt: skip
    rows = [
        (
            names.get(round_.village_code, ""), str(round_.period), home.number, home.head_name,
            sheet.points, said.said_by, said.words, said.recorded_at,
            name_of(said.state, language()), said.reason or "", said.decided_at, said.label,
            said.answer_by,
        )
        for said, sheet, home, round_ in found
    ]  # fmt: skip
    return _sheet(heading, columns, rows)


def households_sheet(
    homes: Iterable[Household], balances: Mapping[int, int], names: Names, heading: str
) -> Sheet:
    """Households: no class, no telephone, no digit of an ID number."""
    columns = [
        Column(_("户编号"), 16), Column(_("户主"), 22), Column(_("村"), 28), Column(_("组"), 10),
        Column(_("人口"), 8, Kind.NUMBER), Column(_("帮扶责任人"), 16),
        Column(_("现有积分"), 10, Kind.NUMBER),
    ]  # fmt: skip
    rows = [
        (
            home.number, home.head_name, names.get(home.village_code, ""), home.group_name,
            home.size, home.cadre_name, balances.get(home.id, 0),
        )
        for home in homes
    ]  # fmt: skip
    return _sheet(heading, columns, rows)


def statement_sheet(
    home: Household, lines: Iterable[tuple[StatementLine, str]], heading: str
) -> Sheet:
    """All movements of a household's points, with the running balance."""
    columns = [
        Column(_("时间"), 18, Kind.INSTANT), Column(_("什么事"), 50), *_numbers(_("分"), _("余额")),
    ]  # fmt: skip
    rows = [(line.at, words, line.points, line.balance_after) for line, words in lines]
    return _sheet(heading, columns, rows, note=home.number)


def corrections_sheet(found: Iterable[Asked], names: Names, heading: str) -> Sheet:
    """Corrections, with who asked and who approved."""
    columns = [
        Column(_("户编号"), 16), Column(_("户主"), 20), Column(_("村"), 28), Column(_("加减"), 8),
        Column(_("分"), 8, Kind.NUMBER), Column(_("原因"), 50), Column(_("谁提的"), 14),
        Column(_("提出时间"), 18, Kind.INSTANT), Column(_("状态"), 10), Column(_("谁批的"), 14),
        Column(_("批准时间"), 18, Kind.INSTANT), Column(_("还没扣完"), 10, Kind.NUMBER),
    ]  # fmt: skip
    return _sheet(heading, columns, [_asked(asked, names) for asked in found])


def expiring_sheet(
    found: Iterable[tuple[Household, int, int]], names: Names, heading: str
) -> Sheet:
    """Households with points that end: what they have, what ends, what stays."""
    columns = [
        Column(_("户编号"), 16), Column(_("户主"), 20), Column(_("村"), 28),
        *_numbers(_("现有"), _("到期"), _("清零后剩")),
    ]  # fmt: skip
    rows = [
        (home.number, home.head_name, names.get(home.village_code, ""), had, due, had - due)
        for home, had, due in found
    ]
    return _sheet(heading, columns, rows)


def changes_sheet(found: Iterable[Told], names: Names, heading: str) -> Sheet:
    """Changes of households, with who recorded and who decided; no names but the heads'."""
    columns = [
        Column(_("户编号"), 16), Column(_("户主"), 20), Column(_("村"), 28),
        Column(_("什么变动"), 12), Column(_("哪天"), 14), Column(_("怎么回事"), 50),
        Column(_("谁记的"), 14),
        Column(_("结果"), 10), Column(_("谁定的"), 14), Column(_("退回的原因"), 40),
    ]  # fmt: skip
    return _sheet(heading, columns, [_told(told, names) for told in found])


def _told(told: Told, names: Names) -> Row:
    change, home, decision = told.change, told.household, told.decision
    return (
        home.number, home.head_name, names.get(change.from_village, ""),
        name_of(change.kind, language()), change.day.isoformat(), change.reason, told.recorded_by,
        name_of(told.state, language()), told.decided_by or "", decision.reason if decision else "",
    )  # fmt: skip


def _asked(asked: Asked, names: Names) -> Row:
    correction, home = asked.correction, asked.household
    return (
        home.number, home.head_name, names.get(home.village_code, ""),
        name_of(correction.direction, language()), correction.points, correction.reason,
        asked.asked_by, correction.asked_at, name_of(asked.standing, language()),
        asked.approved_by or "", correction.approved_at, asked.owed_points,
    )  # fmt: skip


def _scored(row: MatrixRow, categories: int) -> Row:
    line = row.line
    home = (line.household.number, line.household.head_name)
    if line.sheet is None:
        return (*home, _("免评") if line.excused else _("没评"), *(None,) * (categories + 5))
    state = name_of(line.sheet.state, language())
    points = (cell.points for cell in row.cells)
    total = (line.sheet.points, line.last_points, row.moved)
    return (*home, state, *points, *total, line.visited_at, line.scorer)


def _numbers(*words: str) -> list[Column]:
    return [Column(each, 10, Kind.NUMBER) for each in words]


def _sheet(heading: str, columns: Sequence[Column], rows: Iterable[Row], note: str = "") -> Sheet:
    notes = [f"{note}　{full_day(now())}" if note else full_day(now())]
    return Sheet(heading, columns, rows, heading, notes)
