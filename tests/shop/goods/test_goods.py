"""The price list: put, change, import; goods by what was scanned."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import event, func, select
from sqlalchemy.orm import Session

from app.kernel.db import Database
from app.kernel.errors import Forbidden
from app.registry.accounts.models import AuditEntry
from app.registry.accounts.permissions import Role
from app.shop.goods.actions import GoodsImported, import_goods, put_goods
from app.shop.goods.faults import PriceBad
from app.shop.goods.lines import GoodsLine
from app.shop.goods.models import Goods, Price
from app.shop.goods.queries import goods_by_any_code, price_list
from app.shop.goods.rules import BarcodeTaken, GoodsChangedMeanwhile, GoodsRowBad
from tests import make

RICE, OIL, SOAP = "2000001000120", "2000001000144", "2000001000021"


def put(
    session: Session, now: datetime, *, code: str = "rice", name: str = "大米 5 kg",
    unit: str = "袋", barcode: str = RICE, price_points: int = 130, picture: str = "",
) -> Goods:  # fmt: skip
    return put_goods(
        session, make.admin(session), code=code, name=name, unit=unit, barcode=barcode,
        price_points=price_points, picture=picture, now=now,
    )  # fmt: skip


def prices(session: Session) -> list[int]:
    return list(session.scalars(select(Price.price_points).order_by(Price.id)))


def notes(session: Session) -> list[str]:
    return list(
        session.scalars(
            select(AuditEntry.verb).where(AuditEntry.object_kind == "goods").order_by(AuditEntry.id)
        )
    )


def test_goods_are_on_the_price_list_with_all_the_till_shows(
    session: Session, now: datetime
) -> None:
    put(session, now, picture="g-rice")

    (rice,) = price_list(session, now)

    assert (rice.code, rice.name, rice.unit) == ("rice", "大米 5 kg", "袋")
    assert (rice.barcode, rice.price_points, rice.picture) == (RICE, 130, "g-rice")


def test_goods_put_twice_are_there_once(session: Session, now: datetime) -> None:
    for _ in range(2):
        put(session, now)

    assert len(price_list(session, now)) == 1
    assert prices(session) == [130]
    assert notes(session) == ["put_goods"]


def test_a_new_price_counts_from_its_own_moment(session: Session, now: datetime) -> None:
    tomorrow = now + timedelta(days=1)
    put(session, now)
    put(session, tomorrow, price_points=120)

    assert [goods.price_points for goods in price_list(session, now)] == [130]
    assert [goods.price_points for goods in price_list(session, tomorrow)] == [120]
    assert prices(session) == [130, 120]


def test_two_prices_of_one_moment_the_later_word_counts(session: Session, now: datetime) -> None:
    put(session, now)
    put(session, now, price_points=125)

    assert price_list(session, now)[0].price_points == 125


def test_before_their_first_price_goods_are_not_for_sale(session: Session, now: datetime) -> None:
    put(session, now)
    yesterday = now - timedelta(days=1)

    assert price_list(session, yesterday) == []
    assert goods_by_any_code(session, ["rice"], yesterday) == {}


def test_a_change_of_name_adds_no_price(session: Session, now: datetime) -> None:
    put(session, now)
    put(session, now, name="东北大米 5 kg", unit="包")

    (rice,) = price_list(session, now)
    assert (rice.name, rice.unit) == ("东北大米 5 kg", "包")
    assert prices(session) == [130]


def test_a_picture_stays_until_another_is_named(session: Session, now: datetime) -> None:
    put(session, now, picture="g-rice")
    put(session, now, price_points=120)

    assert price_list(session, now)[0].picture == "g-rice"


def test_a_new_barcode_takes_the_place_of_the_old(session: Session, now: datetime) -> None:
    put(session, now)
    put(session, now, barcode=OIL)

    assert list(goods_by_any_code(session, [RICE, OIL], now)) == [OIL]


def test_goods_may_have_no_barcode(session: Session, now: datetime) -> None:
    put(session, now, barcode="")
    put(session, now, code="oil", name="食用油 5 L", barcode="")

    assert [goods.barcode for goods in price_list(session, now)] == ["", ""]


def test_a_barcode_of_other_goods_is_refused_by_their_name(session: Session, now: datetime) -> None:
    put(session, now)

    with pytest.raises(BarcodeTaken) as refused:
        put(session, now, code="oil", name="食用油 5 L")

    assert refused.value.facts == {"barcode": RICE, "goods": "大米 5 kg"}
    assert [goods.code for goods in price_list(session, now)] == ["rice"]


@pytest.mark.parametrize(
    ("code", "barcode"), [("A1", "A2"), ("A2", "A1")], ids=["code is a barcode", "and reverse"]
)
def test_a_code_and_a_barcode_never_mean_two_kinds_of_goods(
    session: Session, now: datetime, code: str, barcode: str
) -> None:
    put(session, now, code="A1" if code == "A2" else "A9", barcode="A1" if code == "A1" else "A8")

    with pytest.raises(BarcodeTaken):
        put(session, now, code=code, barcode=barcode)


def test_a_bad_price_changes_nothing(session: Session, now: datetime) -> None:
    put(session, now)

    with pytest.raises(PriceBad):
        put(session, now, name="别的", price_points=0)

    assert price_list(session, now)[0].name == "大米 5 kg"


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.TOWNSHIP])
def test_only_the_district_office_changes_the_price_list(
    session: Session, now: datetime, role: Role
) -> None:
    person = make.actor(session, role, make.district(session))

    with pytest.raises(Forbidden):
        put_goods(
            session,
            person,
            code="rice",
            name="大米",
            unit="袋",
            barcode="",
            price_points=1,
            now=now,
        )
    with pytest.raises(Forbidden):
        import_goods(session, person, lines(), now=now)


def lines(**changes: tuple[str, str]) -> list[GoodsLine]:
    """Three goods; `changes` gives some another barcode and price."""
    rows = {"soap": (SOAP, "15"), "rice": (RICE, "130"), "oil": (OIL, "260")} | changes
    return [
        GoodsLine(row, code, f"{code}!", "件", barcode, price, f"g-{code}")
        for row, (code, (barcode, price)) in enumerate(rows.items(), start=2)
    ]


def test_a_file_becomes_the_price_list_in_its_order(session: Session, now: datetime) -> None:
    done = import_goods(session, make.admin(session), lines(), now=now)

    assert done == GoodsImported(new=3, changed=0, unchanged=0)
    assert [goods.code for goods in price_list(session, now)] == ["soap", "rice", "oil"]
    assert [goods.price_points for goods in price_list(session, now)] == [15, 130, 260]
    assert notes(session) == ["import_goods"]


def test_a_file_read_twice_changes_nothing(session: Session, now: datetime) -> None:
    admin = make.admin(session)
    import_goods(session, admin, lines(), now=now)

    again = import_goods(session, admin, lines(), now=now)

    assert again == GoodsImported(new=0, changed=0, unchanged=3)
    assert prices(session) == [15, 130, 260]
    assert notes(session) == ["import_goods"]


def test_a_second_file_adds_and_changes_and_never_deletes(session: Session, now: datetime) -> None:
    admin = make.admin(session)
    put(session, now, code="towel", barcode="")
    import_goods(session, admin, lines(), now=now)

    done = import_goods(
        session, admin, lines(rice=(RICE, "120"), salt=("", "10"))[1:], now=now + timedelta(days=1)
    )

    assert done == GoodsImported(new=1, changed=1, unchanged=1)
    listed = price_list(session, now + timedelta(days=1))
    assert [(goods.code, goods.price_points) for goods in listed] == [
        ("towel", 130), ("soap", 15), ("rice", 120), ("oil", 260), ("salt", 10),
    ]  # fmt: skip


def test_goods_of_one_file_may_exchange_their_barcodes(session: Session, now: datetime) -> None:
    admin = make.admin(session)
    import_goods(session, admin, lines(), now=now)

    import_goods(session, admin, lines(rice=(OIL, "130"), oil=(RICE, "260")), now=now)

    found = goods_by_any_code(session, [RICE, OIL], now)
    assert (found[RICE].code, found[OIL].code) == ("oil", "rice")


def test_a_bad_row_leaves_the_price_list_as_it_was(session: Session, now: datetime) -> None:
    with pytest.raises(GoodsRowBad) as refused:
        import_goods(session, make.admin(session), lines(oil=(OIL, "many")), now=now)

    assert refused.value.facts["row"] == 4
    assert price_list(session, now) == []


def test_a_taken_barcode_is_refused_with_its_row(session: Session, now: datetime) -> None:
    put(session, now)

    with pytest.raises(GoodsRowBad) as refused:
        import_goods(session, make.admin(session), lines(rice=("", "130"), oil=(RICE, "260"))[::2],
                     now=now)  # fmt: skip

    facts = refused.value.facts
    assert (facts["row"], facts["column"], facts["fault"]) == (4, "barcode", "barcode_taken")
    assert facts["goods"] == "大米 5 kg"


def test_one_barcode_twice_in_a_file_is_refused(session: Session, now: datetime) -> None:
    with pytest.raises(GoodsRowBad) as refused:
        import_goods(session, make.admin(session), lines(oil=(RICE, "260")), now=now)

    assert (refused.value.facts["row"], refused.value.facts["value"]) == (4, RICE)


def test_two_who_put_the_same_goods_at_once_are_told_so(database: Database, now: datetime) -> None:
    with database.write() as session:
        put(session, now)

    with pytest.raises(GoodsChangedMeanwhile), database.write() as session:
        session.add(Goods(code="rice", name="大米", unit="袋", position=9))


def test_the_till_finds_goods_by_code_and_by_barcode_in_one_statement(
    session: Session, now: datetime
) -> None:
    import_goods(session, make.admin(session), lines(), now=now)
    sent: list[str] = []
    event.listen(session.connection(), "before_cursor_execute", lambda *said: sent.append(said[2]))

    found = goods_by_any_code(session, ["rice", f" {OIL}\n", "beer"], now)

    assert {text: goods.code for text, goods in found.items()} == {
        "rice": "rice",
        f" {OIL}\n": "oil",
    }
    assert found["rice"].price_points == 130
    assert len(sent) == 1


def test_an_import_takes_as_many_statements_for_many_goods_as_for_few(
    session: Session, now: datetime
) -> None:
    admin = make.admin(session)
    counts = []
    for size in (3, 300):
        sent: list[str] = []
        event.listen(
            session.connection(), "before_cursor_execute",
            lambda *said, sent=sent: sent.append(said[2]),
        )  # fmt: skip
        import_goods(
            session, admin,
            [GoodsLine(n, f"g{size}-{n}", "毛巾", "条", "", "30") for n in range(2, size + 2)],
            now=now,
        )  # fmt: skip
        counts.append(len(sent))

    assert counts[1] <= counts[0] + 2
    assert session.scalar(select(func.count()).select_from(Goods)) == 303
