"""What a view demands of who calls it. A view that does not say so is refused (deny by default)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from app.kernel.errors import Forbidden, Unauthenticated
from app.registry.accounts.actor import Actor
from app.registry.accounts.permissions import Permission

View = TypeVar("View", bound=Callable[..., Any])

MIB: Final = 1024 * 1024
USUAL_BODY_BYTES: Final = 1 * MIB
_MARK, _BODY = "_jifen_mark", "_jifen_body_bytes"


@dataclass(frozen=True)
class Mark:
    """Public; or for who has one of these permissions somewhere; or, with none, signed in."""

    public: bool = False
    any_of: tuple[Permission, ...] = ()


def needs(*any_of: Permission) -> Callable[[View], View]:
    """Mark a view: only who holds one of these permissions anywhere may call it.

    Where he holds it is checked when the view fetches the thing (`household_for`, …).
    """
    assert any_of, "a page for everyone who has signed in says @needs_sign_in"
    return lambda view: _marked(view, Mark(any_of=any_of))


def needs_sign_in(view: View) -> View:
    """Mark a view: anybody who has signed in may call it (his own page, his own password)."""
    return _marked(view, Mark())


def public(view: View) -> View:
    """Mark a view: everyone may call it without signing in."""
    return _marked(view, Mark(public=True))


def takes_upload(mib: int) -> Callable[[View], View]:
    """Let a view take a larger body than the usual 1 MiB."""

    def mark(view: View) -> View:
        setattr(view, _BODY, mib * MIB)
        return view

    return mark


def mark_of(view: Callable[..., Any]) -> Mark | None:
    """What a view demands; None when it does not say."""
    found: Mark | None = getattr(view, _MARK, None)
    return found


def most_bytes(view: Callable[..., Any]) -> int:
    """The largest body a view takes."""
    found: int = getattr(view, _BODY, USUAL_BODY_BYTES)
    return found


def admit(view: Callable[..., Any], person: Actor | None) -> None:
    """Let a person through to a view.

    :raises Unauthenticated: the view is not public and nobody has signed in.
    :raises Forbidden: the person has none of the permissions, or the view carries no mark.
    """
    mark = mark_of(view)
    if mark is None:
        raise Forbidden(permission="unmarked")
    if mark.public:
        return
    if person is None:
        raise Unauthenticated
    if mark.any_of and not any(person.may(permission) for permission in mark.any_of):
        raise Forbidden(permission=mark.any_of[0].value)


def _marked(view: View, mark: Mark) -> View:
    setattr(view, _MARK, mark)
    return view
