"""What one-off awards say no to."""

from typing import Final

from app.words.sentence import Sentence

AWARD_REFUSALS: Final[dict[str, Sentence]] = {
    "unknown_award": Sentence(
        "细则里没有这一种一次性奖励。没有提交。请从名单里选一种。",
        "The scorecard has no such one-off award. Nothing was proposed. Choose one of the list.",
    ),
    "award_level_bad": Sentence(
        "“{name}”没有这一级。没有提交。请照细则选一级。",
        "“{name}” has no such level. Nothing was proposed. Choose a level of the scorecard.",
    ),
    "award_points_bad": Sentence(
        "“{name}”是 {least} 到 {most} 分。没有提交。请填这个范围里的分。",
        "“{name}” is worth {least} to {most} points. Nothing was proposed. Enter points within"
        " that.",
    ),
    "award_not_found": Sentence(
        "没有找到这项一次性奖励，或者不在您管的范围里。什么都没有改。请从这一户的页面点进去。",
        "This one-off award was not found, or it is not within your reach. Nothing was changed."
        " Open it from the household's page.",
    ),
    "award_day_bad": Sentence(
        "事情发生的日子不对。没有提交。要填今天或者一年以内的日子。",
        "The day on which it happened is not right. Nothing was proposed. Enter today or a day"
        " within the past year.",
    ),
    "award_already_given": Sentence(
        "这一户在这段时间里已经提过这一种奖励。没有再提。细则里写了只给一次，请看这一户的记录。",
        "The household was proposed for this award in that time already. It was not proposed"
        " again. The scorecard gives it once; see the household's file.",
    ),
    "award_of_another": Sentence(
        "这项奖励是别人提的。没有收回。要收回，请提的人来办；不该给的，镇里认定时可以取消。",
        "Somebody else proposed this award. It was not withdrawn. Who proposed it withdraws it;"
        " the township may strike it when it certifies.",
    ),
    "award_submitted": Sentence(
        "这个月村里已经交上去了。没有收回。不该给的，请镇里认定时取消。",
        "The village has submitted the month. The award was not withdrawn. Ask the township to"
        " strike it when it certifies.",
    ),
    "award_not_struck_now": Sentence(
        "这项奖励现在不能取消。没有改动。镇里认定的时候、公示的时候才能取消；提的人在提交前可以收回。",
        "This award cannot be struck now. Nothing was changed. It is struck while the township"
        " certifies, or on the notice; before, who proposed it may withdraw it.",
    ),
    "own_award": Sentence(
        "这项奖励是您提的或者认定的，不能由您取消。没有改动。请另一位同志来办。",
        "You proposed or certified this award, so you may not strike it. Nothing was changed."
        " Somebody else does it.",
    ),
    "certifier_proposed": Sentence(
        "这个月有您提的一次性奖励，您不能认定。没有认定。请镇里另一位同事来认定。",
        "You proposed a one-off award of this month, so you may not certify it. It was not"
        " certified. Another officer of the township does it.",
    ),
}
