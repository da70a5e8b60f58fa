"""What the parts of lists, scores, goods and papers say to their reader."""

import pytest

from tests.web.gallery import part, seen


def test_an_item_shows_four_grades_with_their_points_and_chooses_none() -> None:
    html = part("{{ scores.answer_field(graded('A1', '说得清政策', 8, 6, 4), last='good') }}")

    assert seen(html) == "说得清政策 满分 8 优 8 良 6 上月 中 4 差 0"
    assert " checked" not in html


def test_a_missing_item_says_so_at_its_place() -> None:
    html = part("{{ scores.answer_field(graded('A1', '说得清政策', 8, 6, 4), missing=true) }}")

    assert "这一项还没评" in seen(html)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        ("scores.category('A', '扶贫政策比知晓', 20, 17)", "扶贫政策比知晓 17 / 20 分"),
        ("scores.category('A', '扶贫政策', 20, 17, to='A1')", "扶贫政策 17 / 20 分 同上月"),
        ("scores.total_bar(88, 14, 14)", "已评 14 /14 项 88 分 保存评分"),
        ("scores.fill_from_last('AB')", "先按上月填好，再改"),
    ],
)
def test_the_score_page_says_how_far_it_is(call: str, words: str) -> None:
    assert seen(part("{{ " + call + " }}")) == words


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ("left=182", "香皂 15 分 还有 182 件"),
        ("left=182, count=2", "香皂 15 分 还有 182 件 已放 2"),
        ("left=182, lacking=9", "香皂 15 分 还差 9 分"),
        ("left=0", "香皂 15 分 没货"),
        ("left=2, listed=30", "香皂 原价 30 临期价 15 分 还有 2 件"),
    ],
)
def test_a_tile_says_what_it_costs_and_what_is_left(more: str, words: str) -> None:
    assert seen(part("{{ goods.tile('soap', '香皂', 15, " + more + ") }}")) == words


def test_goods_without_a_drawing_get_a_parcel() -> None:
    assert "#g-other" in part("{{ goods.picture('kettle') }}")
    assert "#g-rice" in part("{{ goods.picture('rice') }}")
    assert "#g-rice" in part("{{ goods.picture('g-rice') }}")


def test_a_line_of_the_basket_can_be_more_or_less() -> None:
    html = part("{{ goods.basket_line('soap', '香皂', 15, 2) }}")

    assert seen(html) == "香皂 15 × 2 = 30 − +"
    assert 'name="quantity.soap" value="2"' in html
    assert 'name="basket" value="soap:2"' in html
    assert 'name="less" value="soap" aria-label="少一件香皂"' in html


@pytest.mark.parametrize(
    ("cost", "words"),
    [
        (170, "现有 186 分 本次用 −170 分 兑换后 16 分"),
        (195, "现有 186 分 本次用 −195 分 还差 9 分"),
        (0, "现有 186 分 本次用 0 分 兑换后 186 分"),
    ],
)
def test_the_till_says_what_remains(cost: int, words: str) -> None:
    assert seen(part("{{ goods.basket_total(186, cost) }}", cost=cost)) == words
    assert seen(part("{{ goods.till_total(186, cost) }}", cost=cost)) in words


def test_a_household_row_shows_the_whole_name_and_where_it_stands() -> None:
    html = part(
        "{{ lists.household_row('买买提·阿卜杜热西提', '#', '0131', state='nobody_home') }}"
    )

    assert seen(html) == "买买提·阿卜杜热西提 没人在家 0131"


def test_a_scored_household_row_shows_its_points() -> None:
    html = part("{{ lists.household_row('张桂兰', '#', '0127', points=0) }}")

    assert seen(html) == "张桂兰 ✓ 0 分 0127"


def test_before_something_final_stand_the_facts_the_verb_and_the_way_back() -> None:
    html = part(
        "{{ lists.confirm('#', [('户数', '70 户')], '认定 70 户', '先不认定，回去看', '/back',"
        " ['分数不能再改。']) }}"
    )

    assert seen(html) == "户数 70 户 认定 70 户 先不认定，回去看 以后会怎样 分数不能再改。"
    assert 'name="request_id"' in html


@pytest.mark.parametrize(
    ("call", "words"),
    [
        ("lists.segments([('全部 70', '#', true), ('免评 1', '#', false)])", "全部 70 免评 1"),
        ("lists.pages('', '/next', '第 1 页')", "第 1 页 下一页"),
        ("lists.pages('/back', '', '')", "上一页"),
        ("lists.pages()", ""),
        ("lists.download('#')", "导出 Excel"),
        ("lists.empty('还没有人员', '添加以后在这里。')", "还没有人员 添加以后在这里。"),
        ("lists.facts([('村', '古漯河新村')])", "村 古漯河新村"),
        ("lists.cell('8 户还没评', '#', '周明霞 5 户')", "8 户还没评 周明霞 5 户"),
        ("lists.crumbs([('认定', '#')], '孟尝君新村')", "认定 › 孟尝君新村"),
    ],
)
def test_a_list_says_what_it_holds(call: str, words: str) -> None:
    assert seen(part("{{ " + call + " }}")) == words


def test_a_table_has_a_caption_for_those_who_listen() -> None:
    html = part(
        "{% call lists.table('库存', ['商品', ('合计', 'r')]) %}<tbody></tbody>{% endcall %}"
    )

    assert '<caption class="jf-sr">库存</caption>' in html
    assert '<th scope="col" class="r">合计</th>' in html


def test_a_receipt_is_as_long_as_its_lines() -> None:
    size = "{{ paper.receipt_size(lines=10, rules=2, practice=p) }}"

    assert seen(part(size, p=False)) == "58mm 78mm"
    assert seen(part(size, p=True)) == "58mm 88mm"


@pytest.mark.parametrize(
    ("words", "lines"), [("", 0), ("盐", 1), ("十三个字刚刚好一行放得下" + "。", 1)]
)
def test_a_long_text_takes_more_lines_on_a_receipt(words: str, lines: int) -> None:
    assert seen(part("{{ paper.lines_of(words) }}", words=words)) == str(lines)


def test_an_official_paper_says_who_speaks_and_leaves_room_for_the_seal() -> None:
    html = part(
        "{{ paper.red_head('韩集镇') }}{{ paper.seal_room('村委会', '11 月 26 日') }}"
        "{{ paper.sign_lines(['组长']) }}{{ paper.page_number(1, 4) }}"
    )

    assert seen(html) == "韩集镇 村委会（盖章） 11 月 26 日 组长 第 1 页，共 4 页"
