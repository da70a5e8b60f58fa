"""The month book for a district's own system: out, looked at, in."""

from base64 import b64decode, b64encode
from uuid import uuid4

from app.scoring.rounds.models import SheetState
from tests.api.calling import Interface, code_of
from tests.scoring.books import ALL_GOOD, filled, village


def test_a_book_goes_out_is_looked_at_and_comes_in_once(interface: Interface) -> None:
    with interface.database.write() as session:
        session.expire_on_commit = False
        here = village(session, 2)
    scorer = interface.by(here.scorer)
    path = f"/rounds/{here.round.id}"
    blank = b64decode(scorer.get(f"{path}/book").get_json()["content"])
    content = b64encode(filled(blank, {here.homes[0].number: ALL_GOOD})).decode()

    look = scorer.post(f"{path}/book-checks", {"content": content}).get_json()
    body = {"content": content, "fingerprint": look["fingerprint"]}
    key = uuid4()
    done = [scorer.put(f"{path}/book-imports/{key}", body) for _ in range(2)]

    assert (look["new"], look["empty"], look["faults"]) == (1, 1, [])
    assert [answer.status_code for answer in done] == [201, 200]
    assert [answer.get_json() for answer in done] == [{"recorded": 1}] * 2
    with interface.database.read() as session:
        assert here.sheets(session) == [(SheetState.RECORDED, 78)]


def test_what_is_no_book_is_refused(interface: Interface) -> None:
    with interface.database.write() as session:
        session.expire_on_commit = False
        here = village(session, 1)
    scorer = interface.by(here.scorer)
    path = f"/rounds/{here.round.id}/book-checks"

    codes = {code_of(scorer.post(path, {"content": text}))[1] for text in ("%%%", "AAAA")}

    assert codes == {"book_unreadable"}
