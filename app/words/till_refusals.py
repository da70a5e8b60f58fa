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
        "价目里没有“{goods}”。这一件没有放进去，别的都还在。请核对条码，或点下面的商品图。",
        "“{goods}” is not on the price list. It was not put in; everything else is still there."
        " Check the barcode, or press a picture below.",
    ),
    "several_found": Sentence(
        "有 {count} 种商品名里有“{goods}”。还没有放进去，别的都还在。请选一种。",
        "{count} kinds of goods have “{goods}” in their name. None was put in yet; everything else"
        " is still there. Choose one.",
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
        "小票只能当天作废，这张不是今天的。积分和商品都没有动。请找区里更正。",
        "A receipt can be voided on its own day only. Neither points nor goods have moved. Ask the"
        " district for a correction.",
    ),
    "void_reason_missing": Sentence(
        "为什么作废还没有写清楚。没有作废，积分和商品都没有动。请写 2 到 200 个字，比如：拿错了。",
        "Why it is voided has not been said. It was not voided; neither points nor goods have"
        " moved. Write 2 to 200 characters, such as: wrong goods.",
    ),
}

TILL_REFUSALS: Final[dict[str, Sentence]] = {**_BASKET, **_HOLDER, **_VOID}
