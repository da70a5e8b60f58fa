"""Tokens are not guessed, and who has one is not made to wait for who guesses."""

from tests import make
from tests.api.calling import Device, Interface, code_of


def test_sixty_bad_tokens_make_an_address_wait_and_nobody_else(interface: Interface) -> None:
    with interface.database.write() as session:
        clerk = make.clerk(session, make.store(session))
    till = interface.by(clerk)
    guesses = Device(interface.app.test_client(), interface.description, "guessed")

    said = {code_of(guesses.get("/me")) for _ in range(60)}

    assert said == {(401, "token_invalid")}
    assert code_of(guesses.get("/me")) == (429, "too_many")
    assert till.get("/me").status_code == 200
