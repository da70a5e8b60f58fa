"""What the changes of households say when they refuse."""

from typing import Final

from app.words.sentence import Sentence

CHANGE_REFUSALS: Final[dict[str, Sentence]] = {
    "change_details_missing": Sentence(
        "这种变动还缺“{field}”这一段。什么都没有记。请补上再送。",
        "This kind of change wants “{field}”. Nothing was recorded. Add it and send it again.",
    ),
    "household_left": Sentence(
        "这一户已经退出了名册，不再评分。没有记下，什么也没有改。要恢复，先给它记一笔“重新回来”。",
        "This household has left the register and is not scored any more. Nothing was changed."
        " To bring it back, record its return first.",
    ),
    "change_not_found": Sentence(
        "没有这笔变动，或者不归您管。什么也没有改。请从“户的变动”里找。",
        "There is no such change, or it is not in your area. Nothing was changed. Look for it in"
        " the list of changes.",
    ),
    "own_change": Sentence(
        "这笔变动是您自己记的，自己不能批。什么也没有改。请另一位同事来批。",
        "You recorded this change yourself and cannot decide it. Nothing was changed. Ask a"
        " colleague to decide it.",
    ),
    "change_decided": Sentence(
        "这笔变动已经有人批过了。没有再办一次。结果写在这笔变动的页面上。",
        "This change was decided before. It was not carried out again. Its page says how it was"
        " decided.",
    ),
    "change_waiting": Sentence(
        "这一户还有一笔变动等着批。新的没有记下。先把那一笔批了或退回，再来记。",
        "Another change of this household waits to be decided. The new one was not recorded. Have"
        " the first one decided, then record this one.",
    ),
    "change_day_bad": Sentence(
        "日子还没有到。没有记下。请填事情已经发生的那一天。",
        "That day has not come yet. Nothing was recorded. Enter the day on which it happened.",
    ),
    "change_reason_missing": Sentence(
        "要写明原因，2 到 500 个字。没有记下。请写上再来。",
        "A reason of 2 to 500 characters is needed. Nothing was recorded. Write it and send again.",
    ),
    "household_not_left": Sentence(
        "这一户还在名册里，用不着回来。没有记下。",
        "This household is still on the register and need not come back. Nothing was recorded.",
    ),
    "household_merged_away": Sentence(
        "这一户已经并到另一户去了，人和积分都在那边，不能再回来。没有记下。要分开过，从那一户记“分户”。",
        "This household went into another, with its people and points, and cannot come back."
        " Nothing was recorded. If they live apart again, record a split of the other household.",
    ),
    "head_elsewhere": Sentence(
        "这一户的户主已经在另一户里，不能照原样回来。没有办成，什么也没有改。"
        "请先查清户主住在哪一户，再从那一户记“分户”。",
        "The head of this household lives in another one by now, so it cannot come back as it was."
        " Nothing was changed. Find out where the head lives and record a split from there.",
    ),
    "person_details_bad": Sentence(
        "要写姓名，最多 60 个字；关系最多 20 个字。没有记下。请改好再来。",
        "A name of up to 60 characters is needed, and a relation of up to 20. Nothing was"
        " recorded. Correct it and send again.",
    ),
    "id_number_bad": Sentence(
        "身份证号不对。没有记下。请照着身份证再填一遍，18 位。",
        "That is not the number of an ID card. Nothing was recorded. Copy all 18 signs from the"
        " card again.",
    ),
    "person_registered": Sentence(
        "这个人已经在名册的一户里。没有办成，什么也没有改。先从原来那一户记“离开”，批了以后再加到这一户。",
        "This person stands in a household of the register already. Nothing was changed. First"
        " record that the person leaves that household; once approved, add the person here.",
    ),
    "last_person": Sentence(
        "这是家里最后一个人。没有办成，什么也没有改。整户不在了，请记“退出名册”；并到别家，请记“并户”。",
        "This is the last person of the household. Nothing was changed. If the whole household is"
        " gone, record that it leaves; if it goes into another, record a merger.",
    ),
    "new_head_missing": Sentence(
        "走的是户主，要选家里另一个人当户主。没有办成，什么也没有改。请选一个人。",
        "The head goes, so another member must become head. Nothing was changed. Choose one.",
    ),
    "split_people_bad": Sentence(
        "分出去的人没有选对：至少一个人走，原来的户主留下，新户的户主要在走的人里。没有办成，什么也没有改。请重新选。",
        "The people of the new household are not right: at least one goes, the present head stays,"
        " and the new head is one of those who go. Nothing was changed. Choose again.",
    ),
    "split_points_bad": Sentence(
        "分走的积分要在 0 到 {balance} 之间，这一户现在只有这么多。没有记下。请改好再来。",
        "The points that go along must lie between 0 and {balance}: that is all the household has."
        " Nothing was recorded. Correct the number and send again.",
    ),
    "split_points_spent": Sentence(
        "这一户现在只剩 {balance} 分，不够分出去 {points} 分。没有办，什么也没有改。"
        "请退回这一笔，让两户重新商量分多少。",
        "The household has {balance} points left, fewer than the {points} that were to go along."
        " Nothing was changed. Refuse this change and let the families agree again.",
    ),
    "new_number_bad": Sentence(
        "新户的编号不对，只能是数字和字母，最多 {most} 位。没有记下。请改好再来。",
        "The number of the new household may have digits and letters only, at most {most}. Nothing"
        " was recorded. Correct it and send again.",
    ),
    "new_number_taken": Sentence(
        "这个编号已经有别的户在用。没有办成，什么也没有改。请换一个编号。",
        "Another household has this number. Nothing was changed. Choose another number.",
    ),
    "other_household_bad": Sentence(
        "并到的那一户不对，要是本村在册的另一户。没有办成，什么也没有改。请查一查户编号。",
        "The household that stays must be another registered one of this village. Nothing was"
        " changed. Check its number.",
    ),
    "same_village": Sentence(
        "这一户本来就在这个村。没有记下。请选要搬去的村。",
        "The household lives in this village already. Nothing was recorded. Choose the village it"
        " moves to.",
    ),
    "move_beyond_reach": Sentence(
        "要搬去的村不归您管，这笔您批不了。什么也没有改。请管两个村的上一级来批。",
        "The village it moves to is not in your area, so you cannot approve this. Nothing was"
        " changed. Somebody responsible for both villages must approve it.",
    ),
    "scored_elsewhere": Sentence(
        "这一户这个月在搬来以前的村已经评过分了。没有再记一张。下个月起在这里评。",
        "This household was scored this month in the village where it lived before. No second"
        " sheet was recorded. Score it here from next month on.",
    ),
}
