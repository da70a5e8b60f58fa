"""No right has a price: a scorecard that scores one is not published, and the reason is said."""

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.demo.files import bytes_of
from app.scoring.schemes.actions import read_toml
from app.scoring.schemes.models import SchemeVersion
from app.scoring.schemes.reading import scheme_from
from app.scoring.schemes.rights import (
    PROTECTED,
    AgainstRights,
    Right,
    TooMuchOpinion,
    check_rights,
    opinion_percent,
)
from tests import make
from tests.scoring.published import PUBLISHED, Published, rules, several


def with_item(name: str, **item: object) -> dict[str, Any]:
    """Rules with one item of this name."""
    return rules([{"code": "A1", "name": name, "points": 10, **item}])


def with_extra(name: str, role: str) -> dict[str, Any]:
    """Rules that add or take points for this."""
    extra = {"code": "X1", "name": name, "role": role, "kind": "count", "each": 5, "points": 50}
    return rules(several(1, points=10), extras=[extra])


@pytest.mark.parametrize(
    ("name", "right"),
    [
        ("没有越级上访", Right.PETITION),
        ("不打 12345 投诉", Right.PETITION),
        ("对评分提异议", Right.OBJECTION),
        ("不 信 教", Right.RELIGION),
        ("遵守生育规定", Right.CHILDBIRTH),
        ("家里没有慢性病人", Right.HEALTH),
        ("残疾人家庭", Right.HEALTH),
        ("配合拍照", Right.PICTURE),
    ],
)
def test_an_item_that_scores_a_right_is_refused(name: str, right: Right) -> None:
    with pytest.raises(AgainstRights) as refusal:
        check_rights(scheme_from(with_item(name)))

    assert refusal.value.facts["right"] == right.value
    assert refusal.value.facts["name"] == name


@pytest.mark.parametrize("role", ["deduction", "bonus"])
def test_neither_more_nor_fewer_points_for_a_complaint(role: str) -> None:
    with pytest.raises(AgainstRights):
        check_rights(scheme_from(with_extra("信访", role)))


def test_nobody_pays_with_points_for_what_the_law_gives_him() -> None:
    with pytest.raises(AgainstRights) as refusal:
        check_rights(scheme_from(with_extra("享受低保不参加劳动", "deduction")))

    assert refusal.value.facts["right"] == Right.BENEFITS.value


@pytest.mark.parametrize(
    "name", ["照顾残疾邻居", "看望生病老人", "说得清低保政策", "按时缴纳医保", "环境卫生"]
)
def test_what_is_done_for_others_and_known_may_be_scored(name: str) -> None:
    check_rights(scheme_from(with_item(name)))


def test_what_to_look_for_is_read_too() -> None:
    with pytest.raises(AgainstRights):
        check_rights(scheme_from(with_item("遵纪守法", look_for="一年没有上访")))


@pytest.mark.parametrize(
    "award",
    [
        {"name": "放弃上访", "points": 50},
        {"name": "文明户", "look_for": "不信教", "points": 50},
        {"name": "荣誉", "levels": [{"name": "二孩", "points": 50}]},
    ],
)
def test_no_right_is_bought_with_a_one_off_award(award: dict[str, object]) -> None:
    priced = {**read_toml(bytes_of("scheme.toml")), "awards": [{"code": "R", **award}]}

    with pytest.raises(AgainstRights):
        check_rights(scheme_from(priced))


def test_every_right_is_known_by_some_word() -> None:
    assert {protected.right for protected in PROTECTED} == set(Right)
    assert all(protected.words for protected in PROTECTED)


def test_a_scorecard_against_a_right_is_not_published(session: Session) -> None:
    with pytest.raises(AgainstRights):
        make.scheme(session, with_item("没有上访"))

    assert session.scalars(select(SchemeVersion)).all() == []


@pytest.mark.parametrize("case", PUBLISHED, ids=lambda case: case.place)
def test_what_real_places_published_passes(case: Published) -> None:
    check_rights(scheme_from(case.definition))


def test_points_at_will_are_no_more_than_half() -> None:
    half = rules(
        [
            {"code": "A1", "name": "表现", "kind": "points", "points": 50},
            {"code": "A2", "name": "卫生", "points": 50},
        ]
    )
    most = rules(
        [
            {"code": "A1", "name": "表现", "kind": "points", "points": 51},
            {"code": "A2", "name": "卫生", "points": 49},
        ]
    )

    check_rights(scheme_from(half))
    with pytest.raises(TooMuchOpinion) as refusal:
        check_rights(scheme_from(most))

    assert refusal.value.facts["percent"] == 51


def test_who_says_what_to_look_for_gives_no_points_at_will() -> None:
    told = rules(several(2, kind="points", points=10, look_for="一处不净减 1 分"))

    assert opinion_percent(scheme_from(told)) == 0


def test_the_shipped_scorecard_leaves_nothing_to_opinion() -> None:
    assert opinion_percent(scheme_from(read_toml(bytes_of("scheme.toml")))) == 0
