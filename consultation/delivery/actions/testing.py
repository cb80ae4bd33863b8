"""Shows an editor what a mail will be, and sends her a test of any kind, by the way that all mails go."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils import translation

from consultation.delivery import kinds
from consultation.delivery.actions.queueing import queue_email
from consultation.delivery.composing import Letter, compose
from consultation.delivery.models import Email
from consultation.delivery.notices import TEST
from consultation.delivery.samples import sample_words


def send_test(*, kind: str, language: str, to: Any, at: datetime) -> Email:
    """Queues a mail of ``kind`` with likely words to an account of ours; each call is a mail of its own.

    Raises:
        UnknownKind.
    """
    shown = kinds.get(kind)
    with translation.override(language):
        words = {**sample_words(), "name": to.name, "shown": f"emails/{shown.template}.email"}
    return queue_email(
        kind=TEST,
        to_address=to.email,
        to_name=to.name,
        language=language,
        context=words,
        dedup_key=f"{TEST}:{secrets.token_hex(16)}",
        topic=f"test:{to.pk}",
        user=to,
        at=at,
    )


def preview_mail(*, kind: str, language: str, context: Mapping[str, Any], unsubscribe_at: str = "") -> Letter:
    """The mail as ``queue_email`` would write it for somebody; nothing is kept and nothing goes.

    Raises:
        UnknownKind.
    """
    return compose(kind=kinds.get(kind), language=language, context=context, unsubscribe_url=unsubscribe_at)
