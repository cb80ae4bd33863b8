"""PURE: reads a list of people that somebody pasted, from a mail program, a spreadsheet or by hand."""

from __future__ import annotations

import re
from dataclasses import dataclass

_ADDRESS = re.compile(r"[^\s<>;:,\"'()]+@[^\s<>;:,\"'()]+\.[^\s<>;:,\"'()]+")
_BETWEEN_PEOPLE = re.compile(r"(?<=>)\s*[;,]|;|,(?=\s*[^\s\"<>,;]+@)")
"""Outlook parts people by semicolons; a comma parts them only before a bare address, for names hold commas too."""


@dataclass(frozen=True)
class PastedPerson:
    """One line that was understood."""

    email: str
    name: str
    organisation: str


@dataclass(frozen=True)
class PastedList:
    """People in the order of the list, each address once, and the lines in which no address was found."""

    people: tuple[PastedPerson, ...]
    not_understood: tuple[str, ...]


def read_pasted(text: str) -> PastedList:
    """Reads ``Name <address>``, ``address; name; organisation`` and columns from a spreadsheet (tabs), a person a line.

    A line of several ``Name <address>`` parted by ``;`` or ``,``, as Outlook copies them, is as many people. Words
    before the address are the name; after it come name and organisation. Addresses are folded to lower case.
    """
    people: dict[str, PastedPerson] = {}
    not_understood = []
    for line in _lines(text):
        found = _ADDRESS.search(line)
        if found is None:
            not_understood.append(line)
            continue
        email = found.group().strip(".").lower()
        before = _words(line[: found.start()]) if "<" not in line else [line[: found.start()].strip(" \"'<")]
        after = _words(line[found.end() :])
        name, *rest = [*(word for word in before if word), *after] or [""]
        people.setdefault(email, PastedPerson(email, name, rest[0] if rest else ""))
    return PastedList(tuple(people.values()), tuple(not_understood))


def _lines(text: str) -> list[str]:
    lines = []
    for line in text.replace("mailto:", "").splitlines():
        parts = [line]
        if len(_ADDRESS.findall(line)) > 1:
            parts = _BETWEEN_PEOPLE.split(line)
        lines += [part.strip() for part in parts]
    return [line for line in lines if line]


def _words(text: str) -> list[str]:
    parts = (part.strip(" \"'<>()-") for part in re.split(r"[;,\t]", text))
    return [part for part in parts if part]
