"""`jifen demo` in a district that holds real points."""

from apiflask import APIFlask

from app.kernel.db import Database
from app.registry.accounts.queries import people
from tests.cli.running import run


def test_nobody_gets_a_known_password_in_a_real_district(app: APIFlask, database: Database) -> None:
    refused = run(app, "demo", "--no-serve")

    assert refused.status == 1
    assert "这是正式的数据库，不是演练的" in refused.err
    assert refused.out == ""
    with database.read() as session:
        assert people(session) == []
