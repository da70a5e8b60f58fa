"""我的: one's own page, and how one likes to read."""

from flask.testing import FlaskClient

from app.kernel.db import Database
from app.kernel.installation import mark
from tests import make
from tests.web.browsing import send, signed_in, visible


def test_a_person_sees_his_jobs_and_where_he_holds_them(
    database: Database, client: FlaskClient
) -> None:
    with database.write() as session:
        signed_in(client, make.specialist(session, make.village(session, "古漯河新村")))

    assert "周明霞 村扶贫专干 古漯河新村" in visible(client.get("/me"))


def test_large_type_is_remembered(database: Database, client: FlaskClient) -> None:
    with database.write() as session:
        signed_in(client, make.clerk(session, make.store(session)))
    assert 'data-type="large"' not in client.get("/me").text

    send(client, "/me", to="/me/large-type")

    assert 'data-type="large"' in client.get("/sign-in").text


def test_the_language_is_switched_on_the_page_one_reads(client: FlaskClient) -> None:
    answer = client.get("/language/en?next=/sign-in")

    assert answer.location == "/sign-in"
    page = client.get("/sign-in")
    assert "Password" in visible(page)
    assert "密码" not in visible(page)


def test_a_language_we_do_not_speak_is_not_found(client: FlaskClient) -> None:
    assert client.get("/language/fr").status_code == 404


def test_practice_is_said_on_every_page(database: Database, client: FlaskClient) -> None:
    with database.write() as session:
        mark(session, practice=True, now=make.NOW)

    assert "演练" in visible(client.get("/sign-in"))
    assert "演练" in visible(client.get("/no-such-page"))
