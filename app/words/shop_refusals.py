"""What cards and stock say no to: what happened, what did not, what to do."""

from typing import Final

from app.words.goods_refusals import GOODS_REFUSALS
from app.words.sentence import Sentence

_CARDS: Final[dict[str, Sentence]] = {
    "card_unreadable": Sentence(
        "认不出这张卡。请再扫一次卡上的码，或者输入卡上的八位卡号。",
        "This is no points card that we know. Scan the code on the card again, or type the eight"
        " digits printed on it.",
    ),
    "card_number_wrong": Sentence(
        "卡号 {number} 不对，有一位输错了，或者两位颠倒了。请照着卡再输一次。",
        "Card number {number} is not right: one digit is wrong, or two have changed places. Type it"
        " again from the card.",
    ),
    "card_not_found": Sentence(
        "没有查到这张卡。积分没有动。请核对卡号；卡号没错的话，请村里查一查这户的卡。",
        "There is no such card. No points have moved. Check the number; if it is right, ask the"
        " village committee to look up the household's card.",
    ),
    "card_and_household_differ": Sentence(
        "这两个号对不上。没有查到积分。请照着卡再输一遍，卡号和户编号都印在卡上。",
        "These two numbers do not belong together. No points were looked up. Type both again as"
        " they stand on the card.",
    ),
    "card_exists": Sentence(
        "这户已经有一张在用的卡，没有再发新卡。卡丢了请先挂失，卡坏了请补卡。",
        "The household has a card in use, so no new one was issued. If it is lost, report it lost;"
        " if it is worn out, reissue it.",
    ),
    "card_lost": Sentence(
        "这张卡已经挂失，不能再用。没有扣分，也没有出货，这户的积分都还在。请到村委会补一张新卡。",
        "This card was reported lost and can no longer be used. No points were taken and no goods"
        " handed out; the household still has its points. Ask the village committee for a new"
        " card.",
    ),
    "card_replaced": Sentence(
        "这是旧卡，已经换过新卡了。没有扣分，也没有出货，积分都还在。请用新卡；新卡丢了请挂失补卡。",
        "This is an old card; a newer one has taken its place. No points were taken and no goods"
        " handed out. Use the newer card; if that one is lost, report it and have it reissued.",
    ),
}

_STOCK: Final[dict[str, Sentence]] = {
    "stock_quantity_bad": Sentence(
        "“{goods}”的数量 {quantity} 不对，要填 {least} 到 {most:,} 的整数。"
        "什么都没有记，请改好再来。",
        "{quantity} of “{goods}” cannot be: enter a whole number from {least} to {most:,}. Nothing"
        " was recorded; put it right and try again.",
    ),
    "stock_row_bad": Sentence(
        "第 {row} 行“{goods}”的数量是“{value}”，要填 {least} 到 {most:,} 的整数。"
        "一行也没有入库，请改好再导入。",
        "Row {row} has “{value}” as the quantity of “{goods}”: enter a whole number from {least} to"
        " {most:,}. No line was taken in; put it right and import again.",
    ),
    "use_by_bad": Sentence(
        "第 {row} 行“{goods}”的到期日是“{value}”，不是一个日子，要写成 2026-12-20。"
        "一行也没有入库，请改好再导入。",
        "Row {row} has “{value}” as the use-by date of “{goods}”: write it as 2026-12-20. No line"
        " was taken in; put it right and import again.",
    ),
    "nothing_received": Sentence(
        "这次入库里没有商品，库存没有变。请至少填一种商品和数量。",
        "There are no goods in this delivery; the stock has not changed. Enter at least one kind of"
        " goods and its quantity.",
    ),
    "too_many_stock_lines": Sentence(
        "一次入库最多 {most:,} 行，这次没有入库。请分几次入库。",
        "A delivery has at most {most:,} lines; this one was not taken in. Split it.",
    ),
    "stock_note_too_long": Sentence(
        "入库说明最多 {most} 个字，这次没有入库。请写短一些再入库。",
        "The note of a delivery has at most {most} characters; nothing was taken in. Shorten it and"
        " try again.",
    ),
    "goods_held_back": Sentence(
        "{goods}架上有 {standing} {unit}，这户今天只能换 {left} {unit}："
        "其余过期，或留给别的村、别的组。没有扣分，也没有出货。请减几件，或者换别的商品。",
        "{standing} {unit} of {goods} stand there, but this household may have only {left} today:"
        " the others are past their date or kept for other people. No points were taken and no"
        " goods handed out. Take fewer, or choose something else.",
    ),
    "goods_reserved": Sentence(
        "{goods}有 {reserved} {unit}留给进村日了，能动的只有 {left} {unit}，要了 {wanted}。"
        "没有扣分，也没有出货。请减几件，或者让店长先放开留的货。",
        "{reserved} {unit} of the {goods} that stand there are set aside for a market day: only"
        " {left} are free, and {wanted} were wanted. No points were taken and no goods moved. Take"
        " fewer, or have the manager let go of what is set aside.",
    ),
    "too_few_to_reserve": Sentence(
        "{goods}到那天还能换的只有 {left} {unit}，要留 {wanted}。什么都没有留。"
        "请减几件，或者先进货。",
        "Only {left} {unit} of {goods} can still be handed out on that day, and {wanted} were to be"
        " set aside. Nothing was set aside. Take fewer, or order more.",
    ),
    "before_stock_count": Sentence(
        "这家店在这个时间以后盘点过，盘点已经确认。没有再记以前的出入库，库存没有变。"
        "请照现在的时间记；数目不对的，再盘点一次。",
        "This store was counted after that moment, and the count is confirmed. Nothing was entered"
        " before it and the stock has not changed. Enter it as of now; if the numbers are wrong,"
        " count again.",
    ),
    "mark_downs_bad": Sentence(
        "临期价的档不对：最多 {most} 档，天数 0 到 {most_days}，便宜 1% 到 {most_percent}%，"
        "越近到期要越便宜。没有保存。请改好再存。",
        "These steps do not fit: at most {most} steps, 0 to {most_days} days, 1% to {most_percent}%"
        " off, and the nearer the day the more off. Nothing was saved. Put them right.",
    ),
    "unknown_group": Sentence(
        "这个村没有登记在“{group}”的户，留给它的货谁也换不了。这批货都没有入库。请核对村和组名。",
        "No household of that village is of the group “{group}”; nobody could have these goods."
        " Nothing of this delivery was taken in. Check the village and the group.",
    ),
    "kept_for_differs": Sentence(
        "文件里的货留给不同的地方或小组，一张表只能填一处。没有填进表里，也没有入库。请分成几个文件。",
        "The goods of this file are kept for different people; the form holds one place and group."
        " Nothing was filled in or taken in. Make several files of it.",
    ),
    "use_by_past": Sentence(
        "{goods}的到期日 {use_by} 已经过了，不能入库。这批货都没有入库。请核对日期，或者把它拿掉。",
        "The use-by date {use_by} of {goods} is over. Nothing of this delivery was taken in. Check"
        " the date, or leave these goods out.",
    ),
    "stock_source_bad": Sentence(
        "来源不对：名字最多 {most} 字，单据号最多 {most_bill} 字，捐赠不填单据号。没有入库。请改。",
        "The source does not fit: a name has at most {most} characters, a bill {most_bill}, and a"
        " gift has no bill. Nothing was taken in. Put it right.",
    ),
    "not_enough_stock": Sentence(
        "{goods}不够，店里还有 {left} {unit}，这次要 {wanted} {unit}。没有扣分，也没有出货。"
        "请减几件，或者换别的商品。",
        "Not enough {goods}: {left} {unit} left in the store, {wanted} wanted. No points were taken"
        " and no goods handed out. Take fewer, or choose something else.",
    ),
    "stock_receipt_id_taken": Sentence(
        "这张入库单已经交过一次，没有再入库，库存没有变。请先看入库记录，要再入一批请新开一张。",
        "This delivery was sent before. It was not taken in again and the stock has not changed."
        " Look at the list of deliveries; for another delivery start a new form.",
    ),
    "already_taken_back": Sentence(
        "这些商品先前已经退回过，没有再退一次，库存没有变。",
        "These goods were taken back before. Nothing was taken back again; the stock has not"
        " changed.",
    ),
    "stock_receipt_not_found": Sentence(
        "没有查到这张入库单。库存没有变。请从入库记录里找。",
        "There is no such delivery. The stock has not changed. Look for it in the list of"
        " deliveries.",
    ),
}

_PAPERS: Final[dict[str, Sentence]] = {
    "near_days_bad": Sentence(
        "临期天数要填 0 到 {most} 的整数，每一行都要填。没有保存，请改好再保存。",
        "Each line needs a whole number of days from 0 to {most}. Nothing was saved; put it right"
        " and save again.",
    ),
    "pile_too_small": Sentence(
        "{goods}这一份只有 {left} {unit}，单子上写了 {wanted}。什么都没有动。"
        "请照货架改数量；货架和账对不上，就盘点一次。",
        "There are only {left} {unit} of this {goods}, and {wanted} were entered. Nothing has"
        " moved. Enter what is on the shelf; if shelf and book differ, count the stock.",
    ),
    "stock_paper_id_taken": Sentence(
        "这张单子已经交过一次，没有再记，库存没有变。请先看已有的单子，要再办请新开一张。",
        "This paper was sent before. It was not recorded again and the stock has not changed. Look"
        " at the papers first; for another one start a new form.",
    ),
    "stock_paper_not_found": Sentence(
        "没有查到这张单子。库存没有变。请从单据列表里找。",
        "There is no such paper. The stock has not changed. Look for it in the list of papers.",
    ),
    "no_stock_chosen": Sentence(
        "单子上没有商品，什么都没有记。请至少填一种商品的数量。",
        "No goods were entered; nothing was recorded. Enter the quantity of at least one.",
    ),
    "same_store": Sentence(
        "两边是同一家店，没有调拨。请选另一家店。",
        "Both are the same store; nothing has moved. Choose another store.",
    ),
    "loss_reason_bad": Sentence(
        "原因要写 {least} 到 {most} 个字。什么都没有记，请写清楚再交。",
        "The reason needs {least} to {most} characters. Nothing was recorded; write it and send"
        " again.",
    ),
    "own_write_off": Sentence(
        "这张报损单是您自己提的，不能自己批。库存没有变。请另一位店长或者区里来批。",
        "You asked for this write-off yourself, so you may not decide about it. The stock has not"
        " changed. Ask another manager or the district office.",
    ),
    "own_count": Sentence(
        "这次盘点是您自己数的，不能自己确认。库存没有变。请另一位店长或者区里来确认。",
        "You counted this yourself, so you may not decide about it. The stock has not changed. Ask"
        " another manager or the district office.",
    ),
    "count_waits": Sentence(
        "这家店还有一张盘点单等着确认，这次没有记。请先把那一张确认或者退回。",
        "Another count of this store is waiting, so this one was not recorded. Confirm or refuse"
        " that one first.",
    ),
    "count_overtaken": Sentence(
        "盘点以后{goods}又出去不少，只剩 {left} {unit}，扣不了 {wanted}。库存没有变。"
        "请退回这张盘点单，重数一次。",
        "Since the count much of {goods} has left: {left} {unit} remain, and {wanted} cannot be"
        " taken off. The stock has not changed. Refuse this count and count again.",
    ),
}

SHOP_REFUSALS: Final[dict[str, Sentence]] = {**_CARDS, **GOODS_REFUSALS, **_STOCK, **_PAPERS}
