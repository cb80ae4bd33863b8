"""What a comment table says of itself, in the file's own remarks, which Word and spreadsheets leave alone. Pure."""

from __future__ import annotations

from dataclasses import dataclass

_FORMAT = "klankbord-table/1"


@dataclass(frozen=True, slots=True)
class TableFacts:
    """The title of the file, and the handbook (by its address) and label of the version that its remarks are on."""

    title: str
    handbook: str
    label: str

    @property
    def told(self) -> str:
        return f"{_FORMAT} {self.handbook} {self.label}"


def facts_in(told: str) -> tuple[str, str]:
    """The handbook and the label that ``TableFacts.told`` holds; empty where it says nothing of the kind."""
    words = told.split(" ", 2)
    return (words[1], words[2]) if len(words) == 3 and words[0] == _FORMAT else ("", "")
