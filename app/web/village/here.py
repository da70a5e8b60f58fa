"""Which village a page is about: the person's only one, or the one that was chosen."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import request
from sqlalchemy.orm import Session

from app.door.context import actor
from app.kernel.errors import NotFound
from app.registry.accounts.permissions import Permission
from app.registry.places.models import Place
from app.registry.places.queries import villages_in_reach


@dataclass(frozen=True)
class Here:
    """The village, and those one may go to instead."""

    village: Place
    villages: Sequence[Place]


def here(session: Session, permission: Permission, code: str | None = None) -> Here:
    """The village with the code, else the one named in the address, else the person's first.

    :raises NotFound: it is none of the person's, or he has none.
    """
    villages = villages_in_reach(session, actor(), permission)
    asked = code or request.args.get("village")
    found = next((place for place in villages if asked in (None, place.code)), None)
    if found is None:
        raise NotFound
    return Here(found, villages)


def may(permission: Permission, village_code: str) -> bool:
    """Whether the person may do this in the village: for what a page offers."""
    return actor().may(permission) and actor().may_at(permission, village_code)
