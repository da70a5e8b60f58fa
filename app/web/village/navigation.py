"""What scorers and committees find at the bottom of their phones."""

from typing import Final

from flask_babel import lazy_gettext as _
from flask_babel import lazy_pgettext

from app.registry.accounts.permissions import Permission
from app.web.navigation import NavItem

NAVIGATION: Final = (
    NavItem(_("走访"), "village.visits", icon="home", needs=Permission.SCORE),
    NavItem(
        _("本月"),
        "village.month",
        icon="month",
        needs=Permission.VIEW_ROUND,
        also=frozenset({"village.round_page"}),
    ),
    NavItem(_("公示"), "village.notices", icon="notice", needs=Permission.VIEW_ROUND),
    # Scorers come to a household from their list; a committee looks it up.
    NavItem(
        lazy_pgettext("navigation", "户"),
        "village.households",
        icon="people",
        needs=Permission.ISSUE_CARD,
        also=frozenset({"village.changes", "village.change", "village.ask_change_details"}),
    ),
    NavItem(_("我的"), "account.me", icon="me"),
)
