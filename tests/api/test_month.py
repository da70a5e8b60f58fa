"""A whole month over the interface alone: from the door to a bag of rice."""

from uuid import uuid4

from sqlalchemy import select

from app.scoring.rounds.burden_models import SheetBurden
from tests.api.calling import Device, Interface
from tests.api.town import Town, town


def opened(place: Town) -> str:
    """The id of the village's month, opened by the district with a notice of no days."""
    body = {"period": "2026-11", "villages": [place.village], "notice_days": 0}
    answer = place.district.post("/rounds", body)
    assert answer.status_code == 201
    return str(answer.get_json()["items"][0]["id"])


def scored(place: Town, round_id: str) -> None:
    """Two households get full marks, the third is excused."""
    for household in place.households[:2]:
        sheet = place.scorer.put(f"/sheets/{uuid4()}", place.sheet(round_id, household))
        assert (sheet.status_code, sheet.get_json()["points"]) == (201, 100)
    excused = place.committee.put(
        f"/rounds/{round_id}/excused/{place.households[2]}", {"reason": "全家外出务工"}
    )
    assert excused.status_code == 201


def step(device: Device, round_id: str, verb: str, **body: object) -> str:
    """Take the month one step further; where it stands then."""
    answer = device.post(f"/rounds/{round_id}/{verb}", body or None)
    assert answer.status_code == 200, answer.text
    return str(answer.get_json()["state"])


def settled(place: Town) -> str:
    """The id of a month that was scored, certified, put up and settled."""
    round_id = opened(place)
    scored(place, round_id)
    step(place.committee, round_id, "submit")
    step(place.township, round_id, "certify")
    step(place.committee, round_id, "publicise")
    step(place.committee, round_id, "settle")
    return round_id


def test_a_month_runs_from_opening_to_settling(interface: Interface) -> None:
    place = town(interface)
    round_id = opened(place)
    missing = place.committee.get(f"/rounds/{round_id}/missing").get_json()["items"]
    assert {each["id"] for each in missing} == set(place.households)

    scored(place, round_id)
    assert place.committee.get(f"/rounds/{round_id}/missing").get_json()["items"] == []
    assert step(place.committee, round_id, "submit") == "submitted"
    assert step(place.township, round_id, "certify") == "certified"
    assert step(place.committee, round_id, "publicise") == "publicised"
    assert step(place.committee, round_id, "settle") == "settled"

    month = place.auditor.get(f"/rounds/{round_id}").get_json()
    assert (month["scored"], month["excused"], month["missing"], month["points"]) == (2, 1, 0, 200)


def test_a_settled_month_stands_in_the_statement_in_words(interface: Interface) -> None:
    place = town(interface)
    settled(place)

    statement = place.committee.get(f"/households/{place.households[0]}/statement").get_json()

    line = statement["items"][0]
    assert (line["points"], line["balance_after"], line["period"]) == (100, 100, "2026-11")
    assert line["words"] == "2026 年 11 月评分入账"


def test_points_of_a_month_buy_rice_at_the_till(interface: Interface) -> None:
    place = town(interface)
    settled(place)
    rice = {"name": "大米 5 kg", "unit": "袋", "barcode": "2000001000113", "price_points": 60}
    assert place.district.put("/goods/rice", rice).status_code == 201
    delivery = {"store": place.store, "lines": [{"goods": "2000001000113", "quantity": 10}]}
    assert place.manager.put(f"/stock-receipts/{uuid4()}", delivery).status_code == 201
    card = place.committee.post("/cards", {"household_id": place.households[0]}).get_json()
    found = place.clerk.get(f"/cards/{card['number']}").get_json()
    assert (found["head"], found["balance_points"], found["state"]) == ("户主0", 100, "active")

    sale = place.clerk.put(f"/redemptions/{uuid4()}", place.basket(card["code"], rice=1))

    said = sale.get_json()
    assert (sale.status_code, said["points"], said["balance_after"]) == (201, 60, 40)
    assert said["receipt_no"].startswith(place.store)
    stock = place.clerk.get("/stock", store=place.store).get_json()["items"]
    assert [(each["goods"], each["quantity"]) for each in stock] == [("rice", 9)]


def test_a_receipt_taken_back_returns_points_and_goods(interface: Interface) -> None:
    place = town(interface)
    settled(place)
    goods = {"name": "香皂", "unit": "块", "barcode": "", "price_points": 15}
    place.district.put("/goods/soap", goods)
    delivery = {"store": place.store, "lines": [{"goods": "soap", "quantity": 2}]}
    place.manager.put(f"/stock-receipts/{uuid4()}", delivery)
    card = place.committee.post("/cards", {"household_id": place.households[0]}).get_json()
    sale = place.clerk.put(f"/redemptions/{uuid4()}", place.basket(card["number"], soap=2))

    void = place.clerk.post(
        f"/redemptions/{sale.get_json()['id']}/void", {"reason": "拿错了东西"}
    ).get_json()

    assert void["void"]["reason"] == "拿错了东西"
    household = place.committee.get(f"/households/{place.households[0]}").get_json()
    assert household["balance_points"] == 100
    shelf = place.clerk.get("/goods", store=place.store).get_json()["items"][0]
    assert shelf["quantity"] == 2


def test_a_village_withdraws_until_the_township_has_looked(interface: Interface) -> None:
    place = town(interface)
    round_id = opened(place)
    scored(place, round_id)
    step(place.committee, round_id, "submit")
    assert step(place.committee, round_id, "withdraw") == "open"
    step(place.committee, round_id, "submit")

    place.auditor.get(f"/rounds/{round_id}")
    place.township.get(f"/rounds/{round_id}/sheets")

    refused = place.committee.post(f"/rounds/{round_id}/withdraw")
    assert (refused.status_code, refused.get_json()["code"]) == (409, "township_looked")


def test_a_submitted_month_is_read_by_those_who_do_not_certify(interface: Interface) -> None:
    place = town(interface)
    round_id = opened(place)
    scored(place, round_id)
    step(place.committee, round_id, "submit")

    for reader in (place.committee, place.scorer, place.auditor, place.district):
        assert reader.get(f"/rounds/{round_id}").status_code == 200
        assert reader.get(f"/rounds/{round_id}/sheets").status_code == 200


def test_a_month_sent_back_tells_the_village_why(interface: Interface) -> None:
    place = town(interface)
    round_id = opened(place)
    scored(place, round_id)
    step(place.committee, round_id, "submit")

    assert step(place.township, round_id, "send-back", reason="户主2 没有外出") == "open"

    month = place.committee.get(f"/rounds/{round_id}").get_json()
    assert month["sent_back_reason"] == "户主2 没有外出"


def test_a_sheet_is_mended_by_another_that_names_it(interface: Interface) -> None:
    place = town(interface)
    round_id, household = opened(place), place.households[0]
    first = place.scorer.put(f"/sheets/{uuid4()}", place.sheet(round_id, household)).get_json()

    answers = {**place.sheet(round_id, household)["answers"], "B1": "fair"}
    body = place.sheet(round_id, household, answers=answers, replaces=first["id"])
    second = place.scorer.put(f"/sheets/{uuid4()}", body).get_json()

    assert (second["points"], second["replaces"]) == (95, first["id"])
    listed = place.committee.get(f"/rounds/{round_id}/sheets").get_json()["items"]
    assert [each["id"] for each in listed] == [second["id"]]


def test_an_objection_is_decided_by_somebody_without_a_part_in_the_sheet(
    interface: Interface,
) -> None:
    place = town(interface)
    round_id = opened(place)
    scored(place, round_id)
    step(place.committee, round_id, "submit")
    step(place.township, round_id, "certify")
    step(place.committee, round_id, "publicise", closes_at="2026-11-27T18:00:00+08:00")
    sheet = place.committee.get(f"/rounds/{round_id}/sheets").get_json()["items"][0]
    said = {"by": "邻居王大爷", "text": "他家院子不干净"}
    objection = place.committee.post(f"/sheets/{sheet['id']}/objections", said).get_json()
    decision = {"upheld": True, "reason": "复查属实", "answers": {"B1": "poor"}}

    own = place.township.post(f"/objections/{objection['id']}/decide", decision)
    assert (own.status_code, own.get_json()["code"]) == (403, "own_sheet")
    decided = place.colleague.post(f"/objections/{objection['id']}/decide", decision).get_json()

    assert (decided["state"], decided["sheet_id"]) == ("upheld", sheet["id"])
    assert decided["corrected_sheet_id"] != sheet["id"]
    waiting = place.committee.get("/objections", state="open").get_json()["items"]
    assert waiting == []


def test_a_correction_moves_points_when_a_second_person_approves_it(interface: Interface) -> None:
    place = town(interface)
    body = {
        "household_id": place.households[0], "points": 30, "direction": "credit",
        "reason": "上月漏评一项",
    }  # fmt: skip
    asked = place.township.post("/corrections", body).get_json()
    assert asked["state"] == "asked"

    own = place.township.post(f"/corrections/{asked['id']}/approve")
    assert (own.status_code, own.get_json()["code"]) == (403, "own_correction")
    approved = place.colleague.post(f"/corrections/{asked['id']}/approve").get_json()

    assert approved["state"] == "approved"
    household = place.township.get(f"/households/{place.households[0]}").get_json()
    assert household["balance_points"] == 30


def test_a_lost_card_buys_nothing_and_the_new_one_everything(interface: Interface) -> None:
    place = town(interface)
    old = place.committee.post("/cards", {"household_id": place.households[0]}).get_json()

    assert place.clerk.post(f"/cards/{old['number']}/lost").get_json()["state"] == "lost"
    new = place.committee.post(f"/cards/{old['code']}/reissue").get_json()

    assert place.clerk.get(f"/cards/{new['code']}").get_json()["state"] == "active"
    sale = place.clerk.put(f"/redemptions/{uuid4()}", place.basket(old["code"], rice=1))
    assert (sale.status_code, sale.get_json()["code"]) == (409, "card_lost")


def test_everybody_finds_himself_and_the_scorecard(interface: Interface) -> None:
    place = town(interface)

    assert place.scorer.get("/me").get_json()["roles"] == [
        {"role": "village_specialist", "place": place.village, "store": None}
    ]
    scheme = place.scorer.get("/schemes/current").get_json()
    assert (scheme["points"], len(scheme["categories"])) == (100, 5)
    assert sum(len(category["items"]) for category in scheme["categories"]) == 14


def test_households_are_found_by_village_number_and_name(interface: Interface) -> None:
    place, other = town(interface), town(interface)
    assert other.village != place.village

    by_village = place.district.get("/households", village=place.village).get_json()["items"]
    by_number = place.district.get("/households", number=place.numbers[1]).get_json()["items"]
    by_name = place.committee.get("/households", q="主2").get_json()["items"]

    assert [each["id"] for each in by_village] == place.households
    assert [each["id"] for each in by_number] == [place.households[1]]
    assert [each["id"] for each in by_name] == [place.households[2]]


def test_a_month_counts_every_day_unless_it_is_opened_by_working_days(
    interface: Interface,
) -> None:
    place = town(interface)
    body = {"period": "2026-11", "villages": [place.village]}
    usual = place.district.post("/rounds", body).get_json()["items"][0]
    working = {"notice_days": 5, "working_days": True, "answer_days": 3}
    october = place.district.post("/rounds", body | {"period": "2026-10"} | working).get_json()

    assert (usual["working_days"], usual["notice_days"], usual["answer_days"]) == (False, 7, 5)
    assert october["items"][0].items() >= working.items()


def test_a_sheet_says_what_filling_it_in_took_and_a_counter_gone_wrong_is_left_out(
    interface: Interface,
) -> None:
    place = town(interface)
    month = opened(place)
    right, wrong = ({"taps": taps, "typed": 0, "seconds": 48} for taps in (16, 99_999))

    for household, burden in zip(place.households, (right, wrong), strict=False):
        body = place.sheet(month, household, burden=burden)
        assert place.scorer.put(f"/sheets/{uuid4()}", body).status_code == 201

    with interface.database.read() as session:
        rows = session.scalars(select(SheetBurden))
        kept = [(row.taps, row.typed, row.seconds) for row in rows]
    assert kept == [(16, 0, 48)]
