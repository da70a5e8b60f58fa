"""Points that end, for tills and for the district's own systems."""

from datetime import timedelta
from uuid import uuid4

from app.registry.households.models import Household
from app.registry.places.models import Place
from tests import make
from tests.api.calling import Interface, code_of
from tests.api.town import Town, town

CUTOFF = {"cutoff": "2027-03-31"}
# In the morning of 1 April 2027.
LATER = make.NOW + timedelta(days=132)


def with_november(interface: Interface) -> tuple[Town, str]:
    """A town whose three households have the points of November; the card of the first."""
    place = town(interface)
    with interface.database.write() as session:
        homes = [session.get_one(Household, int(home)) for home in place.households]
        make.settled_round(session, session.get_one(Place, place.village), *homes)
        return place, make.card(session, homes[0]).number


def test_a_till_reads_which_points_end_first(interface: Interface) -> None:
    place, card = with_november(interface)

    found = place.clerk.get(f"/cards/{card}").get_json()

    assert (found["balance_points"], found["ending"]) == (100, {"points": 100, "on": "2027-03-31"})


def test_a_till_reads_that_no_points_end(interface: Interface) -> None:
    place = town(interface)
    with interface.database.write() as session:
        home = session.get_one(Household, int(place.households[0]))
        make.give_points(session, home, 30)
        card = make.card(session, home).number

    assert place.clerk.get(f"/cards/{card}").get_json()["ending"] is None


def test_ended_points_are_let_go_once_however_often_it_is_sent(interface: Interface) -> None:
    place, card = with_november(interface)
    interface.at(LATER)
    key = uuid4()

    sent = [place.district.post("/expiry-runs", CUTOFF, key=key) for _ in range(2)]
    again = place.district.post("/expiry-runs", CUTOFF)

    assert [answer.status_code for answer in sent] == [201, 200]
    first, repeated = (answer.get_json() for answer in sent)
    assert first == repeated
    assert (first["households"], first["points"]) == (3, 300)
    assert again.get_json() == {"id": None, "households": 0, "points": 0}
    assert place.clerk.get(f"/cards/{card}").get_json()["balance_points"] == 0


def test_a_day_that_is_not_over_is_refused(interface: Interface) -> None:
    place, card = with_november(interface)

    answer = place.district.post("/expiry-runs", CUTOFF)

    assert code_of(answer) == (422, "cutoff_not_over")
    assert place.clerk.get(f"/cards/{card}").get_json()["balance_points"] == 100


def test_a_township_may_not_let_points_go(interface: Interface) -> None:
    place, _card = with_november(interface)

    assert code_of(place.township.post("/expiry-runs", CUTOFF)) == (403, "not_allowed")
