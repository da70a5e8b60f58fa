"""What the till says no to: what happened, what did not, what to do."""

from typing import Final

from app.words.sentence import Sentence

_BASKET: Final[dict[str, Sentence]] = {
    "basket_empty": Sentence(
        "还没有放东西。没有扣分，也没有出货。请先扫商品条码，或点商品图。",
        "The basket is empty. No points were taken and no goods handed out. Scan goods or press"
        " their picture first.",
    ),
    "basket_too_long": Sentence(
        "一次最多 {most} 种商品。没有扣分，也没有出货，东西都还在。请分两次兑换。",
        "At most {most} kinds of goods at once. No points were taken and no goods handed out. Make"
        " two redemptions of it.",
    ),
    "quantity_bad": Sentence(
        "{goods}的件数不对，要 1 到 {most}。没有扣分，也没有出货，东西都还在。请改件数。",
        "The number of {goods} cannot be: enter 1 to {most}. No points were taken and no goods"
        " handed out. Change the number.",
    ),
    "nothing_found": Sentence(
        "价目里没有“{goods}”。这一件没有放进去，别的都还在。请核对条码，或点商品图。",
        "“{goods}” is not on the price list. It was not put in; everything else is still there."
        " Check the barcode, or press a picture below.",
    ),
    "several_found": Sentence(
        "有 {count} 种商品名里有“{goods}”。还没有放进去，别的都还在。请选一种。",
        "{count} kinds of goods have “{goods}” in their name. None was put in yet; everything else"
        " is still there. Choose one.",
    ),
    "need_unnamed": Sentence(
        "没有写要的是什么。没有记下来。请写 1 到 {most} 个字，比如：酱油。",
        "What was asked for has not been said. Nothing was noted. Write 1 to {most} characters,"
        " such as: soy sauce.",
    ),
    "total_changed": Sentence(
        "合计变了：刚才是 {shown:,} 分，现在是 {points:,} 分。没有扣分，也没有出货。"
        "请看一遍，再确认。",
        "The total has changed: it was {shown:,} points and is {points:,} now. No points were taken"
        " and no goods handed out. Look at it once more, then confirm.",
    ),
    "adult_not_confirmed": Sentence(
        "{goods}要成年人来领。没有扣分，也没有出货，东西都还在。是成年人来领，就在下面勾上再确认。",
        "An adult has to collect {goods}. No points were taken and no goods handed out. If an adult"
        " is here, tick it below and confirm again.",
    ),
    "redemption_id_taken": Sentence(
        "这一单刚才已经办过了。没有再扣分，也没有再出货。要再换一次，请从找卡重新开始。",
        "This basket was redeemed before. No more points were taken and no more goods handed out."
        " To redeem again, start from the card.",
    ),
}

_HOLDER: Final[dict[str, Sentence]] = {
    "card_or_household": Sentence(
        "没有卡，也没有选户。没有扣分，也没有出货。请先扫卡，没带卡就按户查找。",
        "There is neither a card nor a household. No points were taken and no goods handed out."
        " Scan the card first, or look up the household.",
    ),
    "no_card_reason_missing": Sentence(
        "为什么没带卡还没有写清楚。没有查，也没有扣分。请写 2 到 200 个字，比如：卡忘在家里了。",
        "Why there is no card at hand has not been said. Nothing was looked up and no points were"
        " taken. Write 2 to 200 characters, such as: left at home.",
    ),
}

_ALLOTTED: Final[dict[str, Sentence]] = {
    "not_drawn": Sentence(
        "{goods}今天货少，按抽签给，这户没有抽到。没有扣分，也没有出货。"
        "{free_from} 以后还有剩的，谁都可以换。",
        "{goods} is short today and given by draw; this household was not drawn. No points were"
        " taken and no goods handed out. From {free_from} what is left is for everybody.",
    ),
    "not_its_turn": Sentence(
        "{goods}今天货少，先给等得最久的户，还没有轮到这户。没有扣分，也没有出货。"
        "{free_from} 以后还有剩的，谁都可以换。",
        "{goods} is short today and goes to who has waited longest; it is not this household's"
        " turn. No points were taken and no goods handed out. From {free_from} what is left is for"
        " everybody.",
    ),
    "portion_used_up": Sentence(
        "{goods}今天货少，这户还可以换 {left} {unit}，要了 {wanted}。没有扣分，也没有出货。"
        "请减几件；{free_from} 以后还有剩的，谁都可以换。",
        "{goods} is short today: this household may have {left} {unit} more, and {wanted} were"
        " wanted. No points were taken and no goods handed out. Take fewer; from {free_from} what"
        " is left is for everybody.",
    ),
    "allotment_not_found": Sentence(
        "这种货这一天没有按户分，或者已经放开了。什么都没有改。请回进村日看。",
        "These goods are not shared out on this day, or no longer. Nothing was changed. Go back to"
        " the market day.",
    ),
    "weight_bad": Sentence(
        "载重要填 1 到 {most:,} 公斤，商品每件 1 到 {most_grams:,} 克。没有改。请改数字。",
        "What the truck carries must be 1 to {most:,} kg, and what goods weigh 1 to"
        " {most_grams:,} g. Nothing was changed. Change the numbers.",
    ),
    "allotment_bad": Sentence(
        "每户几件要填 1 到 {most}，车上也要有货。没有分。请改件数，或者先留货。",
        "Each household gets 1 to {most}, and there must be some on the truck. Nothing was shared"
        " out. Change the number, or set goods aside first.",
    ),
    "allotment_too_late": Sentence(
        "放开的时间要在进村那天，还没有过。没有分。请改时间。",
        "The hour from which the goods are for everybody must lie on the market day and not be"
        " past. Nothing was shared out. Choose another hour.",
    ),
    "nobody_to_allot": Sentence(
        "这几个村没有一户的积分够换{goods}。没有分。不用分，谁来都可以换。",
        "No household of these villages has points enough for {goods}. Nothing was shared out, and"
        " nothing needs to be: whoever comes may have it.",
    ),
    "enough_for_all": Sentence(
        "积分够的户，每户都有{goods}。没有分。不用分，谁来都可以换。",
        "There is enough {goods} for every household that can pay. Nothing was shared out, and"
        " nothing needs to be.",
    ),
}

_VOID: Final[dict[str, Sentence]] = {
    "redemption_not_found": Sentence(
        "没有找到这张小票，或者不是您店里的。什么都没有改。请从今天的兑换里找。",
        "This receipt was not found, or it is not of your store. Nothing was changed. Open it from"
        " today's list.",
    ),
    "already_voided": Sentence(
        "这张小票已经作废过了。没有再退分，也没有再退货。请看今天的兑换。",
        "This receipt was voided before. No points or goods were returned again. See today's list.",
    ),
    "void_too_late": Sentence(
        "小票当天才能直接作废，这张不是今天的。积分和商品都没有动。请写明原因，申请由另一个人批准。",
        "A receipt is voided at once on its own day only. Neither points nor goods have moved. Say"
        " why, and ask somebody else to approve it.",
    ),
    "void_reason_missing": Sentence(
        "没有写清楚为什么作废。小票没有动，积分和商品也没有动。请写 2 到 200 个字，比如：拿错了。",
        "Why it is voided has not been said. It was not voided; neither points nor goods have"
        " moved. Write 2 to 200 characters, such as: wrong goods.",
    ),
}

_LATE_VOID: Final[dict[str, Sentence]] = {
    "void_at_once": Sentence(
        "这张小票是今天的，不用别人批。还没有作废。请直接作废。",
        "This receipt is of today and needs nobody else. It was not voided yet. Void it directly.",
    ),
    "void_too_old": Sentence(
        "这张小票过了 {days} 天，不能再作废。积分和商品都没有动。请找区里更正。",
        "This receipt is more than {days} days old and can no longer be voided. Neither points nor"
        " goods have moved. Ask the district for a correction.",
    ),
    "void_asked_before": Sentence(
        "这张小票已经有人申请作废了，还没有批。没有再申请。请等另一个人批准。",
        "Somebody has asked to void this receipt, and it is not decided. Nothing was asked again."
        " Wait until somebody else has decided.",
    ),
    "void_request_not_found": Sentence(
        "没有找到这个作废申请，或者不归您批。什么都没有改。请从等批的作废里找。",
        "This request was not found, or it is not yours to decide. Nothing was changed. Open it"
        " from the list of requests.",
    ),
    "void_decided_before": Sentence(
        "这个作废申请已经有人答复了。没有再动积分和商品。请看小票。",
        "This request was decided before. Neither points nor goods have moved again. See the"
        " receipt.",
    ),
    "void_by_same_person": Sentence(
        "作废是您申请的，要由另一个人批。没有作废，积分和商品都没有动。请店长或区里批。",
        "You asked for this void: somebody else has to approve it. It was not voided; neither"
        " points nor goods have moved. Ask the manager or the district.",
    ),
}

_RETURN: Final[dict[str, Sentence]] = {
    "return_too_late": Sentence(
        "东西只能当天退，这张小票不是今天的。积分和商品都没有动。请申请整单作废。",
        "Goods come back on the receipt's own day only. Neither points nor goods have moved. Ask"
        " to void the whole receipt.",
    ),
    "return_empty": Sentence(
        "还没有写退什么。没有退分，也没有退货。请填退几件。",
        "Nothing was said to come back. No points or goods were returned. Say how many of what.",
    ),
    "return_too_many": Sentence(
        "退的比这张小票上还有的多。没有退分，也没有退货。请改件数。",
        "More would come back than there is on this receipt. No points or goods were returned."
        " Change the numbers.",
    ),
    "returns_everything": Sentence(
        "这样就全退了。没有退分，也没有退货。全退请作废这张小票。",
        "Everything would come back. No points or goods were returned. Void the receipt instead.",
    ),
    "return_reason_missing": Sentence(
        "没有写清楚为什么退。没有退分，也没有退货。请写 2 到 200 个字，比如：袋子破了。",
        "Why goods come back has not been said. No points or goods were returned. Write 2 to 200"
        " characters, such as: torn bag.",
    ),
}

_WHO: Final[dict[str, Sentence]] = {
    "pin_bad": Sentence(
        "密码要 {least} 到 {most} 位数字。密码没有变。请户里的人重新想一个。",
        "A PIN has {least} to {most} digits. The PIN has not changed. Let the household choose"
        " another.",
    ),
    "pin_weak": Sentence(
        "这个密码太好猜，或者印在卡上。密码没有变。请换一个，别用 1234、1111、卡号里的数。",
        "This PIN is too easy to guess, or stands on the card. The PIN has not changed. Choose"
        " another: not 1234, not 1111, nothing out of the card number.",
    ),
    "pin_not_repeated": Sentence(
        "两次输的不一样。密码没有变。请再输一遍。",
        "What was typed twice differs. The PIN has not changed. Type it again.",
    ),
    "pin_wrong": Sentence(
        "密码不对。没有扣分，也没有出货，密码也没有变。还可以试 {left} 次；"
        "忘了密码，店员认得人也能换。",
        "The PIN is wrong. No points were taken, no goods handed out, and the PIN has not changed."
        " {left} more tries; if it is forgotten, a clerk who knows the household may say so.",
    ),
    "pin_locked": Sentence(
        "密码连错了几次。没有扣分，也没有出货。请 {minutes} 分钟后再试；店员认得人，现在也能换。",
        "The PIN was wrong several times. No points were taken and no goods handed out. Try again"
        " in {minutes} minutes; a clerk who knows the household may go on now.",
    ),
    "pin_not_set": Sentence(
        "这一户没有取物密码。没有扣分，也没有出货。请店员认人，再确认。",
        "This household has no PIN. No points were taken and no goods handed out. The clerk says"
        " that he knows it, then confirms.",
    ),
    "screen_code_wrong": Sentence(
        "没有收银台在等这个数。屏没有连上。请看收银台上的 6 位数，10 分钟里有效，只能用一次。",
        "No till waits for this code. The screen was not paired. Look at the six digits on the"
        " till: they hold for ten minutes and are used once.",
    ),
    "photo_not_kept": Sentence(
        "这一户没有留照片。没有扣分，也没有出货。请店员认人，再确认。",
        "No photo of this household is kept. No points were taken and no goods handed out. The"
        " clerk says that he knows it, then confirms.",
    ),
    "consent_missing": Sentence(
        "还没有写户里哪天同意的。照片没有留。请问过户里，填上日期，再勾上同意。",
        "It has not been said on which day the household agreed. No photo was kept. Ask the"
        " household, enter the day and tick that it agrees.",
    ),
}

_PROXY: Final[dict[str, Sentence]] = {
    "collector_bad": Sentence(
        "代领人的姓名或者关系没有写好。没有登记。请写姓名和关系，比如：王秀英，邻居。",
        "The collector's name or relation is missing or too long. Nobody was named. Write both,"
        " such as: Wang Xiuying, neighbour.",
    ),
    "too_many_collectors": Sentence(
        "一户最多 {most} 个代领人。没有登记。请先停掉一个。",
        "A household has at most {most} collectors. Nobody was named. End one of them first.",
    ),
    "collector_not_found": Sentence(
        "没有这个代领人，或者已经停了。没有扣分，也没有出货。请选登记过的代领人。",
        "There is no such collector, or no longer. No points were taken and no goods handed out."
        " Choose one who was named.",
    ),
    "collector_not_attested": Sentence(
        "代领的原因没有选，或者没有勾“我当面认过”。没有扣分，也没有出货。请选原因，认过人再勾。",
        "Why somebody else collects was not chosen, or the box “I know this person” not ticked. No"
        " points were taken and no goods handed out. Choose a reason; tick it once you know them.",
    ),
}

_DAY: Final[dict[str, Sentence]] = {
    "day_closed": Sentence(
        "这家店这一天已经日结了。没有扣分，也没有出货、退货。请明天再办。",
        "This store's day is closed. No points were taken and no goods handed out or taken back."
        " Come back tomorrow.",
    ),
    "day_not_closable": Sentence(
        "这一天还没有到，或者过了 {days} 天。没有日结。请选今天，或者前几天。",
        "This day has not come, or is more than {days} days ago. It was not closed. Choose today,"
        " or one of the last days.",
    ),
}

TILL_REFUSALS: Final[dict[str, Sentence]] = {
    **_BASKET,
    **_HOLDER,
    **_ALLOTTED,
    **_VOID,
    **_LATE_VOID,
    **_RETURN,
    **_WHO,
    **_PROXY,
    **_DAY,
}
