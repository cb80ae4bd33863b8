"""Kinds and grounds by the words that people write for them, in Dutch and English. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping

from rapidfuzz import fuzz

_LIKE_ENOUGH = 84.0
"""Likeness (0 to 100) at which a word is taken for a slip of the pen: "inhoudelijke", "redactionel"."""

KINDS: Mapping[str, str] = {
    "inhoudelijk": "inhoudelijk|inhoud|on substance|substance|substantive|technical|technisch|te|algemeen|general|ge",
    "redactioneel": "redactioneel|redactie|editorial|ed|tekstueel|spelling|taalfout|typo",
    "vraag": "vraag|question|ter verduidelijking",
}
GROUNDS: Mapping[str, str] = {
    "juridisch": "juridisch|legal|wettelijk|wet|recht|wetgeving",
    "uitvoerbaarheid": "uitvoerbaarheid|uitvoering|uitvoerbaar|praktijk|workability|practice|feasibility",
    "privacy": "privacy|avg|gdpr|gegevensbescherming|data protection",
    "ketensamenwerking": "ketensamenwerking|samenwerking|keten|ketenpartners|cooperation between partners|cooperation",
    "taal": "taal|language|taalgebruik|leesbaarheid",
    "anders": "anders|overig|overige|other",
}
"""The values of the contract, each with the words for it."""


def value_of(text: str, words: Mapping[str, str]) -> str | None:
    """The value that somebody meant, "" for an empty cell, None for a word that means none of them."""
    meant = " ".join(re.findall(r"\w+", text.casefold()))
    if not meant:
        return ""
    known = {word: value for value, names in words.items() for word in names.split("|")}
    if meant in known:
        return known[meant]
    score, word = max((fuzz.ratio(meant, word), word) for word in known)
    return known[word] if score >= _LIKE_ENOUGH else None
