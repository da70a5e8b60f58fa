"""What signing in says no to."""

from typing import Final

from app.words.sentence import Sentence

SIGN_IN_REFUSALS: Final[dict[str, Sentence]] = {
    "code_wrong": Sentence(
        "这个码不对，或者已经用过了。没有办成。请看手机上现在的 6 位数，或者换一个恢复码。",
        "This code is not right, or was used before. Nothing was done. Enter what your phone shows"
        " now, or another recovery code.",
    ),
    "nothing_to_confirm": Sentence(
        "现在没有在设新手机。什么都没有改。请回到“登录第二步”，从头开始。",
        "No phone is being set up at the moment. Nothing was changed. Begin again on the page of"
        " the second step.",
    ),
    "own_second_step": Sentence(
        "自己的第二步不能自己重设。什么都没有改。请另一位管理员来重设。",
        "You cannot reset your own second step. Nothing was changed. Ask another administrator.",
    ),
    "sign_in_not_found": Sentence(
        "没有这一处登录，或者不是您的。什么都没有改。请从“我的登录”里点。",
        "There is no such sign-in of yours. Nothing was changed. Choose it from the list of your"
        " sign-ins.",
    ),
}
