"""What a reader sees when something is refused, missing or broken."""

import errno
import html
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from apiflask import APIFlask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.door.routes import needs, public
from app.kernel.db import Database
from app.kernel.storage import OutcomeUnknown
from app.ledger.actions import NotEnoughPoints
from app.registry.accounts.permissions import Permission
from tests import make
from tests.house import moved_in, new_app
from tests.web.browsing import send, signed_in, visible


@pytest.fixture
def app(database: Database, tmp_path: Path) -> APIFlask:
    """An application of its own: the tests here add pages to it."""
    return moved_in(new_app(), database, tmp_path)


def hidden_fields(answer: TestResponse) -> dict[str, str]:
    """What a form on the page would send."""
    found = re.findall(r'<input type="hidden" name="(\w+)" value="(.*?)">', answer.text)
    return {name: html.unescape(value) for name, value in found}


def add_page(client: FlaskClient, address: str, view: Callable[..., str]) -> None:
    client.application.add_url_rule(address, address, view)


def test_a_missing_page_says_so_in_the_readers_language(client: FlaskClient) -> None:
    chinese = client.get("/no-such-page")
    client.set_cookie("jifen_language", "en")
    english = client.get("/no-such-page")

    assert chinese.status_code == english.status_code == 404
    assert "没有找到" in visible(chinese)
    assert "It was not found" in visible(english)
    assert 'lang="en"' in english.text


def test_the_interface_says_the_same_in_json(client: FlaskClient) -> None:
    chinese = client.get("/api/v1/no-such-route")
    english = client.get("/api/v1/no-such-route", headers={"Accept-Language": "en-GB,en;q=0.9"})

    assert chinese.status_code == english.status_code == 404
    assert chinese.json
    assert english.json
    assert chinese.json.keys() == {"code", "message", "facts"}
    assert chinese.json["code"] == "not_found"
    assert english.json["message"].startswith("It was not found")


def test_a_refusal_says_what_happened_what_did_not_and_what_to_do(client: FlaskClient) -> None:
    @public
    def refused() -> str:
        raise NotEnoughPoints(short=9, balance=161, points=170)

    add_page(client, "/refused", refused)

    answer = client.get("/refused")

    assert answer.status_code == 409
    said = visible(answer)
    assert "积分不够，还差 9 分" in said
    assert "没有扣分，也没有出货" in said
    assert "单号" in said


def test_our_own_mistake_shows_a_number_and_no_trace(client: FlaskClient) -> None:
    @public
    def broken() -> str:
        raise ZeroDivisionError("a secret of the inside")

    add_page(client, "/broken", broken)
    add_page(client, "/api/broken", broken)
    client.application.testing = False

    page, json = client.get("/broken"), client.get("/api/broken")

    assert page.status_code == json.status_code == 500
    assert "系统出了差错" in visible(page)
    assert "单号" in visible(page)
    assert json.json
    assert json.json["code"] == "broken"
    assert "secret" not in page.text + json.text
    assert "ZeroDivisionError" not in page.text + json.text


def test_what_may_have_been_saved_can_be_sent_again_as_it_was(client: FlaskClient) -> None:
    @public
    def away() -> str:
        raise OutcomeUnknown

    client.application.add_url_rule("/away", "away", away, methods=["POST"])

    answer = send(client, "/sign-in", to="/away", request_id="one", reason="“拿错了”")
    with_pin = send(client, "/sign-in", to="/away", request_id="one", pin="258014")
    client.set_cookie("jifen_language", "en")
    english = send(client, "/sign-in", to="/away", request_id="one")

    assert answer.status_code == english.status_code == 503
    assert int(answer.headers["Retry-After"]) > 0
    assert "不知道存上没有" in visible(answer)
    assert "nobody knows whether it was" in visible(english)
    sent_again = hidden_fields(answer)
    assert (sent_again["request_id"], sent_again["reason"]) == ("one", "“拿错了”")
    assert hidden_fields(with_pin) == {}
    assert "258014" not in with_pin.text


def test_a_database_that_is_away_is_said_in_both_languages_and_shapes(tmp_path: Path) -> None:
    nowhere = Database("postgresql://nobody@127.0.0.1:1/nothing", make.DISTRICT)
    app = moved_in(new_app(), nowhere, tmp_path)

    page = app.test_client().get("/sign-in")
    json = app.test_client().get(
        "/api/v1/me", headers={"Authorization": "Bearer x", "Accept-Language": "en"}
    )

    assert page.status_code == json.status_code == 503
    assert "这一步没有办，什么都没有改" in visible(page)
    assert json.json
    assert json.json["code"] == "database_away"
    assert "nothing was changed" in json.json["message"]


def test_a_disk_that_is_full_is_said_and_any_other_fault_of_a_file_is_our_mistake(
    client: FlaskClient,
) -> None:
    @public
    def full() -> str:
        raise OSError(errno.ENOSPC, "No space left on device", "/secret/place")

    @public
    def gone() -> str:
        raise FileNotFoundError("/secret/place")

    add_page(client, "/full", full)
    add_page(client, "/gone", gone)
    client.application.testing = False

    no_space, broken = client.get("/full"), client.get("/gone")

    assert (no_space.status_code, broken.status_code) == (507, 500)
    assert "磁盘满了" in visible(no_space)
    assert "secret" not in no_space.text + broken.text


def test_a_permission_one_does_not_have_is_said_plainly(
    database: Database, client: FlaskClient
) -> None:
    @needs(Permission.CERTIFY)
    def certify() -> str:
        return "certified"

    add_page(client, "/certify", certify)
    with database.write() as session:
        clerk = make.clerk(session, make.store(session))

    answer = signed_in(client, clerk).get("/certify")

    assert answer.status_code == 403
    assert "这件事不归您办" in visible(answer)


def test_who_has_not_signed_in_is_led_to_the_sign_in_page_and_back(client: FlaskClient) -> None:
    assert client.get("/me?a=1").location == "/sign-in?next=/me?a%3D1"
    assert client.post("/sign-out").location == "/sign-in"


def test_a_piece_of_a_page_sends_the_whole_page_to_sign_in(client: FlaskClient) -> None:
    answer = client.get("/me", headers={"HX-Request": "true"})

    assert answer.headers["HX-Redirect"] == "/sign-in?next=/me"


def test_a_form_without_its_token_changes_nothing_and_says_so(
    database: Database, client: FlaskClient
) -> None:
    with database.write() as session:
        signed_in(client, make.admin(session))

    answer = client.post("/sign-out")

    assert answer.status_code == 400
    assert "这一页放得太久" in visible(answer)
    assert client.get("/me").status_code == 200


@pytest.mark.parametrize("address", ["/sign-in?next=%00", "/api/v1/openapi.json?q=%00", "/%00"])
def test_letters_that_no_database_keeps_are_refused(client: FlaskClient, address: str) -> None:
    assert client.get(address).status_code == 400


def test_letters_that_no_database_keeps_are_refused_in_forms(client: FlaskClient) -> None:
    assert send(client, "/sign-in", username="a\0b", password="x").status_code == 400


def test_a_body_that_is_too_large_is_refused(client: FlaskClient) -> None:
    page = client.post("/sign-in", data={"username": "a" * 2_000_000})
    json = client.put("/api/v1/x", data="a" * 2_000_000)

    assert page.status_code == 413
    assert json.status_code == 404


def test_a_number_beyond_64_bits_is_not_found(client: FlaskClient) -> None:
    @public
    def thing(number: int) -> str:
        return f"thing {number}"

    add_page(client, "/things/<int:number>", thing)

    assert client.get("/things/9223372036854775807").status_code == 200
    assert client.get("/things/9223372036854775808").status_code == 404


def test_the_wrong_method_is_said(client: FlaskClient) -> None:
    assert client.delete("/sign-in").status_code == 405
    assert '"wrong_method"' in client.post("/api/v1/openapi.json").text


def test_one_refused_page_leads_back_to_where_one_came_from(client: FlaskClient) -> None:
    here = client.get("/no-such-page", headers={"Referer": "http://localhost/sign-in"})
    elsewhere = client.get("/no-such-page", headers={"Referer": "http://evil.example/"})

    assert 'href="/sign-in"' in here.text
    assert "evil.example" not in elsewhere.text


def test_a_form_with_an_empty_field_is_shown_again(client: FlaskClient) -> None:
    answer = send(client, "/sign-in", username="", password="")

    assert answer.status_code == 422
    assert "有一项还没有填" in visible(answer)
