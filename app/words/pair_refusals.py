"""What a second sheet of a household, and deciding between two, say no to."""

from typing import Final

from app.words.sentence import Sentence

PAIR_REFUSALS: Final[dict[str, Sentence]] = {
    "sheets_differ": Sentence(
        "有 {count} 户的两份评分不一样，还没有定：{households}。没有交上去。"
        "请没有参加这两次评分的人比对以后定下来。",
        "The two sheets of {count} households differ and nobody has decided: {households}. The"
        " month was not submitted. Somebody who scored neither compares them and decides.",
    ),
    "sheet_compared": Sentence(
        "这一户评过两份，已经比对定下来了。没有保存，定下来的分还在。要改，请村委会先把这一户退给您。",
        "This household was scored twice and it was decided what counts. Nothing was saved and that"
        " sheet stands. To change it, the village committee sends it back to you first.",
    ),
    "own_second_sheet": Sentence(
        "这一户您另评过一份，正等着比对。没有保存，第一份没有变。请等没有参加评分的人来定。",
        "You scored this household on your own; the two sheets are to be compared. Nothing was"
        " saved and the first sheet stands. Wait for somebody else to decide.",
    ),
    "second_sheet_not_found": Sentence(
        "没有找到这一份，或者现在还不能给您看。什么都没有改。比对定下来以后，两份都看得到。",
        "This second sheet was not found, or you may not see it yet. Nothing was changed. Both"
        " sheets can be read once it is decided.",
    ),
    "no_first_sheet": Sentence(
        "这一户这个月还没有人评。没有另存一份。请直接给这一户评分。",
        "Nobody has scored this household this month. No second sheet was saved. Record its sheet.",
    ),
    "took_part_in_first": Sentence(
        "这一户这个月的评分您参加过。没有另存一份，原来的还在。另评要请没有参加过的人来做。",
        "You had a part in scoring this household this month. No second sheet was saved and the"
        " first stands. Somebody who had no part scores it on his own.",
    ),
    "second_sheet_exists": Sentence(
        "这一户这个月已经有人另评过一份。您这一份没有保存。请等那两份比对定下来。",
        "Somebody has scored this household a second time already. Yours was not saved. Wait until"
        " those two are compared.",
    ),
    "already_decided": Sentence(
        "这两份已经定下来了。您这一次没有记下。请刷新看一看定的是哪一份。",
        "It was decided already which of the two counts. Yours was not recorded. Reload to see.",
    ),
    "first_changed": Sentence(
        "您看的时候，第一份刚刚改过。没有定。请刷新，照新的一份再比对。",
        "The first sheet was changed while you were comparing. Nothing was decided. Reload and"
        " compare with the new one.",
    ),
    "own_pair": Sentence(
        "这两份里有您参加评的。没有定。请没有参加评分的人来定。",
        "You had a part in one of these two sheets. Nothing was decided. Somebody who scored"
        " neither decides.",
    ),
}
