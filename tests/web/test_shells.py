"""What every page has around it."""

import pytest

from tests.web.gallery import context, environment, seen

SHELLS = ["office", "paper", "phone", "public", "till"]


def page(shell: str, blocks: str = "", **changes: object) -> str:
    source = f"{{% extends 'shells/{shell}.html' %}}{blocks}"
    return environment().from_string(source).render(context(**changes))


@pytest.mark.parametrize("shell", SHELLS)
def test_a_shell_has_one_main_and_its_language(shell: str) -> None:
    html = page(shell, language="en", large_type=True)

    assert html.count("<main") == 1
    assert 'lang="en" data-type="large"' in html
    assert "style=" not in html


@pytest.mark.parametrize("shell", ["office", "phone", "public", "till"])
def test_a_shell_has_one_heading_and_names_its_tab_after_it(shell: str) -> None:
    html = page(shell, "{% block heading %}我的户{% endblock %}")

    assert html.count("<h1>我的户</h1>") == 1
    assert "<title>我的户 · 爱心积分</title>" in html


@pytest.mark.parametrize("shell", SHELLS)
def test_practice_and_its_known_logins_are_said_on_top_of_every_page(shell: str) -> None:
    said = "演练：户和分都不是真的，登录密码人人知道"

    assert said in seen(page(shell, practice=True))
    assert "演练" not in seen(page(shell, practice=False))


def test_practice_is_printed_across_every_paper() -> None:
    printed = page("paper", practice=True)

    assert '<body class="is-practice">' in printed
    # The strip stands in the bar above the sheet, which is for the screen only.
    assert '<header class="pp-bar"><p class="jf-banner jf-banner--practice">' in printed
    assert "is-practice" not in page("paper", practice=False)


def test_a_phone_page_with_a_bar_or_a_way_back_has_no_tabs() -> None:
    assert "我的" in seen(page("phone"))
    assert "我的" not in seen(page("phone", "{% block bar %}保存评分{% endblock %}"))
    assert "我的" not in seen(page("phone", "{% block back %}/{% endblock %}"))


def test_the_public_sees_no_way_out_because_nobody_is_signed_in() -> None:
    assert "退出" in seen(page("phone"))
    assert "退出" not in seen(page("public", me=None))


def test_signing_out_is_a_form_because_it_changes_something() -> None:
    assert '<form method="post" action="sign-out">' in page("office")


def test_what_a_view_said_stays_on_top_of_the_next_page() -> None:
    made = environment(("success", "已提交"), ("stop", ("没有入账", "没有动任何一户的分。")))

    html = made.from_string("{% extends 'shells/phone.html' %}").render(context())

    assert "jf-box--ok" in html
    assert "已提交 没有入账 没有动任何一户的分。" in seen(html)
