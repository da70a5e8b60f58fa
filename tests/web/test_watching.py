"""What programs that watch the service are told, and what they are not."""

import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from apiflask import APIFlask
from flask.testing import FlaskClient
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import text

from app.backups.last import tell_backed_up
from app.door.context import House, house, move_in
from app.door.metrics import BUCKETS_SECONDS, count_from_zero
from app.door.readiness import CHECKS, WARNINGS
from app.kernel import migrate
from app.kernel.db import Database
from app.kernel.errors import Refusal
from app.kernel.keyring import writing_keys
from app.kernel.secrets import KEY_BYTES
from app.kernel.storage import DatabaseAway
from app.ledger.models import TransferKind
from app.registry.accounts.audit import note
from app.scoring.rounds.models import RoundState
from app.seals.actions import seal_books
from app.seals.keys import SealKey
from app.shop.redemptions.actions import redeem
from tests import make
from tests.web.browsing import send

TOKEN = "a token of at least thirty-two letters"
TODAY = datetime.now(UTC)

pytestmark = pytest.mark.both_databases


@pytest.fixture
def home(app: APIFlask) -> House:
    """The house that the application stands in."""
    with app.app_context():
        return house()


@pytest.fixture
def counted(client: FlaskClient, home: House) -> FlaskClient:
    """A browser of an application that has counted nothing yet; its figures may be asked for."""
    (home.data / "metrics.token").write_text(f"{TOKEN}\n")
    count_from_zero(client.application)
    return client


@pytest.fixture
def nowhere(database: Database) -> Iterator[Database]:
    """A database that is not there."""
    url = "sqlite:////no/such/place/jifen.sqlite3"
    if not database.is_sqlite:
        url = database.url.set(port=1).render_as_string(hide_password=False)
    with closing(Database(url, database.district)) as gone:
        yield gone


def figures(client: FlaskClient) -> dict[str, float]:
    """Every sample by its name and labels, as in `jifen_rounds open`."""
    answer = client.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
    assert answer.status_code == 200
    return {
        " ".join([sample.name, *sample.labels.values()]): sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
    }


@contextmanager
def at_version(database: Database, version: str) -> Iterator[None]:
    """The database says that it has seen this migration, for a while."""
    known = migrate.head()
    set_version(database, version)
    yield
    set_version(database, known)


def set_version(database: Database, version: str) -> None:
    with database.write() as session:
        session.execute(text("UPDATE alembic_version SET version_num = :v"), {"v": version})


def audited(database: Database, *, at: datetime) -> None:
    with database.write() as session:
        note(session, make.console(session), "looked", ("place", None), now=at)


def test_a_house_that_can_serve_says_so_in_both_ways(client: FlaskClient) -> None:
    as_json, plain = client.get("/readyz"), client.get("/readyz", headers={"Accept": "text/plain"})

    assert as_json.status_code == plain.status_code == 200
    assert as_json.json == {"ok": True, "failed": [], "warnings": []}
    assert plain.text == "ok\n"


def without(name: str) -> Callable[[House], House]:
    def lose(home: House) -> House:
        sealed_once(home)
        (home.data / name).unlink()
        return home

    return lose


def with_other_keys(home: House) -> House:
    sealed_once(home)
    (home.data / "keys/sealing.key").write_bytes(b"o" * KEY_BYTES)
    return home


def no_folder(home: House) -> House:
    sealed_once(home)
    shutil.rmtree(home.data)
    return home


def sealed_once(home: House) -> None:
    """The house has needed its keys, and keeps them in memory."""
    with home.database.write() as session:
        writing_keys(session, home.secrets)


def full(home: House) -> House:
    return replace(home, least_free_bytes=2**60)


def unsealable(home: House) -> House:
    audited(home.database, at=TODAY)
    with home.database.write() as session:
        seal_books(session, SealKey.kept_in(home.data / "keys"), now=TODAY)
    return without("keys/seal.key")(home)


@pytest.mark.parametrize(
    ("broken", "failed"),
    [
        (without("keys/sealing.key"), ["keys"]),
        (without("keys/index.key"), ["keys"]),
        (with_other_keys, ["keys"]),
        (unsealable, ["seal_key"]),
        (full, ["disk"]),
        (no_folder, ["keys", "writable"]),
    ],
)
def test_what_failed_is_named_by_its_code_and_by_nothing_else(
    client: FlaskClient, home: House, broken: Callable[[House], House], failed: list[str]
) -> None:
    move_in(client.application, broken(home))

    answer = client.get("/readyz")

    assert answer.status_code == 503
    assert answer.json == {"ok": False, "failed": failed, "warnings": []}
    assert client.get("/healthz").status_code == 200


def test_a_database_that_is_gone_stops_no_watcher(
    counted: FlaskClient, home: House, nowhere: Database
) -> None:
    move_in(counted.application, replace(home, database=nowhere))

    assert counted.get("/healthz").json == {"ok": True}
    assert counted.get("/readyz").json == {"ok": False, "failed": ["database"], "warnings": []}
    assert figures(counted)["jifen_check_failed database"] == 1
    assert not Path("/no/such/place").exists()


@pytest.mark.parametrize(
    ("version", "said"),
    [
        ("0001", {"ok": False, "failed": ["schema"], "warnings": []}),
        ("9999", {"ok": True, "failed": [], "warnings": ["schema_newer"]}),
    ],
)
def test_an_older_schema_fails_and_a_newer_one_is_said(
    client: FlaskClient, database: Database, version: str, said: dict[str, object]
) -> None:
    with at_version(database, version):
        assert client.get("/readyz").json == said


def test_steps_without_a_seal_for_a_day_and_a_half_are_a_warning(
    client: FlaskClient, home: House, database: Database
) -> None:
    audited(database, at=TODAY - timedelta(hours=37))
    before = client.get("/readyz").json
    with database.write() as session:
        seal_books(session, SealKey.kept_in(home.data / "keys"), now=TODAY)

    after = client.get("/readyz").json

    assert before == {"ok": True, "failed": [], "warnings": ["seal_old"]}
    assert after == {"ok": True, "failed": [], "warnings": []}


def test_a_slow_question_of_a_watcher_is_broken_off(database: Database) -> None:
    slow = "SELECT pg_sleep(9)"
    if database.is_sqlite:
        slow = (
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
        )

    with pytest.raises(DatabaseAway), database.read_within(0.05) as session:
        session.execute(text(slow))

    with database.read() as session:
        assert session.scalar(text("SELECT 1"))


def test_figures_are_for_who_knows_the_token(counted: FlaskClient, home: House) -> None:
    for given in ("", "Bearer", "Bearer wrong", f"Basic {TOKEN}", "Bearer é"):
        assert counted.get("/metrics", headers={"Authorization": given}).status_code == 404
    assert counted.get("/metrics").status_code == 404
    assert figures(counted)

    for short in ("", "short"):
        (home.data / "metrics.token").write_text(short)
        asked = counted.get("/metrics", headers={"Authorization": f"Bearer {short}"})
        assert asked.status_code == 404


def test_without_a_token_nobody_gets_figures(client: FlaskClient) -> None:
    assert client.get("/metrics", headers={"Authorization": "Bearer "}).status_code == 404


def test_the_books_are_told_in_figures(
    counted: FlaskClient, home: House, database: Database
) -> None:
    later = make.NOW + timedelta(days=61)
    move_in(counted.application, replace(home, fixed_now=later))
    with database.write() as session:
        make.practice(session)
        village = make.village(session)
        household = make.household(session, village=village)
        make.publicised_round(session, village, household)
        store = make.store(session)
        make.goods(session, price_points=40)
        make.stock(session, store, 9)
        make.give_points(session, household, 90)
        basket = make.basket(store, make.card(session, household), rice=2)
        redeem(session, make.clerk(session, store), basket, now=make.NOW)
    tell_backed_up(home.data, datetime.now(UTC) - timedelta(hours=3))

    found = figures(counted)

    assert found["jifen_transfers_total redemption"] == 1
    assert found["jifen_transferred_points_total redemption"] == 80
    assert (found["jifen_rounds publicised"], found["jifen_rounds open"]) == (1, 0)
    assert found["jifen_unsealed_rows"] > 2
    assert "jifen_seal_age_seconds" not in found
    assert found["jifen_backup_age_seconds"] == pytest.approx(3 * 3600, abs=60)
    assert found["jifen_check_failed disk"] == 0
    # In January 2027: the month ended with November, its notice at the end of a week.
    assert found["jifen_oldest_round_days"] == 51
    assert found["jifen_notice_overdue_days"] == 54
    assert found["jifen_market_day_overdue_days"] == 0


def test_labels_are_names_of_ours_whatever_is_asked(counted: FlaskClient) -> None:
    for address in ("/37152219550312001X", "/me?q=13806350127", "/api/v1/households/9", "/%00"):
        counted.get(address)
        counted.post(address, data={"username": "13806350127"})
    counted.open("/sign-in", method="37152219550312001X")

    found = set(" ".join(figures(counted)).split())

    known = {*counted.application.view_functions, "none", *CHECKS, *WARNINGS, *codes()}
    known |= {"2xx", "3xx", "4xx", *map(str, TransferKind), *map(str, RoundState)}
    bounds = {str(bound) for bound in BUCKETS_SECONDS} | {f"{b}.0" for b in BUCKETS_SECONDS}
    assert {each for each in found if not each.startswith(("jifen_", "process_"))} <= (
        known | bounds | {"+Inf"}
    )


def codes() -> Iterator[str]:
    kinds = [Refusal]
    for kind in kinds:
        kinds += kind.__subclasses__()
        yield kind.code


def test_refusals_are_counted_by_their_code(counted: FlaskClient) -> None:
    counted.get("/no-such-page")
    counted.get("/api/v1/no-such-route")
    counted.post("/sign-in", data={"username": "a", "password": "b"})
    send(counted, "/sign-in", username="a", password="b")

    found = figures(counted)

    assert found["jifen_refusals_total not_found"] == 2
    assert found["jifen_refusals_total form_stale"] == 1
    assert found["jifen_refusals_total wrong_password"] == 1


def test_threads_lose_no_request(counted: FlaskClient) -> None:
    app = counted.application
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda _: app.test_client().get("/healthz").status_code, range(200)))

    found = figures(counted)

    assert found["jifen_requests_total watch.healthz 2xx"] == 200
    assert found["jifen_request_seconds_count watch.healthz"] == 200
