"""Plain text: how characters and white space are normalised, and how texts are folded to be compared."""

from __future__ import annotations

import re
import unicodedata

_INVISIBLE = re.compile(
    "[\u0000-\u0008\u000e-\u001f\u007f\u0080-\u0084\u0086-\u009f\u00ad\u200b-\u200f\u202a-\u202e"
    "\u2060-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)
_SPACE = re.compile(r"\s+")
_EMPHASIS_MARK = re.compile(r"[*_]+")
_SPACE_BESIDE_MARK = re.compile(r"(?<=[^\w\s])\s+|\s+(?=[^\w\s])")


def normalise_characters(text: str) -> str:
    """The text in NFC without characters that nobody sees: control and direction marks, soft hyphens, byte order marks.

    Direction marks can make a sentence read as another one than is stored, and a soft hyphen hides a word
    from every search; white space is left as it is.
    """
    return unicodedata.normalize("NFC", _INVISIBLE.sub("", text))


def fold_space(text: str) -> str:
    """The text with every run of white space (no-break spaces and line ends too) as one space, trimmed."""
    return _SPACE.sub(" ", text).strip()


def clean_line(text: str) -> str:
    """One line of plain text as a document holds it: normalised characters, folded white space."""
    return fold_space(normalise_characters(text))


def fold_words(text: str) -> str:
    """The text as it is compared when the question is whether its words changed.

    White space, case and stray emphasis marks do not count: runs of white space are one space, white space
    beside a punctuation mark is none ("a. wat" and "a.wat" are one text), letters are folded to one case.
    """
    folded = _EMPHASIS_MARK.sub("", unicodedata.normalize("NFKC", normalise_characters(text)).casefold())
    return _SPACE.sub(" ", _SPACE_BESIDE_MARK.sub("", folded)).strip()
