"""Who may do what, and where; and what somebody is told who may not."""

from app.simulator.model.state import Model, Person

_VILLAGE = ("village_committee",)
_OFFICE = ("township", "district_admin")
_TILL = ("store_clerk", "store_manager")
_KEEPER = ("store_manager", "district_admin")

# From section 5 of the design: who scores does not certify, who certifies does not redeem, …
ROLES: dict[str, tuple[str, ...]] = {
    "score": ("village_specialist",),
    "excuse": _VILLAGE,
    "submit": _VILLAGE,
    "certify": ("township",),
    "publicise": (*_VILLAGE, "township"),
    "object": (*_VILLAGE, *_OFFICE),
    "settle": (*_VILLAGE, *_OFFICE),
    "open": _OFFICE,
    "ask_correction": (*_VILLAGE, *_OFFICE),
    "approve_correction": _OFFICE,
    "record_change": (*_VILLAGE, *_OFFICE),
    "approve_change": _OFFICE,
    "issue_card": (*_VILLAGE, "district_admin"),
    "report_lost": (*_VILLAGE, *_OFFICE, *_TILL),
    "redeem": _TILL,
    "void": _TILL,
    "approve_void": _KEEPER,
    "receive": _KEEPER,
    "approve_paper": _KEEPER,
    "ask_paper": (*_TILL, "district_admin"),
}
# A lost card is reported at any store.
EVERYWHERE_FOR_STORES = {"report_lost"}


def may(person: Person, verb: str, *codes: str) -> bool:
    """Whether a person may do this there; without codes: anywhere at all."""
    held = [(role, at) for role, at in person.grants if role in ROLES[verb]]
    if not codes or (verb in EVERYWHERE_FOR_STORES and any(role in _TILL for role, _ in held)):
        return bool(held)
    return any(code.startswith(at) for _, at in held for code in codes)


def kept_out(person: Person, verb: str, at: tuple[str, ...], missing: str) -> set[str]:
    """What somebody is told who may not: nowhere, or not there (as if it did not exist)."""
    if not may(person, verb):
        return {"not_allowed"}
    return set() if may(person, verb, *at) else {missing}


def who_may(model: Model, verb: str, *codes: str) -> list[str]:
    """Everybody who may do this there."""
    return [name for name, person in model.people.items() if may(person, verb, *codes)]


def store_codes(model: Model, store: str) -> tuple[str, str]:
    """By what a store is reached: its own code, or the place that it lies in."""
    return store, model.stores[store]
