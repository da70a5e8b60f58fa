"""What a scorecard says, and what a sheet earns by it."""

import copy
from typing import Any

import pytest
from sqlalchemy.orm import Session

from app.demo.files import bytes_of
from app.kernel.period import Period
from app.scoring.schemes.actions import SchemeExists, publish_scheme, read_toml
from app.scoring.schemes.queries import NoScheme, version_of
from app.scoring.schemes.reading import SchemeBad, scheme_from
from app.scoring.schemes.scales import UnknownGrade, graded_points
from app.scoring.schemes.totals import ItemsMissing, UnknownItem, total
from tests import make

SHIPPED = read_toml(bytes_of("scheme.toml"))


@pytest.mark.parametrize(
    ("points_max", "percent", "expected"),
    [(6, 75, 5), (10, 75, 8), (5, 50, 3), (8, 75, 6), (7, 75, 5), (4, 50, 2), (7, 50, 4)],
)
def test_grades_are_rounded_half_up_to_whole_points(
    points_max: int, percent: int, expected: int
) -> None:
    assert graded_points(points_max, percent) == expected


def test_the_shipped_scorecard_has_five_categories_fourteen_items_and_a_hundred_points() -> None:
    scheme = scheme_from(SHIPPED)

    assert [category.points_max for category in scheme.categories] == [20, 30, 20, 15, 15]
    assert (len(scheme.items), scheme.points_max) == (14, 100)


def test_a_sheet_earns_the_sum_of_its_items() -> None:
    earned = total(scheme_from(SHIPPED), make.answers("excellent", B1="good", E2="poor"))

    assert (earned.points, earned.by_category["B"], earned.by_category["E"]) == (91, 28, 8)


def test_a_month_never_earns_more_than_its_cap() -> None:
    capped = {**SHIPPED, "month_cap": 40}

    assert total(scheme_from(capped), make.answers("excellent")).points == 40


def test_five_excellent_two_good_and_one_missing_entry_make_nineteen() -> None:
    """冯店镇 2019: eight items, 优 3 / 良 2 / 中 1 / 差 0; a missing entry counts 0."""
    scheme = scheme_from(
        {
            "name": "冯店镇",
            "starts": "2019-01",
            "month_cap": 24,
            "grades": {"excellent": 100, "good": 67, "fair": 33, "poor": 0},
            "categories": [
                {
                    "code": "A",
                    "name": "八项",
                    "items": [{"code": f"A{n}", "name": "项", "points": 3} for n in range(8)],
                }
            ],
        }
    )
    grades = ["excellent"] * 5 + ["good"] * 2 + ["poor"]

    earned = total(scheme, {f"A{n}": grade for n, grade in enumerate(grades)})

    assert earned.points == 19


def test_an_unknown_item_is_refused() -> None:
    with pytest.raises(UnknownItem):
        total(scheme_from(SHIPPED), {**make.answers(), "Z9": "good"})


def test_an_unknown_grade_is_refused() -> None:
    with pytest.raises(UnknownGrade):
        total(scheme_from(SHIPPED), make.answers(A1="perfect"))


def test_an_item_without_an_answer_is_named() -> None:
    given = make.answers()
    del given["C2"]

    with pytest.raises(ItemsMissing) as refusal:
        total(scheme_from(SHIPPED), given)

    assert refusal.value.facts["items"] == "C2"


def test_one_item_can_be_asked_what_a_grade_is_worth() -> None:
    scheme = scheme_from(SHIPPED)

    assert scheme.items["A1"].points_of("fair") == 4


def _changed(path: str, value: object) -> dict[str, Any]:
    bad = copy.deepcopy(SHIPPED)
    *parents, last = path.split(".")
    at: Any = bad
    for key in parents:
        at = at[int(key)] if key.isdigit() else at[key]
    at[last] = value
    return bad


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("name", ""),
        ("month_cap", 0),
        ("month_cap", True),
        ("expires", "02-30"),
        ("categories", "none"),
        ("categories.0.items", []),
        ("categories.0.items.0.points", -1),
        ("categories.0.items.0.points", 1.5),
        ("categories.0.items.0.code", "B1"),
        ("categories.1.code", "A"),
        ("grades.good", 101),
        ("grades", {"excellent": 100}),
    ],
)
def test_a_scorecard_that_cannot_be_meant_is_refused(path: str, value: object) -> None:
    with pytest.raises(SchemeBad):
        scheme_from(_changed(path, value))


@pytest.mark.parametrize("content", [b"\xff\xfe", b"name = ", b"x" * 300_000])
def test_a_file_that_is_no_toml_is_refused(content: bytes) -> None:
    with pytest.raises(SchemeBad):
        read_toml(content)


def test_old_months_stay_on_their_version(session: Session) -> None:
    make.scheme(session)
    later = {**SHIPPED, "starts": "2026-11", "name": "新细则"}
    publish_scheme(session, make.admin(session), later, now=make.NOW)

    before = version_of(session, Period.parse("2026-10")).name
    after = version_of(session, Period.parse("2026-11")).name

    assert (before, after) == ("爱心积分 五比十四项", "新细则")


def test_the_same_file_twice_is_one_version(session: Session) -> None:
    assert make.scheme(session).id == make.scheme(session).id


def test_a_published_version_never_changes(session: Session) -> None:
    make.scheme(session)

    with pytest.raises(SchemeExists):
        publish_scheme(session, make.admin(session), {**SHIPPED, "month_cap": 110}, now=make.NOW)


def test_without_a_scorecard_no_month_can_be_read(session: Session) -> None:
    with pytest.raises(NoScheme):
        version_of(session, Period.parse("2026-11"))
