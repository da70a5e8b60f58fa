"""The person who acts, with what he may do and where; carried into every action."""

from dataclasses import dataclass

from app.kernel.errors import Forbidden
from app.registry.accounts.permissions import (
    EVERYWHERE_FOR_STORES,
    PERMISSIONS,
    STORE_ROLES,
    Permission,
    Role,
)

EVERYWHERE = ""  # the prefix of every code


@dataclass(frozen=True)
class Colleague:
    """Somebody whose work another person does."""

    user_id: int
    name: str


@dataclass(frozen=True)
class Held:
    """A role at a place's code or at a store's code; exactly one of the two is set."""

    role: Role
    place_code: str | None = None
    store_code: str | None = None
    #: Whose work it is, when the person does it as a deputy.
    deputy_for: Colleague | None = None


@dataclass(frozen=True)
class Reach:
    """Where a permission holds: below these place codes, and at these stores."""

    places: frozenset[str]
    stores: frozenset[str]
    #: Places where only the households that are assigned to the person count.
    assigned_only: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Actor:
    """Somebody signed in (or the console), as an action sees him."""

    user_id: int
    username: str
    name: str
    grants: tuple[Held, ...]

    @property
    def roles(self) -> frozenset[Role]:
        """All roles the person holds anywhere."""
        return frozenset(grant.role for grant in self.grants)

    @property
    def serves_as(self) -> tuple[Colleague, ...]:
        """Whose assigned households the person serves: his own, and those of absent cadres."""
        away = {
            grant.deputy_for
            for grant in self.grants
            if grant.deputy_for and grant.role is Role.SUPPORT_CADRE
        }
        return (Colleague(self.user_id, self.name), *sorted(away, key=lambda who: who.user_id))

    def may(self, permission: Permission) -> bool:
        """Whether the person has the permission anywhere."""
        return any(permission in PERMISSIONS[grant.role] for grant in self.grants)

    def may_at(self, permission: Permission, place_code: str) -> bool:
        """Whether the person has the permission at a place."""
        return any(place_code.startswith(code) for code in self.reach(permission).places)

    def reach(self, permission: Permission) -> Reach:
        """Where the permission holds.

        :raises Forbidden: nowhere.
        """
        held = [grant for grant in self.grants if permission in PERMISSIONS[grant.role]]
        if not held:
            raise Forbidden(permission=permission.value)
        places = {g.place_code for g in held if g.place_code is not None}
        if permission in EVERYWHERE_FOR_STORES and any(g.role in STORE_ROLES for g in held):
            places.add(EVERYWHERE)
        full = {g.place_code for g in held if g.role is not Role.SUPPORT_CADRE}
        return Reach(
            frozenset(places),
            frozenset(g.store_code for g in held if g.store_code is not None),
            frozenset(places - full - {EVERYWHERE}),
        )


def check_may(actor: Actor, permission: Permission) -> None:
    """Refuse who has the permission nowhere.

    :raises Forbidden: no grant gives it.
    """
    if not actor.may(permission):
        raise Forbidden(permission=permission.value)
