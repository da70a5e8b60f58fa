"""设置: everything a district needs before its first month, in the order of doing it."""

from dataclasses import dataclass

from flask import render_template, url_for
from flask_babel import gettext as _

from app.door.context import actor, db, now
from app.door.routes import needs
from app.kernel.clock import local
from app.registry.accounts.permissions import Permission
from app.registry.accounts.sign_in_queries import sign_in_profile
from app.registry.accounts.sign_in_rules import Profile
from app.registry.workdays.queries import work_calendar
from app.reports.setup import SetUp, set_up
from app.scoring.rounds.deliberations import deliberation_required
from app.shop.goods.queries import price_notice_days
from app.web.district.pages import pages
from app.web.filters import points


@dataclass(frozen=True)
class Step:
    """One thing to set up: what there is of it, whether that will do, and where it is done."""

    name: str
    what: str
    there_is: str
    done: bool
    url: str


@pages.get("/settings")
@needs(Permission.VIEW_AUDIT)
def settings() -> str:
    """How far the district is."""
    with db().read() as session:
        found, years = set_up(session), work_calendar(session).years
        steps = [*_people_and_places(found), *_goods_and_months(found), _workdays(sorted(years))]
        strict = sign_in_profile(session) is Profile.GB3
        required, notice_days = deliberation_required(session), price_notice_days(session)
    return render_template(
        "district/settings.html",
        steps=steps,
        acts=actor().may(Permission.MANAGE_PLACES),
        deliberation_required=required,
        notice_days=notice_days,
        may_set_prices=actor().may(Permission.MANAGE_GOODS),
        strict_sign_in=strict,
        may_set_sign_in=actor().may(Permission.MANAGE_USERS),
        may_set=actor().may(Permission.MANAGE_SCHEMES),
    )


def _people_and_places(found: SetUp) -> list[Step]:
    return [
        Step(
            _("村镇"), _("区、镇（街道）、村和它们的代码"),
            _("%(townships)s 个镇，%(villages)s 个村", townships=found.townships,
              villages=found.villages),
            found.villages > 0, url_for(".places"),
        ),
        Step(
            _("积分细则"), _("评哪些项目，每项多少分"),
            _("%(count)s 版", count=found.schemes), found.schemes > 0, url_for(".schemes"),
        ),
        Step(
            _("人员"), _("谁能登录，做什么，在哪里"),
            _("%(count)s 人", count=points(found.people)), found.people > 1, url_for(".people"),
        ),
        Step(
            _("名单"), _("建档立卡户，从 Excel 导入"),
            _("%(count)s 户", count=points(found.households)), found.households > 0,
            _roster_url(),
        ),
        Step(
            _("分工"), _("谁包哪一户；没指定的照名单上的帮扶责任人"),
            _("%(count)s 户有人包", count=points(found.served)), found.served > 0,
            url_for(".assignments"),
        ),
        Step(
            _("积分卡"), _("给每户发卡、印卡"),
            _("%(count)s 张在用", count=points(found.cards)),
            found.cards >= found.households > 0, url_for(".cards"),
        ),
    ]  # fmt: skip


def _goods_and_months(found: SetUp) -> list[Step]:
    return [
        Step(
            _("店铺"), _("固定店和流动超市"), _("%(count)s 家", count=found.stores),
            found.stores > 0, url_for(".stores"),
        ),
        Step(
            _("价目"), _("什么东西多少分"), _("%(count)s 种", count=points(found.goods)),
            found.goods > 0, url_for(".goods"),
        ),
        Step(
            _("库存"), _("货到了哪个店，到了多少"),
            _("有货") if found.filled_shelves else _("没货"),
            found.filled_shelves > 0, url_for(".goods"),
        ),
        Step(
            _("开月"), _("每个月开一次，各村才能评分"),
            _("开过 %(count)s 个村月", count=points(found.rounds)), found.rounds > 0,
            _months_url(),
        ),
    ]  # fmt: skip


def _workdays(years: list[int]) -> Step:
    return Step(
        _("工作日"), _("哪些天放假，哪些周末上班；公示按工作日算时用"),
        _("填到 %(year)s 年", year=years[-1]), local(now()).year in years, url_for(".workdays"),
    )  # fmt: skip


def _roster_url() -> str:
    may = actor().may(Permission.IMPORT_ROSTER)
    return url_for(".roster") if may else url_for(".households")


def _months_url() -> str:
    may = actor().may(Permission.OPEN_ROUND)
    return url_for(".ask_open") if may else url_for(".rounds")
