"""Invented content for the style guide: the section page."""

from typing import Any


def section_page() -> dict[str, Any]:
    """Everything that `look/section.html` shows."""
    return {}
