"""Questionnaires from the command line."""

from pathlib import Path

from apiflask import APIFlask

from app.demo.files import text_of
from app.kernel.db import Database
from app.scoring.questionnaires.queries import questionnaires
from tests.cli.running import run


def test_a_file_is_published_once_and_one_that_asks_too_much_not_at_all(
    app: APIFlask, database: Database, tmp_path: Path
) -> None:
    file, bad = tmp_path / "问卷.toml", tmp_path / "病.toml"
    file.write_text(text_of("questionnaire.toml"), "utf-8")
    bad.write_text(file.read_text("utf-8").replace("喝的是自来水吗", "家里谁残疾"), "utf-8")

    told = [run(app, "questionnaires", "import", str(file), "--json").facts for _ in range(2)]
    refused = run(app, "questionnaires", "import", str(bad))

    assert told[0] == told[1]
    assert told[0]["starts"] == "2018-01"
    assert refused.status == 1
    assert "“家里谁残疾”里有“残疾”" in refused.err
    with database.read() as session:
        assert len(questionnaires(session)) == 1
