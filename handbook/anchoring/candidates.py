"""Where lost words might stand, for a person who knows better: the passages that are likest, best first."""

from __future__ import annotations

from collections.abc import Sequence

from rapidfuzz import fuzz

from ..exchange.plaintext import fold_words

LEAST = 50.0
"""Likeness (0 to 100) below which a passage is not worth showing."""


def likely_places(exact: str, passage: str, texts: Sequence[str], *, most: int = 5) -> list[tuple[int, float]]:
    """The indexes of ``texts`` that are likest to the quote and to the passage it stood in, with their likeness, 0 to 1."""
    quote, around = fold_words(exact), fold_words(passage)
    scored = []
    for index, text in enumerate(fold_words(text) for text in texts):
        if len(text) >= len(quote) // 2:
            like = 0.6 * fuzz.partial_ratio(quote, text) + 0.4 * fuzz.token_set_ratio(around, text)
            if like >= LEAST:
                scored.append((index, like / 100))
    return sorted(scored, key=lambda one: (-one[1], one[0]))[:most]
