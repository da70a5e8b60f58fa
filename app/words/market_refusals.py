"""What market days say no to: what happened, what did not, what to do."""

from typing import Final

from app.words.sentence import Sentence

MARKET_REFUSALS: Final[dict[str, Sentence]] = {
    "market_day_not_found": Sentence(
        "没有找到这个进村日。什么都没有改。请从进村安排里重新点进去。",
        "This market day was not found. Nothing was changed. Open it again from the calendar.",
    ),
    "wrong_store_kind": Sentence(
        "{store}不能这样用。进村日没有安排。请选一家流动超市出车，从一家固定店装车。",
        "{store} cannot be used here. No market day was planned. Choose a mobile store to go out"
        " and a fixed store to load it from.",
    ),
    "market_date_bad": Sentence(
        "这一天不能安排进村。没有安排。请选今天到一年以内的日子。",
        "No market day can be on this date. None was planned. Choose a date from today up to a"
        " year ahead.",
    ),
    "truck_is_out": Sentence(
        "这辆车那天已经有进村安排了。没有再安排一次。请换一天，或者去改那天的路线。",
        "This mobile store already goes out that day. It was not planned again. Choose another"
        " day, or change the route of that one.",
    ),
    "route_bad": Sentence(
        "一天要去 1 到 {most} 个村。没有保存。请改一改路线。",
        "A day has 1 to {most} villages. Nothing was saved. Change the route.",
    ),
    "village_twice": Sentence(
        "同一个村填了两次。没有保存。一个村一天只去一次，请删掉一行。",
        "The same village stands there twice. Nothing was saved. A village is visited once a day:"
        " remove one row.",
    ),
    "stop_hours_bad": Sentence(
        "时间不对：结束要晚于开始，几个村的时间也不能重叠。没有保存。请改时间。",
        "The hours cannot be: each stop ends after it begins, and no two overlap. Nothing was"
        " saved. Change the hours.",
    ),
    "market_words_bad": Sentence(
        "字数不对，要 {least} 到 {most} 个字。没有保存。请改一改。",
        "The words are too short or too long: {least} to {most} characters. Nothing was saved."
        " Change them.",
    ),
    "earlier_market_day_open": Sentence(
        "这辆车 {day} 的进村日还没有收摊。这一步没有办，货没有动。请先把那天收摊或者取消。",
        "This mobile store's market day of {day} is still open. Nothing was done and no goods"
        " moved. Close or cancel that day first.",
    ),
    "truck_loaded": Sentence(
        "为这天装的货还在车上。进村日没有取消。请先把货退回店里，再取消。",
        "What was loaded for this day is still on the truck. The day was not cancelled. Bring the"
        " goods home first, then cancel.",
    ),
    "market_day_ahead": Sentence(
        "{day} 还没有到。没有收摊。请到那天收完摊再来。",
        "{day} has not come yet. The day was not closed. Come back when the truck is home.",
    ),
    "goods_on_truck": Sentence(
        "车上还有货：{goods}。没有收摊。请退回店里；对不上的，先盘点或报损。",
        "Goods are left on the truck: {goods}. The day was not closed. Bring them home; if the"
        " number is wrong, count or write off first.",
    ),
    "truck_papers_wait": Sentence(
        "车上有报损单或盘点单等着批。没有收摊。请先让别人批了再收摊。",
        "A write-off or a count of the truck is waiting. The day was not closed. Have somebody"
        " else decide about it first.",
    ),
    "market_habit_bad": Sentence(
        "赶集的日子不对。没有保存。初一到三十填 1 到 30，每月几号填 1 到 31，每年一次填月和日，"
        "比如 12-23。",
        "A day of the fair cannot be. Nothing was saved. Enter 1 to 30 for days of the lunar"
        " month, 1 to 31 for days of the month, and month and day such as 12-23 for once a year.",
    ),
}
