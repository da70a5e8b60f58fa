"""Finding in the audit."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from app.registry.accounts.audit import note
from app.registry.accounts.audit_search import AuditFilter, find_entries
from app.registry.accounts.permissions import Role
from tests import make
from tests.make import NOW

TOMORROW = NOW + timedelta(days=1)


@pytest.mark.parametrize(
    ("wanted", "verbs"),
    [
        (AuditFilter(), ["certify_round", "submit_round"]),
        (AuditFilter(verb="submit_round"), ["submit_round"]),
        (AuditFilter(who="孙镇"), ["certify_round"]),
        (AuditFilter(who="没有这个人"), []),
        (AuditFilter(place_code=make.TOWNSHIP), ["certify_round", "submit_round"]),
        (AuditFilter(place_code="99"), []),
        (AuditFilter(since=TOMORROW), ["certify_round"]),
        (AuditFilter(until=TOMORROW), ["submit_round"]),
    ],
    ids=str,
)
def test_the_audit_is_narrowed_by_who_what_where_when(
    session: Session, wanted: AuditFilter, verbs: list[str]
) -> None:
    village = make.village(session)
    for who, verb, at in [
        (make.committee(session, village), "submit_round", NOW),
        (make.township_officer(session), "certify_round", TOMORROW),
    ]:
        note(session, who, verb, ("round", 1), now=at, place_code=village.code)

    found = find_entries(session, make.auditor(session), wanted)

    assert [entry.verb for entry, _ in found] == verbs


def test_it_goes_back_page_by_page(session: Session) -> None:
    auditor = make.auditor(session)
    for _ in range(3):
        note(session, auditor, "sign_in", ("user", None), now=NOW)

    first = find_entries(session, auditor, AuditFilter(), limit=2)
    rest = find_entries(session, auditor, AuditFilter(), before_id=first[-1][0].id)

    assert (len(first), len(rest)) == (2, 1)


def test_an_auditor_of_one_place_reads_of_that_place_only(session: Session) -> None:
    mine, other = make.village(session), make.village(session)
    for village in (mine, other):
        note(session, make.admin(session), "assign", ("household", 1), now=NOW,
             place_code=village.code)  # fmt: skip

    found = find_entries(session, make.actor(session, Role.AUDITOR, mine), AuditFilter())

    assert [entry.place_code for entry, _ in found] == [mine.code]
