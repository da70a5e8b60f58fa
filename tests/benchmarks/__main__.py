"""`make bench`: every figure, one JSON line each, measured on this machine in this run."""

import json
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from tests.benchmarks import burden, clerk, redemptions, roster, seals, settlement
from tests.chromium import started_chromium
from tests.databases import SqliteFiles, postgres_schemas


def figures(folder: Path) -> Iterator[Mapping[str, object]]:
    """Every figure in turn; databases lie on the disk and keep what they acknowledge."""
    yield roster.measure()
    files = SqliteFiles(folder)
    with files.fresh() as database:
        yield settlement.measure(database)
    with files.fresh() as database:
        yield seals.measure(database, folder)
    yield redemptions.measure(files.fresh, folder)
    with postgres_schemas(durable=True) as schemas:
        with schemas.fresh() as database:
            yield settlement.measure(database)
        with schemas.fresh() as database:
            yield seals.measure(database, folder)
        yield redemptions.measure(schemas.fresh, folder)
        with schemas.fresh() as database, started_chromium() as chromium:
            yield clerk.measure(database, folder, chromium)
    with files.fresh() as database, started_chromium() as chromium:
        yield burden.measure(database, folder, chromium)
    with files.fresh() as database, started_chromium() as chromium:
        yield clerk.measure(database, folder, chromium)


def main() -> None:
    """Print them as they come."""
    with tempfile.TemporaryDirectory(prefix="jifen-bench-") as folder:
        for figure in figures(Path(folder)):
            print(json.dumps(figure, ensure_ascii=False), flush=True)


if __name__ == "__main__":
    main()
