"""回头看: questions beside the scorecard are published, asked and answered, and earn nothing."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.demo.files import bytes_of
from app.kernel.db import Database
from app.kernel.errors import Forbidden, Refusal
from app.kernel.period import Period
from app.registry.accounts.permissions import Role
from app.registry.households.models import Household, HouseholdStatus
from app.registry.households.queries import HouseholdLeft, HouseholdNotFound
from app.scoring.questionnaires.actions import (
    FilledIn,
    QuestionnaireEnded,
    QuestionnaireExists,
    answer_questionnaire,
    end_questionnaire,
    publish_questionnaire,
    read_questionnaire,
)
from app.scoring.questionnaires.models import VisitAnswers
from app.scoring.questionnaires.queries import QuestionnaireNotFound, answers_of, asking, running
from app.scoring.questionnaires.reading import (
    QuestionForbidden,
    QuestionnaireBad,
    check_private,
    questionnaire_from,
    starts_of,
)
from app.scoring.questionnaires.rules import (
    AnsweredMeanwhile,
    AnswerTellsTooMuch,
    NoQuestionnaire,
    NothingAnswered,
    NotVisitedYet,
    QuestionAnswerBad,
    UnknownQuestion,
    checked_answers,
)
from app.scoring.questionnaires.writing import definition_of, questionnaire_toml
from app.scoring.rounds.certify import submit_round
from app.scoring.rounds.rules import NotInRound, RoundNotOpen
from tests import make
from tests.make import NOW
from tests.scoring.asking import (
    ANSWERS,
    NOVEMBER,
    Door,
    definition,
    published,
    with_question,
)


def test_the_shipped_look_back_asks_five_kinds_and_forty_odd_questions() -> None:
    told = read_questionnaire(bytes_of("questionnaire.toml"))

    shipped = questionnaire_from(told)

    check_private(shipped)
    assert [section.name for section in shipped.sections] == [
        "收入和就业", "孩子上学", "医疗保障", "住房和饮水", "帮扶和参与",
    ]  # fmt: skip
    assert 40 <= len(shipped.questions) <= 45


def test_what_is_written_out_is_read_in_again_the_same() -> None:
    plain = questionnaire_from(read_questionnaire(bytes_of("questionnaire.toml")))

    again = read_questionnaire(questionnaire_toml(definition_of(plain, NOVEMBER)).encode())

    assert (questionnaire_from(again), starts_of(again)) == (plain, NOVEMBER)


@pytest.mark.parametrize(
    ("words", "word"),
    [
        ("户主的身份证号", "身份证"),
        ("联系电话", "电话"),
        ("家里谁生病了", "生病"),
        ("有没有慢 性 病", "慢性病"),
        ("家里有几个残疾人", "残疾"),
        ("得了什么病、参加大病保险了吗", "什么病"),
    ],
)
def test_what_is_nobodys_business_is_not_asked(words: str, word: str) -> None:
    with pytest.raises(QuestionForbidden) as refused:
        check_private(questionnaire_from(with_question(words=words)))

    assert refused.value.facts == {"question": words, "word": word}


def test_being_insured_may_be_asked_and_choices_are_looked_at_too() -> None:
    check_private(questionnaire_from(with_question(words="参加医保、大病保险了吗")))

    asked = with_question(words="为什么没去", kind="choice", choices=["没空", "住院了"])
    with pytest.raises(QuestionForbidden):
        check_private(questionnaire_from(asked))


@pytest.mark.parametrize(
    ("told", "where"),
    [
        ({"sections": []}, "sections"),
        ({"title": ""}, "title"),
        ({"sections": "A"}, "sections"),
        (with_question(kind="grades"), "A1 kind"),
        (with_question(kind="choice"), "A1 choices"),
        (with_question(kind="choice", choices=["有"]), "A1 choices"),
        (with_question(kind="choice", choices=["有", "有"]), "有 (twice)"),
        (with_question(kind="number"), "A1 unit"),
        (with_question(words="字" * 101), "A1 words"),
        (with_question(required="yes"), "A1 required"),
        (with_question(code="A 1"), "questions code"),
    ],
)
def test_what_is_no_questionnaire_is_refused_by_its_place(
    told: dict[str, object], where: str
) -> None:
    with pytest.raises(QuestionnaireBad) as refused:
        questionnaire_from(definition() | told)

    assert str(refused.value.facts["where"]).endswith(where)


def test_no_more_than_sixty_questions_and_none_twice() -> None:
    def asked(*codes: str) -> dict[str, object]:
        questions = [{"code": code, "words": "好吗", "kind": "yes_no"} for code in codes]
        return definition(sections=[{"code": "A", "name": "生活", "questions": questions}])

    questionnaire_from(asked(*(f"A{n}" for n in range(60))))
    for codes in ([f"A{n}" for n in range(61)], ["A1", "A1"], []):
        with pytest.raises(QuestionnaireBad):
            questionnaire_from(asked(*codes))


def test_a_file_that_is_none_is_refused() -> None:
    for content in (b"\xff\xfe", b"title = ", b"x" * 300_000):
        with pytest.raises(QuestionnaireBad):
            read_questionnaire(content)


def test_publishing_twice_is_one_version_and_a_month_has_one(session: Session) -> None:
    admin = make.admin(session)
    first = publish_questionnaire(session, admin, definition(), now=NOW)

    assert publish_questionnaire(session, admin, definition(), now=NOW) is first
    with pytest.raises(QuestionnaireExists):
        publish_questionnaire(session, admin, definition(title="另一份"), now=NOW)
    with pytest.raises(QuestionForbidden):
        publish_questionnaire(session, admin, with_question(words="手机号"), now=NOW)
    with pytest.raises(Forbidden):
        publish_questionnaire(session, make.township_officer(session), definition(), now=NOW)


def test_a_version_is_asked_from_its_month_until_the_next_or_its_end(session: Session) -> None:
    admin = make.admin(session)
    first = published(session, starts="2026-03")
    second = published(session, starts="2026-10")
    later = published(session, starts="2027-03")

    with pytest.raises(NoQuestionnaire):
        running(session, Period.parse("2026-02"))
    assert running(session, Period.parse("2026-09")) is first
    assert running(session, NOVEMBER) is second
    for version in (second, later):
        end_questionnaire(session, admin, questionnaire_id=version.id, now=NOW)
    assert running(session, NOVEMBER) is second, "it is asked to the end of this month"
    with pytest.raises(NoQuestionnaire):
        running(session, Period.parse("2027-03"))
    with pytest.raises(QuestionnaireEnded):
        end_questionnaire(session, admin, questionnaire_id=second.id, now=NOW)
    with pytest.raises(QuestionnaireNotFound):
        end_questionnaire(session, admin, questionnaire_id=99, now=NOW)
    with pytest.raises(Forbidden):
        end_questionnaire(session, make.auditor(session), questionnaire_id=first.id, now=NOW)


def test_after_a_withdrawn_one_another_may_start_in_its_month(session: Session) -> None:
    before, wrong = published(session), published(session, starts="2026-12")
    end_questionnaire(session, make.admin(session), questionnaire_id=wrong.id, now=NOW)
    december = Period.parse("2026-12")

    assert running(session, december) is before
    right = published(session, starts="2026-12")
    assert running(session, december) is right


def test_a_part_may_be_saved_and_completed_later(session: Session) -> None:
    door = Door.made(session)
    published(session)

    part = door.answer({"A1": "多了", "A2": " ", "B1": ""})
    whole = door.answer(ANSWERS | {"A2": "0012000"}, replaces=part.id)

    assert (part.complete, part.answers) == (False, {"A1": "多了"})
    assert (whole.complete, whole.answers) == (True, ANSWERS)
    assert [each.row.id for each in answers_of(session, door.household)] == [whole.id]


def test_answers_hang_on_the_visit_and_no_point_moves(session: Session) -> None:
    door = Door.made(session)
    published(session)
    sheet = make.live_sheet(session, door.round, door.household)
    before = sheet.points

    row = door.answer(ANSWERS)

    assert row.visit_id == sheet.visit_id
    assert make.live_sheet(session, door.round, door.household).points == before


@pytest.mark.parametrize(
    ("answers", "refusal"),
    [
        ({"A1": "翻倍了"}, QuestionAnswerBad),
        ({"A2": "一万"}, QuestionAnswerBad),
        ({"A2": "-5"}, QuestionAnswerBad),
        ({"A2": "12345678"}, QuestionAnswerBad),
        ({"B1": "maybe"}, QuestionAnswerBad),
        ({"B2": "字" * 101}, QuestionAnswerBad),
        ({"B2": "打 0635-8212345 找我"}, AnswerTellsTooMuch),
        ({"B2": "老伴有糖尿病"}, AnswerTellsTooMuch),
        ({"Z9": "yes"}, UnknownQuestion),
        ({}, NothingAnswered),
        ({"A1": "  "}, NothingAnswered),
    ],
)
def test_what_does_not_fit_a_question_is_not_kept(
    answers: dict[str, str], refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal):
        checked_answers(questionnaire_from(definition()), answers)


def test_an_answer_that_does_not_fit_leaves_nothing_behind(session: Session) -> None:
    door = Door.made(session)
    published(session)

    with pytest.raises(QuestionAnswerBad):
        door.answer(ANSWERS | {"A2": "一万"})

    assert not answers_of(session, door.household)


def test_without_a_visit_there_is_nothing_to_hang_answers_on(session: Session) -> None:
    door = Door.made(session, visited=False)
    published(session)

    with pytest.raises(NotVisitedYet):
        door.answer(ANSWERS)


def test_without_a_questionnaire_nothing_is_asked(session: Session) -> None:
    door = Door.made(session)
    published(session, starts="2026-12")

    with pytest.raises(NoQuestionnaire):
        door.answer(ANSWERS)


def test_only_who_scores_the_household_may_answer_for_it(session: Session) -> None:
    door, elsewhere = Door.made(session), make.village(session)
    published(session)
    stranger = make.specialist(session, elsewhere)
    cadre = make.actor(session, Role.SUPPORT_CADRE, door.place, name="别户的干部")

    for nobody in (stranger, cadre):
        with pytest.raises(HouseholdNotFound):
            door.answer(ANSWERS, by=nobody)
    with pytest.raises(Forbidden):
        door.answer(ANSWERS, by=make.committee(session, door.place))


def test_a_submitted_month_takes_no_answers_any_more(session: Session) -> None:
    door = Door.made(session)
    published(session)
    submit_round(session, make.committee(session, door.place), round_id=door.round.id, now=NOW)

    with pytest.raises(RoundNotOpen):
        door.answer(ANSWERS)


def test_a_household_of_another_village_or_one_that_left_is_not_asked(session: Session) -> None:
    door, other = Door.made(session), Door.made(session)
    published(session)
    filled = FilledIn(other.round.id, door.household.id, ANSWERS)
    officer = make.actor(session, Role.VILLAGE_SPECIALIST, make.township(session))

    with pytest.raises(NotInRound):
        answer_questionnaire(session, officer, filled, now=NOW)
    door.household.status = HouseholdStatus.LEFT
    with pytest.raises(HouseholdLeft):
        door.answer(ANSWERS)


def test_who_did_not_see_the_answers_that_are_there_is_asked_to_look(session: Session) -> None:
    door = Door.made(session)
    published(session)
    first = door.answer(ANSWERS)
    second = door.answer(ANSWERS | {"A1": "少了"}, replaces=first.id)

    for stale in (None, first.id, 99):
        with pytest.raises(AnsweredMeanwhile):
            door.answer(ANSWERS, replaces=stale)
    assert [each.row.id for each in answers_of(session, door.household)] == [second.id]


def test_last_times_answers_are_offered_where_the_questions_still_take_them(
    session: Session,
) -> None:
    door = Door.made(session)
    october = make.open_round(session, door.place, period="2026-10")
    make.sheet(session, october, door.household, by=door.scorer)
    published(session, starts="2026-10")
    given = FilledIn(october.id, door.household.id, ANSWERS)
    answer_questionnaire(session, door.scorer, given, now=NOW)
    changed = definition(starts="2026-11")
    changed["sections"][0]["questions"][0]["choices"] = ["涨了", "跌了"]
    publish_questionnaire(session, make.admin(session), changed, now=NOW)

    there = asking(session, door.scorer, door.round.id, door.household.id)

    assert there.last_answers == {"A2": "12000", "B1": "yes"}
    assert there.current is None


def test_of_two_who_answer_at_once_one_is_asked_to_look(database: Database) -> None:
    with database.write() as session:
        door = Door.made(session)
        published(session)
        filled = FilledIn(door.round.id, door.household.id, ANSWERS)
        scorer, home = door.scorer, door.household.id

    def answer(_: int) -> str:
        try:
            with database.write() as session:
                answer_questionnaire(session, scorer, filled, now=NOW)
        except AnsweredMeanwhile:
            return "look"
        return "kept"

    with ThreadPoolExecutor(2) as two:
        said = sorted(two.map(answer, range(2)))

    assert said == ["kept", "look"]
    with database.read() as session:
        assert len(answers_of(session, session.get_one(Household, home))) == 1


def test_the_database_keeps_answers_in_one_chain_and_versions_whole(session: Session) -> None:
    door = Door.made(session)
    version = published(session)
    row = door.answer(ANSWERS)
    again = (
        "INSERT INTO visit_answers (visit_id, questionnaire_id, answers, complete, answered_by,"
        f" answered_at, replaces_id) SELECT visit_id, questionnaire_id, answers, complete,"
        f" answered_by, answered_at, {{}} FROM visit_answers WHERE id = {row.id}"
    )
    ends = f"UPDATE questionnaire_versions SET ends = {{}} WHERE id = {version.id}"

    for refused in (again.format("NULL"), ends.format("starts"), ends.format("starts - 2")):
        with pytest.raises(IntegrityError), session.begin_nested():
            session.execute(text(refused))
    assert session.scalars(select(VisitAnswers.id)).all() == [row.id]
