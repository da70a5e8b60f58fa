import json

import pytest

from app.registry.households.roster.results import CheckedRoster, RosterHousehold
from tests.registry.roster.sheets import DATA, checked

EXPECTED = json.loads((DATA / "rosters" / "expected.json").read_text("utf-8"))


def told(roster: CheckedRoster) -> dict[str, object]:
    faults = [
        {"code": fault.code, "row": fault.row, "household": fault.household}
        | ({"also": fault.also} if fault.also else {})
        for fault in roster.faults
    ]
    counts = {"households": roster.households, "people": roster.people}
    return counts | {"refused": roster.refused, "accepted": len(roster.accepted), "faults": faults}


@pytest.mark.parametrize("name", EXPECTED)
def test_every_faulty_household_is_reported_and_no_other_refused(name: str) -> None:
    assert told(checked(DATA / "rosters" / name)) == EXPECTED[name]


@pytest.mark.parametrize(
    ("name", "layout"),
    [
        ("register-export.xlsx", "register"),
        ("village-sheet.xlsx", "sheet"),
        ("legacy-gb18030.csv", "legacy_csv"),
    ],
)
def test_the_layout_is_recognised(name: str, layout: str) -> None:
    assert checked(DATA / "rosters" / name).layout == layout


def household(name: str, number: str) -> RosterHousehold:
    accepted = checked(DATA / "rosters" / name).accepted
    return next(household for household in accepted if household.number == number)


def test_a_household_of_the_register_comes_whole() -> None:
    found = household("register-export.xlsx", "00800100001")

    assert (found.row, found.village_code, found.group_name) == (3, "371502008001", "2组")
    assert (found.size, found.household_type, found.cadre_name) == (3, "特困供养户", "陆昇")
    assert [(m.name, m.relation) for m in found.members] == [
        ("段志强", "户主"),
        ("侯志刚", "配偶"),
        ("段永军", "之子"),
    ]
    assert (found.head.id_number, found.head.phone) == ("371599194506167871", "13800137775")


def test_a_household_below_a_merged_village_belongs_to_it() -> None:
    found = household("village-sheet.xlsx", "00900400034")

    assert (found.village_code, found.head.name) == ("371502009004", "方晓东")
    assert (found.size, found.head.relation) == (6, "户主")


def test_an_id_number_that_ends_in_000_and_is_right_is_no_fault() -> None:
    found = household("legacy-gb18030.csv", "00900800035")

    assert found.head.id_number == "371599193707265000"


def test_no_id_number_is_shown_when_a_household_is_logged() -> None:
    found = household("register-export.xlsx", "00800100001")

    assert "371599" not in repr(found)
    assert "13800137775" not in repr(found)


def test_no_message_fact_holds_an_id_number() -> None:
    for name in EXPECTED:
        for fault in checked(DATA / "rosters" / name).faults:
            assert "371599" not in repr(fault)
