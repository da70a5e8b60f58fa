"""The English catalogue: collect the Chinese texts of pages, keep what is translated.

    python scripts/catalogue.py           write new texts into messages.po, with room for English
    python scripts/catalogue.py --check   say what is missing, left over or does not fit

Texts stand in `_('…')` in templates and views. What `app/words` says has both languages beside it.
"""

import argparse
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
WEB = ROOT / "app" / "web"
CATALOGUE = WEB / "translations" / "en" / "LC_MESSAGES" / "messages.po"
METHODS = [("templates/**.html", "jinja2"), ("**.py", "python")]
KEYWORDS = {
    **DEFAULT_KEYWORDS,
    "lazy_gettext": None,
    "lazy_ngettext": (1, 2),
    "lazy_pgettext": ((1, "c"), 2),
}
HEADER = """\
# English texts of Jifen's pages; the Chinese ones stand in the templates.
# `make catalogue` adds new texts and drops old ones."""
# The file changes when a text does, not when somebody runs the command.
ALWAYS = datetime(2026, 1, 1, tzinfo=UTC)


def main() -> int:
    """Write or check; 1 when the catalogue is not whole."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="change nothing")
    parser.add_argument("--file", type=Path, default=CATALOGUE, help="another catalogue")
    told = parser.parse_args()
    wanted, have = collected(), read(told.file)
    faults = list(faults_of(wanted, have))
    if not told.check:
        write(told.file, merged(wanted, have))
        faults = list(faults_of(wanted, read(told.file)))
    print("\n".join(faults) or f"{len(wanted)} texts, all in English")
    return 1 if faults else 0


def collected() -> Catalog:
    """Every text that a template or a view of app/web says."""
    found = Catalog(
        locale="en",
        header_comment=HEADER,
        project="Jifen",
        version="1",
        msgid_bugs_address="-",
        last_translator="-",
        language_team="-",
        creation_date=ALWAYS,
        revision_date=ALWAYS,
        fuzzy=False,
    )
    extracted = extract_from_dir(WEB, METHODS, keywords=KEYWORDS, comment_tags=("L10N:",))
    for name, _line, text, comments, context in sorted(extracted, key=lambda each: each[:2]):
        found.add(text, None, [(name, 0)], auto_comments=comments, context=context)
    return found


def read(path: Path) -> Catalog:
    """A catalogue as it stands; empty when there is none yet."""
    if not path.exists():
        return Catalog(locale="en")
    with path.open("rb") as file:
        return read_po(file, locale="en")


def merged(wanted: Catalog, have: Catalog) -> Catalog:
    """What is wanted, with the English that is there."""
    for message in texts(wanted):
        known = have.get(message.id, message.context)
        if known is not None and not known.fuzzy:
            message.string = known.string
    return wanted


def write(path: Path, catalogue: Catalog) -> None:
    """Write a catalogue in the order of its files, without line numbers."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, catalogue, width=100, include_lineno=False, sort_by_file=True)


def faults_of(wanted: Catalog, have: Catalog) -> Iterator[str]:
    """What is missing, doubtful, does not fit its Chinese, or belongs to no page any more."""
    for message in texts(wanted):
        known = have.get(message.id, message.context)
        if known is None or not all(_strings(known)):
            yield f"no English: {message.id!r} ({message.locations[0][0]})"
        elif known.fuzzy:
            yield f"fuzzy: {message.id!r}"
        else:
            yield from (f"{message.id!r}: {error}" for error in known.check(have))
    for message in texts(have):
        if wanted.get(message.id, message.context) is None:
            yield f"no page says this any more: {message.id!r}"


def texts(catalogue: Catalog) -> Iterable[Message]:
    """The messages without the header."""
    return [message for message in catalogue if message.id]


def _strings(message: Message) -> Iterable[str]:
    return [message.string] if isinstance(message.string, str) else message.string


if __name__ == "__main__":
    sys.exit(main())
