"""Takes words out of a text and puts a placeholder there, in plain text and in the markup of a mail. PURE: no Django.

Words are found whatever their capitals and whatever white space stands between them, but only whole: "Jan" leaves
"januari" alone. An editor sees the result before anything changes, so a form that is missed is one that she adds.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from html import escape

from consultation.comments import guard

PLACEHOLDER = "[weggelakt]"
"""What stands where the guard knows no better word. Dutch in every language: it becomes part of a Dutch text."""

_TEXT_GAP = r"\s+"
_MARKUP_GAP = r"(?:\s|&nbsp;|<[^>]*>)+"
"""In markup a line end is a tag."""
_QUOTES = {"'": "(?:'|&#x27;|&#39;)", '"': '(?:"|&quot;|&#34;)'}
"""Django writes these as references; what sets the styles into the elements writes them as they are."""


@dataclass(frozen=True, slots=True)
class Blackout:
    """Words that go, and what comes in their place."""

    words: str
    placeholder: str = PLACEHOLDER


def blackouts_for(words: Iterable[str], texts: Iterable[str]) -> list[Blackout]:
    """The words, each once and the longest first, with the guard's own placeholder where it found just these in a text."""
    known = {_fold(found.words): found.placeholder for text in texts for found in guard.find(text)}
    once = {_fold(one): " ".join(one.split()) for one in words if one.strip()}
    longest_first = sorted(once.items(), key=lambda item: (-len(item[0]), item[0]))
    return [Blackout(one, known.get(folded, PLACEHOLDER)) for folded, one in longest_first]


def black_out(text: str, blackouts: Sequence[Blackout]) -> str:
    """A plain text without the words."""
    return _replace(text, blackouts, _plain)


def black_out_markup(markup: str, blackouts: Sequence[Blackout]) -> str:
    """HTML without the words, also where one of their spaces is a line break."""
    return _replace(markup, blackouts, _marked_up)


def stands_in(words: str, text: str) -> bool:
    """Whether the words stand in a plain text."""
    return bool(words.strip()) and _whole(_plain(words)).search(text) is not None


def _replace(text: str, blackouts: Sequence[Blackout], pattern_of: Callable[[str], str]) -> str:
    """In one walk, so that no placeholder is taken for words; of two that begin at one place the longer goes."""
    if not blackouts:
        return text
    either = "|".join(f"({pattern_of(one.words)})" for one in blackouts)
    return _whole(f"(?:{either})").sub(lambda match: blackouts[(match.lastindex or 1) - 1].placeholder, text)


def _fold(words: str) -> str:
    return " ".join(words.casefold().split())


def _plain(words: str) -> str:
    return _TEXT_GAP.join(re.escape(word) for word in words.split())


def _marked_up(words: str) -> str:
    return _MARKUP_GAP.join(_escaped(word) for word in words.split())


def _escaped(word: str) -> str:
    return "".join(_QUOTES.get(sign) or re.escape(escape(sign, quote=False)) for sign in word)


def _whole(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){pattern}(?!\w)", re.IGNORECASE)
