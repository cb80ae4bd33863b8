"""A round that closed, with remarks, answers, a group, a position, and a next version that changed a passage."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from consultation.accountability.actions import publish_note, save_note
from consultation.accountability.models import NoteDraft, NoteEdition, Readers
from consultation.comments.models import Comment
from consultation.rounds.models import Round
from consultation.weighing.actions import decide, make_group
from handbook.models import Version
from tests.factories.comments import make_comment, make_section


@pytest.fixture
def after(at: datetime) -> datetime:
    """When the round of the version has closed."""
    return at + timedelta(days=60)


@pytest.fixture
def remarks(version: Version, open_round: Round, anna: Any, eva: Any, bram: Any, cas: Any, at: datetime) -> list[Comment]:
    """Two that say the same and got one answer, one rejected, one decided and not sent, one without a decision."""
    first, second = make_section(version, "2.1"), make_section(version, "2.2")
    alike = [make_comment(anna, first, "Drie dagen is kort.", proposed="vijf dagen", at=at)]
    alike.append(make_comment(bram, second, "Te kort, drie dagen.", at=at))
    make_group(comments=alike, by=cas, at=at)
    for comment in alike:
        decide(comment=comment, value="overgenomen", reason="U hebt gelijk.", publish=True, by=cas, at=at)
    rest = [make_comment(eva, second, body, at=at) for body in ("Schrap dit.", "Kan dit korter?", "Wie doet dit?")]
    decide(comment=rest[0], value="niet overgenomen", reason="Dit moet van de wet.", publish=True, by=cas, at=at)
    decide(comment=rest[1], value="overgenomen", reason="NOG NIET VERSTUURD", by=cas, at=at)
    return [*alike, *rest]


@pytest.fixture
def send_note(version: Version, cas: Any, after: datetime) -> Callable[..., NoteEdition]:
    """Publishes the note as it is at that moment."""

    def send(*, readers: str = Readers.VERSION, introduction: str = "", at: datetime = after) -> NoteEdition:
        seen_at = NoteDraft.objects.filter(version=version).values_list("saved_at", flat=True).first()
        save_note(version=version, introduction=introduction, readers=readers, seen_at=seen_at, by=cas, at=at)
        return publish_note(version=version, by=cas, at=at)

    return send
