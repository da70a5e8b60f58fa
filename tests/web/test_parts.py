"""What each part says to its reader. Looks are checked in test_look."""

import re

import pytest

from tests.web.gallery import PAGES, WEB, part, seen

ROUND_WORDS = {
    "open": "评分中",
    "submitted": "待认定",
    "certified": "已认定",
    "publicised": "公示中",
    "settled": "已入账",
}
SHEET_WORDS = {
    "due": "待走访",
    "nobody_home": "没人在家",
    "recorded": "已评",
    "certified": "已认定",
    "credited": "已入账",
    "disputed": "有异议",
    "excused": "免评",
    "void": "作废",
}


def test_every_part_is_shown_in_the_gallery() -> None:
    shells = [*PAGES.glob("*.html"), *(WEB / "templates/shells").glob("*.html")]
    shown = "".join(path.read_text("utf-8") for path in shells)
    parts = "".join(path.read_text("utf-8") for path in (WEB / "templates/parts").glob("*.html"))
    public = set(re.findall(r"{% macro ([a-z]\w*)", parts))

    calls = re.sub(r"{% macro .+?%}", "", shown + parts)

    assert {name for name in public if not re.search(rf"\b{name}\(", calls)} == set()


@pytest.mark.parametrize(("state", "words"), ROUND_WORDS.items())
def test_a_round_says_where_it_stands(state: str, words: str) -> None:
    assert seen(part("{{ states.round_tag(state) }}", state=state)) == words


@pytest.mark.parametrize(("state", "words"), SHEET_WORDS.items())
def test_a_household_says_where_it_stands(state: str, words: str) -> None:
    assert seen(part("{{ states.sheet_tag(state) }}", state=state)) == words


@pytest.mark.parametrize(
    ("state", "done", "now"),
    [
        ("open", 0, "1"),
        ("submitted", 2, "3"),
        ("certified", 3, "4"),
        ("publicised", 3, "4"),
        ("settled", 5, None),
    ],
)
def test_the_step_line_shows_what_is_done_and_what_comes_now(
    state: str, done: int, now: str | None
) -> None:
    html = part("{{ states.steps(state, {'open': '11-20'}) }}", state=state)

    assert html.count('class="done"') == done
    assert re.findall(r'data-n="(\d)" class="now" aria-current="step"', html) == [now] * bool(now)
    assert "11-20" in seen(html)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        ("figures.num(3773)", "3,773"),
        ("figures.num(-47)", "−47"),
        ("figures.signed(84)", "+84"),
        ("figures.signed(-135)", "−135"),
        ("figures.signed(0)", "0"),
        ("figures.change(3)", "▲ 3"),
        ("figures.change(-12)", "▼ 12"),
        ("figures.change(0)", "0"),
        ("figures.figure(1186, '分')", "1,186 分"),
        ("figures.figure('87%')", "87%"),
    ],
)
def test_numbers_are_written_as_people_write_them(call: str, words: str) -> None:
    assert seen(part("{{ " + call + " }}")) == words


def test_progress_is_told_in_words_too() -> None:
    html = part("{{ figures.progress([('done', '已评', 21), ('open', '待走访', 15)]) }}")

    assert 'aria-label="已评 21，待走访 15"' in html
    assert 'width="58.33%"' in html


def test_a_small_share_stays_visible() -> None:
    html = part("{{ figures.progress([('done', '已评', 1), ('open', '待走访', 3772)]) }}")

    assert 'width="0.5%"' in html


def test_progress_of_nothing_is_an_empty_bar() -> None:
    html = part("{{ figures.progress([('done', '已评', 0)]) }}{{ figures.bars([]) }}")

    assert "<svg" not in html


def test_a_bar_has_its_number_beside_it() -> None:
    html = part("{{ figures.bars([('stock', '货架', 300), ('pledged', '认捐', 100, 300)]) }}")

    assert seen(html) == "货架 300 认捐 100"
    assert re.findall(r'width="([\d.]+)%"', html) == ["75.0", "75.0", "25.0"]


def test_a_refusal_is_announced_and_says_what_to_do() -> None:
    html = part(
        "{% call boxes.box('stop', '积分不够，还差 9 分', '没有扣分。', number='A1') %}去掉牙膏"
        "{% endcall %}"
    )

    assert 'role="alert"' in html
    assert seen(html) == "积分不够，还差 9 分 没有扣分。 去掉牙膏 单号 A1"


def test_an_error_summary_leads_to_each_field() -> None:
    html = part("{{ boxes.error_summary([('B4', '厕所清洁')], '还没有保存：有 1 项没评') }}")

    assert '<a href="#B4">厕所清洁</a>' in html
    assert seen(html) == "还没有保存：有 1 项没评 厕所清洁"


def test_without_faults_there_is_no_error_summary() -> None:
    assert seen(part("{{ boxes.error_summary([], '还没有保存') }}")) == ""


def test_every_form_carries_a_token_and_a_request_id_of_its_own() -> None:
    html = part("{% for _ in 'ab' %}{% call forms.form('#') %}{% endcall %}{% endfor %}")

    assert html.count('name="csrf_token" value="token"') == 2
    assert len(set(re.findall(r'name="request_id" value="(.+?)"', html))) == 2


@pytest.mark.parametrize(
    "call",
    [
        "forms.text('a', '电话', '138', hint='11 位', error='少了一位')",
        "forms.textarea('a', '电话', '138', hint='11 位', error='少了一位')",
        "forms.number('a', '电话', '138', hint='11 位', error='少了一位')",
        "forms.date('a', '电话', '138', hint='11 位', error='少了一位')",
        "forms.select('a', '电话', [('138', '138')], '138', hint='11 位', error='少了一位')",
    ],
)
def test_a_refused_field_keeps_its_value_and_says_its_fault(call: str) -> None:
    html = part("{{ " + call + " }}")

    assert '<label for="a">电话</label>' in html
    assert seen(html).startswith("电话 11 位 少了一位")
    assert 'aria-describedby="a-hint a-why" aria-invalid="true"' in html
    assert "138" in html


def test_what_a_user_typed_is_never_markup() -> None:
    html = part("{{ forms.text('a', '名', typed) }}", typed='"><script>')

    assert "<script>" not in html


def test_further_attributes_of_a_field_are_passed_on() -> None:
    html = part("{{ forms.text('a', '条码', autocomplete='off', data_scan=true) }}")

    assert 'autocomplete="off" data-scan>' in html


def test_cards_to_choose_from_have_one_chosen() -> None:
    html = part(
        "{{ forms.radio_cards('c', '哪一类？', [('A', '政策'), ('B', '卫生', '屋里屋外')], 'B') }}"
    )

    assert seen(html) == "哪一类？ 政策 卫生 屋里屋外"
    assert re.findall(r'value="(.)" checked', html) == ["B"]


@pytest.mark.parametrize(
    ("call", "words"),
    [
        ("forms.checkbox('a', '要回执', hint='到村委会拿')", "要回执 到村委会拿"),
        ("forms.upload('a', '名单', accept='.xlsx')", "名单"),
        ("forms.button('认定 70 户')", "认定 70 户"),
        ("forms.link_button('看 11 月', '#')", "看 11 月"),
        ("forms.one_button('#', '作废', 'stop')", "作废"),
        ("forms.find('#', '按户编号找')", "按户编号找 查找"),
        ("forms.find_by('a', '地点', [('', '全部地点')])", "全部地点"),
        ("forms.text('a', '备注', optional=true)", "备注 （可以不填）"),
    ],
)
def test_a_control_says_what_it_is_for(call: str, words: str) -> None:
    assert seen(part("{{ " + call + " }}")) == words


def test_what_would_be_refused_is_no_button() -> None:
    html = part("{{ forms.not_yet('先减一件') }}")

    assert "<button" not in html
    assert seen(html) == "先减一件"
