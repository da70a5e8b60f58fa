"""The lines of a household's statement in words: what each movement of points was."""

from typing import Final

from app.ledger.models import TransferKind
from app.ledger.queries import StatementLine
from app.scoring.rounds.award_steps import SOURCE as ONE_OFF
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
_GOODS: Final = Sentence("物品", "goods")


def statement_words(line: StatementLine, goods: str, language: str) -> str:
    """What a movement was; `goods` is what was taken home, or what was honoured, where known."""
    one_off = line.source_kind == ONE_OFF and goods
    sentence = _ONE_OFF if one_off else _WORDS[line.kind, _MORE if line.points > 0 else _LESS]
    return sentence.say(
        language,
        year=line.period.year,
        month=line.period.month,
        goods=goods or _GOODS.say(language),
    )
