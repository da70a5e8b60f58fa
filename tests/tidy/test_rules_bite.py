"""Each house rule finds what it is there for, and lets its lawful neighbour pass."""

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.tidy.layers import broken_contracts
from tests.tidy.reading import ROOT, Finding, Rule, Source, demand_none
from tests.tidy.rules import FILE_RULES, place, rows_and_time, shape, whole

LONG_BODY = "    x = 1\n" * 50
SIX = "a: int, b: int, c: int, d: int, e: int, f: int"
DOCUMENTED = '    """Spend points."""\n'


@dataclass(frozen=True)
class Sample:
    """A line that breaks a rule, and one near it that does not."""

    rule: Rule
    bad: str
    good: str
    path: str = "app/shop/stock/actions.py"
    good_path: str = ""


SAMPLES = (
    Sample(rows_and_time.commits, "session.commit()", "session.flush()"),
    Sample(
        rows_and_time.commits, "then = session.commit", "x.commit()", good_path="app/kernel/db.py"
    ),
    Sample(rows_and_time.clocks, "datetime.now(UTC)", "clock.now()"),
    Sample(rows_and_time.clocks, "datetime.date.today()", "period.today"),
    Sample(
        rows_and_time.clocks, "time.time()", "datetime.now(UTC)", good_path="app/kernel/clock.py"
    ),
    Sample(rows_and_time.naive_instants, "datetime.utcnow()", "datetime.now(UTC)"),
    Sample(rows_and_time.naive_instants, "datetime.now()", "now()"),
    Sample(
        rows_and_time.naive_instants,
        "dt.datetime.now()",
        "datetime.now(tz=UTC)",
        path="app/kernel/clock.py",
    ),
    Sample(rows_and_time.backrefs, 'relationship(backref="lots")', "relationship()"),
    Sample(rows_and_time.old_queries, "session.query(Lot)", "session.scalars(url.query)"),
    Sample(
        rows_and_time.sql_in_pages, "select(Lot)", "form.update(x)", path="app/web/store/till.py"
    ),
    Sample(
        rows_and_time.sql_in_pages,
        "sa.update(Lot)",
        "update(Lot)",
        path="app/cli/stock.py",
        good_path="app/shop/stock/actions.py",
    ),
    Sample(rows_and_time.sql_in_pages, "insert(Lot)", "selected(lot)", path="app/api/stock.py"),
    Sample(place.late_imports, "def f():\n    import json", "import json"),
    Sample(
        place.late_imports, "async def f():\n    if x:\n        from a import b", "from a import b"
    ),
    Sample(place.flask_below_the_pages, "from flask import g", "import flasket"),
    Sample(
        place.flask_below_the_pages,
        "import flask_login",
        "import flask_login",
        path="app/papers/receipt.py",
        good_path="app/web/guard.py",
    ),
    Sample(place.chinese_in_slices, 'raise Invalid("库存不足")', 'raise Invalid("stock_short")'),
    Sample(place.chinese_in_slices, 'f"{n} 件"', '"""Hand out (出库)."""'),
    Sample(
        place.chinese_in_slices,
        'HEAD = "户主"',
        'HEAD = "户主"',
        path="app/registry/households/actions.py",
        good_path="app/registry/households/roster/headers.py",
    ),
    Sample(shape.missing_docstrings, "def spend(): ...", "def _spend(): ..."),
    Sample(
        shape.missing_docstrings, "class Lot(BaseModel):\n    n: int", f"class Lot:\n{DOCUMENTED}"
    ),
    Sample(
        shape.missing_docstrings,
        f"@dataclass\nclass Lot:\n{DOCUMENTED}    def left(self): ...",
        f"@dataclass\nclass Lot:\n{DOCUMENTED}    def __eq__(self, other): ...",
    ),
    Sample(shape.long_functions, f"def f():\n{LONG_BODY}", f"def f():\n{LONG_BODY}".rstrip()[:-10]),
    Sample(shape.long_files, "x = 1\n" * 301, "x = 1\n" * 300),
    Sample(shape.many_positional, f"def f({SIX}): ...", f"def f(self, *, {SIX}): ..."),
    Sample(shape.catch_alls, "try: f()\nexcept Exception: pass", "try: f()\nexcept OSError: pass"),
    Sample(
        shape.catch_alls, "try: f()\nexcept: pass", "try: f()\nexcept (OSError, KeyError): pass"
    ),
    Sample(shape.catch_alls, "try: f()\nexcept (OSError, BaseException): pass", "f()"),
)


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda s: f"{s.rule.__name__}: {s.bad[:40]!r}")
def test_a_rule_finds_the_bad_line_and_passes_the_good_one(sample: Sample) -> None:
    found = list(sample.rule(Source.of(sample.path, sample.bad)))
    passed = list(sample.rule(Source.of(sample.good_path or sample.path, sample.good)))

    assert len(found) == 1
    assert found[0].instead
    assert passed == []


def test_every_rule_of_a_file_has_a_sample() -> None:
    assert {sample.rule for sample in SAMPLES} == set(FILE_RULES)


def test_a_failure_says_where_what_and_what_instead() -> None:
    finding = Finding("app/x.py", 7, "commits by itself", "take the session")

    with pytest.raises(pytest.fail.Exception) as failure:
        demand_none([finding])

    assert str(failure.value) == "app/x.py:7: commits by itself\n    instead: take the session"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("importer", "imported"),
    [
        ("kernel/period.py", "app.ledger"),
        ("ledger/actions.py", "app.web"),
        ("scoring/rounds/record.py", "app.shop.stock"),
        ("web/pages.py", "app.api"),
        ("shop/goods/actions.py", "app.settings"),
    ],
)
def test_an_upward_or_sideways_import_breaks_the_order(
    tmp_path: Path, importer: str, imported: str
) -> None:
    small_house(tmp_path)
    assert broken_contracts(tmp_path) == ""

    (tmp_path / "app" / importer).write_text(f"import {imported}\n")

    assert "BROKEN" in broken_contracts(tmp_path)


def test_the_command_line_may_start_the_house_and_a_page_may_not(tmp_path: Path) -> None:
    small_house(tmp_path)
    (tmp_path / "app/__init__.py").write_text("from app.web import pages\nimport app.api\n")
    (tmp_path / "app/cli/start.py").write_text("import app\n")
    assert broken_contracts(tmp_path) == ""

    (tmp_path / "app/web/pages.py").write_text("import app\n")

    assert "BROKEN" in broken_contracts(tmp_path)


@pytest.mark.parametrize(
    ("path", "text", "findings"),
    [
        ("app/utils.py", "", 1),
        ("app/shop/__init__.py", "from app.shop import goods", 1),
        ("app/shop/__init__.py", '"""The shop."""', 0),
        ("app/shop/goods/models.py", "", 0),
        ("app/settings.py", "", 0),
    ],
)
def test_a_module_without_a_place_is_found(path: str, text: str, findings: int) -> None:
    layers = ["(app.web) | (app.cli)", "app.shop.goods"]

    assert len(list(whole.outside_the_layers([Source.of(path, text)], layers))) == findings


@pytest.mark.parametrize(
    ("second_name", "down", "head", "what"),
    [
        ("0002_cards", "'0001'", "0002_cards", []),
        ("0003_cards", "'0001'", "0003_cards", ["number or name out of order"]),
        ("2_Cards", "'0001'", "2_Cards", ["number or name out of order"]),
        ("0002_cards", "None", "0002_cards", ["not chained to the one before"]),
        ("0002_cards", "'0001'", "0001_places", ["not the last migration"]),
    ],
)
def test_a_gap_a_broken_chain_and_an_old_head_are_found(
    second_name: str, down: str, head: str, what: list[str]
) -> None:
    migrations = [
        Source.of("migrations/versions/0001_places.py", "revision = '0001'\ndown_revision = None"),
        Source.of(
            f"migrations/versions/{second_name}.py", f"revision = '0002'\ndown_revision = {down}"
        ),
    ]

    assert [f.what for f in whole.migrations_out_of_order(migrations, f"{head}\n")] == what


def test_a_template_that_no_page_reaches_is_found() -> None:
    templates = {
        "till.html": "{% extends 'base.html' %}{% trans %}n{% endtrans %}",
        "base.html": "{% from 'parts/icons.html' import seal %}",
        "parts/icons.html": "",
        "old.html": "{% include 'old_row.html' %}",
        "old_row.html": "",
    }
    page = Source.of("app/web/store/till.py", "render_template('till.html')")

    unused = [finding.path for finding in whole.unused_templates(templates, [page])]

    assert unused == ["old.html", "old_row.html"]


@pytest.mark.parametrize(
    ("text", "findings"),
    [
        ("--" + "index-url", 1),
        ("https://" + "pypi" + ".org/simple", 1),
        ("cd " + "/home" + "/wang/jifen", 1),
        ("cp x /" + "tmp/x", 1),
        ("see /place/of/mine/notes.md", 1),
        ("GET /api/v1/home/wang", 0),
        ("/data/", 0),
        ("pip install --requirement requirements/app.txt", 0),
    ],
)
def test_an_address_or_a_folder_of_one_machine_is_found(text: str, findings: int) -> None:
    found = list(whole.addresses_and_places({"README.md": text}, ["/place/of/mine"]))

    assert len(found) == findings


def small_house(folder: Path) -> None:
    """An app/ with one empty file in each wing, under the real contracts."""
    shutil.copy(ROOT / "pyproject.toml", folder)
    modules = (
        "settings.py",
        "tables.py",
        "kernel/period.py",
        "ledger/actions.py",
        "scoring/rounds/record.py",
        "shop/stock/actions.py",
        "shop/goods/actions.py",
        "web/pages.py",
        "api/pages.py",
        "cli/start.py",
    )
    for module in modules:
        file = folder / "app" / module
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch()
        for parent in file.relative_to(folder).parents:
            if parent != Path():
                (folder / parent / "__init__.py").touch()
