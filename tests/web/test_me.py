"""我的: one's own page, and how one likes to read."""

from flask.testing import FlaskClient

from app.kernel.db import Database
from app.kernel.installation import mark
from app.registry.accounts.actions import add_user, user_by_name
from app.registry.accounts.actor import Actor
from app.registry.accounts.permissions import Role
from app.registry.places.actions import appoint
from tests import make
from tests.web.browsing import send, signed_in, visible


def test_a_person_sees_his_jobs_and_where_he_holds_them(
    database: Database, client: FlaskClient
) -> None:
    with database.write() as session:
        signed_in(client, make.specialist(session, make.village(session, "古漯河新村")))

    assert "周明霞 村扶贫专干 古漯河新村" in visible(client.get("/me"))


def test_everybody_starts_on_the_first_page_of_his_audience(
    database: Database, client: FlaskClient
) -> None:
    with database.write() as session:
        village, store = make.village(session), make.store(session)
        people = {
            "/village/": make.specialist(session, village),
            "/township/": make.township_officer(session),
            "/store/": make.clerk(session, store),
            "/district/": make.auditor(session),
        }
        idle, _password = add_user(
            session, make.admin(session), username="idle", name="没有工作", now=make.NOW,
            password="院里种着三棵石榴树和一口井",
        )  # fmt: skip
        make.sign_in(session, idle.id)
        nobody = Actor(idle.id, "idle", "没有工作", ())

    starts = {place: signed_in(client, who).get("/").location for place, who in people.items()}

    assert all(found.startswith(place.rstrip("/")) for place, found in starts.items())
    assert signed_in(client, nobody).get("/").location == "/me"
    assert "您还没有分到工作" in visible(client.get("/me"))


def test_who_works_in_two_places_may_go_from_one_to_the_other(
    database: Database, client: FlaskClient
) -> None:
    with database.write() as session:
        village = make.village(session)
        both = make.specialist(session, village)
        store = make.store(session).code
        user = user_by_name(session, both.username)
        appoint(
            session, make.admin(session), user,
            role=Role.STORE_CLERK, at_code=store, now=make.NOW,
        )  # fmt: skip

    said = visible(signed_in(client, both).get("/me"))

    assert "换一处工作" in said
    assert "村里的事" in said
    assert "店里的事" in said


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

    for page in ("/sign-in", "/public/", "/public/points", "/no-such-page"):
        assert "登录密码人人知道" in visible(client.get(page))
