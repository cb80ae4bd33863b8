"""Texts of this slice in which somebody may be named; it keeps no people of its own."""

from __future__ import annotations

from consultation.people.registry import excuse_texts, register_texts
from consultation.rounds.models import Question, Round, WindowChange


def register_named() -> None:
    """Called when the app is ready."""
    register_texts(Round, "intro")
    register_texts(Question, "text")
    register_texts(WindowChange, "reason")
    excuse_texts(Round, "reading_list", "sections", "remind_days", why="keys and numbers")
