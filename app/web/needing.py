"""What was asked for and was not there, as a sheet: for a store, and for the district."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from flask_babel import gettext as _

from app.door.context import now
from app.kernel.clock import local
from app.papers.workbooks import Column, Kind, Sheet
from app.shop.redemptions.needed import NeedCount
from app.web.filters import full_day

DAYS: Final = 90


def first_day() -> date:
    """From when on is counted: a season."""
    return local(now()).date() - timedelta(days=DAYS)


def needs_sheet(found: Sequence[NeedCount]) -> Sheet:
    """The counts of one store, or of all, as a sheet."""
    return Sheet(
        title=_("要了没有的"),
        heading=_("要了没有的"),
        notes=[full_day(now()), _("最近 %(days)s 天，只记东西，不记是谁。", days=DAYS)],
        columns=[
            Column(_("店"), 24),
            Column(_("要的东西"), 26),
            Column(_("价目里"), 10),
            Column(_("次数"), 8, Kind.NUMBER),
            Column(_("最近一次"), 14, Kind.DATE),
        ],
        rows=[
            (
                one.store_name, one.name, _("有") if one.is_goods else _("没有"), one.times,
                one.last_day,
            )
            for one in found
        ],
    )  # fmt: skip
