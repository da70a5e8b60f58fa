"""What scorecards, visits and the month say no to: what happened, what did not, what to do."""

from typing import Final

from app.words.certifying_refusals import CERTIFYING_REFUSALS
from app.words.sentence import Sentence
from app.words.visit_refusals import VISIT_REFUSALS

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
    "scheme_against_rights": Sentence(
        "“{name}”这一项评的是“{word}”，这是每个人的权利，不能加分，也不能减分。没有公布。"
        "请去掉这一项，或者换成评做了什么事。",
        "The item “{name}” scores “{word}”: everybody's right, which may earn or cost no"
        " points. The scorecard was not published. Leave the item out, or score what was done.",
    ),
    "scheme_too_much_opinion": Sentence(
        "{percent}% 的分由评分人随意打，最多只能占 {most}%。没有公布。"
        "请把“直接打分”的项目写明看什么，或者改成优良中差、按次数。",
        "{percent} % of the points are given at will; {most} % may be. The scorecard was not"
        " published. Say what to look for, or use grades or counts.",
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
    "answer_bad": Sentence(
        "“{item}”这一项填的看不懂。没有保存评分。请照这一项的填法重新填。",
        "The answer to item “{item}” cannot be read. The sheet was not saved. Answer it in the way"
        " that the item asks for.",
    ),
    "points_out_of_range": Sentence(
        "“{item}”这一项填了 {points} 分，只能填 {least} 到 {most} 分。没有保存评分。请改好再保存。",
        "Item “{item}” was given {points} points; it takes {least} to {most}. The sheet was not"
        " saved. Correct it and save.",
    ),
    "deduction_reason_missing": Sentence(
        "“{item}”要减分，没有写明为什么。没有保存，已经填的都还在。请用 2 到 {most} 个字写明。",
        "“{item}” takes points, and it does not say why. The sheet was not saved; what you entered"
        " is still there. Say why in 2 to {most} characters and save.",
    ),
    "already_exempt": Sentence(
        "这一户已经换了项目。什么都没有改。不用再办。",
        "The household is scored for the other items already. Nothing was changed. There is nothing"
        " to do.",
    ),
    "not_exempt": Sentence(
        "这一户和大家评的一样。什么都没有改。不用再办。",
        "The household is scored like everybody. Nothing was changed. There is nothing to do.",
    ),
    "items_missing": Sentence(
        "还有 {count} 项没有评：{items}。没有保存，已经选的都还在。请评完再保存。",
        "{count} items have no grade yet: {items}. The sheet was not saved; what you chose is still"
        " there. Score them and save.",
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
        "这里有您自己评的分，或者是您一同去评的，评分的人不能认定。没有认定。请换一位同事来认定。",
        "You scored here yourself, or came along for it, and who scores may not certify. Nothing"
        " was certified. Ask a colleague.",
    ),
    "certifier_submitted": Sentence(
        "这个月是您自己替村里交的，不能再由您认定。没有认定。请换一位同事来认定。",
        "You submitted this month for the village yourself, so you may not certify it. Nothing was"
        " certified. Ask a colleague.",
    ),
    "own_sheet": Sentence(
        "这张表是您评的、一同去评的或者认定的，异议要由别人答复。没有答复。请换一位同事来办。",
        "You scored this sheet, came along for it or certified it, so somebody else decides the"
        " objection. Nothing was decided. Ask a colleague.",
    ),
}

_DAYS: Final[dict[str, Sentence]] = {
    "answer_days_bad": Sentence(
        "答复异议的天数 {days} 不行。没有开这个月。要填 1 到 {most} 天。",
        "An objection cannot be answered within {days} days. The month was not opened. Enter 1 to"
        " {most} days.",
    ),
    "workdays_unknown": Sentence(
        "{year} 年哪些天上班还没有填，工作日数不出来。什么都没有改。请区里先在“设置”里填"
        " {year} 年的工作日。",
        "Nobody has entered which days of {year} are worked, so working days cannot be counted."
        " Nothing was changed. The district office enters {year} in the settings first.",
    ),
    "workdays_bad": Sentence(
        "“{text}”看不懂，或者不是这一年的日子。什么都没有改。日子写成 2-15 或 2-15~2-23；文件里写成"
        " 2026-02-16,0。",
        "“{text}” cannot be read, or is no day of this year. Nothing was changed. Write a day as"
        " 2-15 or 2-15~2-23; in a file as 2026-02-16,0.",
    ),
    "work_year_empty": Sentence(
        "{year} 年一天放假也没有写。没有保存。请照国务院办公厅的通知，把放假的日子填上。",
        "Not a single holiday of {year} was entered. Nothing was saved. Enter the holidays after"
        " the State Council's notice.",
    ),
    "work_year_taken": Sentence(
        "刚刚有人填了这一年。您填的没有保存。请打开这一年看一看，要改再改。",
        "Somebody else has just entered this year. Yours was not saved. Open the year and look.",
    ),
}

_NOTICE: Final[dict[str, Sentence]] = {
    "notice_too_short": Sentence(
        "公示至少要满 {days} 天。没有贴出去。请把截止的日子往后放。",
        "The notice must stand for {days} days at least. It was not publicised. Choose a later"
        " closing date.",
    ),
    "posting_time_bad": Sentence(
        "张贴的时间不对。没有记下。要在公示那天以后，不能晚于现在。",
        "The time of posting is not right. It was not recorded. It lies on the day of the notice or"
        " later, and not in the future.",
    ),
    "posting_name_missing": Sentence(
        "谁贴的没有写，或者太长。没有记下。请写上张贴人的姓名。",
        "Who put it up is missing or too long. It was not recorded. Enter the name.",
    ),
    "posting_not_found": Sentence(
        "没有找到这次张贴，或者不在您管的范围里。什么都没有改。请从公示点进去。",
        "This posting was not found, or it is not within your reach. Nothing was changed. Open it"
        " from the notice.",
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
    "nothing_to_object": Sentence(
        "这一户不在这张公示上。异议没有登记。请核对是哪个村、哪个月的公示，或者到村委会说。",
        "This household does not stand on this notice. No objection was recorded. See whether it is"
        " the notice of the right village and month, or tell the village committee.",
    ),
    "answers_missing": Sentence(
        "异议成立，就要改好评分。没有答复，分没有变。请把改后的评分填上。",
        "An upheld objection needs the corrected grades. Nothing was decided and no points changed."
        " Enter the grades as they should be.",
    ),
}

SCORING_REFUSALS: Final[dict[str, Sentence]] = {
    **_SCHEMES,
    **VISIT_REFUSALS,
    **_MONTH,
    **_FOUR_EYES,
    **_DAYS,
    **CERTIFYING_REFUSALS,
    **_NOTICE,
}
