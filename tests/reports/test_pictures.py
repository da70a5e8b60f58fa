"""Photos lie beside the database: missing, altered and unused ones are told apart."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from app.kernel.pictures import FOLDER, keep_picture, kept_pictures
from app.reports.pictures import orphaned_pictures, pictures_kept, sweep_pictures
from app.scoring.rounds.posting import PutUp, record_posting
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
