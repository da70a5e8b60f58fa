"""Pages for people: village and household on phones, stores at the till, offices on PCs."""

from collections.abc import Mapping, Sequence
from typing import Final

from flask import Blueprint, Flask

from app.door import routes
from app.door.limits import init_limits
from app.web import account, district, office_nav, public, start, store, township, village, watching
from app.web.errors import init_errors
from app.web.filters import init_filters
from app.web.guard import init_guard
from app.web.headers import init_headers
from app.web.language import init_language
from app.web.navigation import NavItem, init_navigation
from app.web.session import init_sessions
from app.web.shell import init_shell
from app.web.static_files import init_static_files

BLUEPRINTS: Final[tuple[Blueprint, ...]] = (
    start.pages,
    watching.pages,
    account.pages,
    public.pages,
    store.pages,
    village.pages,
    township.pages,
    district.pages,
)

# What each audience finds in its navigation, by the name of its blueprint.
NAVIGATION: Final[Mapping[str, Sequence[NavItem]]] = {
    "village": village.NAVIGATION,
    "store": store.NAVIGATION,
    "township": office_nav.TOWNSHIP,
    "district": office_nav.DISTRICT,
}


def init_web(app: Flask) -> None:
    """Give an app its pages."""
    routes.public(app.view_functions["static"])
    init_static_files(app)
    init_sessions(app)
    init_limits(app)
    init_language(app)
    init_filters(app)
    init_navigation(app, NAVIGATION)
    init_shell(app)
    init_headers(app)
    init_errors(app)
    init_guard(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
