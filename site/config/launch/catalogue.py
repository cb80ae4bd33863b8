"""The message catalogues: extracted and compiled by Babel, so that nobody needs GNU gettext on the system.

The one module here that is not standard library only. `python site/config/launch catalogue` runs it with the
environment's interpreter; the tests of the catalogue call the same functions.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOMS = ("site", "handbook", "consultation", "templates")
LANGUAGE = "nl"
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}


def po_path(*, root: Path) -> Path:
    return root / "locale" / LANGUAGE / "LC_MESSAGES" / "django.po"


def is_due(*, root: Path) -> bool:
    """Whether the compiled catalogue is missing or older than its source."""
    source = po_path(root=root)
    compiled = source.with_suffix(".mo")
    return source.exists() and (not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime)


def read(*, root: Path) -> Catalog:
    """The Dutch catalogue as it stands."""
    with po_path(root=root).open("rb") as file:
        return read_po(file, locale=LANGUAGE, domain="django")


def write(catalog: Catalog, *, root: Path) -> None:
    """Write the catalogue and what Django reads of it; each appears whole or not at all."""
    source = po_path(root=root)
    _replace(source, lambda file: write_po(file, catalog, width=100, sort_output=True, no_location=True))
    compile_(catalog, root=root)


def compile_(catalog: Catalog, *, root: Path) -> None:
    """Write the compiled form that Django reads."""
    _replace(po_path(root=root).with_suffix(".mo"), lambda file: write_mo(file, catalog))


def sources(*, root: Path) -> Iterator[tuple[Path, str]]:
    """Every file that can hold a message, with the extraction method for it."""
    for room in ROOMS:
        for path in sorted((root / room).rglob("*")):
            if {"static", "migrations", "__pycache__"} & set(path.parts):
                continue
            if path.suffix == ".py":
                yield path, "python"
            elif path.suffix in {".html", ".txt", ".email"} and room == "templates":
                yield path, "template"


def extracted(*, root: Path) -> Catalog:
    """Every message of the code and the templates, with the files where it stands."""
    found = Catalog(locale=LANGUAGE, domain="django")
    for path, method in sources(root=root):
        text = path.read_text(encoding="utf-8")
        if method == "template":
            text = _as_python(text, origin=str(path))
        name = path.relative_to(root).as_posix()
        for line, message, comments, context in extract("python", io.BytesIO(text.encode()), KEYWORDS, ["Translators:"]):
            found.add(message, None, [(name, line)], auto_comments=comments, context=context)
    return found


def missing(catalog: Catalog, *, found: Catalog) -> list[str]:
    """The messages of FOUND that CATALOG has no Dutch for, each with the first file where it stands."""
    return [
        f"{message.id} ({message.locations[0][0]})"
        for message in found
        if message.id and not is_complete(catalog.get(message.id, message.context))
    ]


def is_complete(message: Message | None) -> bool:
    """Whether a message has its translation in every plural form and nobody doubts it."""
    if message is None or message.fuzzy:
        return False
    forms = message.string if isinstance(message.string, (tuple, list)) else (message.string,)
    return all(forms)


def update(*, root: Path) -> tuple[list[str], list[str]]:
    """Bring the catalogue to the messages of the code; returns what lacks Dutch and what was dropped as unused.

    Nothing is guessed: a changed message is a new one, and its Dutch is written anew.
    """
    found, catalog = extracted(root=root), read(root=root)
    known = {(message.context, key_of(message)) for message in found if message.id}
    dropped = [message for message in catalog if message.id and (message.context, key_of(message)) not in known]
    for message in dropped:
        catalog.delete(message.id, message.context)
    for message in found:
        if message.id and catalog.get(message.id, message.context) is None:
            catalog.add(message.id, None, flags=message.flags, context=message.context)
    write(catalog, root=root)
    return missing(catalog, found=found), [str(message.id) for message in dropped]


def key_of(message: Message) -> str:
    """The msgid that identifies a message: of one with a plural, the singular."""
    return message.id[0] if isinstance(message.id, (tuple, list)) else message.id


def _as_python(text: str, *, origin: str) -> str:
    from django.utils.translation.template import templatize

    return templatize(text, origin=origin)


def _replace(path: Path, write_to: Callable[[BinaryIO], None]) -> None:
    beside = path.with_name(path.name + ".new")
    with beside.open("wb") as file:
        write_to(file)
    beside.replace(path)
