"""The house rules hold. A failure names each place and says what to do instead."""

from pathlib import Path

import pytest

from tests.tidy.layers import broken_contracts, import_order
from tests.tidy.reading import (
    ROOT,
    Rule,
    Source,
    committed_texts,
    demand_none,
    python_sources,
    texts,
)
from tests.tidy.rules import FILE_RULES, whole

APP = python_sources()
# Where a clone may stand on a server, and which manuals may therefore speak of.
SPOKEN_OF = {Path(name) for name in ("/", "/app", "/data", "/mnt", "/opt", "/srv", "/usr/src")}


@pytest.mark.parametrize("rule", FILE_RULES, ids=lambda rule: rule.__name__)
def test_every_file_of_the_app_keeps(rule: Rule) -> None:
    demand_none(finding for source in APP for finding in rule(source))


def test_no_wing_imports_what_stands_above_it() -> None:
    assert broken_contracts(ROOT) == ""


def test_every_module_has_a_place_in_the_import_order() -> None:
    demand_none(whole.outside_the_layers(APP, import_order()))


def test_migrations_are_numbered_and_chained() -> None:
    migrations = [Source.of(*item) for item in texts("migrations/versions", "*.py").items()]
    head = (ROOT / "migrations/head").read_text("utf-8")

    demand_none(whole.migrations_out_of_order(migrations, head))


def test_every_template_is_used() -> None:
    folder = "app/web/templates/"
    templates = {path.removeprefix(folder): text for path, text in texts(folder, "**/*.*").items()}

    demand_none(whole.unused_templates(templates, APP))


def test_nothing_committed_names_a_registry_or_a_folder_of_one_machine() -> None:
    ours = {path: text for path, text in committed_texts().items() if "/vendor/" not in path}
    own_places = {str(place) for place in {ROOT.parent, Path.home()} - SPOKEN_OF}

    demand_none(whole.addresses_and_places(ours, own_places))
