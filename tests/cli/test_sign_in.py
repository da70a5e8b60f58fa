"""`jifen users`: what the operator does when somebody's phone is gone."""

from apiflask import APIFlask

from app.kernel.db import Database
from app.registry.accounts.second_step_queries import is_enrolled
from app.registry.accounts.sign_in_queries import sign_in_profile
from app.registry.accounts.sign_in_rules import Profile
from tests import make
from tests.cli.running import run


def test_a_person_is_signed_out_everywhere(app: APIFlask, database: Database) -> None:
    with database.write() as session:
        person = make.township_officer(session)

    first, second = (run(app, "users", "sign-out", person.username) for _ in range(2))

    assert first.out == f"{person.username} 退出了 1 处。\n"
    assert second.out == f"{person.username} 退出了 0 处。\n"


def test_the_only_manager_of_people_gets_a_new_second_step_from_the_operator(
    app: APIFlask, database: Database
) -> None:
    with database.write() as session:
        boss = make.admin(session)

    own = run(app, "users", "reset-second-step", boss.username, "--as", boss.username)
    reset = run(app, "users", "reset-second-step", boss.username)

    assert (own.status, reset.status) == (1, 0)
    assert "请另一位管理员来重设" in own.err
    with database.read() as session:
        assert not is_enrolled(session, boss.user_id)


def test_the_operator_chooses_the_rules_of_signing_in(app: APIFlask, database: Database) -> None:
    assert run(app, "users", "sign-in-rules", "gb3").out == "登录规定定为 gb3。\n"
    assert run(app, "users", "sign-in-rules", "none").status == 2

    with database.read() as session:
        assert sign_in_profile(session) is Profile.GB3
