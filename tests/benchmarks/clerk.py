"""Forty redemptions in a row by a clerk who only types and scans: seconds, keys, the slowest one.

A browser on the pages of one server process does what a scanner and a keyboard do: the card, three
kinds of goods by barcode (one of them with the quantity key), one key to confirm, and straight
from the slip to the next card. The clerk of the script never thinks and never talks.
"""

from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from playwright.sync_api import Browser, Page

from app.kernel.db import Database
from app.registry.accounts.models import User
from app.registry.accounts.passwords import hashed
from tests.benchmarks.counter import BARCODES, Counter, prepare
from tests.benchmarks.serving import served

REDEMPTIONS = 40
AT_MOST_S = 600
PASSWORD = "lianxi-jifen-2020"


@dataclass
class Desk:
    """A keyboard and a scanner at one till, and how many keys each of them sent."""

    page: Page
    keys: int = 0
    scanned: int = 0

    def scan(self, text: str) -> None:
        """What a scanner does: it types into whatever has the focus, then Enter."""
        self.scanned += len(text) + 1
        self.page.keyboard.type(text)
        self._go("Enter")

    def key(self, text: str) -> None:
        """What the clerk types himself."""
        self.keys += len(text)
        self.page.keyboard.type(text)

    def confirm(self) -> None:
        """The one key that confirms."""
        self.keys += 1
        self._go("F9")

    def _go(self, key: str) -> None:
        with self.page.expect_navigation():
            self.page.keyboard.press(key)


def measure(database: Database, folder: Path, chromium: Browser) -> dict[str, object]:
    """The figure for one kind of database."""
    counter, username = _opened(database)
    with served(database, folder) as port:
        desk = Desk(_signed_in(chromium, port, username))
        desk.page.goto(f"/store/{counter.store_code}/card")
        times = [_redeem(desk, card) for card in counter.cards]
        desk.page.context.close()
    return {
        "figure": "a clerk's redemptions in a row",
        "database": "sqlite" if database.is_sqlite else "postgresql",
        "redemptions": len(times),
        "seconds": round(sum(times), 1),
        "slowest_s": round(max(times), 2),
        "keys_pressed": desk.keys,
        "keys_scanned": desk.scanned,
        "at_most_s": AT_MOST_S,
    }


def _opened(database: Database) -> tuple[Counter, str]:
    """A store for so many households, and the name by which its clerk signs in."""
    counter = prepare(database, REDEMPTIONS)
    with database.write() as session:
        clerk = session.get_one(User, counter.clerk.user_id)
        clerk.password_hash = hashed(PASSWORD)
        return counter, clerk.username


def _signed_in(chromium: Browser, port: int, username: str) -> Page:
    """The clerk signs in by keyboard too; this is not measured."""
    page = chromium.new_context(base_url=f"http://127.0.0.1:{port}", locale="zh-CN").new_page()
    page.goto("/sign-in")
    page.focus("[name=username]")
    page.keyboard.type(username)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    return page


def _redeem(desk: Desk, card: str) -> float:
    """One household from its card to its slip; the seconds it took."""
    started = perf_counter()
    desk.scan(card)
    desk.scan(BARCODES["salt"])
    desk.key("2*")
    desk.scan(BARCODES["soap"])
    desk.scan(BARCODES["towel"])
    desk.confirm()
    seconds = perf_counter() - started
    assert "/receipts/" in desk.page.url, desk.page.inner_text("main")
    return seconds
