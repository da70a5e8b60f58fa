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
}
