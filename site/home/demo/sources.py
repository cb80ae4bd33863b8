"""The demo's data files, and sections by the titles that those files name them with."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from handbook.models import Section, Version

FOLDER = Path(__file__).resolve().parent


def read_data(name: str, *, folder: Path = FOLDER) -> Any:
    return json.loads((folder / name).read_text(encoding="utf-8"))


def section_keys(sections: Iterable[Any]) -> dict[tuple[str, ...], str]:
    """Keys by the path of titles, from sections in reading order that know their level, title and key."""
    keys: dict[tuple[str, ...], str] = {}
    path: list[str] = []
    for section in sections:
        del path[section.level - 1 :]
        path.append(section.title)
        keys[tuple(path)] = str(section.key)
    return keys


def frozen_sections(version: Version) -> dict[tuple[str, ...], Section]:
    """The frozen sections of a version by the path of their titles."""
    sections = list(version.sections.order_by("position"))
    by_key = {str(section.key): section for section in sections}
    return {path: by_key[key] for path, key in section_keys(sections).items()}
