"""What scorecards, visits and the month say no to: what happened, what did not, what to do."""

from typing import Final

from app.words.sentence import Sentence

_SCHEMES: Final[dict[str, Sentence]] = {
    "no_scheme": Sentence(
        "{period} 还没有积分细则。什么都没有改。请区里先导入这个月能用的细则。",
        "No scorecard holds in {period}. Nothing was changed. The district office must import one"
        " first.",
    ),
    "scheme_exists": Sentence(
        "这个月起已经有另一份积分细则。没有导入；公布过的细则不能改。请换一个开始的月份。",
        "Another scorecard starts in this month. It was not imported: a published one never"
        " changes. Choose another first month.",
    ),
    "scheme_bad": Sentence(
        "积分细则读不出来，问题在“{where}”。没有导入。请照样例文件改好再来。",
        "The scorecard cannot be read; see “{where}”. It was not imported. Correct it after the"
        " sample file and try again.",
    ),
    "unknown_item": Sentence(
        "细则里没有“{item}”这一项。没有保存评分。请照现在的细则重新评。",
        "The scorecard has no item “{item}”. The sheet was not saved. Score by the present"
        " scorecard.",
    ),
    "unknown_grade": Sentence(
        "“{item}”这一项评的“{grade}”，细则里没有。没有保存评分。请在优、良、中、差里选一个。",
        "Item “{item}” has the grade “{grade}”, which the scorecard does not know. The sheet was"
        " not saved. Choose one of the four grades.",
    ),
    "items_missing": Sentence(
        "还有 {count} 项没有评：{items}。没有保存，已经选的都还在。请评完再保存。",
        "{count} items have no grade yet: {items}. The sheet was not saved; what you chose is still"
        " there. Score them and save.",
    ),
}

_VISITS: Final[dict[str, Sentence]] = {
    "visit_in_future": Sentence(
        "走访的时间还没有到。没有保存评分。请看看手机的时间对不对。",
        "The visit lies in the future. The sheet was not saved. Check the clock of the phone.",
    ),
    "note_too_long": Sentence(
        "备注太长，最多 {most} 个字。没有保存评分。请写短一点。",
        "The remark is too long: at most {most} characters. The sheet was not saved. Make it"
        " shorter.",
    ),
}

_MONTH: Final[dict[str, Sentence]] = {
    "round_not_found": Sentence(
        "没有找到这个村的这个月，或者不在您管的范围里。什么都没有改。请从名单里点进去。",
        "This month of this village was not found, or it is not within your reach. Nothing was"
        " changed. Open it from the list.",
    ),
    "sheet_not_found": Sentence(
        "没有找到这张评分表，或者不在您管的范围里。什么都没有改。请从名单里点进去。",
        "This sheet was not found, or it is not within your reach. Nothing was changed. Open it"
        " from the list.",
    ),
    "objection_not_found": Sentence(
        "没有找到这条异议，或者不在您管的范围里。什么都没有改。请从名单里点进去。",
        "This objection was not found, or it is not within your reach. Nothing was changed. Open it"
        " from the list.",
    ),
    "not_in_round": Sentence(
        "这一户不是这个村的。没有保存。请核对户号。",
        "This household does not belong to this village. Nothing was saved. Check its number.",
    ),
    "period_in_future": Sentence(
        "{period} 还没有到。没有开这个月。只能开本月和以前的月份。",
        "{period} has not begun. The month was not opened. Only this month and earlier ones can"
        " be.",
    ),
    "notice_days_bad": Sentence(
        "公示天数 {days} 不行。没有开这个月。要填 1 到 {most} 天，演练时可以填 0。",
        "A notice cannot stand for {days} days. The month was not opened. Enter 1 to {most} days;"
        " 0 in practice only.",
    ),
    "round_not_open": Sentence(
        "这个月已经交上去了，现在不能再评。没有保存。要改，请村里先撤回，或者请镇里退回。",
        "This month was submitted and takes no more scores. Nothing was saved. To change it, the"
        " village withdraws it or the township sends it back.",
    ),
    "wrong_period": Sentence(
        "这次走访在 {visited}，不是 {period}。没有保存评分。请在走访的那个月里评。",
        "The visit was in {visited}, not in {period}. The sheet was not saved. Score it in the"
        " month of the visit.",
    ),
    "already_scored": Sentence(
        "这一户这个月已经评过了。没有再存一张，原来的分还在。要改，请从原来的评分表点“修改”。",
        "This household was scored this month already. No second sheet was saved and the first one"
        " stands. To change it, open that sheet.",
    ),
    "sheet_id_taken": Sentence(
        "这个编号已经存过另一张评分表。这一张没有保存。请重新打开评分页再评一次。",
        "Another sheet was saved with this id. This one was not. Open the score page anew and score"
        " again.",
    ),
    "households_missing": Sentence(
        "还有 {count} 户没有评，也没有写免评。没有交上去。请评完，或者写明为什么免评。",
        "{count} households have neither a sheet nor an excuse. The month was not submitted. Score"
        " them, or excuse them with a reason.",
    ),
    "nothing_to_submit": Sentence(
        "这个月一户也没有评。没有交上去。请先走访评分。",
        "Not a single household was scored. The month was not submitted. Score first.",
    ),
    "township_looked": Sentence(
        "镇里已经在看了，村里不能再撤回。什么都没有改。要改，请镇里退回来。",
        "The township is looking at it, so the village can no longer withdraw. Nothing was changed."
        " Ask the township to send it back.",
    ),
    "round_reason_missing": Sentence(
        "理由没有写，或者太短、太长。什么都没有改。请用 2 到 {most} 个字写清楚。",
        "The reason is missing, too short or too long. Nothing was changed. Say it in 2 to {most}"
        " characters.",
    ),
    "scored_needs_no_excuse": Sentence(
        "这一户这个月已经评过了，不用写免评。什么都没有改。",
        "This household was scored this month and needs no excuse. Nothing was changed.",
    ),
}

_FOUR_EYES: Final[dict[str, Sentence]] = {
    "certifier_scored": Sentence(
        "这里有您自己评的分，评分的人不能认定。没有认定。请换一位同事来认定。",
        "You scored here yourself, and who scores may not certify. Nothing was certified. Ask a"
        " colleague.",
    ),
    "certifier_submitted": Sentence(
        "这个月是您自己替村里交的，不能再由您认定。没有认定。请换一位同事来认定。",
        "You submitted this month for the village yourself, so you may not certify it. Nothing was"
        " certified. Ask a colleague.",
    ),
    "own_sheet": Sentence(
        "这张表是您评的或者您认定的，异议要由别人答复。没有答复。请换一位同事来办。",
        "You scored or certified this sheet, so somebody else decides the objection. Nothing was"
        " decided. Ask a colleague.",
    ),
}

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

_NOTICE: Final[dict[str, Sentence]] = {
    "notice_too_short": Sentence(
        "公示至少要满 {days} 天。没有贴出去。请把截止的日子往后放。",
        "The notice must stand for {days} days at least. It was not publicised. Choose a later"
        " closing date.",
    ),
    "notice_still_open": Sentence(
        "公示还没有到期。没有入账，一分也没有动。请等公示到期再来。",
        "The notice has not ended. Nothing was credited and no points have moved. Come back when it"
        " has.",
    ),
    "notice_closed": Sentence(
        "公示已经到期，不能再提异议。没有登记。确实有错，请提更正。",
        "The notice has ended and takes no more objections. None was recorded. If something is"
        " wrong, ask for a correction.",
    ),
    "objection_exists": Sentence(
        "这张表已经有一条异议，还没有答复。没有再登记一条。请先答复那一条。",
        "An objection to this sheet is open already. No second one was recorded. Decide that one"
        " first.",
    ),
    "objection_words_missing": Sentence(
        "谁提的、为什么，要写清楚。异议没有登记。请补上再来。",
        "Who objects and why is needed. The objection was not recorded. Add it and try again.",
    ),
    "answers_missing": Sentence(
        "异议成立，就要改好评分。没有答复，分没有变。请把改后的评分填上。",
        "An upheld objection needs the corrected grades. Nothing was decided and no points changed."
        " Enter the grades as they should be.",
    ),
}

SCORING_REFUSALS: Final[dict[str, Sentence]] = {
    **_SCHEMES,
    **_VISITS,
    **_MONTH,
    **_FOUR_EYES,
    **_SENT_BACK,
    **_DELIBERATIONS,
    **_NOTICE,
}
