"""One-off awards in words: what they are called, and the plain sentence for their points."""

from typing import Final

from app.scoring.rounds.award_models import OneOffAward
from app.words.sentence import Sentence

_LEVEL: Final = Sentence("{name}（{level}）", "{name} ({level})")
_EARNED: Final = Sentence("{month} 月 {name}：{points} 分", "{month:02}: {name}: {points} points")
_CUT: Final = Sentence(
    "{month} 月 {name}：{whole} 分，全年封顶减 {cut} 分，得 {points} 分",
    "{month:02}: {name}: {whole} points, less {cut} by the cap of the year: {points}",
)


def award_name(name: str, level: str, language: str) -> str:
    """救助邻居; 获得荣誉称号（县级）."""
    return _LEVEL.say(language, name=name, level=level) if level else name


def award_words(award: OneOffAward, language: str) -> str:
    """9 月 救助邻居：20 分; by the month in which it happened."""
    sentence = _CUT if award.cut_points else _EARNED
    return sentence.say(
        language,
        month=award.happened_on.month,
        name=award_name(award.name, award.level, language),
        whole=award.points,
        cut=award.cut_points,
        points=award.credited_points,
    )
