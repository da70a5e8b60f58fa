"""The blueprint that the views of this package hang on."""

from typing import Final

from flask import Blueprint

pages: Final = Blueprint("public", __name__, url_prefix="/public")
