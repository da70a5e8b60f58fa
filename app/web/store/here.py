"""The store that a page is about, and the way between its pages."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from flask import request, url_for
from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString
from sqlalchemy.orm import Session

from app.door.context import actor
from app.registry.accounts.permissions import Permission
from app.registry.places.models import Store
from app.registry.places.queries import may_at_store, store_for
from app.web.navigation import Link, NavItem, audience, home_url

# On pages that are nobody's store, such as 我的.
NAVIGATION: Final = (
    NavItem(_("店里"), "store.home", "shop"),
    NavItem(_("我的"), "account.me", "me", also=frozenset({"account.choose_password"})),
)
# The row of a store's pages. Whoever may see one of them, stock and redemptions, may see both.
ENTRIES: Final[tuple[tuple[LazyString, str], ...]] = (
    (_("店铺首页"), "store.overview"),
    (_("找卡"), "store.find_card"),
    (_("今天的兑换"), "store.today"),
    (_("库存"), "store.stock"),
    (_("入库记录"), "store.deliveries"),
    (_("单据"), "store.papers"),
    (_("进村安排"), "store.market"),
)
ALL: Final = frozenset(endpoint for _words, endpoint in ENTRIES)
SELLING: Final = frozenset(
    {"store.find_card", "store.today", "store.stock", "store.papers", "store.market"}
)
# Pages below an entry, which is marked on them too.
BELOW: Final[Mapping[str, frozenset[str]]] = {
    "store.find_card": frozenset(
        {
            "store.till",
            "store.sell",
            "store.need",
            "store.no_card",
            "store.look_up",
            "store.pin",
            "store.save_pin",
            "store.screen",
            "store.make_screen",
        }
    ),
    "store.today": frozenset(
        {
            "store.ask_void",
            "store.void",
            "store.ask_return",
            "store.return_some",
            "store.day",
            "store.close",
            "store.ask_close",
            "store.ask_late_void",
            "store.late_void",
            "store.late_voids",
        }
    ),
    "store.stock": frozenset(
        {
            "store.moves",
            "store.stock_paper",
            "store.moves_paper",
            "store.ending_soon_paper",
            "store.order_paper",
            "store.needed",
            "store.receive",
            "store.take_in",
            "store.from_file",
            "store.ending_soon",
            "store.order",
        }
    ),
    "store.deliveries": frozenset({"store.delivery"}),
    "store.papers": frozenset(
        {
            "store.paper",
            "store.approve_paper",
            "store.refuse_paper",
            "store.ask_relocate",
            "store.bring_over",
            "store.ask_loss",
            "store.report_loss",
            "store.ask_count",
            "store.hand_in_count",
        }
    ),
    "store.market": frozenset(
        {
            "store.ask_market_day",
            "store.plan_day",
            "store.ask_route",
            "store.save_route",
            "store.market_day",
            "store.ask_carry",
            "store.carry_goods",
            "store.ask_cancel_day",
            "store.cancel_day",
            "store.close_market",
            "store.load_list",
            "store.set_goods_aside",
            "store.load_set_aside",
            "store.ask_weights",
            "store.save_weights",
            "store.sharing",
            "store.share_goods",
            "store.unshare_goods",
            "store.market_fairs",
            "store.ask_fairs",
            "store.save_fairs",
        }
    ),
}


@dataclass(frozen=True)
class Here:
    """A store as its pages show it, with what this person may do in it."""

    id: int
    code: str
    name: str
    may_redeem: bool
    may_void: bool
    may_approve_void: bool
    may_receive: bool
    may_relocate: bool
    may_report: bool
    may_count: bool

    @property
    def sells_only(self) -> bool:
        """Whether the person is a clerk here: his pages are few, and begin with a card."""
        return self.may_redeem and not self.may_receive

    @property
    def first_page(self) -> str:
        """Where this person starts."""
        endpoint = "store.find_card" if self.sells_only else "store.overview"
        return url_for(endpoint, store_code=self.code)

    @property
    def nav(self) -> list[Link]:
        """The row of the store's pages that are this person's."""
        at = request.endpoint or ""
        return [
            *_way_back(),
            *(
                Link(
                    text=str(words),
                    url=url_for(endpoint, store_code=self.code),
                    on=at == endpoint or at in BELOW.get(endpoint, ()),
                    icon="",
                )
                for words, endpoint in ENTRIES
                if endpoint in self._pages
            ),
            Link(text=str(_("我的")), url=url_for("account.me"), on=False, icon=""),
        ]

    @property
    def _pages(self) -> frozenset[str]:
        if self.sells_only:
            return SELLING
        return ALL if self.may_redeem else ALL - {"store.find_card"}


def here(session: Session, permission: Permission, store_code: str) -> Here:
    """The store of this page.

    :raises UnknownPlace: missing, or a store where the person may not do this.
    """
    return here_at(store_for(session, actor(), permission, store_code))


def here_at(store: Store) -> Here:
    """A store that the person was let through to."""
    person = actor()
    return Here(
        id=store.id,
        code=store.code,
        name=store.name,
        may_redeem=may_at_store(person, Permission.REDEEM, store),
        may_void=may_at_store(person, Permission.VOID_REDEMPTION, store),
        may_approve_void=may_at_store(person, Permission.APPROVE_VOID, store),
        may_receive=may_at_store(person, Permission.RECEIVE_STOCK, store),
        may_relocate=may_at_store(person, Permission.RELOCATE_STOCK, store),
        may_report=may_at_store(person, Permission.ASK_WRITE_OFF, store),
        may_count=may_at_store(person, Permission.COUNT_STOCK, store),
    )


def _way_back() -> list[Link]:
    """For who comes from another office."""
    whose = audience(actor())
    if whose == "store":
        return []
    return [Link(text=str(_("回首页")), url=home_url(whose) or "/", on=False, icon="")]
