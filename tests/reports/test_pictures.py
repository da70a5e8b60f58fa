"""Photos lie beside the database: missing, altered and unused ones are told apart."""

import os
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import String
from sqlalchemy.orm import Session

from app.kernel.db import Base
from app.kernel.pictures import FOLDER, keep_picture, kept_pictures
from app.reports.pictures import NAMING, orphaned_pictures, pictures_kept, sweep_pictures
from app.scoring.rounds.posting import PutUp, record_posting
from app.shop.stock.paper_models import Loss
from app.shop.stock.rules import StockLine
from app.shop.stock.write_off import Spoilt, ask_write_off
from tests import make
from tests.kernel.test_pictures import photo
from tests.make import NOW


def a_wall(session: Session, data: Path) -> str:
    """The name of a photo that a posting names."""
    village = make.village(session)
    round_ = make.publicised_round(session, village, make.household(session, village=village))
    name = keep_picture(data, photo())
    record_posting(
        session, make.committee(session, village), now=NOW, put_up=PutUp(NOW, "老马", name),
        round_id=round_.id,
    )  # fmt: skip
    return name


def file_of(data: Path, name: str) -> Path:
    return data / FOLDER / name[:2] / f"{name}.jpg"


def test_a_photo_that_a_row_names_is_in_order_and_stays(session: Session, tmp_path: Path) -> None:
    name = a_wall(session, tmp_path)

    found = pictures_kept(session, tmp_path)
    swept = sweep_pictures(session, tmp_path, now=kept_pictures(tmp_path)[name] + timedelta(days=9))

    assert (found.rows, found.bad, swept) == (1, (), 0)
    assert orphaned_pictures(session, tmp_path) == {}


@pytest.mark.parametrize("harm", ["missing", "altered"])
def test_a_photo_that_is_missing_or_altered_is_named_by_its_row(
    session: Session, tmp_path: Path, harm: str
) -> None:
    file = file_of(tmp_path, a_wall(session, tmp_path))
    file.unlink() if harm == "missing" else file.write_bytes(photo(size=(8, 8)))

    (bad,) = pictures_kept(session, tmp_path).bad

    assert bad.startswith("postings ")


def test_what_no_row_names_goes_after_a_day_unless_it_was_sent_again(
    session: Session, tmp_path: Path
) -> None:
    a_wall(session, tmp_path)
    old, again = (keep_picture(tmp_path, photo(size=(size, 8))) for size in (16, 32))
    kept_at = kept_pictures(tmp_path)[old]
    for name in (old, again):
        os.utime(file_of(tmp_path, name), (0, 0))
    keep_picture(tmp_path, photo(size=(32, 8)))

    assert orphaned_pictures(session, tmp_path).keys() == {old, again}
    assert sweep_pictures(session, tmp_path, now=kept_at + timedelta(hours=1)) == 1
    assert orphaned_pictures(session, tmp_path).keys() == {again}


def test_the_photo_of_broken_goods_stays(session: Session, tmp_path: Path) -> None:
    store = make.store(session)
    make.goods(session)
    make.stock(session, store, 1)
    name = keep_picture(tmp_path, photo())
    broken = Spoilt(uuid4(), store.code, Loss.DAMAGE, "摔破了", [StockLine("rice", 1)], name)
    ask_write_off(session, make.clerk(session, store), broken, now=NOW)

    swept = sweep_pictures(session, tmp_path, now=kept_pictures(tmp_path)[name] + timedelta(days=9))

    assert (swept, pictures_kept(session, tmp_path).rows) == (0, 1)


def test_every_column_that_holds_a_picture_is_named() -> None:
    """A column of 64 letters called photo, signature or the like that is forgotten loses files."""
    named = {f"{column.class_.__tablename__}.{column.key}" for column, _row in NAMING}
    looks_alike = {
        f"{table.name}.{column.name}"
        for table in Base.metadata.tables.values()
        for column in table.columns
        if column.name in {"photo", "signature"} and isinstance(column.type, String)
    }

    assert looks_alike <= named
