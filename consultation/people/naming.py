"""Finds somebody's name and addresses in the texts of others and puts a placeholder there. PURE: no Django.

A name is found whatever its capitals, white space and markup between its words, and in the ways in which a mail's HTML or
a kept JSON writes its signs. Only whole words go: "Jan de Wit" leaves "Jan de Witte" alone. A name of one word is left:
it is also an ordinary word or somebody else's first name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from typing import Any

NAME_GONE = "[naam gewist]"
ADDRESS_GONE = "[adres gewist]"
"""Dutch in every language: they become part of a Dutch text."""
_GAP = r"(?:\s|&nbsp;|<[^>]*>)+"
_PLAIN_RUN = re.compile(r"[A-Za-z0-9]+")


@dataclass(frozen=True, slots=True)
class Wanted:
    """One thing to look for: its pattern, what comes in its place, and letters that every text with it has."""

    pattern: re.Pattern[str]
    placeholder: str
    probe: str


def wanted_of(*, names: Iterable[str], addresses: Iterable[str]) -> list[Wanted]:
    """What to look for. Addresses come first, since a name can be part of one.

    >>> [one.probe for one in wanted_of(names=["Anna de Wit", "Anna"], addresses=["anna@waterlo.example"])]
    ['anna@waterlo.example', 'Anna']
    """
    found = [Wanted(_address(address), ADDRESS_GONE, address) for address in sorted(addresses, key=len, reverse=True)]
    whole = {" ".join(name.split()) for name in names if len(name.split()) > 1}
    for name in sorted(whole, key=len, reverse=True):
        probe = max(_PLAIN_RUN.findall(name), key=len, default="")
        found.append(Wanted(_name(name), NAME_GONE, probe))
    return found


def unname(value: Any, wanted: Iterable[Wanted]) -> Any:
    """A text without the names, or plain data (of JSON) with every text in it done so; keys stay."""
    if isinstance(value, str):
        for one in wanted:
            value = one.pattern.sub(one.placeholder, value)
        return value
    if isinstance(value, dict):
        return {key: unname(item, wanted) for key, item in value.items()}
    if isinstance(value, list):
        return [unname(item, wanted) for item in value]
    return value


def _name(name: str) -> re.Pattern[str]:
    words = ["".join(_sign(sign) for sign in word) for word in name.split()]
    return re.compile(rf"(?<!\w){_GAP.join(words)}(?!\w)", re.IGNORECASE)


def _address(address: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w.+-]){re.escape(address)}(?![\w-]|\.\w)", re.IGNORECASE)


def _sign(sign: str) -> str:
    """A sign as it is, as HTML writes it, and as JSON does."""
    ways = {re.escape(sign), re.escape(escape(sign))}
    if sign in "'\"":
        ways |= {f"&#{ord(sign)};", "&quot;" if sign == '"' else "&apos;"}
    if ord(sign) > 127:
        ways |= {rf"\\u{ord(one):04x}" for one in (sign, sign.lower(), sign.upper()) if len(one) == 1}
    return ways.pop() if len(ways) == 1 else f"(?:{'|'.join(sorted(ways))})"
