"""积分细则: read the present one, look at the next one, publish it."""

from flask.testing import FlaskClient

from app.demo.files import text_of
from app.kernel.db import Database
from app.scoring.schemes.queries import versions
from tests import make
from tests.web.browsing import hidden_fields, send, visible
from tests.web.district.uploads import looked_at, upload

PAGE = "/district/settings/schemes"
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


def test_an_auditor_reads_and_publishes_nothing(audit: FlaskClient, database: Database) -> None:
    with database.write() as session:
        make.scheme(session)

    page = visible(audit.get(PAGE))

    assert "讲究卫生比清洁" in page
    assert "换细则" not in page
    assert audit.get(f"{PAGE}/new").status_code == 403
    assert send(audit, PAGE, to=f"{PAGE}/new").status_code == 403
    assert audit.get(f"{PAGE}/999").status_code == 404
