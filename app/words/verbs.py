"""What the audit says somebody did; and what a thing is called that he did it to."""

from collections.abc import Mapping
from typing import Final

from app.words.sentence import ENGLISH, Sentence

VERBS: Final[dict[str, Sentence]] = {
    "record_sheet": Sentence("评分", "Scored a household"),
    "import_book": Sentence("导入月册", "Took in a month book"),
    "nobody_home": Sentence("走访，没人在家", "Visited, nobody home"),
    "excuse_household": Sentence("定免评", "Excused a household"),
    "exempt_household": Sentence("换成不劳动的项目", "Scored a household for other items"),
    "end_exemption": Sentence("恢复和大家一样评", "Scored a household like everybody again"),
    "open_round": Sentence("开月", "Opened a month"),
    "submit_round": Sentence("村级提交", "Submitted a month"),
    "withdraw_round": Sentence("村里撤回", "Withdrew a month"),
    "send_back_round": Sentence("镇里退回", "Sent a month back"),
    "send_back_sheet": Sentence("退回一户评分", "Sent a sheet back"),
    "keep_sheet": Sentence("答复退回：不改", "Answered that a sheet stays"),
    "record_second_sheet": Sentence("另评一份", "Scored a household on his own, a second time"),
    "decide_between_sheets": Sentence("两份评分里定一份", "Decided between two sheets"),
    "record_deliberation": Sentence("记村级评议", "Recorded a deliberation"),
    "require_deliberations": Sentence("定要不要评议记录", "Set whether deliberations are required"),
    "certify_round": Sentence("认定", "Certified a month"),
    "publicise_round": Sentence("公示", "Publicised a month"),
    "record_posting": Sentence("记公示张贴", "Recorded that a notice was put up"),
    "settle_round": Sentence("入账", "Settled a month"),
    "put_back": Sentence("用备份恢复了账", "Put the books back from a backup"),
    "propose_award": Sentence("提一次性奖励", "Proposed a one-off award"),
    "withdraw_award": Sentence("收回一次性奖励", "Withdrew a one-off award"),
    "strike_award": Sentence("取消一次性奖励", "Struck a one-off award"),
    "record_objection": Sentence("登记异议", "Recorded an objection"),
    "decide_objection": Sentence("答复异议", "Decided an objection"),
    "enter_work_year": Sentence("填工作日", "Entered a year's working days"),
    "publish_scheme": Sentence("发布积分细则", "Published a scorecard"),
    "publish_questionnaire": Sentence("公布问卷", "Published a questionnaire"),
    "end_questionnaire": Sentence("停用问卷", "Ended a questionnaire"),
    "answer_questionnaire": Sentence("填问卷", "Answered a questionnaire"),
    "ask_correction": Sentence("提积分更正", "Asked for a correction"),
    "approve_correction": Sentence("批积分更正", "Approved a correction"),
    "refuse_correction": Sentence("退回积分更正", "Refused a correction"),
    "expire_points": Sentence("积分到期清零", "Let ended points go"),
    "record_change": Sentence("记户的变动", "Recorded a change of a household"),
    "approve_change": Sentence("批户的变动", "Approved a change of a household"),
    "refuse_change": Sentence("退回户的变动", "Refused a change of a household"),
    "issue_card": Sentence("发卡", "Issued a card"),
    "issue_village_cards": Sentence("给全村发卡", "Issued a village's cards"),
    "report_card_lost": Sentence("挂失", "Reported a card lost"),
    "reissue_card": Sentence("换新卡", "Reissued a card"),
    "find_without_card": Sentence("没带卡，查户", "Looked up a household without its card"),
    "redeem": Sentence("兑换", "Handed out goods"),
    "void_redemption": Sentence("作废兑换", "Voided a redemption"),
    "return_goods": Sentence("退回部分东西", "Took back some goods"),
    "ask_void": Sentence("申请作废兑换", "Asked to void a redemption"),
    "refuse_void": Sentence("没有批准作废", "Refused to void a redemption"),
    "close_day": Sentence("日结", "Closed a store's day"),
    "plan_market_day": Sentence("安排进村日", "Planned a market day"),
    "change_market_route": Sentence("改进村路线", "Changed a market day's route"),
    "cancel_market_day": Sentence("取消进村日", "Cancelled a market day"),
    "set_aside_for_market_day": Sentence("给进村日留货", "Set goods aside for a market day"),
    "share_out_goods": Sentence("按户分货少的商品", "Shared out goods that are short"),
    "stop_sharing_goods": Sentence("不再按户分", "Stopped sharing goods out"),
    "set_weights": Sentence("填载重和商品重量", "Entered what a truck carries and goods weigh"),
    "close_market_day": Sentence("进村日收摊", "Closed a market day"),
    "set_market_fairs": Sentence("记村里的集日", "Noted a village's fairs"),
    "name_collector": Sentence("定代领人", "Named a collector"),
    "end_collector": Sentence("停代领人", "Ended a collector"),
    "open_screen": Sentence("连给户里看的屏", "Paired a household's screen"),
    "try_own_account": Sentence("有人用卡试看自家的账", "Somebody tried a card's own account"),
    "open_own_account": Sentence("户用卡和密码看自家的账", "A household opened its own account"),
    "set_pin": Sentence("设取物密码", "Set a household's PIN"),
    "end_pin": Sentence("取消取物密码", "Ended a household's PIN"),
    "keep_photo": Sentence("留户里的照片", "Kept a household's photo"),
    "withdraw_photo": Sentence("删户里的照片", "Deleted a household's photo"),
    "receive_stock": Sentence("入库", "Took in stock"),
    "set_mark_downs": Sentence("定临期价", "Set what goods cost near their day"),
    "set_near_days": Sentence("定临期天数", "Set when goods are near their day"),
    "relocate_stock": Sentence("调拨", "Moved stock to another store"),
    "ask_write_off": Sentence("提报损", "Asked for a write-off"),
    "approve_write_off": Sentence("批报损", "Approved a write-off"),
    "refuse_write_off": Sentence("退回报损", "Refused a write-off"),
    "count_stock": Sentence("盘点", "Counted stock"),
    "confirm_count": Sentence("确认盘点", "Confirmed a count"),
    "refuse_count": Sentence("退回盘点", "Refused a count"),
    "put_goods": Sentence("改商品或价目", "Changed goods or prices"),
    "set_categories": Sentence("改商品分类", "Changed the categories of goods"),
    "set_price_notice": Sentence("定涨价提前几天公布", "Set how long rises are announced"),
    "withdraw_price": Sentence("收回公布了的新价", "Took an announced price back"),
    "set_ration": Sentence("给商品定限量", "Limited goods for households"),
    "end_ration": Sentence("取消商品限量", "Ended the limit of goods"),
    "give_barcode": Sentence("做店内条码", "Made a barcode of our own"),
    "import_goods": Sentence("导入价目", "Imported a price list"),
    "import_roster": Sentence("导入名单", "Imported a roster"),
    "import_places": Sentence("导入区划", "Imported places"),
    "add_store": Sentence("加店", "Added a store"),
    "add_user": Sentence("加人员", "Added a person"),
    "give_grant": Sentence("分配工作", "Gave a person a job"),
    "take_grant": Sentence("收回工作", "Took a job away"),
    "name_deputy": Sentence("定代办人", "Named a deputy"),
    "end_deputy": Sentence("结束代办", "Ended a deputy's part"),
    "switch_off_user": Sentence("停用人员", "Switched a person off"),
    "change_password": Sentence("改自己的密码", "Changed the own password"),
    "reset_password": Sentence("重设密码", "Reset a password"),
    "issue_token": Sentence("发设备令牌", "Issued a token"),
    "assign": Sentence("安排包户", "Assigned a household"),
    "reveal_id": Sentence("看身份证号", "Revealed an ID number"),
}

THINGS: Final[dict[str, Sentence]] = {
    "card": Sentence("卡", "card"),
    "correction": Sentence("更正", "correction"),
    "district": Sentence("区", "district"),
    "expiry": Sentence("清零", "expiry"),
    "goods": Sentence("商品", "goods"),
    "household": Sentence("户", "household"),
    "household_change": Sentence("户的变动", "change of a household"),
    "objection": Sentence("异议", "objection"),
    "award": Sentence("一次性奖励", "one-off award"),
    "relocation": Sentence("调拨单", "relocation"),
    "write_off": Sentence("报损单", "write-off"),
    "stock_count": Sentence("盘点单", "count"),
    "posting": Sentence("公示张贴", "posting of a notice"),
    "questionnaire": Sentence("问卷", "questionnaire"),
    "redemption": Sentence("兑换", "redemption"),
    "roster": Sentence("名单", "roster"),
    "round": Sentence("某村某月", "month of a village"),
    "scheme": Sentence("积分细则", "scorecard"),
    "sheet": Sentence("评分", "sheet"),
    "market_day": Sentence("进村日", "market day"),
    "stock_receipt": Sentence("入库单", "delivery"),
    "store": Sentence("店", "store"),
    "user": Sentence("人员", "person"),
    "village": Sentence("村", "village"),
    "visit": Sentence("走访", "visit"),
    "work_year": Sentence("一年的工作日", "working days of a year"),
}

# What is told of the facts of a line, in this order; ids and versions are for the machine.
FACTS: Final[dict[str, Sentence]] = {
    "period": Sentence("{value}", "{value}"),
    "until": Sentence("到 {value} 为止", "until {value}"),
    "households": Sentence("{value} 户", "{value} households"),
    "points": Sentence("{value} 分", "{value} points"),
    "price_points": Sentence("{value} 分一件", "{value} points each"),
    "cards": Sentence("{value} 张", "{value} cards"),
    "kinds": Sentence("{value} 种", "{value} kinds"),
    "new": Sentence("新增 {value}", "{value} new"),
    "changed": Sentence("改动 {value}", "{value} changed"),
    "refused": Sentence("不收 {value}", "{value} refused"),
    "reason": Sentence("原因：{value}", "reason: {value}"),
    "code": Sentence("代码 {value}", "code {value}"),
    "store_code": Sentence("店 {value}", "store {value}"),
    "store": Sentence("店 {value}", "store {value}"),
    "to_store": Sentence("到店 {value}", "to store {value}"),
    "year": Sentence("{value} 年", "{value}"),
    "starts": Sentence("从 {value} 起", "from {value}"),
}


def fact_words(facts: Mapping[str, object], language: str) -> str:
    """The facts of a line that a reader understands, in a row."""
    told = [
        sentence.say(language, value=facts[key])
        for key, sentence in FACTS.items()
        if facts.get(key) not in (None, "", False)
    ]
    return ("; " if language.startswith(ENGLISH) else "，").join(told)


def verb_words(verb: str, language: str) -> str:
    """What somebody did; a verb of an older version that has no words any more stands as it is."""
    return VERBS[verb].say(language) if verb in VERBS else verb


def thing_words(kind: str, language: str) -> str:
    """What a thing is called."""
    return THINGS[kind].say(language) if kind in THINGS else kind
