"""What may never gain or lose points, by a list; and how much of a scorecard is mere opinion.

Source: the programme rewards conduct; it must not price a right. A scorecard is read by its words:
who wants to score a right under another name is stopped by the people who certify, not by a list.
"""

import tomllib
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from app.kernel.errors import Invalid
from app.scoring.schemes.awards import Award
from app.scoring.schemes.rules import Item, ItemRole, Scheme
from app.scoring.schemes.scales import FULL_PERCENT, ItemKind

#: Of a month's points, so many per cent at most may be given without a description of each step.
MOST_OPINION_PERCENT: Final = 50
LIST: Final = Path(__file__).with_name("rights.toml")
PENALTIES: Final = frozenset({ItemRole.DEDUCTION, ItemRole.VETO})


class Right(StrEnum):
    """What everybody may do or be without its being counted."""

    PETITION = "petition"
    OBJECTION = "objection"
    RELIGION = "religion"
    CHILDBIRTH = "childbirth"
    HEALTH = "health"
    PICTURE = "picture"
    BENEFITS = "benefits"


@dataclass(frozen=True)
class Protected:
    """A right, the words by which an item about it is known, and words that show it is not."""

    right: Right
    words: tuple[str, ...]
    unless: tuple[str, ...] = ()
    #: Whether only taking points for it is forbidden.
    as_penalty: bool = False


def _read() -> tuple[Protected, ...]:
    """The list as it is shipped; a district does not change it."""
    entries = tomllib.loads(LIST.read_text("utf-8"))["protected"]
    return tuple(
        Protected(
            Right(entry["right"]),
            tuple(entry["words"]),
            tuple(entry.get("unless", ())),
            as_penalty=entry.get("as_penalty", False),
        )
        for entry in entries
    )


PROTECTED: Final = _read()


class AgainstRights(Invalid):
    """An item scores what nobody may be scored for; `item`, `right` and the word that shows it."""

    code = "scheme_against_rights"


class TooMuchOpinion(Invalid):
    """More of the points than allowed are given at will, without a description of the steps."""

    code = "scheme_too_much_opinion"


def check_rights(scheme: Scheme) -> None:
    """Refuse a scorecard that prices a right, or leaves most of it to somebody's opinion.

    :raises AgainstRights: names the first such item.
    :raises TooMuchOpinion: says how much it is, and how much it may be.
    """
    for each in scheme.priced:
        touched = _touched(each)
        if touched is not None:
            right, word = touched
            raise AgainstRights(item=each.code, name=each.name, right=right.value, word=word)
    percent = opinion_percent(scheme)
    if percent > MOST_OPINION_PERCENT:
        raise TooMuchOpinion(percent=percent, most=MOST_OPINION_PERCENT)


def opinion_percent(scheme: Scheme) -> int:
    """How much of a record's points somebody gives at will, in per cent, rounded up.

    Grades, counts, findings and dates say what earns how much. Points within a range do not,
    unless the item says what to look for.
    """
    given = sum(item.points_max for item in scheme.items.values() if _is_opinion(item))
    return -(-given * FULL_PERCENT // scheme.points_max)


def _is_opinion(item: Item) -> bool:
    return item.scale.kind is ItemKind.POINTS and not item.look_for


def _touched(priced: Item | Award) -> tuple[Right, str] | None:
    """The right that an item or an award is about, with the word that shows it."""
    levels = [name for name, _ in priced.levels] if isinstance(priced, Award) else []
    plain = "".join("".join((priced.name, priced.look_for, *levels)).split())
    takes = isinstance(priced, Item) and priced.role in PENALTIES
    for protected in PROTECTED:
        if protected.as_penalty and not takes:
            continue
        for word in protected.words:
            if word in plain and not any(other in plain for other in protected.unless):
                return protected.right, word
    return None
