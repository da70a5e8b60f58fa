"""Names of roles, and of permissions in short, as the people concerned say them."""

from typing import Final

from app.registry.accounts.permissions import Permission, Role
from app.words.sentence import Sentence

ROLES: Final[dict[Role, Sentence]] = {
    Role.VILLAGE_SPECIALIST: Sentence("村扶贫专干", "Village specialist"),
    Role.SUPPORT_CADRE: Sentence("帮包干部", "Support cadre"),
    Role.VILLAGE_COMMITTEE: Sentence("村两委", "Village committee"),
    Role.TOWNSHIP: Sentence("镇（街道）", "Township"),
    Role.STORE_CLERK: Sentence("店员", "Store clerk"),
    Role.STORE_MANAGER: Sentence("店长", "Store manager"),
    Role.DISTRICT_ADMIN: Sentence("区扶贫办", "District office"),
    Role.AUDITOR: Sentence("审计", "Auditor"),
    Role.CONSOLE: Sentence("系统控制台", "Console"),
}

P = Permission

PERMISSION_NAMES: Final[dict[Permission, Sentence]] = {
    P.VIEW_HOUSEHOLD: Sentence("看户", "See households"),
    P.VIEW_ROUND: Sentence("看本月", "See months"),
    P.VIEW_STATEMENT: Sentence("看积分账", "See statements"),
    P.VIEW_SCHEME: Sentence("看积分细则", "See the scorecard"),
    P.SCORE: Sentence("评分", "Score"),
    P.PROPOSE_AWARD: Sentence("提一次性奖励", "Propose one-off awards"),
    P.EXCUSE: Sentence("定免评", "Excuse"),
    P.SUBMIT: Sentence("村级提交", "Submit"),
    P.CERTIFY: Sentence("认定", "Certify"),
    P.PUBLICISE: Sentence("公示", "Publicise"),
    P.RECORD_OBJECTION: Sentence("登记异议", "Record objections"),
    P.DECIDE_OBJECTION: Sentence("答复异议", "Decide objections"),
    P.SETTLE: Sentence("入账", "Settle"),
    P.OPEN_ROUND: Sentence("开月", "Open months"),
    P.ASK_CORRECTION: Sentence("提更正", "Ask for corrections"),
    P.APPROVE_CORRECTION: Sentence("批更正", "Approve corrections"),
    P.EXPIRE_POINTS: Sentence("到期清零", "Let ended points go"),
    P.RECORD_CHANGE: Sentence("记户的变动", "Record changes of households"),
    P.APPROVE_CHANGE: Sentence("批户的变动", "Approve changes of households"),
    P.ISSUE_CARD: Sentence("发卡", "Issue cards"),
    P.REPORT_CARD_LOST: Sentence("挂失", "Report cards lost"),
    P.NAME_COLLECTOR: Sentence("定代领人", "Name collectors"),
    P.SET_PIN: Sentence("设取物密码", "Set a household's PIN"),
    P.KEEP_PHOTO: Sentence("留户里的照片", "Keep a household's photo"),
    P.LOOK_UP_CARD: Sentence("查卡", "Look up cards"),
    P.REDEEM: Sentence("兑换", "Redeem"),
    P.VOID_REDEMPTION: Sentence("作废兑换", "Void redemptions"),
    P.APPROVE_VOID: Sentence("批隔天的作废", "Approve late voids"),
    P.VIEW_REDEMPTIONS: Sentence("看兑换", "See redemptions"),
    P.VIEW_GOODS: Sentence("看商品", "See goods"),
    P.VIEW_STOCK: Sentence("看库存", "See stock"),
    P.RECEIVE_STOCK: Sentence("入库", "Take in stock"),
    P.RELOCATE_STOCK: Sentence("调拨", "Move stock between stores"),
    P.ASK_WRITE_OFF: Sentence("提报损", "Ask for write-offs"),
    P.APPROVE_WRITE_OFF: Sentence("批报损", "Approve write-offs"),
    P.COUNT_STOCK: Sentence("盘点", "Count stock"),
    P.CONFIRM_COUNT: Sentence("确认盘点", "Confirm counts"),
    P.PLAN_MARKET_DAY: Sentence("安排进村日", "Plan market days"),
    P.MANAGE_GOODS: Sentence("管商品和价目", "Manage goods and prices"),
    P.MANAGE_PLACES: Sentence("管村和店", "Manage places and stores"),
    P.MANAGE_USERS: Sentence("管人员", "Manage people"),
    P.MANAGE_SCHEMES: Sentence("管积分细则", "Manage scorecards"),
    P.MANAGE_WORKDAYS: Sentence("填工作日", "Enter working days"),
    P.IMPORT_ROSTER: Sentence("导入名单", "Import rosters"),
    P.ASSIGN: Sentence("安排包户", "Assign households"),
    P.REVEAL_ID: Sentence("看身份证号", "Reveal ID numbers"),
    P.ERASE_HOUSEHOLD: Sentence("抹去退出户的资料", "Erase households that left"),
    P.APPROVE_EXPORT: Sentence("批名单的导出", "Approve exports of people"),
    P.REPORT_ON_HOUSEHOLD: Sentence("给户打印全部资料", "Print a household's own data"),
    P.VIEW_AUDIT: Sentence("看操作记录", "See the audit"),
}


def role_name(role: Role, language: str) -> str:
    """What a role is called."""
    return ROLES[role].say(language)


def permission_name(permission: Permission, language: str) -> str:
    """What a permission is called, in a word or two."""
    return PERMISSION_NAMES[permission].say(language)
