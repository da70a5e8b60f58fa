"""What the house says no to about sheets that come after their month."""

from typing import Final

from app.words.sentence import Sentence

LATE_REFUSALS: Final[dict[str, Sentence]] = {
    "late_month_open": Sentence(
        "这个月（{period}）还在评分，不用补评。补评没有提。请直接评这个月。",
        "This month ({period}) is still open. Nothing was proposed. Record the sheet as usual.",
    ),
    "late_sheet_waits": Sentence(
        "这一户这个月有评分，还没有入账。补评没有办。请等入账以后再看；对分有意见，公示时可以提异议。",
        "The household has a sheet of this month that is not credited yet. Nothing was done. Wait"
        " until it is credited, or object while it is on notice.",
    ),
    "late_sheet_exists": Sentence(
        "这一户这个月已经提过补评。没有再提一次。请在积分更正里看那一笔。",
        "A late sheet of this household and month was proposed before. It was not proposed again."
        " See the corrections.",
    ),
    "late_nothing_to_correct": Sentence(
        "补评算出来和已经入账的一样，都是 {points} 分。补评没有提。不用再办。",
        "The late sheet earns the {points} points that were credited. Nothing was proposed. There"
        " is nothing to do.",
    ),
    "late_not_yet": Sentence(
        "这个月（{period}）镇里还没有认定。补评没有批，积分没有变。请等认定以后再批。",
        "The township has not certified this month ({period}) yet. The late sheet was not approved"
        " and no points have moved. Approve it when the month is certified.",
    ),
    "late_outdated": Sentence(
        "提了补评以后，这一户的分变了。补评没有批，积分没有变。请退回这一笔，重新补评。",
        "What the household earned has changed since the late sheet was proposed. It was not"
        " approved and no points have moved. Send it back and have it proposed anew.",
    ),
}
