"""Subscribers and issues of the newsletter, made through the product's own actions."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

from consultation.delivery.models import Email
from consultation.newsletter.actions import answer_requests, ask, confirm
from consultation.newsletter.models import ArchivePage, IssuePage, Subscription
from tests.factories.texts import make_site

PLACE = "http://localhost:8000/nieuwsbrief/"


def ask_for(email: str, *, name: str = "", language: str = "nl", at: datetime) -> Email | None:
    """Somebody sends the form and the sweep answers; the mail that went, if one did."""
    known = set(Email.objects.values_list("pk", flat=True))
    ask(name=name, email=email, language=language, place=PLACE, at=at)
    answer_requests(at=at)
    return Email.objects.exclude(pk__in=known).filter(to_address=email.lower()).first()


def make_subscriber(email: str, *, name: str = "", language: str = "nl", at: datetime) -> Subscription:
    """Somebody who asked and confirmed a minute later."""
    ask_for(email, name=name, language=language, at=at - timedelta(minutes=1))
    subscription = Subscription.objects.get(email=email.lower())
    confirm(subscription=subscription, at=at)
    subscription.refresh_from_db()
    return subscription


def make_many_subscribers(count: int, *, at: datetime) -> None:
    """Confirmed addresses in bulk, lezer0@gemeente.example and on; every fifth reads English."""
    Subscription.objects.bulk_create(
        Subscription(
            name=f"Lezer {number}",
            email=f"lezer{number}@gemeente.example",
            language="nl" if number % 5 else "en",
            state=Subscription.State.ACTIVE,
            place=PLACE,
            asked_at=at,
            confirmed_at=at,
        )
        for number in range(count)
    )


def make_issue(*, title: str = "Concept 0.3 is klaar", **changes: Any) -> IssuePage:
    """A draft with a subject and one paragraph, in the archive of the site."""
    make_site()
    fields = {
        "title": title,
        "subject": title,
        "intro": "U kunt weer reageren.",
        "body": [("text", "<p>Lees mee.</p>"), ("button", {"label": "Lees het concept", "url": "https://x.example/lees/"})],
        **changes,
    }
    issue = IssuePage(live=False, **{name: value for name, value in fields.items() if name not in {"body", "body_en"}})
    for name in ("body", "body_en"):
        setattr(issue, name, _stream(name, fields.get(name, [])))
    ArchivePage.objects.get().add_child(instance=issue)
    issue.save_revision()
    return issue


def link_in(email: Email, part: str) -> str:
    """The path of the first link in a mail that holds ``part``, as its receiver would open it."""
    return re.search(rf"https?://[^/\s]+(/\S*{part}\S*)", email.text)[1]


def _stream(name: str, blocks: list[tuple[str, Any]]) -> Any:
    block = IssuePage._meta.get_field(name).stream_block
    return block.to_python([{"type": kind, "value": value} for kind, value in blocks])
