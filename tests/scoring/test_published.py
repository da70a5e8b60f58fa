"""Every published rule set can be entered, and its arithmetic comes out."""

import tomllib
from dataclasses import replace

import pytest

from app.demo.files import bytes_of
from app.kernel.period import Period
from app.scoring.schemes.reading import SchemeBad, scheme_from
from app.scoring.schemes.scales import AnswerBad, ItemKind, PointsOutOfRange
from app.scoring.schemes.totals import ItemsMissing, UnknownItem, total, total_so_far
from app.scoring.schemes.writing import definition_of, scheme_toml
from tests.scoring import published
from tests.scoring.published import PUBLISHED, Published, rules, several


def name(case: Published) -> str:
    return case.place


@pytest.mark.parametrize("case", PUBLISHED, ids=name)
def test_a_month_comes_to_what_the_source_says(case: Published) -> None:
    scheme = scheme_from(case.definition)

    earned = total(scheme, case.answers, earned_this_year=case.earned_this_year)

    assert earned.points == case.points
    assert {cut.rule.value: cut.points for cut in earned.cuts} == case.cuts


@pytest.mark.parametrize("case", PUBLISHED, ids=name)
def test_the_printed_lines_add_up_to_the_points(case: Published) -> None:
    scheme = scheme_from(case.definition)

    earned = total(scheme, case.answers, earned_this_year=case.earned_this_year)

    shown = sum(line.points for line in earned.lines) - sum(cut.points for cut in earned.cuts)
    assert shown == case.points
    assert len(earned.lines) == len(case.answers)


@pytest.mark.parametrize("case", PUBLISHED, ids=name)
def test_rules_written_to_a_file_are_read_back_as_they_were(case: Published) -> None:
    scheme = scheme_from(case.definition)

    written = scheme_toml(definition_of(scheme, Period.parse("2026-01")))

    assert scheme_from(tomllib.loads(written)) == scheme


@pytest.mark.parametrize(("code", "level", "points", "worth"), published.AWARDED)
def test_a_village_s_card_gives_once_50_to_500_by_level_of_honour_and_20_to_a_helper(
    code: str, level: str, points: int | None, worth: int
) -> None:
    offered = scheme_from(published.A_VILLAGES_CARD).award(code)

    assert offered.worth(level, points) == worth


@pytest.mark.parametrize(
    ("award", "where"),
    [
        ({"points": 0}, "R points"),
        ({"points": 1001}, "R points"),
        ({"levels": [], "name": "荣誉"}, "R points"),
        ({"levels": [{"name": "村级", "points": 50}] * 2}, "R levels"),
        ({"levels": [{"name": "村级", "points": 50}], "points": 60}, "R levels"),
        ({"least": 50, "points": 500}, "R look_for"),
        ({"least": 60, "points": 50, **published.SAID}, "R least"),
        ({"points": 20, "once_per": "day"}, "R once_per"),
        ({"points": 20, "code": "A1"}, "categories.items"),
    ],
)
def test_an_award_that_says_no_points_or_says_them_twice_is_refused(
    award: dict[str, object], where: str
) -> None:
    with pytest.raises(SchemeBad) as refused:
        scheme_from({**published.FUXING, "awards": [{"code": "R", "name": "荣誉", **award}]})

    assert refused.value.facts["where"] == where


def test_who_cannot_work_is_scored_for_other_things_of_the_same_weight() -> None:
    """酸刺沟村: old and disabled households are exempt from work items, never zero for them."""
    scheme = scheme_from(published.SUANCIGOU)

    exempt = scheme.for_exempt()

    assert exempt.points_max == scheme.points_max
    assert total(exempt, {"A1": "excellent", "V1": "good"}).points == 60 + 30


def test_work_is_no_item_for_who_cannot_work() -> None:
    exempt = scheme_from(published.SUANCIGOU).for_exempt()

    with pytest.raises(UnknownItem):
        total(exempt, {"A1": "excellent", "V1": "good", "W1": "poor"})


def test_a_record_of_a_month_is_whole_or_not_there() -> None:
    scheme = scheme_from(published.MACUN)

    with pytest.raises(ItemsMissing) as refusal:
        total(scheme, {**published.A_WEEK, "A1.2": "4"})

    assert refusal.value.facts["items"] == "A2.2、A3.2、A4.2"


def test_no_more_records_than_the_rules_know() -> None:
    scheme = scheme_from(published.MACUN)

    with pytest.raises(UnknownItem):
        total(scheme, {**published.A_WEEK, "A1.6": "4"})


def test_bonus_points_count_up_to_their_own_cap() -> None:
    """Demo scorecard: bonus up to 20 a month."""
    scheme = scheme_from({**published.XIAOZHI, "bonus_cap": 20})

    earned = total(scheme, {"A1": "20", "A2": "20", "A3": "20", "J": "35"})

    assert earned.points == 80
    assert [(cut.rule.value, cut.points) for cut in earned.cuts] == [("bonus_cap", 15)]


@pytest.mark.parametrize("given", ["0", "11", "999"])
def test_points_out_of_range_are_refused(given: str) -> None:
    scheme = scheme_from(published.SANHE)

    with pytest.raises(PointsOutOfRange):
        total(scheme, {"A1": given, "A2": "1", "A3": "1", "A4": "1"})


@pytest.mark.parametrize(
    ("definition", "answers"),
    [
        (published.SANHE, {"A1": "ten", "A2": "1", "A3": "1", "A4": "1"}),
        (published.SANHE, {"A1": "1.5", "A2": "1", "A3": "1", "A4": "1"}),
        (published.SHENGXIN, {"A1": "-1", "A2": "0"}),
        (published.SHENGXIN, {"A1": "1000", "A2": "0"}),
        (published.MINI_PROGRAM, {"A1": "2", "A2": "maybe"}),
        (published.FUXING, {"A1": "tomorrow"}),
        (published.FUXING, {"A1": "2026-02-30"}),
    ],
)
def test_what_is_no_answer_is_refused(
    definition: dict[str, object], answers: dict[str, str]
) -> None:
    with pytest.raises(AnswerBad):
        total(scheme_from(definition), answers)


def test_a_half_filled_form_counts_what_can_be_read() -> None:
    scheme = scheme_from(published.SHENGXIN)

    assert total_so_far(scheme, {"A1": "1", "A2": "many", "Z": "1"}).points == 20


def test_the_alternative_weighs_as_much_as_what_it_stands_for() -> None:
    scheme = scheme_from(published.SUANCIGOU)
    lighter = definition_of(scheme, Period.parse("2026-01"))
    lighter["alternatives"][0]["items"][0]["points"] = 39

    with pytest.raises(SchemeBad) as refusal:
        scheme_from(lighter)

    assert refusal.value.facts["where"] == "alternatives points"


@pytest.mark.parametrize(
    "item",
    [
        {"kind": "stars", "points": 5},
        {"kind": "points", "points": 0},
        {"kind": "points", "points": 5, "least": 6},
        {"kind": "count", "points": 5},
        {"kind": "findings", "points": 5, "each": 6},
        {"kind": "deadline", "until": []},
        {"kind": "deadline", "until": [{"day": "2026-13-01", "points": 5}]},
        {
            "kind": "deadline",
            "until": [{"day": "2026-03-01", "points": 5}, {"day": "2026-02-01", "points": 3}],
        },
        {"worth": {"excellent": 3, "good": 4, "fair": 1, "poor": 0}},
        {"worth": {"excellent": 3}},
        {"points": 5, "role": "bonus"},
    ],
)
def test_an_item_that_makes_no_sense_is_refused(item: dict[str, object]) -> None:
    with pytest.raises(SchemeBad):
        scheme_from(rules(several(1, **item)))


@pytest.mark.parametrize(
    "others",
    [
        {"records": 0},
        {"records": 11},
        {"year_cap": -1},
        {"missing": "ignored"},
        {"extras": [{"code": "B", "name": "加分", "kind": "points", "points": 5}]},
        {"extras": [{"code": "A1", "name": "加分", "role": "bonus", "points": 5}]},
        {"extras": "none"},
        {"alternatives": [{"instead_of": ["Z9"], "items": []}]},
    ],
)
def test_rules_that_make_no_sense_are_refused(others: dict[str, object]) -> None:
    with pytest.raises(SchemeBad):
        scheme_from(rules(several(2, points=5), **others))


def test_the_lines_must_agree_with_the_points() -> None:
    """Our own arithmetic is checked where it is made: no total without its lines."""
    earned = total(scheme_from(published.SANHE), {f"A{n}": "5" for n in range(1, 5)})

    with pytest.raises(AssertionError):
        replace(earned, points=earned.points + 1)


def test_the_examples_in_the_shipped_file_can_be_read() -> None:
    """Who takes the mark of a comment away gets a scorecard."""
    shipped = bytes_of("scheme.toml").decode()
    examples = [line[4:] for line in shipped.splitlines() if line.startswith("#   ")]
    items = [line.rpartition("}")[0] + "}" for line in examples if line.startswith("{")]
    extras = [line for line in examples if not line.startswith("{")]

    told = tomllib.loads(f"items = [{', '.join(items)}]\n" + "\n".join(extras))

    last = told["awards"][-1]
    at_the_end = {name: last.pop(name) for name in ("year_cap", "records", "missing")}
    scheme = scheme_from(
        rules(told["items"], extras=told["extras"], awards=told["awards"], **at_the_end)
    )
    assert [item.scale.kind for item in scheme.items.values()] == [
        ItemKind.FINDINGS, ItemKind.COUNT, ItemKind.YES_NO, ItemKind.POINTS, ItemKind.DEADLINE,
        ItemKind.GRADES,
    ]  # fmt: skip
    assert [item.role.value for item in scheme.extras] == ["deduction", "veto"]
    assert [award.is_range for award in scheme.awards] == [True]
    assert (scheme.year_cap, scheme.records, scheme.missing_counts_zero) == (700, 5, True)
