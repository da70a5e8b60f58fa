"""What sending sheets back and deliberations say no to."""

from typing import Final

from app.words.sentence import Sentence

_SENT_BACK: Final[dict[str, Sentence]] = {
    "sheets_sent_back": Sentence(
        "有 {count} 户的评分退回来了，还没有答复。没有交上去。请评分的人改好，或者写明为什么不改。",
        "{count} sheets were sent back and have no answer yet. The month was not submitted. Let the"
        " scorers mend them, or say why they stay.",
    ),
    "already_sent_back": Sentence(
        "这一户的评分已经退回了，还没有答复。没有再退一次。请等评分的人答复。",
        "This sheet was sent back already and has no answer yet. It was not sent back again. Wait"
        " for the answer.",
    ),
    "not_sent_back": Sentence(
        "镇里只退回了几户，这一户没有退回来。没有保存，原来的分还在。要改，请村委会先把这一户退给您。",
        "The township sent back some sheets only, and this is none of them. Nothing was saved and"
        " the sheet stands. To change it, the village committee sends it back to you first.",
    ),
    "send_back_answered": Sentence(
        "这一户没有退回来等答复的评分，也可能别人刚刚答复过。什么都没有改。请刷新看一看。",
        "No question about this sheet waits for an answer; somebody may just have answered it."
        " Nothing was changed. Reload to see.",
    ),
    "own_send_back": Sentence(
        "这一户是您自己退回的，不能由您来答复不改。没有记下。请评分的人来答复。",
        "You sent this sheet back yourself, so you may not answer that it stays. Nothing was"
        " recorded. The scorer answers.",
    ),
    "no_sheet_chosen": Sentence(
        "一户也没有勾。没有退回。请先在名单里勾上要退回的户。",
        "No household was ticked. Nothing was sent back. Tick those that go back first.",
    ),
}

_DELIBERATIONS: Final[dict[str, Sentence]] = {
    "deliberation_not_found": Sentence(
        "没有找到这份评议记录，或者不在您管的范围里。什么都没有改。请从本月的页面点进去。",
        "This record of a deliberation was not found, or it is not within your reach. Nothing was"
        " changed. Open it from the month's page.",
    ),
    "deliberation_too_late": Sentence(
        "镇里已经认定了这个月。评议记录没有保存。认定以后不能再补、再改。",
        "The township has certified this month. The record was not saved. After that none is added"
        " or corrected.",
    ),
    "deliberation_replaced": Sentence(
        "这份评议记录已经更正过了。没有再存一份。请打开最新的那一份来改。",
        "This record was corrected already. No other was saved. Open the latest one to correct it.",
    ),
    "deliberation_id_taken": Sentence(
        "这个编号已经存过另一份评议记录。这一份没有保存。请重新打开页面再填一次。",
        "Another record was saved with this id. This one was not. Open the page anew and fill it in"
        " again.",
    ),
    "deliberation_day_bad": Sentence(
        "开会的日子不对。没有保存。要填 {period} 开始以后、今天以前的日子，今天也可以。",
        "The day of the meeting does not fit. The record was not saved. Enter a day from the"
        " beginning of {period} to today.",
    ),
    "present_bad": Sentence(
        "谁主持、谁到会没有写清楚。没有保存。请写上 {fewest} 到 {most} 个人，一行一个名字。",
        "Who chaired and who was present is not clear. The record was not saved. Give {fewest} to"
        " {most} people with the chair, one name a line.",
    ),
    "minutes_bad": Sentence(
        "评议内容没有写，或者太长。没有保存。请用 2 到 {most} 个字写清楚。",
        "The minutes are missing or too long. The record was not saved. Write 2 to {most}"
        " characters.",
    ),
    "deliberation_missing": Sentence(
        "区里要求先开评议会。没有交上去。请把评议会的日子、到会的人和内容记下来，再提交。",
        "The district wants a deliberation first. The month was not submitted. Record the meeting's"
        " day, people and minutes, then submit.",
    ),
}

CERTIFYING_REFUSALS: Final[dict[str, Sentence]] = {**_SENT_BACK, **_DELIBERATIONS}
