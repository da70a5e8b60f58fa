"""Who calls, and in which roles."""

from flask import Response

from app.api.requests import answers, said, wing
from app.api.schemas import Answer
from app.door.context import actor, epoch, practice
from app.door.routes import needs_sign_in
from app.registry.accounts.permissions import Role

me = wing("me")


class RoleHeld(Answer):
    """A role, and the code of the place or store where it is held; the district has neither."""

    role: Role
    place: str | None
    store: str | None


class Person(Answer):
    """The person behind the token; `practice`: the points of this database are not real.

    `epoch` belongs to every request that is made from now on, as its Jifen-Epoch, unless it is
    empty.
    """

    id: str
    username: str
    name: str
    roles: list[RoleHeld]
    practice: bool
    epoch: str


@me.get("/me")
@needs_sign_in
@answers(Person)
def get_me() -> Response:
    """The person behind the token."""
    person = actor()
    roles = [
        RoleHeld(role=held.role, place=held.place_code or None, store=held.store_code)
        for held in person.grants
    ]
    return said(
        Person(
            id=str(person.user_id),
            username=person.username,
            name=person.name,
            roles=roles,
            practice=practice(),
            epoch=epoch().name,
        )
    )
