"""Every question that the slices answer about a district, and every value of an answer."""

import inspect
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from importlib import import_module
from pkgutil import walk_packages
from typing import Final

from sqlalchemy import Row
from sqlalchemy import inspect as looked_at

import app
from app.kernel.db import Base

Question = Callable[..., object]
SLICES: Final = (
    "app.changes", "app.ledger", "app.registry", "app.scoring", "app.shop", "app.reports",
)  # fmt: skip
# Modules of verbs: they write, and are left out. Everything else that takes a session asks.
VERBS: Final = {
    "actions", "allotting", "announcing", "assignments", "award_steps", "awards", "certify",
    "compare", "corrections", "decide", "deliberate", "duties", "effects", "exempting", "expire",
    "failures", "found", "holding", "importing", "late", "loading", "objections", "open", "plan",
    "planning", "points", "posting", "profiles", "publicise", "rationing", "record", "rekeying",
    "relocate", "reserve", "returns", "reveal", "screens", "second_step", "send_back",
    "set_mark_downs", "set_near_days", "setting_aside", "settle", "shelving", "sign_ins", "signal",
    "sorting", "stock_take", "uploads", "void", "write_off",
}  # fmt: skip

NO_QUESTIONS: Final = {
    "note", "note_each", "add_goods", "change_goods", "compared", "check_shares", "shares_of",
    "give_own_barcode", "move_points", "lock_accounts", "cut_at_year_cap", "name_deputy",
    "end_deputy", "sweep_pictures", "name_collector", "end_collector", "close_day",
    "shut_day", "close_market_day", "set_pin", "end_pin", "begin_try", "forgive",
    "keep_photo", "withdraw_photo", "drop_unnamed",  # write
    "knock", "open_own_account",  # write
    "household_of",  # asks what redeem does
    # Compare with what is handed in.
    "plan_assignments", "plan_goods", "plan_of_roster", "check_proxy", "next_versions",
    "check_places_known", "check_photo", "named_elsewhere", "open_id", "opened_household",
}  # fmt: skip


def questions() -> dict[str, Question]:
    """Every public function of the slices that takes a session and only reads, by full name."""
    found: dict[str, Question] = {}
    for module in walk_packages(app.__path__, "app."):
        if not module.name.startswith(SLICES) or module.name.rpartition(".")[2] in VERBS:
            continue
        for name, function in inspect.getmembers(import_module(module.name), inspect.isfunction):
            ours = function.__module__ == module.name and not name.startswith("_")
            takes = list(inspect.signature(function).parameters) if ours else []
            if takes[:1] == ["session"] and name not in NO_QUESTIONS:
                found[f"{module.name}.{name}"] = function
    return found


def said(value: object) -> str:
    """Every value in an answer, written out: rows, objects, and what is in them."""
    return "\n".join(_values(value))


def _values(value: object) -> Iterator[str]:
    parts = _parts(value)
    if parts is None:
        yield str(value)
    else:
        for part in parts:
            yield from _values(part)


def _parts(value: object) -> list[object] | None:
    if isinstance(value, Base):
        columns = looked_at(type(value)).column_attrs
        return [getattr(value, column.key) for column in columns]
    if is_dataclass(value) and not isinstance(value, type):
        return [getattr(value, field.name) for field in fields(value)]
    # A mapping and a set promise no order.
    if isinstance(value, Mapping):
        return [part for key in sorted(value, key=str) for part in (key, value[key])]
    if isinstance(value, set | frozenset):
        return sorted(value, key=str)
    if isinstance(value, Row | list | tuple):
        return list(value)
    return None
