"""Deliveries from the command line."""

from pathlib import Path

from apiflask import APIFlask

from app.kernel.db import Database
from app.shop.stock.models import Origin
from app.shop.stock.queries import receipts_of
from tests import make
from tests.cli.running import run


def test_a_file_brings_lots_with_their_days_places_and_source(
    app: APIFlask, database: Database, tmp_path: Path
) -> None:
    with database.write() as session:
        store, village = make.store(session), make.village(session)
        make.household(session, village=village)
        make.goods(session)
        store_id, code, place = store.id, store.code, village.code
    file = tmp_path / "delivery.csv"
    file.write_text(
        f"goods,quantity,use_by,kept_for,kept_group\nrice,5,2027-03-31,{place},3组\nrice,2,,,\n"
    )
    source = ("--origin", "gift", "--from", "市工商联")

    ran = run(app, "stock", "receive", "--store", code, *source, str(file), "--json")

    assert ran.facts["pieces"] == 7
    with database.read() as session:
        (found,) = receipts_of(session, store_id)
    assert (found.origin, found.source_name) == (Origin.GIFT, "市工商联")
    assert [(str(line.use_by), line.kept_for, line.kept_group) for line in found.lines] == [
        ("2027-03-31", place, "3组"), ("None", None, ""),
    ]  # fmt: skip
