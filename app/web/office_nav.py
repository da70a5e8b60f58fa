"""The rows of sections of township and district, and which pages belong below which section."""

from collections.abc import Sequence
from typing import Final

from flask_babel import lazy_gettext as _

from app.web.navigation import NavItem

MONTH: Final = (
    "round_page", "ask_open", "open_month", "ask_settle", "settle", "ask_settle_due",
    "settle_all_due", "notice", "objection_form", "ask_certify", "certify", "send_back",
    "ask_publicise", "publicise",
)  # fmt: skip
OBJECTIONS: Final = ("objections", "objection", "decide", "ask_objection", "take_objection")
HOUSEHOLDS: Final = (
    "household", "sheet", "ask_reveal", "reveal", "ask_assign", "assign_scorer", "ask_issue",
    "issue", "ask_lost", "report_lost", "ask_reissue", "reissue", "ask_correction_page",
    "ask_for_correction", "changes", "change", "ask_change", "ask_change_details",
    "record_a_change", "approve_a_change", "refuse_a_change", "question_counts",
    "household_answers",
)  # fmt: skip
CARDS: Final = (
    "roster", "upload_roster", "preview_roster", "ask_import_roster", "cards", "village_cards",
    "fresh_cards",
)  # fmt: skip
GOODS: Final = (
    "new_goods", "save_new_goods", "one_goods", "save_goods", "price_list_file",
    "upload_price_list", "preview_price_list", "choose_store", "ending_soon",
    "save_near_days", "save_mark_downs", "goods_categories", "save_categories", "limit_goods",
    "market", "needed",
)  # fmt: skip
SETTINGS: Final = (
    "places", "places_file", "upload_places", "preview_places", "take_in_places",
    "stores", "new_store", "save_store",
    "people", "new_person", "save_person", "person", "give_job", "ask_reset_password",
    "reset_his_password", "ask_switch_off",
    "assignments", "assign_one", "assignments_file", "upload_assignments",
    "preview_assignments", "take_in_assignments",
    "schemes", "scheme", "edit_scheme", "look_at_entered_scheme", "scheme_file",
    "upload_scheme", "preview_scheme", "publish",
    "questionnaires", "questionnaire", "questionnaire_file", "upload_questionnaire",
    "preview_questionnaire", "publish_a_questionnaire", "ask_end_questionnaire",
    "edit_questionnaire", "look_at_entered_questionnaire",
    "workdays", "work_year", "save_work_year",
)  # fmt: skip
LEDGER: Final = ("correction", "approve", "expiring", "expire")


def _below(office: str, *pages: str) -> frozenset[str]:
    return frozenset(f"{office}.{page}" for page in pages)


TOWNSHIP: Final[Sequence[NavItem]] = (
    NavItem(_("首页"), "township.home"),
    NavItem(_("认定"), "township.rounds", also=_below("township", *MONTH)),
    NavItem(_("公示与异议"), "township.objections", also=_below("township", *OBJECTIONS)),
    NavItem(_("户与卡"), "township.households", also=_below("township", *HOUSEHOLDS)),
    NavItem(_("积分账"), "township.ledger", also=_below("township", *LEDGER)),
)
DISTRICT: Final[Sequence[NavItem]] = (
    NavItem(_("首页"), "district.home"),
    NavItem(
        _("评分与认定"), "district.rounds", also=_below("district", *MONTH, *OBJECTIONS, "burden")
    ),
    NavItem(_("户与卡"), "district.households", also=_below("district", *HOUSEHOLDS, *CARDS)),
    NavItem(_("积分账"), "district.ledger", also=_below("district", *LEDGER, "books")),
    NavItem(_("商品与库存"), "district.goods", also=_below("district", *GOODS)),
    NavItem(_("操作记录"), "district.audit"),
    NavItem(_("设置"), "district.settings", also=_below("district", *SETTINGS)),
)
