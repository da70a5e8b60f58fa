"""Jifen: a village points programme from end to end."""

from typing import Final

from apiflask import APIFlask

from app.api import errors as api_errors
from app.api import init_api
from app.door.answers import answer
from app.door.context import House, move_in
from app.door.logs import configure_logs, log_requests
from app.door.metrics import measure_requests
from app.door.paths import Identity
from app.door.routes import USUAL_BODY_BYTES
from app.kernel.db import Database
from app.kernel.secrets import Secrets
from app.settings import Settings
from app.web import errors as web_errors
from app.web import init_web

SPEC_PATH: Final = "/api/v1/openapi.json"


def create_app(settings: Settings | None = None) -> APIFlask:
    """The whole house as a WSGI application, from the environment unless told otherwise."""
    told = settings or Settings.from_environment()
    house = House(
        database=Database(told.database_url, told.district),
        secrets=Secrets(told.keys),
        data=told.data,
        fixed_now=told.fixed_now,
        least_free_bytes=told.least_free_bytes,
    )
    return app_in(house, told.secret_key)


def app_in(house: House, secret_key: str) -> APIFlask:
    """The application in a house that stands already."""
    configure_logs()
    app = APIFlask(
        __name__,
        title="Jifen",
        spec_path=SPEC_PATH,
        docs_path=None,
        json_errors=False,
        static_folder="web/static",
        template_folder="web/templates",
    )
    app.secret_key = secret_key
    app.config["MAX_CONTENT_LENGTH"] = USUAL_BODY_BYTES
    app.url_map.converters["int"] = Identity
    move_in(app, house)
    log_requests(app)
    measure_requests(app)
    init_api(app)
    init_web(app)
    answer(app, pages=web_errors.ANSWERS, api=api_errors.ANSWERS)
    return app
