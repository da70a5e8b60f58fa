"""问卷 in the settings: look at a file, a pasted text or an entered form; publish it; end it."""

import html
import re

from flask.testing import FlaskClient

from app.demo.files import text_of
from app.kernel.db import Database
from app.scoring.questionnaires.queries import questionnaires
from tests.scoring.asking import published as short_one
from tests.web.browsing import hidden_fields, send, visible
from tests.web.district.uploads import looked_at, upload

PAGE = "/district/settings/questionnaires"
SHIPPED = text_of("questionnaire.toml")
FIELD = re.compile(
    r'<input class[^>]* name="([^"]+)"[^>]* value="([^"]*)"|'
    r'<select[^>]* name="([^"]+)".*?value="(\w+)" selected'
)


def all_of(database: Database) -> list[tuple[str, bool]]:
    """First months, and whether they were ended."""
    with database.read() as session:
        return [(str(each.starts), each.ended_at is not None) for each in questionnaires(session)]


def test_a_new_district_takes_the_shipped_look_back(
    office: FlaskClient, database: Database
) -> None:
    assert "还没有问卷" in visible(office.get(PAGE))
    sample = office.get(f"{PAGE}/sample.toml").data

    seen = upload(office, f"{PAGE}/new", sample, "问卷.toml")

    assert "5 类，41 问" in visible(seen)
    assert "D5 喝的是自来水吗 是 / 否 必答" in visible(seen)
    assert all_of(database) == []
    look = looked_at(seen)
    fields = hidden_fields(office, look)
    answers = [office.post(look, data=fields) for _ in range(2)]
    assert answers[0].location == answers[1].location
    assert "脱贫户年度回头看 起用了 从 2018 年 1 月起" in visible(office.get(answers[0].location))
    assert all_of(database) == [("2018-01", False)]


def test_what_comes_down_goes_up_again_as_the_next_one(
    office: FlaskClient, database: Database
) -> None:
    with database.write() as session:
        version = short_one(session).id
    text = office.get(f"{PAGE}/{version}.toml").get_data(as_text=True)

    answer = send(office, f"{PAGE}/new", pasted=text.replace("2026-01", "2030-01"))

    assert answer.status_code == 303
    assert send(office, answer.location).status_code == 303
    assert all_of(database) == [("2030-01", False), ("2026-01", False)]


def test_a_question_that_is_nobodys_business_is_refused_with_the_reason(
    office: FlaskClient, database: Database
) -> None:
    text = SHIPPED.replace("今年参加过技能培训吗", "家里谁有慢性病")

    answer = send(office, f"{PAGE}/new", pasted=text)
    seen = office.get(answer.location)

    assert seen.status_code == 422
    assert "“家里谁有慢性病”里有“慢性病”" in visible(seen)
    assert "家里谁有慢性病" in html.unescape(seen.text), "what was pasted is still there"
    for broken in (
        "title = ",
        SHIPPED.replace("2018-01", "2018-13"),
        "title = '一'\nsections = []",
    ):
        answer = send(office, f"{PAGE}/new", pasted=broken)
        assert office.get(answer.location).status_code == 422
    assert send(office, f"{PAGE}/new", pasted="").status_code == 422
    assert all_of(database) == []


def test_the_next_one_is_entered_in_a_form(office: FlaskClient, database: Database) -> None:
    with database.write() as session:
        short_one(session)
    page = f"{PAGE}/edit"
    found = FIELD.findall(office.get(page).text)
    typed = {a or c: html.unescape(b or d) for a, b, c, d in found}
    assert typed["more.A1"] == "多了/少了/一样"
    assert typed["kind.A2"] == "number"
    changed = typed | {
        "starts": "2027-01", "words.A2": "", "optional.B2": "1", "words.A3": "今年去过几次集",
        "kind.A3": "number", "more.A3": "次", "name.C": "出行", "words.C1": "怎么去镇上",
        "kind.C1": "choice", "more.C1": "走路／骑车/坐车",
    }  # fmt: skip

    answer = send(office, page, **changed)

    assert answer.status_code == 303
    words = visible(office.get(answer.location))
    assert "A1 收入比去年 多了 / 少了 / 一样 必答 A3 今年去过几次集 填数，次 必答" in words
    assert "B2 最想办的事 写一句话 可以不填" in words
    assert "C 出行 C1 怎么去镇上 走路 / 骑车 / 坐车 必答" in words
    refused = send(office, page, **changed | {"words.C1": "户主电话"})
    assert refused.status_code == 422
    assert "“户主电话" in visible(refused)
    assert all_of(database) == [("2026-01", False)]


def test_one_is_ended_once_and_only_by_the_office(
    office: FlaskClient, audit: FlaskClient, database: Database
) -> None:
    with database.write() as session:
        version = short_one(session).id
    page = f"{PAGE}/{version}/end"

    assert "本月还能填，下个月起不再问。" in visible(office.get(page))
    fields = hidden_fields(office, page)
    for _ in range(2):
        assert office.post(page, data=fields).location == f"{PAGE}/{version}"
    assert "问卷停用了" in visible(office.get(f"{PAGE}/{version}"))
    send(office, page)
    assert "这份问卷已经停用了" in visible(office.get(f"{PAGE}/{version}"))
    assert all_of(database) == [("2026-01", True)]
    assert audit.get(PAGE).status_code == 200
    assert [audit.get(each).status_code for each in (page, f"{PAGE}/new", f"{PAGE}/edit")] == [
        403, 403, 403,
    ]  # fmt: skip
