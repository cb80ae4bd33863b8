"""The lists that a full round fills, by their names: who looks at them, and where. Version 0.1 of the handbook ``mas``."""

from __future__ import annotations

_BOARD = "/weging/mas/0.1/"

LISTS = {
    "the board": ("editor", _BOARD),
    "the board, answered": ("editor", f"{_BOARD}?toon=beantwoord"),
    "the board, all of one ground": ("editor", f"{_BOARD}?toon=alles&grond=juridisch"),
    "the board, contested": ("editor", f"{_BOARD}?toon=omstreden"),
    "the board, unanimous": ("editor", f"{_BOARD}?toon=eensgezind"),
    "the gate, unanswered": ("editor", f"{_BOARD}poort/"),
    "the gate, adopted but unchanged": ("editor", f"{_BOARD}poort/?toon=ongewijzigd"),
    "the comments in the admin": ("editor", "/beheer/reacties/"),
    "one's own remarks, a tenth of all": ("author", "/mijn/reacties/"),
    "the overview": ("author", "/mijn/"),
    "the version": ("author", "/handreiking/mas/0.1/"),
    "preparing the note": ("editor", "/verantwoording/mas/0.1/opstellen/"),
    "comments to place": ("editor", "/beheer/reacties/te-plaatsen/"),
    "sending": ("editor", f"{_BOARD}versturen/"),
    "the figures": ("editor", "/verantwoording/mas/0.1/cijfers/"),
}
