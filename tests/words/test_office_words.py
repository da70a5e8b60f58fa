"""Everything that is noted in the audit, and every check of the books, has its words."""

import ast
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from app.reports.verify import checks
from app.words.books import CHECKS, check_words
from app.words.verbs import THINGS, VERBS, fact_words, thing_words, verb_words
from tests.tidy.reading import python_sources

LANGUAGES = ("zh", "en")


def noted() -> tuple[set[str], set[str]]:
    """The verbs and the kinds of things in all calls that write to the audit."""
    verbs, kinds = set(), set()
    for source in python_sources():
        for call in source.calls():
            name = ast.unparse(call.func)
            if not (
                name.startswith(("note", "_note", "Noted")) and Path(source.path).parts[1] != "web"
            ):
                continue
            for argument in call.args:
                if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                    verbs.add(argument.value)
                if isinstance(argument, ast.Tuple) and isinstance(argument.elts[0], ast.Constant):
                    kinds.add(str(argument.elts[0].value))
    return verbs, kinds


def test_every_verb_and_every_thing_in_the_audit_has_words() -> None:
    verbs, kinds = noted()

    assert len(verbs) > 30
    assert verbs - VERBS.keys() == set()
    assert kinds - THINGS.keys() == set()


def test_every_check_of_the_books_has_words(session: Session) -> None:
    assert {check.name for check in checks(session)} - CHECKS.keys() == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_are_there_in_both_languages(language: str) -> None:
    assert all(verb_words(verb, language) for verb in VERBS)
    assert all(thing_words(kind, language) for kind in THINGS)
    assert all(check_words(name, language) for name in CHECKS)


def test_facts_are_told_in_a_row_and_ids_are_not() -> None:
    facts = {"points": 8, "period": "2026-11", "member": 7, "reason": ""}

    assert fact_words(facts, "zh") == "2026-11，8 分"
    assert fact_words(facts, "en") == "2026-11; 8 points"


def test_what_an_older_version_noted_stands_as_it_is() -> None:
    assert (verb_words("retired", "zh"), thing_words("relic", "en")) == ("retired", "relic")
    assert check_words("a new check", "zh") == "a new check"
