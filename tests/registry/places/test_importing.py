"""The list of villages comes in, comes in again, and never takes anybody's place away."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.kernel.errors import Forbidden
from app.registry.accounts.permissions import Permission, Role
from app.registry.places.actions import OtherDistrict, PlacesImported, import_places
from app.registry.places.models import Place
from app.registry.places.queries import district, townships, villages_in_reach
from app.registry.places.rules import PlaceLine, PlacesBad
from tests import make
from tests.make import NOW
from tests.registry.places.lists import take_in, zone

TOWN = ("371599115", "韩集镇")
FIRST = PlaceLine("371599115001", "李太屯村", *TOWN)
SECOND = PlaceLine("371599115002", "孟尝君新村", *TOWN)


def names(session: Session) -> dict[str, str]:
    return {place.code: place.name for place in session.scalars(select(Place))}


def test_a_new_district_has_its_townships_and_villages(session: Session) -> None:
    done = take_in(session, FIRST, SECOND)

    assert done == PlacesImported(townships=1, villages=2, new=4, changed=0)
    assert [place.name for place in townships(session)] == ["韩集镇"]


def test_a_zone_s_own_code_begins_none_of_its_villages_codes(session: Session) -> None:
    done = take_in(session, *zone(), code="371599", name="聊城经济技术开发区")

    codes = {place.code for place in villages_in_reach(
        session, make.admin(session), Permission.VIEW_ROUND
    )}  # fmt: skip
    assert (done.townships, done.villages) == (5, 54)
    assert len(codes) == 54
    assert not any(code.startswith("371599") for code in codes)


def test_the_same_list_again_changes_nothing(session: Session) -> None:
    take_in(session, FIRST, SECOND)

    assert take_in(session, FIRST, SECOND) == PlacesImported(1, 2, new=0, changed=0)


def test_a_second_list_renames_and_adds_and_never_deletes(session: Session) -> None:
    take_in(session, FIRST)

    done = take_in(session, PlaceLine("371599115002", "孟尝君新村", "371599115", "韩集街道"))

    assert (done.new, done.changed) == (1, 1)
    assert names(session) == {
        "371599": "开发区", "371599115": "韩集街道",
        "371599115001": "李太屯村", "371599115002": "孟尝君新村",
    }  # fmt: skip


def test_another_district_has_no_place_in_this_database(session: Session) -> None:
    take_in(session, FIRST)

    with pytest.raises(OtherDistrict) as refusal:
        take_in(session, FIRST, code="371500")

    assert refusal.value.facts["existing"] == "371599"
    found = district(session)
    assert found is not None
    assert found.code == "371599"


def line(code: str, name: str = "村", town: str = "371599115", town_name: str = "镇") -> PlaceLine:
    return PlaceLine(code, name, town, town_name)


@pytest.mark.parametrize(
    ("bad", "row"),
    [
        ([line("")], 2),
        ([line("37159911500A")], 2),
        ([line("３７１５９９１１５００１")], 2),
        ([line("3715991150011")], 2),
        ([line("371599115001", name="  ")], 2),
        ([line("371599115001", name="长" * 81)], 2),
        ([line("371599115001", town_name="")], 2),
        ([line("371599116001")], 2),
        ([line("371599115")], 2),
        ([line("371599115001", town="371599")], 2),
        ([line("371599115001"), line("371599115001", name="别名")], 3),
        ([line("371599115001"), line("371599115002", town_name="别名")], 3),
        ([], 1),
    ],
    ids=lambda value: str(value)[:60],
)
def test_a_line_that_cannot_be_right_imports_nothing(
    session: Session, bad: list[PlaceLine], row: int
) -> None:
    with pytest.raises(PlacesBad) as refusal:
        take_in(session, *bad)

    assert refusal.value.facts["row"] == row
    assert session.scalar(select(func.count()).select_from(Place)) == 0


@pytest.mark.parametrize(
    "inside",
    [
        line("371599115001"),
        line("371599119", town="37159911"),
        line("371599115", town="37159911"),
    ],
)
def test_a_code_inside_another_one_would_lend_its_officers_out(
    session: Session, inside: PlaceLine
) -> None:
    known = line("37159911500")

    with pytest.raises(PlacesBad):
        take_in(session, known, inside)
    take_in(session, known)
    with pytest.raises(PlacesBad):
        take_in(session, inside)


def test_a_village_cannot_become_a_township_nor_move_to_another(session: Session) -> None:
    take_in(session, line("371599115001"))

    with pytest.raises(PlacesBad):
        take_in(session, line("371599115001", town="37159911500"))
    with pytest.raises(PlacesBad):
        take_in(session, line("371599115001", town="3715991150"))


@pytest.mark.parametrize("role", [Role.TOWNSHIP, Role.AUDITOR, Role.STORE_MANAGER])
def test_only_the_district_office_imports_places(session: Session, role: Role) -> None:
    other = make.actor(session, role, make.district(session))

    with pytest.raises(Forbidden):
        import_places(session, other, code=make.DISTRICT, name="区", lines=[FIRST], now=NOW)
