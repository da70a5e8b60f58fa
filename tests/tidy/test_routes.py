"""Every route says who may call it; a route that does not is refused and found here."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from app import create_app
from app.door.routes import mark_of
from app.settings import Settings
from tests.tidy.reading import Finding, demand_none


@pytest.fixture
def routed_app(tmp_path: Path) -> Flask:
    return create_app(
        Settings(
            data=tmp_path,
            database_url=f"sqlite:///{tmp_path / 'never-opened.sqlite3'}",
            district="local",
            given_secret="unused",
        )
    )


def unmarked(app: Flask) -> Iterator[Finding]:
    """Routes whose view carries no mark."""
    for rule in app.url_map.iter_rules():
        if mark_of(app.view_functions[rule.endpoint]) is None:
            yield Finding(
                rule.rule,
                0,
                f"the view {rule.endpoint} does not say who may call it",
                "@needs(Permission.X), @needs_sign_in or @public below the route",
            )


def test_every_route_says_who_may_call_it(routed_app: Flask) -> None:
    demand_none(unmarked(routed_app))


def test_a_route_that_does_not_say_is_found_and_refused(routed_app: Flask) -> None:
    routed_app.add_url_rule("/api/forgotten", "forgotten", lambda: "secrets")

    assert [finding.path for finding in unmarked(routed_app)] == ["/api/forgotten"]
    answer = routed_app.test_client().get("/api/forgotten")
    assert answer.status_code == 403
    assert "secrets" not in answer.text
