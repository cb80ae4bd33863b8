"""The demo's newsletter: who asked for it on which day, two issues that were sent with their drafts, and one to write."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings

from consultation.delivery.models import Email
from consultation.jobs.sweeps import run_all
from consultation.newsletter.actions import answer_requests, ask, confirm, end_subscription, send_issue, subscription_to_confirm
from consultation.newsletter.actions.sending import write_piece
from consultation.newsletter.models import ArchivePage, IssuePage
from consultation.people.models import User
from handbook.models import HandbookPage
from home.demo.sources import read_data

LINK = re.compile(r"/nieuwsbrief/bevestigen/([^/\s]+)/")


def tell_newsletter(*, handbook: HandbookPage, opened: dict[str, datetime], editor: User, at: datetime) -> None:
    """Everything in newsletter.json, in the order of its days; what is there already is left alone.

    Args:
        handbook: whose news the issues tell.
        opened: when each draft's round opened; an issue that names a draft goes some days after that.
        editor: who sends.
        at: now.
    """
    if IssuePage.objects.exists():
        return
    data = read_data("newsletter.json")
    events: list[tuple[datetime, Any, dict[str, Any]]] = []
    for entry in data["subscribers"]:
        events.append((at - timedelta(days=entry["days_ago"], hours=1), _subscribe, entry))
    for entry in data["waiting"]:
        events.append((at - timedelta(days=entry["days_ago"], hours=1), _ask, entry))
    for entry in data["issues"]:
        issue = _write(entry, handbook=handbook, sent_at=_sent_at(entry, opened) or at)
        if (sent_at := _sent_at(entry, opened)) is not None:
            events.append((sent_at, _send, {"issue": issue, "editor": editor}))
    for moment, tell, entry in sorted(events, key=lambda event: event[0]):
        tell(entry, at=moment)
    run_all(at, only=["jobs.run"])


def _sent_at(entry: dict[str, Any], opened: dict[str, datetime]) -> datetime | None:
    return opened[entry["with_version"]] + timedelta(days=entry["days_after"]) if "with_version" in entry else None


def _ask(entry: dict[str, Any], *, at: datetime) -> None:
    place = f"{settings.BASE_URL}/nieuwsbrief/"
    ask(name=entry["name"], email=entry["email"], language=entry["language"], place=place, at=at)
    answer_requests(at=at)


def _subscribe(entry: dict[str, Any], *, at: datetime) -> None:
    """Asks, opens the mail and presses the button, as anybody does."""
    _ask(entry, at=at)
    mail = Email.objects.filter(kind="newsletter.confirm", to_address=entry["email"]).latest("pk")
    found = LINK.search(mail.text)
    subscription = subscription_to_confirm(found[1]) if found else None
    if subscription is None:
        raise ValueError(f"{entry['email']} cannot confirm")
    confirm(subscription=subscription, at=at + timedelta(minutes=9))
    if days := entry.get("stopped_days_ago"):
        end_subscription(subscription=subscription, way="link", at=at + timedelta(days=entry["days_ago"] - days))


def _send(entry: dict[str, Any], *, at: datetime) -> None:
    mailing = send_issue(issue=entry["issue"], by=entry["editor"], at=at)
    while write_piece(mailing=mailing, at=at):
        pass


def _write(entry: dict[str, Any], *, handbook: HandbookPage, sent_at: datetime) -> IssuePage:
    words = {name: entry[name] for name in ("slug", "title", "subject", "intro")}
    words |= {name: entry.get(name, "") for name in ("subject_en", "intro_en")}
    issue = IssuePage(**words, live=False)
    for name in ("body", "body_en"):
        blocks = [_block(block, handbook=handbook, sent_at=sent_at) for block in entry.get(name, [])]
        setattr(issue, name, IssuePage._meta.get_field(name).stream_block.to_python(blocks))
    ArchivePage.objects.get().add_child(instance=issue)
    issue.save_revision()
    return issue


def _block(block: dict[str, Any], *, handbook: HandbookPage, sent_at: datetime) -> dict[str, Any]:
    value = block.get("value")
    if block["type"] == "news":
        since = (sent_at - timedelta(days=block["since_days"])).date()
        value = {"handbook": handbook.pk, "since": since.isoformat()}
    elif block["type"] == "button":
        value = {"label": value["label"], "url": settings.BASE_URL + value["path"]}
    return {"type": block["type"], "value": value}
