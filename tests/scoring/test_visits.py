"""Who came along, what was photographed, what the household said: all of it hangs on the visit."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import insert, text, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.registry.accounts.actor import Actor
from app.registry.accounts.models import Grant
from app.registry.accounts.permissions import EXCLUSIVE_DUTY, Role
from app.registry.accounts.queries import actor_by_username
from app.registry.households.assignments import assign
from app.registry.households.models import Household
from app.registry.households.scorers import scorers_of
from app.registry.places.models import Place
from app.scoring.rounds.certify import certify_round, submit_round
from app.scoring.rounds.found import Found
from app.scoring.rounds.models import Objection, Round, Sheet
from app.scoring.rounds.objections import Decision, decide_objection, record_objection
from app.scoring.rounds.publicise import publicise_round
from app.scoring.rounds.record import FilledSheet, record_sheet
from app.scoring.rounds.rules import CertifierScored, OwnSheet
from app.scoring.schemes.totals import UnknownItem
from app.scoring.visits.models import Acknowledged, VisitPhoto
from app.scoring.visits.queries import companion_of, photo_at, signature_of, visit_shown
from app.scoring.visits.rules import (
    DeductionPhotoMissing,
    Evidence,
    Photo,
    PhotoNotFound,
    PhotoUnknown,
    SecondVisitorUnknown,
    SignatureMissing,
    TooManyPhotos,
    WitnessMissing,
)
from tests import make
from tests.make import NOW
from tests.scoring import published


@dataclass
class Here:
    """A household whose specialist goes there with its cadre."""

    village: Place
    household: Household
    round: Round
    scorer: Actor
    cadre: Actor


@pytest.fixture
def here(session: Session) -> Here:
    village = make.village(session)
    household = make.household(session, village=village)
    scorer = make.specialist(session, village)
    cadre = make.actor(session, Role.SUPPORT_CADRE, village, name="孙长河")
    assign(
        session, make.admin(session), household_id=household.id, username=cadre.username, now=NOW
    )
    make.scheme(session, {**published.A_VILLAGES_CARD, "starts": "2026-01"})
    return Here(village, household, make.open_round(session, village), scorer, cadre)


def scored(session: Session, here: Here, evidence: Evidence, **answers: str) -> Sheet:
    filled = FilledSheet(
        uuid4(),
        Found(
            here.round.id, here.household.id, NOW, {"A1": "4", "A2": "2", **answers},
            reasons=dict.fromkeys(answers, "院里堆垃圾"), evidence=evidence,
        ),
    )  # fmt: skip
    return record_sheet(session, here.scorer, filled, now=NOW)


def also_an_officer(session: Session, person: Actor, role: Role, place: Place) -> Actor:
    """The same person with an office besides."""
    duty = EXCLUSIVE_DUTY[role]
    session.execute(text("UPDATE users SET duty = :d WHERE id = :i"),
                    {"d": duty, "i": person.user_id})  # fmt: skip
    session.add(Grant(user_id=person.user_id, role=role, place_code=place.code, duty=duty))
    session.flush()
    found = actor_by_username(session, person.username, NOW)
    assert found is not None
    return found


def test_both_visitors_stand_with_the_visit(session: Session, here: Here) -> None:
    photo = make.photo(session, here.scorer)

    sheet = scored(session, here, Evidence(here.cadre.username, [photo]))

    assert sheet.visit_id is not None
    shown = visit_shown(session, sheet.visit_id)
    assert (shown.visitor, shown.second_visitor) == ("周明霞", "孙长河")
    assert photo_at(session, sheet.visit_id, 1) == photo.name
    assert companion_of(session, here.scorer.user_id) == here.cadre.username


def test_only_who_may_score_the_household_comes_along(session: Session, here: Here) -> None:
    other_cadre = make.actor(session, Role.SUPPORT_CADRE, here.village)
    stranger = make.specialist(session, make.village(session))
    colleague = make.specialist(session, here.village)

    offered = {each.username for each in scorers_of(session, here.household)}

    assert offered == {here.scorer.username, here.cadre.username, colleague.username}
    for nobody in (other_cadre, stranger, make.committee(session, here.village), here.scorer):
        with pytest.raises(SecondVisitorUnknown), session.begin_nested():
            scored(session, here, Evidence(nobody.username))


def test_the_register_names_who_serves_where_nobody_is_assigned(session: Session) -> None:
    village = make.village(session)
    cadre = make.actor(session, Role.SUPPORT_CADRE, village, name="孙长河")
    household = make.household(session, village=village, cadre="孙长河")

    assert [each.id for each in scorers_of(session, household)] == [cadre.user_id]


def test_who_came_along_may_not_certify(session: Session, here: Here) -> None:
    scored(session, here, Evidence(here.cadre.username))
    submit_round(session, make.committee(session, here.village), round_id=here.round.id, now=NOW)
    officer = also_an_officer(session, here.cadre, Role.TOWNSHIP, make.township(session))

    with pytest.raises(CertifierScored):
        certify_round(session, officer, round_id=here.round.id, now=NOW)
    with pytest.raises(IntegrityError, match="ck_sheets_second_visitor"), session.begin_nested():
        session.execute(
            update(Sheet).values(state="certified", certified_by=here.cadre.user_id)
        )  # past the rules


def test_who_came_along_may_not_decide_an_objection(session: Session, here: Here) -> None:
    sheet = scored(session, here, Evidence(here.cadre.username))
    committee = make.committee(session, here.village)
    submit_round(session, committee, round_id=here.round.id, now=NOW)
    certify_round(session, make.township_officer(session), round_id=here.round.id, now=NOW)
    publicise_round(session, committee, round_id=here.round.id, now=NOW)
    objection = record_objection(
        session, committee, sheet_id=sheet.id, said_by="老张", words="院子扫过了", now=NOW
    )
    judge = also_an_officer(session, here.cadre, Role.VILLAGE_COMMITTEE, here.village)
    later = NOW + timedelta(hours=1)

    with pytest.raises(OwnSheet):
        decide_objection(
            session, judge, objection_id=objection.id, now=later,
            decision=Decision(upheld=False, reason="看过了", answers={}),
        )  # fmt: skip
    with pytest.raises(IntegrityError, match="second_visitor"), session.begin_nested():
        session.execute(
            update(Objection).values(
                state="dismissed", decided_by=here.cadre.user_id, decided_at=later
            )
        )
    upheld = decide_objection(
        session, make.admin(session), objection_id=objection.id, now=later,
        decision=Decision(upheld=True, reason="少记一次", answers={"A1": "3"}),
    )  # fmt: skip
    assert upheld.corrected_sheet_id is not None
    corrected = session.get_one(Sheet, upheld.corrected_sheet_id)
    assert corrected.second_visitor_id == here.cadre.user_id


def test_points_are_taken_with_a_photo_of_the_item_only(session: Session, here: Here) -> None:
    general, other = make.photo(session, here.scorer), make.photo(session, here.scorer, "A1")

    with pytest.raises(DeductionPhotoMissing) as refusal, session.begin_nested():
        scored(session, here, Evidence(here.cadre.username, [general, other]), D="1")

    assert refusal.value.facts["item"] == "检查不净"
    assert scored(session, here, Evidence(photos=[Photo(general.name, "D")]), D="1").points == 3


def test_a_household_that_refuses_a_photo_is_seen_by_two(session: Session, here: Here) -> None:
    with pytest.raises(WitnessMissing), session.begin_nested():
        scored(session, here, Evidence(photo_refused=True), D="1")

    sheet = scored(session, here, Evidence(here.cadre.username, photo_refused=True), D="1")

    assert sheet.points == 3


def test_refusing_a_photo_costs_nothing(session: Session, here: Here) -> None:
    assert scored(session, here, Evidence(here.cadre.username, photo_refused=True)).points == 6


def _too_many(session: Session, here: Here) -> Evidence:
    return Evidence(photos=[make.photo(session, here.scorer) for _ in range(7)])


def _of_somebody_else(session: Session, here: Here) -> Evidence:
    return Evidence(photos=[make.photo(session, here.cadre)])


def _never_sent(_session: Session, _here: Here) -> Evidence:
    return Evidence(acknowledged=Acknowledged.SIGNED, signature="ef" * 32)


def _of_no_item(session: Session, here: Here) -> Evidence:
    return Evidence(photos=[make.photo(session, here.scorer, "Z9")])


def _unsigned(_session: Session, _here: Here) -> Evidence:
    return Evidence(acknowledged=Acknowledged.SIGNED)


@pytest.mark.parametrize(
    ("evidence", "refusal"),
    [
        (_too_many, TooManyPhotos),
        (_of_somebody_else, PhotoUnknown),
        (_never_sent, PhotoUnknown),
        (_of_no_item, UnknownItem),
        (_unsigned, SignatureMissing),
    ],
)
def test_what_does_not_hold_together_is_refused(
    session: Session,
    here: Here,
    evidence: Callable[[Session, Here], Evidence],
    refusal: type[Exception],
) -> None:
    brought = evidence(session, here)

    with pytest.raises(refusal):
        scored(session, here, brought)


def test_photos_of_the_household_stay_when_another_mends_the_sheet(
    session: Session, here: Here
) -> None:
    photo = make.photo(session, here.scorer, "D")
    first = scored(session, here, Evidence(photos=[photo]), D="1")
    filled = FilledSheet(
        uuid4(),
        Found(
            here.round.id, here.household.id, NOW, {"A1": "4", "A2": "1", "D": "1"},
            reasons={"D": "院里堆垃圾"}, evidence=Evidence(photos=[photo]),
        ),
        replaces_id=first.id,
    )  # fmt: skip

    mended = record_sheet(session, here.cadre, filled, now=NOW)

    assert photo_at(session, mended.visit_id, 1) == photo.name


def test_what_the_household_signed_is_kept_and_what_it_only_heard_needs_none(
    session: Session, here: Here
) -> None:
    drawn = make.photo(session, here.scorer).name
    signed = Evidence(acknowledged=Acknowledged.SIGNED, signature=drawn)
    visit_id = scored(session, here, signed).visit_id

    assert signature_of(session, visit_id) == drawn
    with pytest.raises(PhotoNotFound):
        photo_at(session, visit_id, 1)


def test_the_database_keeps_the_same_rules(session: Session, here: Here) -> None:
    scored(session, here, Evidence())

    for wrong in (
        "second_visitor_id = visitor_id", "photo_refused = TRUE", "acknowledged = 'signed'",
        "signature = 'x'",
    ):  # fmt: skip
        with pytest.raises(IntegrityError), session.begin_nested():
            session.execute(text(f"UPDATE visits SET {wrong}"))


def test_a_seventh_photo_has_no_place(session: Session, here: Here) -> None:
    visit_id = scored(session, here, Evidence()).visit_id
    assert visit_id is not None
    seventh = insert(VisitPhoto).values(visit_id=visit_id, position=7, photo="ab" * 32)

    with pytest.raises(IntegrityError), session.begin_nested():
        session.execute(seventh)
