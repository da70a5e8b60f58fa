"""我不在的时候: somebody goes away, names a deputy, and takes the work back."""

from tests import make
from tests.web.browsing import visible
from tests.web.office.offices import Offices

PAGE = "/me/deputy"


def test_who_goes_away_names_a_deputy_and_takes_the_work_back(offices: Offices) -> None:
    with offices.arrange() as session:
        village = make.village(session)
        away, deputy = make.committee(session, village), make.specialist(session, village)
    absent, standing_in = offices.at(away), offices.at(deputy)

    said = absent.sent(
        PAGE, deputy=deputy.user_id, starts_on="2026-11-20", ends_on="2026-11-24", reason="培训"
    )

    assert "周明霞替马书记办 从 11 月 20 日 周五 到 11 月 24 日 周二 为什么 培训" in said
    assert "（替马书记）" in standing_in.read("/me")
    ending = absent.html(PAGE).split('action="/deputies/')[1].split('"')[0]
    absent.send(PAGE, to=f"/deputies/{ending}", times=2)
    assert "替马书记" not in standing_in.read("/me") + absent.read(PAGE)


def test_days_that_do_not_fit_leave_the_form_as_it_was_typed(offices: Offices) -> None:
    with offices.arrange() as session:
        village = make.village(session)
        away, deputy = make.committee(session, village), make.specialist(session, village)

    answer = offices.at(away).send(
        PAGE, deputy=deputy.user_id, starts_on="2026-11-24", ends_on="2026-11-20", reason="去培训"
    )

    assert answer.status_code == 422
    assert "代办的日子不对" in visible(answer)
    assert 'value="去培训"' in answer.text


def test_the_office_names_a_deputy_for_somebody_who_fell_ill(offices: Offices) -> None:
    with offices.arrange() as session:
        village = make.village(session)
        away, deputy = make.committee(session, village), make.specialist(session, village)
        office = make.admin(session)
    page = f"/settings/people/{away.user_id}/deputy"
    person = f"/district/settings/people/{away.user_id}"

    said = offices.at(office).sent(
        page, deputy=deputy.user_id, starts_on="2026-11-20", ends_on="2026-11-24", reason="休养"
    )

    assert "马书记不在的时候" in said
    assert "周明霞替马书记办" in said
    assert "请人代办" in offices.at(office).read(person)
    assert offices.at(deputy).status(page) == 403


def test_a_clerk_reads_that_the_till_is_not_passed_on(offices: Offices) -> None:
    with offices.arrange() as session:
        clerk = make.clerk(session, make.store(session))

    assert "店里和区里的工作，请找管理员安排" in offices.at(clerk).read(PAGE)
