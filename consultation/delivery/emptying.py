"""What is left of a mail when nothing may lead to its receiver any more (guarantees G24)."""

from __future__ import annotations

from typing import Any

from django.db.models import CharField, F, Value
from django.db.models.functions import Cast, Concat

from consultation.delivery import kinds
from consultation.delivery.models import Email

WITHOUT_TEXT = {"text": "", "html": "", "calendar": "", "calendar_method": ""}
"""The fields of a mail that says nothing any more."""
EMPTIED: dict[str, Any] = {
    "user": None,
    "to_address": "",
    "to_name": "",
    "domain": "",
    "reply_to": "",
    "subject": "",
    "headers": {},
    **WITHOUT_TEXT,
    "topic": "",
    "dedup_key": Concat(Value("erased:"), Cast(F("pk"), CharField())),
}
"""That there was a mail, of which kind, when, and what became of it: the counts stay true."""
ENDS = (Email.State.SENT, Email.State.FAILED, Email.State.WITHDRAWN, Email.State.UNCERTAIN)


def is_forgotten(kind: str) -> bool:
    """Whether a mail of this kind is emptied as soon as its end is known."""
    known = kinds.find(kind)
    return known is not None and known.forget


def empty_ended() -> int:
    """Empties the mails of such kinds whose end was not recorded by the worker that sent them; returns how many."""
    names = [kind.name for kind in kinds.all_kinds() if kind.forget]
    left = Email.objects.filter(kind__in=names, state__in=ENDS).exclude(to_address="")
    return left.update(reason="", **EMPTIED) if names else 0
