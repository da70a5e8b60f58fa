"""户: found by name or number, its points in words, its slip and its card."""

from sqlalchemy.orm import Session

from app.ledger.corrections import approve_correction, ask_correction
from app.ledger.models import Direction
from app.registry.households.models import Household, Member
from app.registry.places.models import Place
from tests import make
from tests.make import NOW
from tests.papers.pdf_reading import texts
from tests.web.office.offices import Offices


def with_member(session: Session, household: Household, name: str) -> None:
    """Somebody of the family; the ID number is sealed elsewhere."""
    session.add(
        Member(
            household_id=household.id, name=name, relation="之子", is_head=False,
            id_index=name.encode().ljust(32, b"."), id_sealed=b"sealed", id_last2="19",
        )
    )  # fmt: skip


def a_settled_household(session: Session) -> Household:
    """100 points of November; before, a correction of 30."""
    place = make.village(session, "古漯河新村村委会")
    household = make.household(session, village=place, head="张桂兰", balance=30)
    with_member(session, household, "李小雨")
    make.goods(session, code="soap", name="香皂", price_points=15)
    make.goods(session, code="rice", name="大米 5 kg", price_points=130)
    make.goods(session, code="quilt", name="棉被", price_points=450)
    make.settled_round(session, place, household)
    return household


def test_a_household_is_found_by_a_piece_of_its_name_or_number(village: Offices) -> None:
    with village.database.write() as session:
        place = make.village(session)
        number = make.household(session, village=place, head="欧阳㛃堃").number
        make.household(session, village=place, head="张桂兰")
        desk = village.at(make.committee(session, place))

    for words in ("㛃", number[-4:]):
        page = desk.read(f"/village/households?q={words}")
        assert "欧阳㛃堃" in page
        assert "张桂兰" not in page
    assert "没有找到“无此人”" in desk.read("/village/households?q=无此人")


def test_the_list_goes_to_excel_without_anything_private(village: Offices) -> None:
    with village.database.write() as session:
        place = make.village(session)
        household = make.household(session, village=place, head="欧阳㛃堃", balance=40)
        household.welfare_class, number = "低保脱贫户", household.number
        desk = village.at(make.committee(session, place))

    rows = desk.rows("/village/households.xlsx")

    assert rows == [
        ("户编号", "户主", "组", "人口", "现在能用的分"),
        (number, "欧阳㛃堃", "3组", 3, 40),
    ]


def test_the_statement_says_what_there_is_what_it_buys_and_why(village: Offices) -> None:
    with village.database.write() as session:
        household = a_settled_household(session)
        place = session.get_one(Place, household.village_code)
        desk = village.at(make.committee(session, place))
        page = f"/village/households/{household.id}"

    words = desk.read(page)

    assert "现在能用 130 分 100 分到 2027 年 3 月 31 日过期" in words
    assert "能换什么 大米 5 kg 130 分 香皂 15 分" in words
    assert "2026 年 11 月评分入账 +100 11 月 28 日 周六 剩 130" in words
    assert (
        "11 月为什么是 100 分 扶贫政策比知晓 20 11 月 说得清自家享受的政策和金额 优：8 分" in words
    )
    assert "家里人 李小雨" in words
    assert 'data-type="large"' in desk.html(page)


def test_no_page_of_a_household_shows_an_id_number_or_a_welfare_class(village: Offices) -> None:
    with village.database.write() as session:
        household = a_settled_household(session)
        household.welfare_class = "低保脱贫户"
        place = session.get_one(Place, household.village_code)
        desk = village.at(make.committee(session, place))
        pages = ["/village/households", f"/village/households/{household.id}"]
        pages.append(f"/village/households/{household.id}/slip")

    for page in pages:
        assert "低保" not in desk.html(page)
        assert "19" not in desk.html(page).partition("家里人")[2].partition("</dd>")[0]


def test_points_on_the_wall_are_announced_before_they_can_be_spent(village: Offices) -> None:
    with village.database.write() as session:
        place = make.village(session)
        household = make.household(session, village=place)
        make.publicised_round(session, place, household)
        desk = village.at(make.committee(session, place))
        home = f"/village/households/{household.id}"

    words = desk.read(home)

    assert "现在能用 0 分" in words
    assert "11 月评分 +100 公示完就到账 还没到账" in words


def test_the_slip_carries_the_same_on_paper(village: Offices) -> None:
    with village.database.write() as session:
        household = a_settled_household(session)
        place = session.get_one(Place, household.village_code)
        desk = village.at(make.committee(session, place))
        home = f"/village/households/{household.id}"

    words = desk.read(f"{home}/slip")

    assert "爱心积分告知单 张桂兰家 古漯河新村 3组" in words
    assert "现在能用 130 分 其中 100 分到 2027 年 3 月 31 日过期" in words
    assert "2026 年 11 月 已到账 100" in words
    assert "扶贫政策比知晓 20 11 月 说得清自家享受的政策和金额 优：8 分，满分 8 8" in words
    assert "合计 100" in words
    assert "户主签字或按手印" in words
    assert 'class="is-practice"' in desk.html(f"{home}/slip")


def test_what_is_short_of_the_cheapest_goods_is_said(village: Offices) -> None:
    with village.database.write() as session:
        place = make.village(session)
        household = make.household(session, village=place, balance=6)
        make.goods(session, code="soap", name="香皂", price_points=15)
        desk = village.at(make.committee(session, place))
        home = f"/village/households/{household.id}"

    assert "再有 9 分，能换香皂。" in desk.read(home)


def test_a_correction_reads_as_one(village: Offices) -> None:
    with village.database.write() as session:
        place = make.village(session)
        household = make.household(session, village=place, balance=50)
        asked = ask_correction(
            session, make.admin(session), household_id=household.id, points=20,
            direction=Direction.DEBIT, reason="多记了", now=NOW,
        )  # fmt: skip
        approve_correction(session, make.admin(session), correction_id=asked.id, now=NOW)
        desk = village.at(make.committee(session, place))
        home = f"/village/households/{household.id}"

    assert "更正，减去积分 −20" in desk.read(home)


def test_a_village_gets_its_cards_and_prints_them(village: Offices) -> None:
    with village.database.write() as session:
        place = make.village(session)
        make.households(session, 3, village=place)
        desk, issue = (
            village.at(make.committee(session, place)),
            f"/village/cards/{place.code}/issue",
        )
        sheet = f"/village/cards/{place.code}.pdf"

    assert "0 户有卡，共 3 户" in desk.read("/village/cards")
    assert "发好了 3 张卡" in desk.sent("/village/cards", issue, times=2)
    assert "3 户有卡，共 3 户" in desk.read("/village/cards")
    printed = desk.client.get(sheet)
    assert printed.mimetype == "application/pdf"
    assert "户主0" in texts(printed.data)


def test_a_lost_card_stops_and_a_new_one_comes(village: Offices) -> None:
    with village.database.write() as session:
        place = make.village(session)
        household = make.household(session, village=place, balance=40)
        first = make.card(session, household).number
        desk = village.at(make.committee(session, place))
        page = f"/village/households/{household.id}/card"
        home = f"/village/households/{household.id}"

    spoken = f"{first[:4]} {first[4:]}"
    assert spoken in desk.read(page)
    assert "已挂失，这张卡不能再用" in desk.sent(f"{page}/lost", times=2)
    assert "这一户没有在用的卡" in desk.read(page)
    assert "发好了一张新卡" in desk.sent(page, times=2)
    assert f"{spoken} 已挂失" in desk.read(page)
    assert "现在能用 40 分" in desk.read(home)


def test_a_worn_card_is_replaced(village: Offices) -> None:
    with village.database.write() as session:
        place = make.village(session)
        household = make.household(session, village=place)
        make.card(session, household)
        desk = village.at(make.committee(session, place))
        page = f"/village/households/{household.id}/card"

    assert "补好了一张新卡" in desk.sent(page, f"{page}/reissue", times=2)
    assert "第 2 张" in desk.read(page)
    assert desk.read(page).count("已换新") == 1


def test_a_scorer_gives_out_no_cards(village: Offices) -> None:
    with village.database.write() as session:
        place = make.village(session)
        household = make.household(session, village=place)
        make.card(session, household)
        desk = village.at(make.specialist(session, place))
        page = f"/village/households/{household.id}/card"

    words = desk.read(page)
    assert "挂失" not in words
    assert "补一张" not in words
    assert desk.status(f"{page}/lost") == 403
    assert desk.send("/me", page).status_code == 403


def test_many_households_take_no_more_statements_than_few(village: Offices) -> None:
    with village.database.write() as session:
        desks = []
        for homes in (2, 20):
            place = make.village(session)
            make.households(session, homes, village=place)
            desks.append(village.at(make.committee(session, place)))

    few, many = (desk.statements("/village/households") for desk in desks)
    assert few == many
    few, many = (desk.statements("/village/cards") for desk in desks)
    assert few == many
