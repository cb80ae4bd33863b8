"""A quote, as W3C Web Annotation's TextQuoteSelector has it, and where it stood."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of a text with up to 32 characters before and after them.

    ``section`` is the path of headings down to the section, or empty; ``key`` the section's key and ``block`` the
    block's id, where they are known. ``start`` is the offset in the section's plain text in code points, or None.
    """

    id: str
    exact: str
    prefix: str = ""
    suffix: str = ""
    section: tuple[str, ...] = ()
    key: str | None = None
    block: str | None = None
    start: int | None = None
