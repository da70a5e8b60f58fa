"""人员: add people, give and take jobs, passwords, the end of signing in."""

import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app.kernel.db import Database
from app.registry.accounts.models import User
from app.registry.accounts.permissions import Role
from app.registry.places.models import Place, PlaceKind
from tests import make
from tests.statements import count_statements
from tests.web.browsing import hidden_fields, send, signed_in, visible

PEOPLE = "/district/settings/people"
NEW = f"{PEOPLE}/new"
PASSWORD = re.compile(r'class="pw">([a-z2-9]{14})<')


@pytest.fixture
def village(database: Database) -> str:
    """A village to work in."""
    with database.write() as session:
        return make.village(session, "孟尝君新村").code


def add(office: FlaskClient, village: str, **other: str) -> dict[str, object]:
    fields = {"name": "周明霞", "username": "13806350127", "role": "village_specialist"}
    return hidden_fields(office, NEW) | fields | {"at": village} | other


def user_id(database: Database, username: str = "13806350127") -> int:
    with database.read() as session:
        return session.scalars(select(User.id).where(User.username == username)).one()


def somebody(database: Database) -> str:
    """A township officer; answers the address of his page."""
    with database.write() as session:
        officer = make.township_officer(session)
    return f"{PEOPLE}/{officer.user_id}"


def test_a_new_person_gets_a_password_on_paper_and_signs_in_with_it(
    office: FlaskClient, database: Database, village: str
) -> None:
    slip = office.post(NEW, data=add(office, village))

    assert "周明霞" in visible(slip)
    assert "村扶贫专干 孟尝君新村" in visible(slip)
    assert "密码只显示这一次" in visible(slip)
    found = PASSWORD.search(slip.text)
    assert found
    newcomer = office.application.test_client()
    entered = send(newcomer, "/sign-in", username="13806350127", password=found[1])
    first_page = newcomer.get(entered.location, follow_redirects=True)
    assert first_page.request.path == "/password"
    assert PASSWORD.search(office.get(f"{PEOPLE}/{user_id(database)}").text) is None


def test_a_double_click_adds_one_person_and_shows_no_second_password(
    office: FlaskClient, database: Database, village: str
) -> None:
    fields = add(office, village)

    first, second = (office.post(NEW, data=fields) for _ in range(2))

    assert PASSWORD.search(first.text)
    assert PASSWORD.search(second.text) is None
    assert "这一步刚才已经办好了" in visible(second)
    assert user_id(database)


@pytest.mark.parametrize(
    ("other", "words"),
    [
        ({"username": ""}, "有一项还没有填"),
        ({"username": "周 明霞"}, "登录名要 1 到 64 个字"),
        ({"role": "king"}, "选的不在列表里"),
        ({"at": "371599999999"}, "没有代码是“371599999999”的地方或店"),
        ({"role": "store_manager", "at": "S-none"}, "没有代码是“S-none”"),
    ],
)
def test_what_was_typed_stays_when_something_is_wrong(
    office: FlaskClient, village: str, other: dict[str, str], words: str
) -> None:
    answer = office.post(NEW, data=add(office, village, **other))

    assert answer.status_code in {404, 422}
    assert words in visible(answer)
    assert 'value="周明霞"' in answer.text


def test_a_username_that_is_taken_is_refused(office: FlaskClient, village: str) -> None:
    office.post(NEW, data=add(office, village))

    answer = office.post(NEW, data=add(office, village, name="别人"))

    assert answer.status_code == 409
    assert "这个登录名已经有人用了" in visible(answer)


def test_people_are_found_by_name_job_and_place(
    office: FlaskClient, database: Database, village: str
) -> None:
    office.post(NEW, data=add(office, village))
    somebody(database)

    for asked in ("q=明霞", "role=village_specialist", f"at={village}"):
        page = visible(office.get(f"{PEOPLE}?{asked}"))
        assert "共 1 人" in page
        assert "周明霞 13806350127 村扶贫专干 孟尝君新村 在用" in page
    assert "没有这样的人" in visible(office.get(f"{PEOPLE}?q=没有"))


def test_a_job_is_given_and_taken_away(
    office: FlaskClient, database: Database, village: str
) -> None:
    page = somebody(database)

    send(office, page, to=f"{page}/jobs", role="village_committee", at=village)

    after = office.get(page)
    assert "村两委 孟尝君新村 收回" in visible(after)
    takes = re.findall(r'action="([^"]+/take)"', after.text)
    send(office, page, to=takes[0])
    assert "镇（街道） 韩集镇 收回" not in visible(office.get(page))
    assert "村两委 孟尝君新村 收回" in visible(office.get(page))


def test_who_certifies_may_not_also_redeem(office: FlaskClient, database: Database) -> None:
    page = somebody(database)
    with database.write() as session:
        store = make.store(session).code

    answer = send(office, page, to=f"{page}/jobs", role="store_clerk", at=store)

    assert answer.status_code == 409
    assert "同一个人不能又管认定、又管兑换" in visible(answer)
    assert "店员 韩集店" not in visible(office.get(page))


def test_a_job_of_somebody_else_is_not_taken_by_guessing(
    office: FlaskClient, database: Database
) -> None:
    page, other = somebody(database), somebody(database)
    (take,) = re.findall(r'action="([^"]+/take)"', office.get(other).text)

    guessed = f"{page}/jobs/{take.split('/')[-2]}/take"

    assert send(office, page, to=guessed).status_code == 404
    assert "收回" in visible(office.get(other))


def test_a_forgotten_password_is_replaced_by_one_on_paper(
    office: FlaskClient, database: Database
) -> None:
    page = somebody(database)
    assert "他现在的密码马上不能用" in visible(office.get(f"{page}/password"))

    slip = send(office, f"{page}/password")

    assert PASSWORD.search(slip.text)


def test_somebody_who_left_signs_in_no_more(office: FlaskClient, database: Database) -> None:
    with database.write() as session:
        officer = make.township_officer(session)
    phone = signed_in(office.application.test_client(), officer)
    page = f"{PEOPLE}/{officer.user_id}"
    assert "停用孙镇长" in visible(office.get(f"{page}/off"))

    answer = send(office, f"{page}/off")

    assert "孙镇长已停用" in visible(office.get(answer.location))
    assert "重设密码" not in visible(office.get(page))
    assert phone.get("/me").location == "/sign-in?next=/me"


def test_nobody_takes_his_own_job_or_switches_himself_off(
    office: FlaskClient, database: Database
) -> None:
    with database.read() as session:
        me = session.scalars(select(User.id).where(User.name == "孙立新")).one()

    page = visible(office.get(f"{PEOPLE}/{me}"))

    assert "自己的工作请同事来改" in page
    assert "停用" not in page


def test_an_auditor_reads_and_has_no_buttons(audit: FlaskClient, database: Database) -> None:
    page = somebody(database)

    assert "孙镇长" in visible(audit.get(PEOPLE))
    assert "加人" not in visible(audit.get(PEOPLE))
    assert "收回" not in visible(audit.get(page))
    assert audit.get(NEW).status_code == 403
    assert send(audit, PEOPLE, to=f"{page}/off").status_code == 403


def test_an_auditor_of_one_township_sees_who_works_there(
    database: Database, client: FlaskClient, village: str
) -> None:
    with database.write() as session:
        here = make.township(session)
        elsewhere = Place(
            code="371599200", name="广平镇", kind=PlaceKind.TOWNSHIP, parent_code=make.DISTRICT
        )
        session.add(elsewhere)
        session.flush()
        make.specialist(session, session.get_one(Place, village))
        stranger = make.actor(session, Role.TOWNSHIP, elsewhere, name="外镇人")
        make.manager(session, make.store(session))
        signed_in(client, make.actor(session, Role.AUDITOR, here))

    page = visible(client.get(PEOPLE))

    assert "周明霞" in page
    assert "钱店长" in page
    assert "外镇人" not in page
    assert client.get(f"{PEOPLE}/{stranger.user_id}").status_code == 404


def test_the_list_takes_as_many_statements_for_many_people_as_for_few(
    office: FlaskClient, database: Database, village: str
) -> None:
    office.get(PEOPLE)
    with count_statements() as for_few:
        office.get(PEOPLE)
    with database.write() as session:
        for _ in range(20):
            make.specialist(session, session.get_one(Place, village))

    with count_statements() as for_many:
        office.get(PEOPLE)

    assert len(for_few) == len(for_many)
