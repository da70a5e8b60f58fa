"""What questionnaires say no to."""

from typing import Final

from app.words.sentence import Sentence

QUESTIONNAIRE_REFUSALS: Final[dict[str, Sentence]] = {
    "questionnaire_bad": Sentence(
        "问卷读不出来，问题在“{where}”。没有公布。请照样例改好再来。",
        "The questionnaire cannot be read; see “{where}”. It was not published. Correct it after"
        " the sample and try again.",
    ),
    "question_forbidden": Sentence(
        "“{question}”里有“{word}”。问卷不问证件号、电话、病和残疾，没有公布。"
        "请去掉这一问，或者改成问有没有得到服务。",
        "“{question}” says “{word}”. A questionnaire asks for no ID or telephone numbers, illness"
        " or disability, so it was not published. Leave it out, or ask about services instead.",
    ),
    "questionnaire_exists": Sentence(
        "这个月起已经有另一份问卷。没有公布；公布过的不能改。请换一个开始的月份，或者先停用那一份。",
        "Another questionnaire starts in this month. This one was not published: a published one"
        " never changes. Choose another first month, or end that one first.",
    ),
    "questionnaire_ended": Sentence(
        "这份问卷已经停用了。什么都没有改。不用再办。",
        "This questionnaire was ended before. Nothing was changed. There is nothing to do.",
    ),
    "questionnaire_not_found": Sentence(
        "没有这一份问卷。什么都没有改。请从各份问卷里点进去。",
        "There is no such questionnaire. Nothing was changed. Open it from the list.",
    ),
    "no_questionnaire": Sentence(
        "{period} 没有要填的问卷。什么都没有保存。要填，请区里先公布一份。",
        "No questionnaire is asked in {period}. Nothing was saved. The district office must publish"
        " one first.",
    ),
    "question_unknown": Sentence(
        "问卷里没有“{question}”这一问，可能已经换了一份。没有保存。请重新打开问卷再填。",
        "The questionnaire has no question “{question}”; it may have been replaced. Nothing was"
        " saved. Open the questionnaire anew.",
    ),
    "question_answer_bad": Sentence(
        "“{question}”填的不对。没有保存，已经填的都还在。请照这一问的填法改好；数字只写整数，不超过七位。",
        "The answer to “{question}” does not fit. Nothing was saved; what you entered is still"
        " there. Answer as the question asks; numbers are whole, of seven digits at most.",
    ),
    "answer_tells_too_much": Sentence(
        "“{question}”里写了号码或者谁的病。没有保存，已经填的都还在。请去掉，只写要办的事。",
        "The answer to “{question}” holds a number or tells of an illness. Nothing was saved; what"
        " you entered is still there. Take it out and say only what is wanted.",
    ),
    "nothing_answered": Sentence(
        "一问也没有填。没有保存。请填好几问再保存，没填完的以后可以接着填。",
        "Not a single question was answered. Nothing was saved. Answer some; the rest can follow"
        " later.",
    ),
    "not_visited_yet": Sentence(
        "这个月还没有走访这一户，问卷要记在走访上。没有保存。请先评分，再填问卷。",
        "Nobody has visited this household this month, and answers belong to a visit. Nothing was"
        " saved. Score first, then ask.",
    ),
    "answered_meanwhile": Sentence(
        "刚刚有人填过这一户的问卷。您填的没有保存，那一份还在。请重新打开看一看，要改再改。",
        "Somebody has just answered for this household. Yours was not saved and that one stands."
        " Open it anew and look.",
    ),
}
