"""Answers, lines and cuts of a sheet in words: every point has its plain sentence."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from app.scoring.schemes.rules import Item, ItemRole
from app.scoring.schemes.scales import Count, Deadline, Findings, Grade, Grades, Points
from app.scoring.schemes.totals import Cut, CutRule, Line
from app.words.sentence import Sentence

GRADES: Final[Mapping[Grade, Sentence]] = {
    Grade.EXCELLENT: Sentence("优", "Excellent"),
    Grade.GOOD: Sentence("良", "Good"),
    Grade.FAIR: Sentence("中", "Fair"),
    Grade.POOR: Sentence("差", "Poor"),
}
CUTS: Final[Mapping[CutRule, Sentence]] = {
    CutRule.BONUS_CAP: Sentence("加分封顶", "Cap on bonus points"),
    CutRule.FLOOR: Sentence("最低到 0 分，不倒扣", "Not below 0 points"),
    CutRule.VETO: Sentence("一票否决，本月清零", "Veto: the month counts nothing"),
    CutRule.MONTH_CAP: Sentence("一个月封顶", "Cap of the month"),
    CutRule.YEAR_CAP: Sentence("全年封顶", "Cap of the year"),
}
_YES: Final = Sentence("有", "Yes")
_NO: Final = Sentence("没有", "No")
_NOT_DONE: Final = Sentence("没做", "Not done")
_TIMES: Final = Sentence("{number} 次", "{number} times")
_FOUND: Final = Sentence("查出 {number} 处", "{number} found")
_DONE_ON: Final = Sentence("{month} 月 {day} 日", "{day}/{month}")
_DONE_BY: Final = Sentence("{month} 月 {day} 日以前", "by {day}/{month}")
_OF: Final = Sentence(
    "{month} 月 {item} {answer}：{points} 分，满分 {most}",
    "{month:02}: {item}, {answer}: {points} points of {most}",
)
_PLAIN: Final = Sentence(
    "{month} 月 {item} {answer}：{points} 分", "{month:02}: {item}, {answer}: {points} points"
)
_EACH: Final = Sentence("每次 {each} 分，最多 {most} 分", "{each} points each, {most} at most")
_FINDING: Final = Sentence(
    "满分 {most} 分，查出一处减 {each} 分", "{most} points less {each} for each finding"
)
_RANGE: Final = Sentence("{least} 到 {most} 分", "{least} to {most} points")
_ALL: Final = Sentence("有得 {most} 分，没有 0 分", "{most} points or none")
_UNTIL: Final = Sentence("{month} 月 {day} 日前 {points} 分", "until {day}/{month} {points} points")
_VETO: Final = Sentence("有一次，本月清零", "Once, and the month counts nothing")
_CHANGED: Final = Sentence("改了", "changed")
_BETWEEN: Final = Sentence("；", "; ")


def answer_words(item: Item, answer: str, language: str) -> str:
    """What was found: 良, 3 次, 查出 2 处, 有, 3 月 1 日; nothing where the points say it all."""
    facts: dict[str, object] = {"number": answer}
    match item.scale:
        case Points():
            return ""
        case Count():
            said = _TIMES
        case Findings():
            said = _FOUND
        case Deadline() if answer != "no":
            said = _DONE_BY if answer in item.choices else _DONE_ON
            on = date.fromisoformat(answer)
            facts = {"month": on.month, "day": on.day}
        case Deadline():
            said = _NOT_DONE
        case Grades():
            said = GRADES[Grade(answer)]
        case _:
            said = _YES if answer == "yes" else _NO
    return said.say(language, **facts)


def moved_words(item: Item, answer: str, last: str, language: str) -> str:
    """▲2, ▼3, 改了: how an answer differs from last month's; nothing where it does not.

    In points for what is chosen, in the number itself for what is counted.
    """
    if not answer or not last or answer == last:
        return ""
    worth = item.choices or {each: int(each) for each in (answer, last) if each.isdecimal()}
    by = worth[answer] - worth[last] if answer in worth and last in worth else 0
    return f"{'▲' if by > 0 else '▼'}{abs(by)}" if by else _CHANGED.say(language)


def line_words(line: Line, month: int, language: str) -> str:
    """A line as a household hears it: 9 月 庭院卫生 良：8 分，满分 10."""
    sentence = _OF if line.item.role is ItemRole.BASE else _PLAIN
    said = sentence.say(
        language, month=month, item=line.item.name, points=line.points,
        answer=answer_words(line.item, line.answer, language), most=line.item.points_max,
    )  # fmt: skip
    return said.replace(" ：", "：").replace(", :", ":")


def cut_words(cut: Cut, language: str) -> str:
    """Which rule took points off."""
    return CUTS[cut.rule].say(language)


def scale_words(item: Item, language: str) -> str:
    """How an item is answered and what that is worth; nothing for the four grades."""
    if item.role is ItemRole.VETO:
        return _VETO.say(language)
    match item.scale:
        case Points() as scale:
            return _RANGE.say(language, least=scale.points_least, most=scale.points_max)
        case Count() as scale:
            return _EACH.say(language, each=scale.points_each, most=scale.points_max)
        case Findings() as scale:
            return _FINDING.say(language, each=scale.points_each, most=scale.points_max)
        case Deadline() as scale:
            steps = [
                _UNTIL.say(language, month=day.month, day=day.day, points=points)
                for day, points in scale.steps
            ]
            return _BETWEEN.say(language).join(steps)
    return "" if isinstance(item.scale, Grades) else _ALL.say(language, most=item.points_max)
