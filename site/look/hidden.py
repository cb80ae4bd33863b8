"""What a hidden field of a form carries to and fro."""

from __future__ import annotations

from datetime import datetime

from django.utils.dateparse import parse_datetime


def instant_in(text: str | None) -> datetime | None:
    """The instant that a hidden field holds; None when it holds none."""
    try:
        return parse_datetime(text or "")
    except ValueError:
        return None
