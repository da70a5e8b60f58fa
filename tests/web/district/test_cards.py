"""印卡: issue what is missing, print ten on a sheet, replace what was lost."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app.kernel.db import Database
from app.registry.cards.actions import report_card_lost
from app.registry.cards.models import Card, CardState
from app.registry.households.models import Household
from app.registry.places.models import Place
from tests import make
from tests.papers.pdf_reading import texts
from tests.statements import count_statements
from tests.web.browsing import hidden_fields, send, signed_in, visible


@pytest.fixture
def village(database: Database) -> str:
    """A village of two households without cards."""
    with database.write() as session:
        place = make.village(session, "孟尝君新村")
        make.household(session, village=place, head="张桂兰")
        make.household(session, village=place, head="买买提·阿卜杜热西提")
        return place.code


def cards_in_use(database: Database) -> list[str]:
    with database.read() as session:
        in_use = select(Card.number).where(Card.state == CardState.ACTIVE)
        return list(session.scalars(in_use))


def lose_a_card(database: Database, village: str) -> int:
    with database.write() as session:
        home = make.household(session, village=session.get_one(Place, village), head="欧阳㛃堃")
        card = make.card(session, home)
        report_card_lost(session, make.admin(session), card.code, now=make.NOW)
        return home.id


@pytest.mark.usefixtures("village")
def test_the_office_sees_which_villages_lack_cards(office: FlaskClient) -> None:
    page = visible(office.get("/district/cards"))

    assert "韩集镇 孟尝君新村 2 0 2 有户没卡 发卡、印卡" in page


def test_missing_cards_are_issued_once_and_printed(
    office: FlaskClient, database: Database, village: str
) -> None:
    page = f"/district/cards/village/{village}"
    fields = hidden_fields(office, page)

    answers = [office.post(page, data=fields, follow_redirects=True) for _click in range(2)]

    assert "发好了 2 张新卡" in visible(answers[1])
    assert len(cards_in_use(database)) == 2
    printed = office.get(f"{page}.pdf")
    assert printed.mimetype == "application/pdf"
    words = " ".join(texts(printed.data))
    assert "张桂兰" in words
    assert cards_in_use(database)[0][:4] in words


def test_lost_cards_are_replaced_together_and_printed(
    office: FlaskClient, database: Database, village: str
) -> None:
    lost = lose_a_card(database, village)
    assert "卡丢了，等补卡：1 户" in visible(office.get("/district/cards"))

    fields = hidden_fields(office, "/district/cards") | {"household": [str(lost)]}
    answer = office.post("/district/cards/lost", data=fields, follow_redirects=True)

    assert "补好了 1 张卡" in visible(answer)
    assert "欧阳㛃堃" in visible(answer)
    assert office.get(f"/district/cards/households.pdf?household={lost}").status_code == 200
    assert "等补卡" not in visible(office.get("/district/cards"))


def test_a_household_that_has_a_card_by_now_gets_no_second_one(
    office: FlaskClient, database: Database, village: str
) -> None:
    lost = lose_a_card(database, village)
    fields = hidden_fields(office, "/district/cards") | {"household": [str(lost)]}
    with database.write() as session:
        make.card(session, session.get_one(Household, lost))

    answer = office.post("/district/cards/lost", data=fields)

    assert answer.status_code == 409
    assert len(cards_in_use(database)) == 1


def test_a_village_without_cards_has_nothing_to_print(office: FlaskClient, village: str) -> None:
    assert "还没有卡可以印" in visible(office.get(f"/district/cards/village/{village}"))
    assert office.get(f"/district/cards/village/{village}.pdf").status_code == 404
    assert office.get("/district/cards/village/371599115999").status_code == 404


def test_an_auditor_looks_and_has_no_buttons(audit: FlaskClient, village: str) -> None:
    page = audit.get("/district/cards")

    assert "孟尝君新村" in visible(page)
    assert "发卡" not in visible(page)
    assert audit.get(f"/district/cards/village/{village}").status_code == 403


def test_a_village_committee_does_not_come_in(
    database: Database, client: FlaskClient, village: str
) -> None:
    with database.write() as session:
        signed_in(client, make.committee(session, session.get_one(Place, village)))

    assert client.get("/district/cards").status_code == 403
    assert send(client, "/me", to=f"/district/cards/village/{village}").status_code == 403


@pytest.mark.usefixtures("village")
def test_the_list_takes_as_many_statements_for_ten_villages_as_for_one(
    office: FlaskClient, database: Database
) -> None:
    office.get("/district/cards")
    with count_statements() as for_one:
        office.get("/district/cards")
    with database.write() as session:
        for _ in range(9):
            make.household(session, village=make.village(session))

    with count_statements() as for_ten:
        office.get("/district/cards")

    assert len(for_one) == len(for_ten)
