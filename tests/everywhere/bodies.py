"""What devices would send about one of the two towns."""

from app.registry.accounts.permissions import Role
from tests.api.bodies import Named, bodies_of
from tests.api.calling import PREFIX, Body
from tests.everywhere.sides import Side


def bodies_about(side: Side) -> dict[str, Body]:
    """What devices would send about a town."""
    at, scorer = side.values, side.people[Role.VILLAGE_SPECIALIST]
    book = scorer.browser.get(f"{PREFIX}/rounds/{at['round_id']}/book", headers=scorer.device)
    return bodies_of(
        Named(
            at["village_code"], at["store_code"], at["round_id"], at["sheet_id"], at["code"],
            at["household_id"], at["household_id"], book.get_json()["content"],
        )
    )  # fmt: skip
