"""Typst: a layout and its data become a PDF for eyes, ears and archives."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal

import typst

SHARED = Path(__file__).with_name("paper.typ")
Standard = Literal["ua-1", "a-2a"]
ACCESSIBLE: Standard = "ua-1"
"""PDF/UA-1 (ISO 14289-1): typst refuses what a screen reader could not make out."""
ARCHIVAL: Standard = "a-2a"
"""PDF/A-2a (ISO 19005-2): tagged, and readable without anything from outside."""
_PLAIN = re.compile(r"[\x20-\x7e\u00a0-\u017f\u2010-\u2027\u2030-\u203a\u20ac\u2190-\u2193]")
"""Signs that the fonts are known to have; only what is left is asked."""
_SHAPELESS = re.compile(r"the text `\"(?P<sign>.+?)\"` could not be displayed", re.DOTALL)
_ESCAPED = re.compile(r"\\u\{(?P<code>[0-9a-f]+)\}")
_UNHEARD = {"Cc", "Cf", "Cs", "Co", "Cn", "Mn", "Me"}
"""Categories of signs that say nothing by themselves; without a shape they fall away."""


def compile_paper(
    layout: Path,
    data: Mapping[str, Any],
    *,
    images: Mapping[str, bytes] | None = None,
    standard: Standard = ACCESSIBLE,
) -> bytes:
    """The PDF of a ``.typ`` layout, which finds its words in ``data.json`` and ``paper.typ`` and the images beside it.

    A sign for which the fonts have no shape is told by its name, in brackets: otherwise it would be an empty box to the
    eye and nothing to the ear.

    Raises:
        typst.TypstError: the layout and the data do not fit.
    """
    with TemporaryDirectory() as folder:
        root = Path(folder)
        main = root / layout.name
        main.write_bytes(layout.read_bytes())
        (root / SHARED.name).write_bytes(SHARED.read_bytes())
        (root / "data.json").write_text(json.dumps(_shaped(data), ensure_ascii=False), encoding="utf-8")
        for name, content in (images or {}).items():
            (root / name).write_bytes(content)
        return typst.compile(main, root=root, format="pdf", ignore_system_fonts=True, pdf_standards=[standard])


def _shaped(data: Any) -> Any:
    """The data with every text in signs that can be shown."""
    unusual = sorted(set(_PLAIN.sub("", "".join(_texts(data)))) - {"\n"})
    named = {ord(sign): _named(sign) for sign in _shapeless(unusual)}
    return _translated(data, named)


def _texts(data: Any) -> Iterator[str]:
    match data:
        case str():
            yield unicodedata.normalize("NFC", data)
        case Mapping():
            for value in data.values():
                yield from _texts(value)
        case list() | tuple():
            for value in data:
                yield from _texts(value)


def _translated(data: Any, named: Mapping[int, str]) -> Any:
    match data:
        case str():
            return unicodedata.normalize("NFC", data).translate(named)
        case Mapping():
            return {key: _translated(value, named) for key, value in data.items()}
        case list() | tuple():
            return [_translated(value, named) for value in data]
        case _:
            return data


def _shapeless(signs: Iterable[str]) -> set[str]:
    """Which signs the fonts cannot show: typst names one at a time, and a page of nothing else is made in a moment."""
    left = {sign for sign in signs if unicodedata.category(sign) not in _UNHEARD}
    shapeless = set(signs) - left
    while left:
        page = '#set document(title: "-")\n#for sign in json(bytes(sys.inputs.signs)) [#par(sign)]'
        try:
            typst.compile(
                page.encode(),
                format="pdf",
                ignore_system_fonts=True,
                pdf_standards=[ACCESSIBLE],
                sys_inputs={"signs": json.dumps(sorted(left))},
            )
        except typst.TypstError as error:
            found = _SHAPELESS.search(str(error))
            if found is None:
                raise
            told = set(_ESCAPED.sub(lambda code: chr(int(code["code"], 16)), found["sign"])) & left
            if not told:
                raise
            shapeless |= told
            left -= told
        else:
            break
    return shapeless


def _named(sign: str) -> str:
    if unicodedata.category(sign) in _UNHEARD:
        return ""
    return f"[{unicodedata.name(sign, f'U+{ord(sign):04X}').lower()}]"
