"""The blueprint that the township's views hang on."""

from typing import Final

from flask import Blueprint

from app.registry.accounts.permissions import Permission
from app.web.office.place import masthead
from app.web.office.shared import only_for

pages: Final = Blueprint("township", __name__, url_prefix="/township")
pages.before_request(only_for(Permission.CERTIFY))
pages.context_processor(masthead)
