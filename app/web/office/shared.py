"""Views that township and district both show: written once, hung on each office's blueprint.

Inside them every address is relative (`url_for(".rounds")`), so a reader stays in his own office.
"""

from collections.abc import Callable
from typing import Any, Final, TypeVar

from flask import Blueprint

from app.door.context import actor
from app.registry.accounts.actor import check_may
from app.registry.accounts.permissions import Permission

View = TypeVar("View", bound=Callable[..., Any])


class SharedPages:
    """A list of routes that waits for a blueprint. The endpoint is the name of the view."""

    def __init__(self) -> None:
        """No routes yet."""
        self._routes: list[tuple[str, str, Callable[..., Any]]] = []

    def get(self, rule: str) -> Callable[[View], View]:
        """A page."""
        return self._keep(rule, "GET")

    def post(self, rule: str) -> Callable[[View], View]:
        """A form that was sent."""
        return self._keep(rule, "POST")

    def hang_on(self, pages: Blueprint) -> None:
        """Give all routes to an office."""
        for rule, method, view in self._routes:
            pages.add_url_rule(rule, view.__name__, view, methods=[method])

    def _keep(self, rule: str, method: str) -> Callable[[View], View]:
        def keep(view: View) -> View:
            self._routes.append((rule, method, view))
            return view

        return keep


shared: Final = SharedPages()


def only_for(permission: Permission) -> Callable[[], None]:
    """Whose office it is: only its own people come in, whatever else a page demands.

    :raises Forbidden: from the function it gives, for a person of another office.
    """

    def check() -> None:
        check_may(actor(), permission)

    return check
