"""Somebody else collects: named by the village, known to the clerk, said on the receipt."""

from dataclasses import dataclass

import pytest
from flask.testing import FlaskClient
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.kernel.db import Database
from app.registry.accounts.actor import Actor
from app.registry.households.models import Household
from app.registry.places.models import Place
from app.shop.redemptions.collectors import name_collector
from app.shop.redemptions.models import ProxyCollection, Redemption
from tests import make
from tests.told import told
from tests.web.browsing import send, signed_in, visible
from tests.web.store.stalls import Stall, confirm, left, opened, sold, stall


@dataclass(frozen=True)
class Neighbours:
    """A stall, the household's committee, and its neighbour who may collect."""

    place: Stall
    committee: Actor
    collector: int


@pytest.fixture
def known(database: Database) -> Neighbours:
    return told(database, _neighbours)


def _neighbours(session: Session) -> Neighbours:
    place = stall(session)
    home = session.get_one(Household, place.household_id)
    committee = make.committee(session, session.get_one(Place, home.village_code))
    neighbour = name_collector(
        session, committee, household_id=home.id, name="王秀英", relation="邻居", now=make.NOW
    )
    return Neighbours(place, committee, neighbour)


def test_a_neighbour_collects_and_the_slip_says_who_and_why(
    client: FlaskClient, known: Neighbours
) -> None:
    signed_in(client, known.place.clerk)
    assert "王秀英（邻居）" in visible(opened(client, known.place))

    done = confirm(
        client, known.place, "soap:1", collector=known.collector, proxy_reason="away", attested="1"
    )

    words = visible(client.get(done.location))
    assert "代领：王秀英（邻居） 出门不在家 店员当面认过代领人 代领人签字或按手印" in words


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"proxy_reason": "away"}, "没有勾“我当面认过”"),
        ({"attested": "1"}, "代领的原因没有选"),
        ({"collector": "987654", "proxy_reason": "away", "attested": "1"}, "没有这个代领人"),
    ],
)
def test_nobody_collects_whom_the_clerk_does_not_know(
    database: Database, client: FlaskClient, known: Neighbours, fields: dict[str, str], words: str
) -> None:
    signed_in(client, known.place.clerk)

    entered: dict[str, object] = {"collector": known.collector, **fields}
    answer = confirm(client, known.place, "soap:1", **entered)

    assert answer.status_code in {404, 422}
    assert words in visible(answer)
    assert left(database, known.place) == (186, 100)


def test_the_committee_names_collectors_and_ends_them(
    client: FlaskClient, known: Neighbours
) -> None:
    page = f"/village/households/{known.place.household_id}/collectors"
    signed_in(client, known.committee)
    send(client, page, name="李四", relation="侄子")
    assert "李四 侄子" in visible(client.get(page))

    send(client, page, f"{page}/{known.collector}/end")

    assert "王秀英" not in visible(client.get(page))
    signed_in(client, known.place.clerk)
    assert "王秀英" not in visible(opened(client, known.place))
    assert client.get(page).status_code == 403


def test_a_collector_of_one_household_never_collects_for_another(
    database: Database, client: FlaskClient, known: Neighbours
) -> None:
    sold(client, known.place, "soap:1")
    with database.write() as session:
        sale = session.scalars(select(Redemption)).one()
        other = make.household(session, village=make.village(session))
        row = {
            "redemption_id": sale.id, "household_id": other.id, "collector_id": known.collector,
            "reason": "away", "attested_by": sale.clerk_id,
        }  # fmt: skip
        with pytest.raises(IntegrityError), session.begin_nested():
            session.execute(insert(ProxyCollection), [row])
