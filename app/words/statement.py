"""The lines of a household's statement in words: what each movement of points was."""

from collections.abc import Mapping
from typing import Final

from app.ledger.models import TransferKind
from app.ledger.queries import StatementLine
from app.scoring.rounds.award_steps import SOURCE as ONE_OFF
from app.scoring.rounds.late_queries import Late
from app.words.sentence import Sentence

_MORE, _LESS = "more", "less"
_WORDS: Final[dict[tuple[TransferKind, str], Sentence]] = {
    (TransferKind.AWARD, _MORE): Sentence(
        "{year} 年 {month} 月评分入账", "Points earned in {year}-{month:02}"
    ),
    (TransferKind.REDEMPTION, _LESS): Sentence("兑换{goods}", "Redeemed {goods}"),
    (TransferKind.REVERSAL, _MORE): Sentence(
        "兑换作废，积分退回", "A redemption was voided, the points came back"
    ),
    (TransferKind.CORRECTION, _MORE): Sentence("更正，补加积分", "Correction: points added"),
    (TransferKind.CORRECTION, _LESS): Sentence("更正，减去积分", "Correction: points taken"),
    (TransferKind.CLAIM, _LESS): Sentence(
        "补扣以前更正时没有扣完的积分", "The rest of an earlier correction was taken"
    ),
    (TransferKind.EXPIRY, _LESS): Sentence("积分到期清零", "Points expired"),
    (TransferKind.TRANSFER, _MORE): Sentence(
        "分户、并户，从另一户转来", "Came from another household, by a split or a merger"
    ),
    (TransferKind.TRANSFER, _LESS): Sentence(
        "分户、并户，转给另一户", "Went to another household, by a split or a merger"
    ),
}
_ONE_OFF: Final = Sentence("一次性奖励：{goods}", "One-off award: {goods}")
_LATE: Final = Sentence(
    "{year} 年 {month} 月补评：{points} 分", "Scored late for {year}-{month:02}: {points} points"
)
_LATE_MENDED: Final = Sentence(
    "{year} 年 {month} 月补评：{points} 分，原来入账 {credited} 分",
    "Scored late for {year}-{month:02}: {points} points instead of {credited}",
)
# What came back in part says so; the rest of its kind was voided.
_BY_SOURCE: Final[dict[str, Sentence]] = {
    "return": Sentence("退回了部分东西，积分退回", "Some goods came back, and their points"),
}
_GOODS: Final = Sentence("物品", "goods")


def statement_words(
    line: StatementLine, goods: str, language: str, late: Mapping[int, Late]
) -> str:
    """What a movement was; `goods` is what was taken home, or what was honoured, where known.

    :param late: the household's late sheets, by the correction that moved their points.
    """
    if line.kind is TransferKind.CORRECTION and line.source_id in late:
        return _late_words(late[line.source_id], language)
    one_off = line.source_kind == ONE_OFF and goods
    known = _WORDS[line.kind, _MORE if line.points > 0 else _LESS]
    sentence = _ONE_OFF if one_off else _BY_SOURCE.get(line.source_kind, known)
    return sentence.say(
        language,
        year=line.period.year,
        month=line.period.month,
        goods=goods or _GOODS.say(language),
    )


def _late_words(late: Late, language: str) -> str:
    sentence = _LATE_MENDED if late.credited_points else _LATE
    return sentence.say(
        language,
        year=late.period.year,
        month=late.period.month,
        points=late.points,
        credited=late.credited_points,
    )
