"""Pictures are sent first and named in the sheet; who came along and what was said goes with it."""

from base64 import b64encode
from uuid import uuid4

from app.registry.places.models import Place
from tests import make
from tests.api.calling import Device, Interface, code_of
from tests.api.test_month import opened
from tests.api.town import town
from tests.kernel.test_pictures import photo

CONTENT = b64encode(photo()).decode()


def sent(device: Device) -> str:
    """The name under which a picture is kept."""
    answer = device.post("/pictures", {"content": CONTENT})
    assert answer.status_code == 201, answer.text
    return str(answer.get_json()["name"])


def test_a_sheet_comes_with_photos_a_second_visitor_and_a_signature(interface: Interface) -> None:
    place = town(interface)
    month, home = opened(place), place.households[0]
    with interface.database.write() as session:
        colleague = make.specialist(session, session.get_one(Place, place.village))
    name = sent(place.scorer)
    body = place.sheet(
        month, home, second_visitor=colleague.username, acknowledged="signed", signature=name,
        photos=[{"name": name}, {"name": name, "item": "B1"}, {"name": name}],
    )  # fmt: skip

    sheet = place.scorer.put(f"/sheets/{uuid4()}", body).get_json()

    visit = place.township.get(f"/sheets/{sheet['id']}/visit").get_json()
    assert (visit["second_visitor"], visit["acknowledged"]) == (colleague.name, "signed")
    assert visit["photos"] == [{"position": 1, "item": ""}, {"position": 2, "item": "B1"}]


def test_a_picture_sent_twice_is_one(interface: Interface) -> None:
    scorer, key = town(interface).scorer, uuid4()

    answers = [scorer.post("/pictures", {"content": CONTENT}, key=key) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [201, 200]
    assert answers[0].get_json() == answers[1].get_json()


def test_what_is_no_picture_is_refused(interface: Interface) -> None:
    scorer = town(interface).scorer

    for content in ("不是", b64encode(b"%PDF-1.7").decode()):
        answer = scorer.post("/pictures", {"content": content})
        assert code_of(answer) == (415, "picture_unreadable")


def test_nobody_hangs_up_what_somebody_else_has_sent(interface: Interface) -> None:
    place = town(interface)
    month = opened(place)
    with interface.database.write() as session:
        other = make.specialist(session, session.get_one(Place, place.village))
    name = sent(interface.by(other))

    answer = place.scorer.put(
        f"/sheets/{uuid4()}", place.sheet(month, place.households[0], photos=[{"name": name}])
    )

    assert code_of(answer) == (422, "photo_unknown")
