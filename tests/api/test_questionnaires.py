"""The questionnaire over the interface: what is asked, a household's answers, counts."""

from uuid import uuid4

from tests.api.calling import Body, Interface, code_of
from tests.api.test_month import opened, scored
from tests.api.town import Town, town
from tests.scoring.asking import ANSWERS, published


def asked(interface: Interface) -> tuple[Town, str, str]:
    """A village in a month with a questionnaire, its first household, and where its answers go."""
    place = town(interface)
    month = opened(place)
    scored(place, month)
    with interface.database.write() as session:
        published(session)
    home = place.households[0]
    return place, home, f"/rounds/{month}/households/{home}/answers"


def test_answers_sent_twice_are_kept_once_and_corrected_by_another(interface: Interface) -> None:
    place, home, path = asked(interface)
    key = uuid4()
    part: Body = {"answers": {"A1": "多了"}}

    answers = [place.scorer.post(path, part, key=key) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [201, 200]
    first = answers[0].get_json()
    assert (first["complete"], first["answers"]) == (False, {"A1": "多了"})
    whole = place.scorer.post(path, {"answers": ANSWERS, "replaces": first["id"]}).get_json()
    assert whole["complete"]
    listed = place.auditor.get(f"/households/{home}/answers").get_json()["items"]
    assert [(each["id"], each["period"]) for each in listed] == [(whole["id"], "2026-11")]
    assert code_of(place.scorer.post(path, part)) == (409, "answered_meanwhile")


def test_what_is_asked_and_what_was_answered_is_told_without_names(interface: Interface) -> None:
    place, _home, path = asked(interface)
    place.scorer.post(path, {"answers": ANSWERS})

    told = place.scorer.get("/questionnaires/current").get_json()
    counted = place.township.get("/questionnaires/current/counts").get_json()

    assert [section["name"] for section in told["sections"]] == ["收入", "饮水"]
    assert counted["villages"][0] | {"village": ""} == {
        "village": "", "households": 3, "answered": 1, "begun": 0,
    }  # fmt: skip
    first = counted["questions"][0]
    assert first == {
        "code": "A1", "answered": None, "cells": {"多了": None, "少了": 0, "一样": 0},
        "average": None,
    }  # fmt: skip


def test_answers_that_do_not_fit_change_nothing(interface: Interface) -> None:
    place, home, path = asked(interface)

    for given, code in (
        ({"A2": "一万"}, "question_answer_bad"),
        ({"Z1": "yes"}, "question_unknown"),
        ({"B2": "13800138000"}, "answer_tells_too_much"),
        ({}, "nothing_answered"),
    ):
        assert code_of(place.scorer.post(path, {"answers": given})) == (422, code)
    assert place.auditor.get(f"/households/{home}/answers").get_json()["items"] == []


def test_without_a_questionnaire_there_is_none(interface: Interface) -> None:
    place = town(interface)

    for path in ("/questionnaires/current", "/questionnaires/current/counts"):
        assert code_of(place.township.get(path)) == (404, "no_questionnaire")
