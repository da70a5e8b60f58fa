"""The blueprint that the district's and the auditor's views hang on."""

from typing import Final

from flask import Blueprint

from app.registry.accounts.permissions import Permission
from app.web.office.place import masthead
from app.web.office.shared import only_for

pages: Final = Blueprint("district", __name__, url_prefix="/district")
# The district's office and the auditors; nobody else reads the audit.
pages.before_request(only_for(Permission.VIEW_AUDIT))
pages.context_processor(masthead)
