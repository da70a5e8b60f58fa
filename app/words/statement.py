"""The lines of a household's statement in words: what each movement of points was."""

from typing import Final

from app.ledger.models import TransferKind
from app.ledger.queries import StatementLine
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
# What came back in part says so; the rest of its kind was voided.
_BY_SOURCE: Final[dict[str, Sentence]] = {
    "return": Sentence("退回了部分东西，积分退回", "Some goods came back, and their points"),
}
_GOODS: Final = Sentence("物品", "goods")


def statement_words(line: StatementLine, goods: str, language: str) -> str:
    """What a movement was; `goods` is what was taken home, where that is known."""
    known = _WORDS[line.kind, _MORE if line.points > 0 else _LESS]
    sentence = _BY_SOURCE.get(line.source_kind, known)
    return sentence.say(
        language,
        year=line.period.year,
        month=line.period.month,
        goods=goods or _GOODS.say(language),
    )
