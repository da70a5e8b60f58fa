"""Rules about files together: layers, migrations, templates, and what a clone must not contain."""

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePosixPath

from jinja2 import Environment, meta

from tests.tidy.reading import Finding, Source

# The composition root and the two lists it reads stand outside the layers.
OUTSIDE_THE_LAYERS = {"app", "app.settings", "app.tables"}

MIGRATION_NAME = re.compile(r"^(\d{4})_[a-z0-9_]+$")
JINJA = Environment(extensions=["jinja2.ext.i18n", "jinja2.ext.do"], autoescape=True)

ADDRESSES = re.compile(
    r"pypi\.org|pythonhosted\.org|registry\.npmjs|registry\.yarnpkg|deb\.debian\.org"
    r"|--(?:extra-)?index-url|--find[-]links"
)
HOMES = r"(?<![\w.~-])/(?:root|tmp|home/\w+|Users/\w+)/"


def outside_the_layers(sources: Iterable[Source], layers: Iterable[str]) -> Iterator[Finding]:
    """Every module of app/ has a place in the import order."""
    names = [name.strip("() ") for line in layers for name in line.split("|")]
    for source in sources:
        module = _module(source.path)
        if module in OUTSIDE_THE_LAYERS or any(_is_within(module, name) for name in names):
            continue
        is_folder = any(_is_within(name, module) for name in names)
        if is_folder and all(isinstance(node, ast.Expr) for node in source.tree.body):
            continue
        yield Finding(
            source.path,
            1,
            f"{module} has no place in the import order",
            "add it to the layers in pyproject.toml, at the height of what it imports; "
            "the __init__.py of a folder of slices holds a docstring only",
        )


def migrations_out_of_order(migrations: Iterable[Source], head: str) -> Iterator[Finding]:
    """Migrations run as 0001, 0002, ... and the head file names the last."""
    below: str | None = None
    last = ""
    for number, migration in enumerate(migrations, start=1):
        last = PurePosixPath(migration.path).stem
        wanted = {"revision": f"{number:04}", "down_revision": below}
        below = wanted["revision"]
        match = MIGRATION_NAME.match(last)
        if not match or match[1] != below:
            instead = f"the next free number and words: {below}_what_it_does.py"
            yield Finding(migration.path, 1, "number or name out of order", instead)
        elif _assigned(migration, wanted) != wanted:
            instead = "; ".join(f"{name} = {value!r}" for name, value in wanted.items())
            yield Finding(migration.path, 1, "not chained to the one before", instead)
    if head.strip() != last:
        instead = f"write {last} into it, so that two new migrations meet in a merge conflict"
        yield Finding("migrations/head", 1, "not the last migration", instead)


def unused_templates(templates: Mapping[str, str], sources: Iterable[Source]) -> Iterator[Finding]:
    """Every template is rendered, or extended, included or imported by one that is.

    `templates` are texts by the name they are rendered under.
    """
    named_in_code = {text for source in sources for text in _strings(source)}
    todo = [name for name in templates if name in named_in_code]
    used: set[str] = set()
    while todo:
        name = todo.pop()
        if name in templates and name not in used:
            used.add(name)
            found = meta.find_referenced_templates(JINJA.parse(templates[name]))
            todo.extend(other for other in found if other)
    for name in sorted(templates.keys() - used):
        yield Finding(name, 1, "no page uses this template", "render it, or delete it")


def addresses_and_places(
    texts: Mapping[str, str], own_places: Iterable[str] = ()
) -> Iterator[Finding]:
    """A clone names no registry and no folder of the machine that wrote it."""
    places = re.compile("|".join([HOMES, *(rf"(?<![\w.~-]){re.escape(p)}/" for p in own_places)]))
    for path, text in texts.items():
        for line, content in enumerate(text.splitlines(), start=1):
            if found := ADDRESSES.search(content):
                instead = "leave it to the reader's own pip or npm configuration"
                yield Finding(path, line, f"registry address {found[0]!r}", instead)
            if found := places.search(content):
                instead = "a path from the root of the project, or a setting"
                yield Finding(path, line, f"a folder of one machine {found[0]!r}", instead)


def _module(path: str) -> str:
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def _is_within(module: str, package: str) -> bool:
    return module == package or module.startswith(f"{package}.")


def _assigned(source: Source, names: Iterable[str]) -> dict[str, object]:
    values: dict[str, object] = {}
    for node in source.tree.body:
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant):
            for target in node.targets:
                if isinstance(target, ast.Name) and target.id in names:
                    values[target.id] = node.value.value
    return values


def _strings(source: Source) -> Iterator[str]:
    for node in source.nodes():
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
