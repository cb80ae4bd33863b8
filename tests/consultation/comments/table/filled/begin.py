"""Writes the empty tables and what will be typed into them, for ``fill.py``. Called with the folder to write in."""

# ruff: noqa: E402 (Django is set up before what needs it)

from __future__ import annotations

import json
import os
import random
import re
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[5]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django

django.setup()

from django.utils import translation

from consultation.comments.table.columns import WRITTEN
from consultation.comments.table.facts import TableFacts
from consultation.comments.table.paper import write_docx
from consultation.comments.table.rows import TableRow
from consultation.comments.table.spreadsheets import write_xlsx
from tests.factories.long_version import numbered_sections, section_key

_TYPED_AS = ("number", "date", "title", "nothing", "words", "key")
_SHAPES = ("plain", "capitals", "quoted", "broken", "shortened", "slip")
_STARTS = ("", "=", "+", "-", "@", "'", "")


def main(folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    sections = numbered_sections()
    rows = [TableRow(section=f"{number} {one.title}", section_key=str(section_key(number))) for number, one in sections.items()]
    facts = TableFacts("Reacties op Methodische aanpak schoolverzuim 0.1", "mas", "0.1")
    with translation.override("nl"):
        write_xlsx(rows, folder / "empty.xlsx", facts=facts, columns=WRITTEN)
        write_docx(rows, folder / "empty.docx", facts=facts, columns=WRITTEN)
    (folder / "plan.json").write_text(json.dumps(list(plan()), ensure_ascii=False, indent=1) + "\n")


def plan() -> Any:
    """What is typed: a remark in the free row of each section, and one in a new row under most of them."""
    dice = random.Random(7)
    all_text = " ".join(" ".join(one.text.split()) for one in numbered_sections().values())
    for turn, (number, section) in enumerate(numbered_sections().items()):
        for added in (False, True):
            words = _words(section, dice, all_text)
            if words is None:
                continue
            how = _TYPED_AS[turn % len(_TYPED_AS)] if added else "key"
            shape = _SHAPES[(turn + added) % len(_SHAPES)]
            yield {
                "section": number,
                "title": section.title,
                "added": added,
                "how": how if re.fullmatch(r"\d\.\d", number) or how not in ("number", "date") else "words",
                "exact": words,
                "typed": _shaped(words, shape, dice),
                "comment": f"{_STARTS[(turn + added) % len(_STARTS)]}Reactie {turn}{'b' if added else 'a'} bij deze woorden."
                + ("\nTweede regel." if turn % 5 == 0 else ""),
            }
    yield {
        "section": "2.1",
        "title": "",
        "added": True,
        "how": "words",
        "exact": None,
        "typed": "woorden die hier nooit hebben gestaan",
        "comment": "Reactie zonder plek.",
    }


def _words(section: Any, dice: random.Random, all_text: str) -> str | None:
    """Six to ten words in a row of one passage that stand in the text once; None when the section has none."""
    texts = [block.text for block in section.blocks if len(block.text.split()) >= 12 and "\t" not in block.text]
    for _attempt in range(20 if texts else 0):
        words = re.split(r"[ \n]", dice.choice(texts))
        count = dice.randint(6, 10)
        first = dice.randint(0, len(words) - count)
        found = " ".join(words[first : first + count])
        if all_text.count(found) == 1 and "  " not in found:
            return found
    return None


def _shaped(words: str, shape: str, dice: random.Random) -> str:
    """The words as somebody types them."""
    parts = words.split(" ")
    match shape:
        case "capitals":
            return words.upper()
        case "quoted":
            return f"“{words}”"
        case "broken":
            return " ".join(parts[:3]) + "\n" + "  ".join(parts[3:])
        case "shortened":
            return f"{' '.join(parts[:2])} … {' '.join(parts[-2:])}"
        case "slip":
            place = max(range(len(parts)), key=lambda index: len(parts[index]))
            cut = dice.randint(1, max(1, len(parts[place]) - 2))
            return " ".join([*parts[:place], parts[place][:cut] + parts[place][cut + 1 :], *parts[place + 1 :]])
    return words


if __name__ == "__main__":
    main(Path(sys.argv[1]))
