"""THE table: what each role may do. Nothing else in the house decides it."""

from enum import StrEnum
from typing import Final


class Role(StrEnum):
    """A job in the programme, held at a place or a store."""

    VILLAGE_SPECIALIST = "village_specialist"
    SUPPORT_CADRE = "support_cadre"
    VILLAGE_COMMITTEE = "village_committee"
    TOWNSHIP = "township"
    STORE_CLERK = "store_clerk"
    STORE_MANAGER = "store_manager"
    DISTRICT_ADMIN = "district_admin"
    AUDITOR = "auditor"
    CONSOLE = "console"  # the built-in user of the command line; may do no four-eyes verb


class Permission(StrEnum):
    """One thing somebody may do, at the places of the grant."""

    VIEW_HOUSEHOLD = "view_household"
    VIEW_ROUND = "view_round"
    VIEW_STATEMENT = "view_statement"
    VIEW_SCHEME = "view_scheme"
    SCORE = "score"
    PROPOSE_AWARD = "propose_award"
    EXCUSE = "excuse"
    SUBMIT = "submit"
    CERTIFY = "certify"
    PUBLICISE = "publicise"
    RECORD_OBJECTION = "record_objection"
    DECIDE_OBJECTION = "decide_objection"
    SETTLE = "settle"
    OPEN_ROUND = "open_round"
    ASK_CORRECTION = "ask_correction"
    APPROVE_CORRECTION = "approve_correction"
    EXPIRE_POINTS = "expire_points"
    RECORD_CHANGE = "record_change"
    APPROVE_CHANGE = "approve_change"
    ISSUE_CARD = "issue_card"
    REPORT_CARD_LOST = "report_card_lost"
    NAME_COLLECTOR = "name_collector"
    SET_PIN = "set_pin"
    KEEP_PHOTO = "keep_photo"
    LOOK_UP_CARD = "look_up_card"
    REDEEM = "redeem"
    VOID_REDEMPTION = "void_redemption"
    APPROVE_VOID = "approve_void"
    VIEW_REDEMPTIONS = "view_redemptions"
    VIEW_GOODS = "view_goods"
    VIEW_STOCK = "view_stock"
    RECEIVE_STOCK = "receive_stock"
    RELOCATE_STOCK = "relocate_stock"
    ASK_WRITE_OFF = "ask_write_off"
    APPROVE_WRITE_OFF = "approve_write_off"
    COUNT_STOCK = "count_stock"
    CONFIRM_COUNT = "confirm_count"
    PLAN_MARKET_DAY = "plan_market_day"
    MANAGE_GOODS = "manage_goods"
    MANAGE_PLACES = "manage_places"
    MANAGE_USERS = "manage_users"
    MANAGE_SCHEMES = "manage_schemes"
    MANAGE_WORKDAYS = "manage_workdays"
    IMPORT_ROSTER = "import_roster"
    ASSIGN = "assign"
    REVEAL_ID = "reveal_id"
    ERASE_HOUSEHOLD = "erase_household"
    APPROVE_EXPORT = "approve_export"
    REPORT_ON_HOUSEHOLD = "report_on_household"
    VIEW_AUDIT = "view_audit"


class Duty(StrEnum):
    """Two duties that one person may never hold together (promise I9)."""

    CERTIFYING = "certifying"
    REDEEMING = "redeeming"


P = Permission

_SCORER = frozenset(
    {
        P.VIEW_HOUSEHOLD,
        P.VIEW_ROUND,
        P.VIEW_STATEMENT,
        P.VIEW_SCHEME,
        P.SCORE,
        P.PROPOSE_AWARD,
    }
)
_CLERK = frozenset(
    {
        P.LOOK_UP_CARD,
        P.REPORT_CARD_LOST,
        P.SET_PIN,
        P.REDEEM,
        P.VOID_REDEMPTION,
        P.VIEW_REDEMPTIONS,
        P.VIEW_GOODS,
        P.VIEW_STOCK,
        P.ASK_WRITE_OFF,
        P.COUNT_STOCK,
    }
)
# The district keeps the books of every store, and a manager those of his own.
_KEEPER = frozenset(
    {
        P.RECEIVE_STOCK,
        P.RELOCATE_STOCK,
        P.ASK_WRITE_OFF,
        P.APPROVE_WRITE_OFF,
        P.COUNT_STOCK,
        P.CONFIRM_COUNT,
        P.PLAN_MARKET_DAY,
    }
)
_VIEWS = frozenset(
    {
        P.VIEW_HOUSEHOLD,
        P.VIEW_ROUND,
        P.VIEW_STATEMENT,
        P.VIEW_SCHEME,
        P.VIEW_REDEMPTIONS,
        P.VIEW_GOODS,
        P.VIEW_STOCK,
        P.LOOK_UP_CARD,
    }
)
_DISTRICT = (
    _VIEWS
    | _KEEPER
    | {
        P.OPEN_ROUND,
        P.SETTLE,
        P.RECORD_OBJECTION,
        P.DECIDE_OBJECTION,
        P.ASK_CORRECTION,
        P.APPROVE_CORRECTION,
        P.EXPIRE_POINTS,
        P.RECORD_CHANGE,
        P.APPROVE_CHANGE,
        P.APPROVE_VOID,
        P.ISSUE_CARD,
        P.REPORT_CARD_LOST,
        P.MANAGE_GOODS,
        P.MANAGE_PLACES,
        P.MANAGE_USERS,
        P.MANAGE_SCHEMES,
        P.MANAGE_WORKDAYS,
        P.IMPORT_ROSTER,
        P.ASSIGN,
        P.REVEAL_ID,
        P.ERASE_HOUSEHOLD,
        P.APPROVE_EXPORT,
        P.REPORT_ON_HOUSEHOLD,
        P.VIEW_AUDIT,
    }
)
_FOUR_EYES = frozenset(
    {
        P.CERTIFY,
        P.SUBMIT,
        P.DECIDE_OBJECTION,
        P.APPROVE_CORRECTION,
        P.APPROVE_CHANGE,
        P.APPROVE_WRITE_OFF,
        P.CONFIRM_COUNT,
        P.APPROVE_VOID,
        P.REVEAL_ID,
        P.ERASE_HOUSEHOLD,
        P.APPROVE_EXPORT,
    }
)

PERMISSIONS: Final[dict[Role, frozenset[Permission]]] = {
    Role.VILLAGE_SPECIALIST: _SCORER,
    Role.SUPPORT_CADRE: _SCORER,
    Role.VILLAGE_COMMITTEE: frozenset(
        {
            P.VIEW_HOUSEHOLD,
            P.VIEW_ROUND,
            P.VIEW_STATEMENT,
            P.VIEW_SCHEME,
            P.LOOK_UP_CARD,
            P.PROPOSE_AWARD,
            P.EXCUSE,
            P.SUBMIT,
            P.PUBLICISE,
            P.RECORD_OBJECTION,
            P.DECIDE_OBJECTION,
            P.SETTLE,
            P.ASK_CORRECTION,
            P.RECORD_CHANGE,
            P.NAME_COLLECTOR,
            P.SET_PIN,
            P.KEEP_PHOTO,
            P.ISSUE_CARD,
            P.REPORT_CARD_LOST,
        }
    ),
    Role.TOWNSHIP: frozenset(
        {
            P.VIEW_HOUSEHOLD,
            P.VIEW_ROUND,
            P.VIEW_STATEMENT,
            P.VIEW_SCHEME,
            P.LOOK_UP_CARD,
            P.CERTIFY,
            P.PUBLICISE,
            P.RECORD_OBJECTION,
            P.DECIDE_OBJECTION,
            P.SETTLE,
            P.OPEN_ROUND,
            P.ASK_CORRECTION,
            P.APPROVE_CORRECTION,
            P.RECORD_CHANGE,
            P.APPROVE_CHANGE,
            P.ASSIGN,
            P.REPORT_CARD_LOST,
            P.APPROVE_EXPORT,
            P.REPORT_ON_HOUSEHOLD,
        }
    ),
    Role.STORE_CLERK: _CLERK,
    Role.STORE_MANAGER: _CLERK | _KEEPER | {P.APPROVE_VOID},
    Role.DISTRICT_ADMIN: _DISTRICT,
    Role.AUDITOR: _VIEWS | {P.VIEW_AUDIT},
    Role.CONSOLE: _DISTRICT - _FOUR_EYES,
}

EXCLUSIVE_DUTY: Final[dict[Role, Duty | None]] = {
    Role.VILLAGE_SPECIALIST: None,
    Role.SUPPORT_CADRE: None,
    Role.VILLAGE_COMMITTEE: Duty.CERTIFYING,
    Role.TOWNSHIP: Duty.CERTIFYING,
    Role.STORE_CLERK: Duty.REDEEMING,
    Role.STORE_MANAGER: Duty.REDEEMING,
    Role.DISTRICT_ADMIN: None,
    Role.AUDITOR: None,
    Role.CONSOLE: None,
}

# What a person who is away may pass on to a deputy: the work of a month, never an office's settings
# and never the till.
PASSED_ON: Final = frozenset(
    {
        Role.VILLAGE_SPECIALIST,
        Role.SUPPORT_CADRE,
        Role.VILLAGE_COMMITTEE,
        Role.TOWNSHIP,
    }
)

STORE_ROLES: Final = frozenset({Role.STORE_CLERK, Role.STORE_MANAGER})

# Cards and households of the whole district shop at any store: a clerk finds them by card.
EVERYWHERE_FOR_STORES: Final = frozenset({P.LOOK_UP_CARD, P.REPORT_CARD_LOST, P.SET_PIN})
