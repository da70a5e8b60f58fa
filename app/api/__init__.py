"""The JSON interface for phones, tills and other systems: bearer tokens, OpenAPI 3.1."""

from apiflask import APIBlueprint, APIFlask

from app.api.errors import init_errors
from app.api.guard import init_guard
from app.door.routes import public

# Each module of this package brings its routes in a blueprint of its own.
BLUEPRINTS: tuple[APIBlueprint, ...] = ()


def init_api(app: APIFlask) -> None:
    """Give an app its JSON interface."""
    init_guard(app)
    init_errors(app)
    public(app.view_functions["openapi.spec"])
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint, url_prefix="/api/v1")
