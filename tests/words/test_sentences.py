"""Every refusal, role, permission and state has its words, in both languages."""

import ast
import importlib
import pkgutil
from collections import Counter
from collections.abc import Iterator
from enum import StrEnum
from functools import cache
from string import Formatter
from typing import cast

import pytest

import app
from app.door.statuses import STATUSES, status_of
from app.kernel.errors import Invalid, Refusal
from app.registry.accounts.permissions import Permission, Role
from app.words.refusals import REFUSALS, refusal_parts, refusal_sentence
from app.words.roles import permission_name, role_name
from app.words.sentence import Sentence
from app.words.states import NAMES, name_of
from tests.tidy.reading import python_sources

LANGUAGES = ("zh", "en")


def every_refusal() -> list[type[Refusal]]:
    """All kinds of refusal of the house, once every module of it is known."""
    for module in pkgutil.walk_packages(app.__path__, "app."):
        importlib.import_module(module.name)

    def below(kind: type[Refusal]) -> Iterator[type[Refusal]]:
        for each in kind.__subclasses__():
            yield each
            yield from below(each)

    found = {kind for kind in below(Refusal) if kind.__module__.startswith("app.")}
    return sorted(found, key=lambda kind: (kind.code, kind.__module__))


@cache
def facts_always_given() -> dict[str, set[str]]:
    """By class name: the facts that every place which makes this refusal gives it."""
    given: dict[str, list[set[str]]] = {}
    for source in python_sources():
        calls = {id(call.func) for call in source.calls()}
        for call in source.calls():
            names = {keyword.arg for keyword in call.keywords}
            if isinstance(call.func, ast.Name) and None not in names:
                given.setdefault(call.func.id, []).append(cast("set[str]", names))
            if ast.unparse(call.func) == "on_violation":
                given.setdefault(ast.unparse(call.args[1]), []).append(set())
        for node in source.nodes():
            if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Name):
                assert id(node.exc) not in calls
                given.setdefault(node.exc.id, []).append(set())
    return {name: set.intersection(*facts) for name, facts in given.items()}


def gaps(text: str) -> set[str]:
    """The facts a text has gaps for."""
    return {name for _text, name, _spec, _conversion in Formatter().parse(text) if name}


REFUSED = every_refusal()


@pytest.mark.parametrize("kind", REFUSED, ids=lambda kind: f"{kind.__name__}-{kind.code}")
def test_every_refusal_has_a_status_and_a_sentence_of_its_own(kind: type[Refusal]) -> None:
    assert status_of(kind) in set(STATUSES.values())
    assert kind.code in REFUSALS, f"no sentence for {kind.code!r}: add it to a file in app/words"
    sentence = REFUSALS[kind.code]
    for text in (sentence.zh, sentence.en):
        assert len(text) > 10
    assert gaps(sentence.zh) == gaps(sentence.en), "both languages tell the same facts"


@pytest.mark.parametrize("kind", REFUSED, ids=lambda kind: f"{kind.__name__}-{kind.code}")
def test_a_sentence_tells_only_facts_that_every_such_refusal_carries(kind: type[Refusal]) -> None:
    given = facts_always_given()

    missing = gaps(REFUSALS[kind.code].zh) - given.get(kind.__name__, set())

    assert not missing or kind.__name__ not in given, f"{kind.__name__} is raised without {missing}"


def test_no_two_refusals_share_a_code_unless_they_are_one_kind() -> None:
    codes = Counter(kind.code for kind in REFUSED)
    shared = {code for code, times in codes.items() if times > 1}

    assert not {code for code in shared if len({_root(k) for k in REFUSED if k.code == code}) > 1}


def test_no_sentence_is_written_twice() -> None:
    every = [code for part in REFUSALS.maps for code in part]

    assert [code for code, times in Counter(every).items() if times > 1] == []


def test_chinese_sentences_are_short_and_use_no_word_of_machines() -> None:
    bad = ("核销", "同步", "提交失败", "操作成功", "参数", "会话", "系统异常", "是否确定", "你")
    found = [(code, word) for code, said in REFUSALS.items() for word in bad if word in said.zh]

    assert found == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_roles_and_permissions_have_names(language: str) -> None:
    assert all(role_name(role, language) for role in Role)
    assert all(permission_name(permission, language) for permission in Permission)


@pytest.mark.parametrize("kind", NAMES, ids=lambda kind: kind.__name__)
def test_every_state_has_a_name(kind: type[StrEnum]) -> None:
    assert all(name_of(state, language) for state in kind for language in LANGUAGES)


def test_states_of_different_kinds_keep_their_own_words() -> None:
    words = {kind.__name__: name_of(kind("open"), "zh") for kind in NAMES if "open" in set(kind)}

    assert words == {"RoundState": "评分中", "ObjectionState": "等答复"}


def test_a_fact_that_is_missing_shows_as_a_gap_and_never_fails() -> None:
    sentence = Sentence("还差 {short:,} 分。请减一件。", "{short:,} missing. Take one out.")

    assert sentence.say("zh") == "还差 … 分。请减一件。"
    assert sentence.say("zh", short="很多") == "还差 很多 分。请减一件。"
    assert sentence.say("en", short=1234) == "1,234 missing. Take one out."


def test_a_sentence_falls_into_heading_and_rest() -> None:
    class Lacking(Invalid):
        code = "table_columns"

    refusal = Lacking(missing=["名称", "单位"])

    assert refusal_parts(refusal, "zh")[0] == "文件里缺这些列：名称、单位"
    assert refusal_parts(refusal, "en")[0] == "These columns are missing: 名称, 单位"
    assert refusal_sentence(refusal, "zh").endswith("请把第一行的列名补齐再来。")


def test_facts_cannot_open_gaps_of_their_own() -> None:
    assert Sentence("“{name}”不对。", "x").say("zh", name="{password}") == "“{password}”不对。"


def _root(kind: type[Refusal]) -> type[Refusal]:
    return next(each for each in reversed(kind.__mro__) if each in REFUSED)
