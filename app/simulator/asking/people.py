"""The register: who lives where, which changes wait, which card is in use."""

from collections import Counter
from collections.abc import Mapping
from typing import Final

from app.changes.holding import members_by_id
from app.changes.queries import changes_by_state, changes_page
from app.registry.cards.queries import active_card_of_household
from app.registry.households.queries import HouseholdFilter, households, village_households
from app.shop.redemptions.queries import find_without_card
from app.simulator.asking.base import Answer, Asking, Question

MOST: Final = 1_000
STATES: Final = {"asked": "waiting", "approved": "approved", "refused": "refused"}


def _register(asking: Asking) -> list[Answer]:
    actor, village = asking.reader(), asking.random.choice(asking.model.villages)
    house = households(asking.session, actor, HouseholdFilter(), limit=MOST)
    there = village_households(asking.session, village)
    lives = [h.number for h in asking.model.homes.values() if h.village == village and h.registered]
    return [
        (
            f"register as {actor.username} sees it",
            {home.number: (home.village_code, home.status.value) for home in house},
            {
                home.number: (home.village, "registered" if home.registered else "left")
                for home in asking.homes_of(actor)
            },
        ),
        (f"households of {village}", [home.number for home in there], sorted(lives)),
    ]


def _household(asking: Asking) -> list[Answer]:
    """Who lives there, the head first; its card; and how the till finds it without."""
    home = asking.random.choice(list(asking.model.homes.values()))
    members = list(members_by_id(asking.session, home.id))
    card = active_card_of_household(asking.session, home.id)
    clerk = asking.actors["clerkSA"]
    found = find_without_card(asking.session, clerk, home.number)
    told = [(home.id, home.village, home.balance)] if home.registered else []
    return [
        (f"members of {home.number}", sorted(members), sorted(home.members)),
        (f"head of {home.number}", members[:1], [home.head_id] if home.members else []),
        (f"card of {home.number}", card.code if card else "", home.card),
        ("found without card", [(x.id, x.village_code, x.balance_points) for x in found], told),
    ]


def _changes(asking: Asking) -> list[Answer]:
    actor, model = asking.reader(), asking.model
    seen = [c for c in model.changes.values() if asking.sees(actor, model.homes[c.subject].village)]
    house = [
        (told.change.id, told.change.kind.value, told.state.value)
        for told in changes_page(asking.session, actor, limit=MOST)
    ]
    newest = sorted(seen, key=lambda change: -change.id)
    counted = Counter(STATES[change.state] for change in seen)
    by_state = {
        state.value: count for state, count in changes_by_state(asking.session, actor).items()
    }
    return [
        ("changes", house, [(x.id, x.kind, STATES[x.state]) for x in newest]),
        ("changes by state", by_state, {state: counted[state] for state in by_state}),
    ]


QUESTIONS: Final[Mapping[str, Question]] = {
    "register": _register,
    "household": _household,
    "changes": _changes,
}
