"""What households answered, counted without names; a count that points at somebody is held back."""

import pytest
from sqlalchemy.orm import Session

from app.registry.households.models import HouseholdStatus
from app.scoring.questionnaires.counting import held_back, tally
from app.scoring.questionnaires.counts import counts
from app.scoring.questionnaires.rules import Question, QuestionKind
from tests import make
from tests.scoring.asking import ANSWERS, Door, neighbours_answered, published
from tests.statements import count_statements

MONEY = Question("A2", "打工收入", QuestionKind.NUMBER, unit="元")
WORDS = Question("B2", "最想办的事", QuestionKind.TEXT)


@pytest.mark.parametrize(
    ("cells", "seen"),
    [
        ({"多了": 9, "少了": 5}, {"多了": 9, "少了": 5}),
        ({"多了": 9, "少了": 0}, {"多了": 9, "少了": 0}),
        # With the sum known, one that is missing alone could be worked out.
        ({"多了": 9, "少了": 4}, {"多了": None, "少了": None}),
        ({"多了": 9, "少了": 1, "一样": 6}, {"多了": 9, "少了": None, "一样": None}),
        ({"多了": 9, "少了": 1, "一样": 2}, {"多了": 9, "少了": None, "一样": None}),
        ({"多了": 4, "少了": 0}, {"多了": None, "少了": 0}),
    ],
)
def test_a_count_below_five_is_held_back_and_never_alone(
    cells: dict[str, int], seen: dict[str, int | None]
) -> None:
    assert held_back(cells) == seen


def test_numbers_are_averaged_from_five_on_and_texts_only_counted() -> None:
    five, four = tally(MONEY, ["1", "1", "1", "1", "6"]), tally(MONEY, ["1", "1", "1", "6"])

    assert (five.answered, five.average) == (5, 2)
    assert (four.answered, four.average) == (None, None)
    assert tally(MONEY, ["1", "1", "1", "2", "2", "2"]).average == 2, "half up"
    assert tally(WORDS, ["修路"] * 7).cells == {}
    assert tally(WORDS, ["修路"] * 7).answered == 7


def test_the_office_sees_its_villages_progress_and_what_complete_ones_say(
    session: Session,
) -> None:
    door, other = Door.made(session), Door.made(session)
    version = published(session)
    first = door.answer({"A1": "少了"})
    neighbours_answered(door, *[ANSWERS] * 5)
    other.answer({"A1": "少了"})

    seen = counts(session, make.township_officer(session), version)

    villages = {each.code: (each.households, each.answered, each.begun) for each in seen.villages}
    assert villages == {door.place.code: (6, 5, 1), other.place.code: (1, 0, 1)}
    assert (seen.households, seen.answered, seen.begun) == (7, 5, 2)
    assert seen.sections[0].tallies[0].cells == {"多了": 5, "少了": 0, "一样": 0}
    assert seen.sections[0].tallies[1].average == 12000
    door.answer(ANSWERS, replaces=first.id)
    assert counts(session, make.township_officer(session), version).answered == 6


def test_each_sees_his_own_places_and_who_left_is_not_counted(session: Session) -> None:
    door, other = Door.made(session), Door.made(session)
    version = published(session)
    door.answer(ANSWERS)
    other.answer(ANSWERS)

    seen = counts(session, make.committee(session, other.place), version)

    assert [each.code for each in seen.villages] == [other.place.code]
    other.household.status = HouseholdStatus.LEFT
    assert counts(session, make.committee(session, other.place), version).answered == 0


def test_counting_takes_as_many_statements_for_many_households(session: Session) -> None:
    door = Door.made(session)
    version = published(session)
    officer = make.township_officer(session)

    def statements() -> int:
        with count_statements() as sent:
            counts(session, officer, version)
        return len(sent)

    none = statements()
    neighbours_answered(door, *[ANSWERS] * 3)
    assert statements() == none
