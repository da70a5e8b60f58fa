"""Who is let through to a view."""

import pytest

from app.door.routes import admit, most_bytes, needs, needs_sign_in, public, takes_upload
from app.kernel.errors import Forbidden, Unauthenticated
from app.registry.accounts.actor import Actor, Held
from app.registry.accounts.permissions import Permission, Role

CLERK = Actor(1, "clerk", "店员", (Held(Role.STORE_CLERK, store_code="S1"),))
IDLE = Actor(2, "idle", "没有工作", ())


def view() -> str:
    return "seen"


@needs(Permission.CERTIFY, Permission.REDEEM)
def either() -> str:
    return "seen"


@needs(Permission.CERTIFY)
def certify() -> str:
    return "seen"


@needs_sign_in
def mine() -> str:
    return "seen"


@takes_upload(mib=20)
@public
def everyones() -> str:
    return "seen"


def test_one_of_several_permissions_is_enough() -> None:
    admit(either, CLERK)


@pytest.mark.parametrize("person", [CLERK, IDLE])
def test_who_has_none_of_them_is_refused(person: Actor) -> None:
    with pytest.raises(Forbidden):
        admit(certify, person)


def test_everyone_signed_in_sees_his_own_page() -> None:
    admit(mine, IDLE)


@pytest.mark.parametrize("guarded", [either, certify, mine])
def test_nobody_passes_without_signing_in(guarded: object) -> None:
    with pytest.raises(Unauthenticated):
        admit(guarded, None)  # type: ignore[arg-type]


def test_a_public_view_asks_nobody() -> None:
    admit(everyones, None)


def test_a_view_that_says_nothing_is_refused_to_everybody() -> None:
    with pytest.raises(Forbidden):
        admit(view, CLERK)


def test_only_a_view_that_says_so_takes_more_than_a_mebibyte() -> None:
    assert most_bytes(view) == 1_048_576
    assert most_bytes(everyones) == 20_971_520
