"""The lists of a full round, and what they need beside its remarks: a note that went out, and a next version with places."""

from __future__ import annotations

from datetime import datetime

from consultation.people.models import User
from tests.factories.full_round import FullRound

BOARD, ACCOUNT = "/weging/mas/0.1/", "/verantwoording/mas/0.1/"
PAGES = (
    ("the board", "cas", BOARD),
    ("the board, answered", "cas", f"{BOARD}?toon=beantwoord"),
    ("the board, all", "cas", f"{BOARD}?toon=alles"),
    ("the board, contested", "cas", f"{BOARD}?toon=omstreden"),
    ("the board, unanimous", "cas", f"{BOARD}?toon=eensgezind"),
    ("the board, filtered", "cas", f"{BOARD}?toon=alles&grond=juridisch&q=korter"),
    ("the board, decided", "cas", f"{BOARD}?toon=concept"),
    ("sending", "cas", f"{BOARD}versturen/"),
    ("the agenda", "cas", f"{BOARD}overleg/"),
    ("the gate", "cas", f"{BOARD}poort/"),
    ("the gate, unchanged", "cas", f"{BOARD}poort/?toon=ongewijzigd"),
    ("the list of comments in the admin", "cas", "/beheer/reacties/"),
    ("the remarks of who wrote 1,000", "busiest", "/mijn/reacties/"),
    ("the figures", "cas", f"{ACCOUNT}cijfers/"),
    ("my overview", "busiest", "/mijn/"),
    ("my overview, editor", "cas", "/mijn/"),
    ("the version", "busiest", "/handreiking/mas/0.1/"),
)


def fill_up(full: FullRound, *, by: User, at: datetime) -> None:
    """Nothing yet."""
