"""One-off awards in words: what they are called, and the plain sentence for their points."""

from collections.abc import Mapping
from typing import Final

from app.scoring.rounds.award_models import OneOffAward
from app.scoring.schemes.awards import Award, OncePer
from app.words.sentence import Sentence

_LEVEL: Final = Sentence("{name}（{level}）", "{name} ({level})")
ONCE: Final[Mapping[OncePer, Sentence]] = {
    OncePer.ALWAYS: Sentence("不限次数", "any number of times"),
    OncePer.MONTH: Sentence("一个月一次", "once a month for a household"),
    OncePer.YEAR: Sentence("一年一次", "once a year for a household"),
}
_AND: Final = Sentence("、", ", ")
_BETWEEN: Final = Sentence("；", "; ")
_POINTS: Final = Sentence("{points} 分", "{points} points")
_RANGE: Final = Sentence("{least} 到 {most} 分", "{least} to {most} points")
_EARNED: Final = Sentence("{month} 月 {name}：{points} 分", "{month:02}: {name}: {points} points")
_CUT: Final = Sentence(
    "{month} 月 {name}：{whole} 分，全年封顶减 {cut} 分，得 {points} 分",
    "{month:02}: {name}: {whole} points, less {cut} by the cap of the year: {points}",
)


def award_name(name: str, level: str, language: str) -> str:
    """救助邻居; 获得荣誉称号（县级）."""
    return _LEVEL.say(language, name=name, level=level) if level else name


def worth_words(award: Award, language: str) -> str:
    """村级 50、县级 200 分；一年一次: what an award gives, and how often."""
    if award.levels:
        levels = _AND.say(language).join(f"{name} {points}" for name, points in award.levels)
        worth = _POINTS.say(language, points=levels)
    elif award.is_range:
        worth = _RANGE.say(language, least=award.points_least, most=award.points_max)
    else:
        worth = _POINTS.say(language, points=award.points_max)
    often = ONCE[award.once_per]
    return worth + _BETWEEN.say(language) + often.say(language)


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
