"""积分细则: read the present one, look at the next one, publish it."""

import html
import re

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.demo.files import text_of
from app.kernel.db import Database
from app.scoring.rounds.certify import certify_round, submit_round
from app.scoring.schemes.queries import versions
from tests import make
from tests.web.browsing import hidden_fields, send, visible
from tests.web.district.uploads import looked_at, upload

PAGE = "/district/settings/schemes"
FIELD = re.compile(r'<input[^>]* name="([^"]+)"[^>]* value="([^"]*)"')
SHIPPED = text_of("scheme.toml")
NEXT = (
    SHIPPED.replace('starts = "2018-01"', 'starts = "2030-01"')
    .replace('name = "庭院和房前屋后干净", points = 10', 'name = "庭院干净", points = 12')
    .replace("month_cap = 120", "month_cap = 100")
)


def published(database: Database) -> list[str]:
    with database.read() as session:
        return [str(version.starts) for version in versions(session)]


def test_a_new_district_takes_the_shipped_scorecard(
    office: FlaskClient, database: Database
) -> None:
    assert "还没有积分细则" in visible(office.get(PAGE))
    sample = office.get(f"{PAGE}/sample.toml").data

    seen = upload(office, f"{PAGE}/new", sample, "细则.toml")

    assert "说得清自家享受的政策和金额 8 8 6 4 0" in visible(seen)
    assert published(database) == []
    look = looked_at(seen)
    fields = hidden_fields(office, look)
    answers = [office.post(look, data=fields) for _ in range(2)]
    assert answers[0].location == answers[1].location
    assert "从 2018 年 1 月起用" in visible(office.get(answers[0].location))
    assert published(database) == ["2018-01"]


def test_the_present_scorecard_is_read_with_what_each_grade_is_worth(
    office: FlaskClient, database: Database
) -> None:
    with database.write() as session:
        make.scheme(session)

    page = visible(office.get(PAGE))

    assert "B 讲究卫生比清洁 30" in page
    assert "B1 庭院和房前屋后干净 10 10 8 5 0" in page
    assert "一个月最多 120 分" in page
    assert "有效到第二年 3 月 31 日" in page


def test_the_next_scorecard_shows_what_it_changes(office: FlaskClient, database: Database) -> None:
    with database.write() as session:
        make.scheme(session)

    page = visible(upload(office, f"{PAGE}/new", NEXT.encode(), "细则.toml"))

    assert "B1 庭院干净：10 → 12" in page
    assert "一个月最多：120 → 100" in page
    assert "合计 100 分 → 102 分" in page
    assert "公布，从 2030 年 1 月起用" in page


def test_a_month_that_has_a_scorecard_keeps_it(office: FlaskClient, database: Database) -> None:
    with database.write() as session:
        make.scheme(session)
    other = SHIPPED.replace("month_cap = 120", "month_cap = 100")
    look = looked_at(upload(office, f"{PAGE}/new", other.encode(), "细则.toml"))

    answer = office.post(look, data=hidden_fields(office, look))

    assert answer.status_code == 409
    assert "这个月起已经有另一份积分细则" in visible(answer)
    assert published(database) == ["2018-01"]


def test_a_file_that_is_no_scorecard_is_told_where(office: FlaskClient) -> None:
    for content, where in (
        (b"\xff\xfe nothing", "file"),
        (SHIPPED.replace("points = 8", "points = -8").encode(), "A1 points"),
        (SHIPPED.replace('starts = "2018-01"', 'starts = "soon"').encode(), "soon"),
    ):
        answer = upload(office, f"{PAGE}/new", content, "细则.toml")

        assert answer.status_code == 422
        assert where in visible(answer)


def test_the_present_scorecard_comes_as_a_file_that_says_the_same(
    office: FlaskClient, database: Database
) -> None:
    with database.write() as session:
        version = make.scheme(session).id

    file = office.get(f"{PAGE}/{version}.toml").data

    page = visible(upload(office, f"{PAGE}/new", file, "细则.toml"))
    assert "项目和规则都一样。" in page


def entered(office: FlaskClient, **changed: str) -> TestResponse:
    """The form as it comes, with some fields changed; where it leads."""
    page = office.get(f"{PAGE}/edit").text
    fields = {name: html.unescape(value) for name, value in FIELD.findall(page)}
    return office.post(f"{PAGE}/edit", data=fields | changed, follow_redirects=True)


def test_the_next_scorecard_is_entered_in_a_form_and_looked_at(
    office: FlaskClient, database: Database
) -> None:
    with database.write() as session:
        make.scheme(session)

    seen = entered(
        office, **{"points.B1": "12", "name.B4": "", "name.A4": "参加村民大会", "points.A4": "5"}
    )

    page = visible(seen)
    assert "A4 参加村民大会：新加，5 分" in page
    assert "B1 庭院和房前屋后干净：10 → 12" in page
    assert "B4 厕所清洁、垃圾入桶：不再评" in page
    assert published(database) == ["2018-01"]
    office.post(looked_at(seen), data=hidden_fields(office, looked_at(seen)))
    assert len(published(database)) == 2


def test_a_form_left_as_it_is_changes_nothing(office: FlaskClient, database: Database) -> None:
    with database.write() as session:
        make.scheme(session)

    assert "项目和规则都一样。" in visible(entered(office))


@pytest.mark.parametrize(
    ("field", "value", "where"),
    [
        ("points.A1", "-8", "A1 points"),
        ("points.A1", "8.5", "A1 points"),
        ("year_cap", "-1", "year_cap"),
        ("records", "99", "records"),
        ("starts", "明年", "明年"),
        ("percent.good", "120", "grades"),
        ("expires", "02-30", "expires"),
    ],
)
def test_what_cannot_be_is_refused_and_stays_typed(
    office: FlaskClient, field: str, value: str, where: str
) -> None:
    answer = entered(office, **{field: value})

    assert answer.status_code == 422
    assert where in visible(answer)
    assert f'value="{value}"' in answer.text


def test_an_auditor_reads_and_publishes_nothing(audit: FlaskClient, database: Database) -> None:
    with database.write() as session:
        make.scheme(session)

    page = visible(audit.get(PAGE))

    assert "讲究卫生比清洁" in page
    assert "照着改" not in page
    assert audit.get(f"{PAGE}/new").status_code == 403
    assert send(audit, PAGE, to=f"{PAGE}/new").status_code == 403
    assert audit.get(f"{PAGE}/999").status_code == 404


def test_how_an_item_is_scored_is_entered_in_the_form_too(
    office: FlaskClient, database: Database
) -> None:
    with database.write() as session:
        make.scheme(session)

    seen = entered(
        office,
        **{
            "kind.B4": "findings", "points.B4": "25", "each.B4": "5", "kind.C1": "yes_no",
            "name.X2": "乱倒垃圾", "role.X2": "veto", "year_cap": "700", "records": "5",
        },
    )  # fmt: skip

    page = visible(seen)
    assert "满分 25 分，查出一处减 5 分" in page
    assert "有得 10 分，没有 0 分" in page
    assert "X2 乱倒垃圾：新加" in page
    assert "一年最多：不限 → 700" in page
    assert "一个月最多评几次：1 → 5" in page


def test_a_way_of_scoring_without_its_points_is_refused(office: FlaskClient) -> None:
    answer = entered(office, **{"kind.B4": "count", "each.B4": ""})

    assert answer.status_code == 422
    assert "B4 each" in visible(answer)


def test_the_next_scorecard_is_tried_on_the_last_months(
    office: FlaskClient, database: Database
) -> None:
    with database.write() as session:
        village = make.village(session)
        household = make.household(session, village=village)
        round_ = make.open_round(session, village, period="2026-10")
        make.sheet(session, round_, household)
        submit_round(session, make.committee(session, village), round_id=round_.id, now=make.NOW)
        certify_round(session, make.township_officer(session), round_id=round_.id, now=make.NOW)

    page = visible(entered(office, **{"points.B1": "20"}))

    assert "拿最近三个月试算 分数多的户 1 分数少的户 0 一样的户 0" in page
    assert "100 → 110 分（+10.0%）" in page


def test_a_scorecard_against_a_right_is_refused_with_the_reason(office: FlaskClient) -> None:
    answer = entered(office, **{"name.E1": "没有越级上访"})

    assert answer.status_code == 422
    assert "“没有越级上访”这一项评的是“上访”，这是每个人的权利" in visible(answer)


def test_one_off_awards_are_entered_in_the_form_too(
    office: FlaskClient, database: Database
) -> None:
    with database.write() as session:
        make.scheme(session)

    seen = entered(
        office,
        **{
            "points.R1": "30", "levels.R2": "村级 60，省级 500", "once_per.R2": "month",
            "name.R3": "见义勇为", "look_for.R3": "有人作证", "least.R3": "50", "points.R3": "300",
        },
    )  # fmt: skip

    page = visible(seen)
    assert "R1 救助邻居：20 → 30" in page
    assert "R2 获得荣誉称号：评法改了" in page
    assert "R3 见义勇为：新加，300 分" in page
    assert "村级 60、省级 500 分；一个月一次" in page
    assert "50 到 300 分；不限次数" in page


def test_what_stands_for_work_is_changed_in_the_form_and_weighs_as_much(
    office: FlaskClient, database: Database
) -> None:
    with database.write() as session:
        make.scheme(session)

    lighter = entered(office, **{"points.C5": "7"})
    seen = entered(office, **{"points.C5": "5", "name.T1": "照看孩子", "points.T1": "3"})

    assert lighter.status_code == 422
    assert "alternatives points" in visible(lighter)
    assert "C5 自己能做的事自己做：8 → 5" in visible(seen)
    assert "T1 照看孩子：新加，3 分" in visible(seen)


def test_a_second_alternative_is_entered_in_the_form(
    office: FlaskClient, database: Database
) -> None:
    with database.write() as session:
        make.scheme(session)
    new = {"instead_of.1": "D2", "name.T2": "和邻居说说话", "points.T2": "7"}

    assert "不能劳动的户，把 D2 换成：" in visible(entered(office, **new))
    assert entered(office, **new | {"name.T2": ""}).status_code == 422
    ended = entered(office, **{"instead_of.0": "", "name.C4": "", "name.C5": ""})
    assert "C5 自己能做的事自己做：不再评" in visible(ended)


@pytest.mark.parametrize(
    ("field", "value", "where"),
    [
        ("levels.R2", "村级五十", "R2 levels"),
        ("points.R1", "", "R1 points"),
        ("name.R1", "不上访", "上访"),
        ("instead_of.0", "C1、Z9", "alternatives instead_of"),
    ],
)
def test_awards_and_alternatives_that_cannot_be_are_refused_and_stay_typed(
    office: FlaskClient, database: Database, field: str, value: str, where: str
) -> None:
    with database.write() as session:
        make.scheme(session)

    answer = entered(office, **{field: value})

    assert answer.status_code == 422
    assert where in visible(answer)
    assert not value or value in answer.text
