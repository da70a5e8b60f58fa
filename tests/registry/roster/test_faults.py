from collections.abc import Callable, Sequence

import pytest

from app.registry.households.roster.results import CheckedRoster, Fault
from app.words.roster import FAULTS
from tests.registry.roster.sheets import (
    GOOD_ID,
    OTHER_ID,
    REGISTER,
    SHEET,
    THIRD_ID,
    checked,
    text_table,
    workbook,
)

Person = dict[str, str | float]

VILLAGE = "李太屯社区"
HEAD: Person = {
    "town": "东城街道", "village": VILLAGE, "number": "001", "name": "袁小英",
    "id_number": GOOD_ID, "size": "2人", "relation": "户主",
}  # fmt: skip
SPOUSE: Person = {**HEAD, "name": "任学文", "id_number": OTHER_ID, "relation": "配偶"}
NEIGHBOUR: Person = {**HEAD, "number": "002", "name": "孟大海", "id_number": THIRD_ID}


def head(**changes: str | float) -> Person:
    return HEAD | changes


def spouse(**changes: str | float) -> Person:
    return SPOUSE | changes


def register(*people: Person) -> CheckedRoster:
    return checked(workbook([REGISTER, *(tuple(person.values()) for person in people)]))


def sheet(*heads: Sequence[str]) -> CheckedRoster:
    return checked(workbook([SHEET, *heads]))


def only(roster: CheckedRoster) -> Fault:
    (fault,) = roster.faults
    return fault


# What is wrong, the file, and the row where it is to be mended.
CASES: dict[str, tuple[Callable[[], CheckedRoster], int]] = {
    "no_household_number": (lambda: register(head(number=""), NEIGHBOUR), 2),
    "number_lost_digits": (lambda: register(head(number=3.71599e17)), 2),
    "number_duplicate": (
        lambda: sheet((VILLAGE, "001", "袁小英", GOOD_ID), (VILLAGE, "001", "任学文", OTHER_ID)),
        3,
    ),
    "unknown_village": (lambda: register(head(village="不存在村4")), 2),
    "ambiguous_village": (lambda: sheet(("中心", "001", "袁小英", GOOD_ID)), 2),
    "two_villages": (lambda: register(HEAD, spouse(village="辛屯社区")), 3),
    "no_head": (lambda: register(head(relation="配偶"), SPOUSE), 2),
    "two_heads": (lambda: register(HEAD, spouse(relation="户主")), 3),
    "no_name": (lambda: register(HEAD, spouse(name="  \u3000")), 3),
    "id_missing": (lambda: register(HEAD, spouse(id_number="")), 3),
    "id_lost_digits": (lambda: register(head(id_number=371599193707265000)), 2),
    "id_old_15": (lambda: register(head(id_number="371599740415036")), 2),
    "id_check_digit": (lambda: register(HEAD, spouse(id_number="371599194505280361")), 3),
    "id_bad_date": (lambda: register(head(id_number="37159919900230701X")), 2),
    "id_bad": (lambda: register(head(id_number=f"{GOOD_ID}42")), 2),
    "id_twice": (lambda: register(HEAD, spouse(id_number=GOOD_ID)), 3),
    "id_duplicate": (lambda: register(HEAD, {**NEIGHBOUR, "id_number": GOOD_ID}), 2),
    "size_bad": (lambda: register(head(size="好几个")), 2),
    "cell_too_long": (lambda: register(HEAD, spouse(name="长" * 61)), 3),
}


def test_every_fault_is_tried_here() -> None:
    # Who has left, the register says, not the file: test_importing.py and changes/test_rosters.py.
    assert CASES.keys() == FAULTS.keys() - {"household_left", "person_left", "person_died"}


@pytest.mark.parametrize("code", CASES)
def test_a_household_is_refused_with_its_row_and_the_cell_to_mend(code: str) -> None:
    make, person_row = CASES[code]

    fault = make().faults[0]

    assert (fault.code, fault.row) == (code, 2)
    assert fault.message_facts["person_row"] == person_row


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("code", CASES)
def test_the_clerk_reads_what_is_wrong_without_an_id_number(code: str, language: str) -> None:
    fault = CASES[code][0]().faults[0]

    said = FAULTS[code].say(language, **fault.message_facts)

    assert "…" not in said
    assert "37159919" not in said
    assert str(fault.message_facts["person_row"]) in said
    assert ("再导入" if language == "zh" else "import again") in said


def test_only_the_first_thing_to_mend_is_told() -> None:
    fault = only(register(head(village="不存在村4", relation="配偶", id_number="1")))

    assert fault.code == "unknown_village"


def test_households_that_share_an_id_number_name_each_other() -> None:
    roster = register(HEAD, SPOUSE, {**NEIGHBOUR, "id_number": OTHER_ID})

    assert [(fault.row, fault.household, fault.also) for fault in roster.faults] == [
        (2, "001", "002"),
        (4, "002", "001"),
    ]


def test_the_third_household_with_the_same_id_number_names_the_first() -> None:
    third = {**NEIGHBOUR, "number": "003"}
    roster = register(NEIGHBOUR, third, {**NEIGHBOUR, "number": "004"})

    assert [(fault.household, fault.also) for fault in roster.faults] == [
        ("002", "003"),
        ("003", "002"),
        ("004", "002"),
    ]


def test_a_shared_id_number_is_told_of_the_household_that_has_nothing_worse() -> None:
    roster = register(HEAD, {**NEIGHBOUR, "id_number": GOOD_ID, "village": "不存在村4"})

    assert [(fault.code, fault.also) for fault in roster.faults] == [
        ("id_duplicate", "002"),
        ("unknown_village", ""),
    ]


def test_faults_stand_in_the_order_of_household_numbers() -> None:
    nobody = {**NEIGHBOUR, "name": ""}
    roster = register({**nobody, "number": "003"}, {**nobody, "number": ""}, head(name=""))

    assert [(fault.household, fault.row) for fault in roster.faults] == [
        ("001", 4),
        ("003", 2),
        ("", 3),
    ]


def test_a_fault_names_every_row_of_its_household() -> None:
    fault = only(register(HEAD, NEIGHBOUR, spouse(id_number="")))

    assert fault.rows == (2, 4)


def test_people_without_a_household_number_are_one_household_as_they_stand() -> None:
    roster = register(head(number=""), spouse(number=""), {**NEIGHBOUR, "number": ""})

    assert [fault.rows for fault in roster.faults] == [(2, 3), (4,)]


@pytest.mark.parametrize(
    "line",
    [
        ("合计", "", "1", "", "", "2", ""),
        ("", "合　计", "100", "", "", "", ""),
        ("总计：1户", "", "1", "", "", "", ""),
        ("本页小计", "", "", "2人", "2", "", ""),
        ("", "", "", "", "", "", ""),
        ("", "李太屯社区", "", "", "", "", ""),
        ("", "", "", "审核人：何公明", "", "", ""),
        REGISTER,
    ],
)
def test_lines_that_are_no_people_are_no_faults(line: tuple[str, ...]) -> None:
    roster = checked(workbook([REGISTER, line, tuple(HEAD.values()), line]))

    assert (roster.households, roster.people, roster.refused) == (1, 1, 0)


def test_marks_that_excel_left_are_no_faults() -> None:
    written = (" 李太屯\u3000社区 ", "\t001", " 袁\u3000小英\u3000", "\t37159919400521318x")
    roster = checked(text_table([SHEET, written], "gb18030"))

    assert roster.accepted[0].head.name == "袁小英"
    assert roster.accepted[0].head.id_number == "37159919400521318X"


def test_a_household_without_its_size_has_as_many_people_as_are_listed() -> None:
    assert register(head(size=""), spouse(size="")).accepted[0].size == 2


def test_a_blank_cell_outside_a_merged_block_is_not_filled() -> None:
    fault = only(sheet((VILLAGE, "001", "袁小英", GOOD_ID), ("", "002", "任学文", OTHER_ID)))

    assert (fault.code, fault.household) == ("unknown_village", "002")


def test_a_merged_village_belongs_to_all_its_rows() -> None:
    lines = [SHEET, ("", "001", "袁小英", GOOD_ID), ("", "002", "任学文", OTHER_ID)]

    roster = checked(workbook(lines, merged=[(1, 0, 2, 0, VILLAGE)]))

    assert [household.village_code for household in roster.accepted] == ["371502009001"] * 2


def test_members_need_not_stand_together() -> None:
    roster = register(HEAD, NEIGHBOUR, SPOUSE)

    assert [len(household.members) for household in roster.accepted] == [2, 1]
