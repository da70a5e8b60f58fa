"""What the offices' own desk says no to: looking at an ID number."""

from typing import Final

from app.words.sentence import Sentence

OFFICE_REFUSALS: Final[dict[str, Sentence]] = {
    "reveal_reason_missing": Sentence(
        "看身份证号要写明为什么看，2 到 {most} 个字。号码没有显示。请写清楚，再点一次。",
        "Say why you need to see the ID number, in 2 to {most} characters. The number was not"
        " shown. Give the reason and press again.",
    ),
    "member_not_found": Sentence(
        "这一户里没有这个人。号码没有显示。请回到这一户的页面，从家庭成员里点。",
        "There is nobody like this in the household. No number was shown. Open it from the list of"
        " members.",
    ),
    "too_many_reveals": Sentence(
        "一个小时里最多看 {most} 个身份证号，您已经看满了。号码没有显示。请过一会儿再看。",
        "At most {most} ID numbers are shown to one person in an hour, and you have reached that."
        " The number was not shown. Try again later.",
    ),
    "too_many_reveals_today": Sentence(
        "一天里最多看 {most} 个身份证号，您已经看满了。号码没有显示。请明天再看。",
        "At most {most} ID numbers are shown to one person in a day, and you have reached that. The"
        " number was not shown. Try again tomorrow.",
    ),
    "kept_file_gone": Sentence(
        "这个文件已经不在了。没有导入。上传的文件最多留一天，用过就删；请重新选一次文件。",
        "This file is no longer here. Nothing was imported. An uploaded file is kept for a day at"
        " most and removed once it is used; choose it again.",
    ),
    "roster_has_faults": Sentence(
        "名单里有 {refused} 户要改，没有导入任何一户。请先改好，或者只导入没有问题的户。",
        "{refused} households of the roster must be mended, so none was imported. Mend them, or"
        " import only those that are good.",
    ),
    "no_villages": Sentence(
        "区里还没有村，名单里的村对不上。没有导入任何一户。请先导入村镇。",
        "The district has no villages yet, so the roster's cannot be matched. No household was"
        " imported. Import the places first.",
    ),
    "goods_not_found": Sentence(
        "价目里没有代码是“{code}”的商品。什么都没有改。请从商品名单里点进去。",
        "No goods on the price list have the code “{code}”. Nothing was changed. Open them from the"
        " list of goods.",
    ),
    "staff_not_found": Sentence(
        "没有找到这个人，或者不在您管的范围里。什么都没有改。请从人员名单里点进去。",
        "This person was not found, or is not within your reach. Nothing was changed. Open him from"
        " the list of people.",
    ),
    "scheme_not_found": Sentence(
        "没有这一版积分细则。什么都没有改。请从各版细则里点进去。",
        "There is no such version of the scorecard. Nothing was changed. Open it from the list of"
        " versions.",
    ),
}
