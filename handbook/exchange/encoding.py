"""Bytes to text: what encoding a file is in, and how letters are mended that went through the wrong one."""

from __future__ import annotations

import re

from .document import Oddity
from .errors import ImportRefused

_BYTE_OF_LETTER = {bytes([byte]).decode("cp1252", "replace"): byte for byte in range(0x80, 0x100)}
_BYTE_OF_LETTER.pop("�", None)
_BYTE_OF_LETTER |= {chr(byte): byte for byte in range(0x80, 0xA0)}
_CONTINUATION = "[" + "".join(re.escape(letter) for letter, byte in _BYTE_OF_LETTER.items() if byte < 0xC0) + "]"
_MOJIBAKE = re.compile(f"[Â-ß]{_CONTINUATION}|[à-ï]{_CONTINUATION}{{2}}|[ð-ô]{_CONTINUATION}{{3}}")
_LIKELY = re.compile(
    "[\u00a0-\u024f\u02c6\u02dc\u2010-\u2044\u20ac\u2116\u2122\u2190-\u2193\ufb00-\ufb06\ufeff\U0001f300-\U0001faff]"
)
"""What a mended letter may be: Latin letters, punctuation, a few signs; French "à «" looks like UTF-8 and is none."""


def decode_text(content: bytes) -> tuple[str, tuple[Oddity, ...]]:
    """The text of a file and what was odd about it.

    UTF-8 (with or without a byte order mark) and UTF-16 with one are read as such, all else as Windows text.
    Raises `ImportRefused` for an empty file and for one that holds a NUL, which no text does.
    """
    if not content.strip():
        raise ImportRefused("empty")
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return content.decode("utf-16"), ()
        except UnicodeDecodeError:
            raise ImportRefused("not-text") from None
    if b"\0" in content:
        raise ImportRefused("not-text")
    try:
        return content.decode("utf-8-sig"), ()
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace"), (Oddity("not-utf-8"),)


def mend_mojibake(text: str) -> tuple[str, list[str]]:
    """The text with letters put right that are UTF-8 read as Windows text ("Ã©" for "é"), and those letters.

    Only sequences that are valid UTF-8 are touched, as often as the text went through the wrong encoding.
    """
    mended: list[str] = []

    def mend(match: re.Match[str]) -> str:
        letter = match[0][0].encode("latin-1") + bytes(_BYTE_OF_LETTER[part] for part in match[0][1:])
        try:
            right = letter.decode("utf-8")
        except UnicodeDecodeError:
            return match[0]
        if not _LIKELY.fullmatch(right):
            return match[0]
        mended.append(match[0])
        return right

    for _ in range(3):
        before = len(mended)
        text = _MOJIBAKE.sub(mend, text)
        if len(mended) == before:
            break
    return text, mended
