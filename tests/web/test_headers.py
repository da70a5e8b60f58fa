"""What every answer tells the browser besides its content."""

import re

import pytest
from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from flask.testing import FlaskClient

from app.kernel.db import Database
from tests import make
from tests.web.browsing import hidden_fields, signed_in


@pytest.mark.parametrize("address", ["/sign-in", "/no-such-page", "/api/v1/openapi.json"])
def test_no_answer_may_be_framed_sniffed_or_traced(client: FlaskClient, address: str) -> None:
    headers = client.get(address).headers

    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert "default-src 'none'" in headers["Content-Security-Policy"]


def test_a_page_runs_only_its_own_scripts_and_each_page_has_a_new_word(client: FlaskClient) -> None:
    first, second = client.get("/sign-in"), client.get("/sign-in")

    nonces = [re.findall(r'nonce="([^"]+)"', page.text) for page in (first, second)]
    assert nonces[0]
    assert set(nonces[0]) != set(nonces[1])
    assert f"'nonce-{nonces[0][0]}'" in first.headers["Content-Security-Policy"]
    assert "unsafe-inline" not in first.headers["Content-Security-Policy"]
    assert " style=" not in first.text
    assert "onclick" not in first.text


def test_a_signed_in_page_is_kept_by_no_cache_and_a_drawing_is(
    database: Database, client: FlaskClient
) -> None:
    with database.write() as session:
        signed_in(client, make.admin(session))

    assert client.get("/me").headers["Cache-Control"] == "no-store"
    with client.get("/static/seal.svg") as drawing:
        assert "no-store" not in drawing.headers.get("Cache-Control", "")


def test_a_style_sheet_is_kept_for_a_year_and_changes_its_address_with_its_content(
    client: FlaskClient,
) -> None:
    address = re.findall(r'href="(/static/css/tokens.css[^"]*)"', client.get("/sign-in").text)[0]

    assert re.fullmatch(r"/static/css/tokens\.css\?v=[0-9a-f]+", address)
    with client.get(address) as sheet:
        assert "max-age=31536000" in sheet.headers["Cache-Control"]
    with client.get("/static/css/tokens.css") as sheet:
        assert "max-age" not in sheet.headers["Cache-Control"]


def test_the_session_is_out_of_reach_of_scripts_and_other_sites(client: FlaskClient) -> None:
    cookie = client.get("/sign-in", base_url="https://localhost").headers["Set-Cookie"]

    assert {"Secure", "HttpOnly", "SameSite=Lax"} <= {part.strip() for part in cookie.split(";")}


def test_over_https_a_cookie_has_a_name_that_no_neighbour_can_put_in(client: FlaskClient) -> None:
    inside = client.get("/sign-in").headers["Set-Cookie"]
    outside = client.get("/sign-in", base_url="https://localhost").headers["Set-Cookie"]

    assert inside.startswith("jifen=")
    assert outside.startswith("__Host-jifen=")
    assert "Path=/;" in f"{outside};"
    assert "Domain" not in outside


def test_over_https_somebody_stays_signed_in_and_a_plain_cookie_counts_for_nothing(
    database: Database, client: FlaskClient
) -> None:
    with database.write() as session:
        signed_in(client, make.admin(session))
    own = client.get_cookie("jifen")
    assert own

    assert client.get("/me", base_url="https://localhost").status_code == 302
    client.set_cookie("__Host-jifen", own.value, secure=True)
    assert client.get("/me", base_url="https://localhost").status_code == 200


def test_a_session_that_somebody_else_has_signed_is_nobodys(
    database: Database, client: FlaskClient
) -> None:
    with database.write() as session:
        secret = make.sign_in_secret(make.admin(session).user_id)
    stranger = Flask("elsewhere")
    stranger.secret_key = "another key"
    signer = SecureCookieSessionInterface().get_signing_serializer(stranger)
    assert signer
    client.set_cookie("jifen", str(signer.dumps({"_user_id": secret, "_fresh": True})))

    assert client.get("/me").location.startswith("/sign-in")


@pytest.mark.parametrize("folder", ["/static/", "/static/css/", "/static/css"])
def test_no_folder_is_listed(client: FlaskClient, folder: str) -> None:
    assert client.get(folder).status_code == 404


def test_nothing_is_traced(client: FlaskClient) -> None:
    assert client.open("/sign-in", method="TRACE").status_code == 405


def test_of_a_field_that_comes_twice_the_first_counts(client: FlaskClient) -> None:
    form = hidden_fields(client, "/sign-in") | {"username": ["first", "second"], "password": "x"}

    page = client.post("/sign-in", data=form).text

    assert 'value="first"' in page
    assert "second" not in page


def test_what_is_asked_for_is_decoded_once(database: Database, client: FlaskClient) -> None:
    with database.write() as session:
        signed_in(client, make.admin(session))

    page = client.get("/district/households?q=%253Cb%253E").text

    assert "%3Cb%3E" in page
    assert "&lt;b&gt;" not in page
