"""What is private comes out nowhere: no page, file, picture, header or log holds it (I11).

Every personal column of the district holds a value that stands nowhere else.
"""

from http import HTTPStatus
from pathlib import Path
from typing import Final
from uuid import uuid4

import pytest

from app.backups.envelope import new_identity, open_into
from app.backups.making import Home, Shelf, back_up
from app.registry.accounts.permissions import Role
from tests import make
from tests.databases import SqliteFiles
from tests.everywhere.canaries import ID_NUMBERS, PHONE, Canary, planted, shown
from tests.everywhere.conftest import Walk
from tests.everywhere.reading import logged, texts_of
from tests.everywhere.sides import OWN_WORD, Filled
from tests.everywhere.walking import Answer
from tests.registry.households.people import SECRETS, couple, put_keys

pytestmark = pytest.mark.slow

#: Who may read what, and why. Nothing else may show a canary.
ALLOWED: Final[dict[str, str]] = {}
#: What officials say of a household: nobody else reads it.
OFFICIAL: Final = tuple(f"{OWN_WORD}{words}" for words in ("外出", "嫁出去了", "评议", "再看"))
TYPED: Final = f"{ID_NUMBERS}0X"


def test_no_answer_shows_what_is_private(own: Filled, answers: list[Answer]) -> None:
    leaks = {
        str(answer): shown(texts_of(answer), own.canaries)
        for answer in answers
        if answer.address.endpoint not in ALLOWED
    }

    assert {at: what for at, what in leaks.items() if what} == {}
    assert len({canary.what for canary in own.canaries}) == 5


def test_what_everyone_may_read_says_nothing_that_officials_wrote(answers: list[Answer]) -> None:
    public = [answer for answer in answers if answer.address.mark.public]

    assert [str(at) for at in public if any(words in texts_of(at) for words in OFFICIAL)] == []
    assert any(words in texts_of(at) for at in answers for words in OFFICIAL)


def test_no_token_of_a_device_is_ever_shown_again(own: Filled, answers: list[Answer]) -> None:
    people = [*own.here.people.values(), *own.there.people.values()]
    tokens = [person.device["Authorization"].removeprefix("Bearer ") for person in people]

    assert [str(at) for at in answers if any(token in texts_of(at) for token in tokens)] == []


def test_the_log_of_a_whole_walk_holds_nothing_private(own: Filled, walk: Walk) -> None:
    assert len(walk.log) > len(walk.answers) // 2
    assert shown("\n".join(walk.log), own.canaries) == set()
    assert OWN_WORD not in "\n".join(walk.log)


def test_a_backup_shows_nothing_and_its_manifest_counts(
    sqlite: SqliteFiles, tmp_path: Path
) -> None:
    put_keys(tmp_path / "data" / "keys")
    shelf = Shelf(tmp_path / "backups", [new_identity(tmp_path / "key")], 1)
    with sqlite.fresh() as database:
        with database.write() as session:
            couple(session, make.village(session, OWN_WORD))
            canaries = planted(session, SECRETS)
        made = back_up(Home(database, tmp_path / "data"), shelf, version="9", now=make.NOW)

    assert shown(made.path.name + made.path.read_bytes().decode("latin-1"), canaries) == set()
    open_into(tmp_path / "opened", made.path, tmp_path / "key")
    manifest = (tmp_path / "opened" / "manifest.json").read_text("utf-8")
    assert '"transfers": 0' in manifest
    assert shown(manifest, canaries) == set()
    assert OWN_WORD not in manifest


def test_a_number_that_somebody_types_comes_into_no_log_and_no_address(own: Filled) -> None:
    typed = [Canary("ID number", TYPED), Canary("phone", PHONE)]
    scorer = own.here.people[Role.VILLAGE_SPECIALIST]
    with logged() as lines:
        answers = [
            scorer.browser.get("/village/visits/find", query_string={"q": TYPED}),
            scorer.browser.get(f"/village/rounds/1/households/number/{TYPED}"),
            own.app.test_client().post("/sign-in", data={"username": TYPED, "password": PHONE}),
            own.app.test_client().get(f"/no-such-page/{PHONE}"),
            own.app.test_client().get(f"/api/v1/cards/{TYPED}", headers=scorer.device),
        ]

    assert len(lines) >= len(answers)
    assert shown("\n".join(lines), typed) == set()
    assert (
        shown("\n".join(each.headers.get("Location", "") for each in answers[2:]), typed) == set()
    )


def test_a_number_is_revealed_after_a_reason_only_and_in_that_answer_only(own: Filled) -> None:
    admin, values = own.here.people[Role.DISTRICT_ADMIN], own.here.values
    page = f"/district/households/{values['household_id']}/people/{values['member_id']}"
    sent = {"csrf_token": admin.csrf_token, "request_id": str(uuid4())}

    silent = admin.browser.post(page, data=sent)
    told = admin.browser.post(page, data=sent | {"request_id": str(uuid4()), "reason": "核对身份"})
    after = admin.browser.get(page)

    assert silent.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert shown(told.text, own.canaries) == {"ID number"}
    assert shown(silent.text + after.text, own.canaries) == set()
