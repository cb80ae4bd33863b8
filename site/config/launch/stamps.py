"""Stamps say what something was made from, so that it is made again only when that changed."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterable
from pathlib import Path


def digest(files: Iterable[Path], *, root: Path) -> str:
    """One fingerprint over the names below ROOT and the contents of FILES, in a fixed order."""
    total = hashlib.sha256()
    for file in sorted(set(files)):
        total.update(f"{file.relative_to(root)}\0".encode())
        total.update(hashlib.sha256(file.read_bytes()).digest())
    return total.hexdigest()


def read(stamp: Path) -> str:
    """What the stamp says; nothing when there is none."""
    with contextlib.suppress(OSError, UnicodeDecodeError):
        return stamp.read_text(encoding="utf-8").strip()
    return ""


def write(stamp: Path, text: str) -> None:
    """Write the stamp, as the last act of what it stands for."""
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(text + "\n", encoding="utf-8")
