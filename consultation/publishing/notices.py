"""The one mail per member about a new version."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Sum
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.text import format_lazy
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy, gettext_noop, override

from consultation.delivery.actions import tell
from consultation.delivery.kinds import Kind, register
from consultation.people.models import User
from consultation.publishing.plan import topic_of
from consultation.publishing.since import changed_since_read
from consultation.publishing.summary import changed_keys
from consultation.rounds.models import Round
from handbook.models import Section, Status, Version

NEW_VERSION = "publishing.new_version"
WITHDRAWN = gettext_noop("the version was withdrawn")


def still_due(row: Any) -> str | None:
    """Why a waiting mail about a version must not go any more, or None. A withdrawn version is not announced."""
    version_id = row.topic.removeprefix("version:")
    statuses = Version.objects.filter(pk=version_id).with_status().values_list("current_status", flat=True)
    return WITHDRAWN if Status.WITHDRAWN in statuses else None


def register_kinds() -> None:
    """Makes the kinds of this slice known; called when the app is ready."""
    register(
        Kind(
            name=NEW_VERSION,
            label=gettext_lazy("A new draft to react to"),
            template="publishing/new_version",
            bulk=True,
            still_due=still_due,
            same_for_topic=True,
        )
    )


def tell_about_version(*, version: Version, round: Round, hold_until: datetime, at: datetime) -> int:
    """One notice and one mail to each member of the audience; the mails wait until ``hold_until``.

    Returns the number of people told. The queries do not grow with the number of people beyond one batch.
    """
    facts = {
        "handbook": version.title,
        "label": version.label,
        "intro": round.intro,
        "changed_count": len(changed_keys(version)),
        "minutes": max(1, round_minutes(words_asked(version, round))),
        "asked": round.asked_sections(),
    }

    since_read = changed_since_read(version)

    def context_for(user: User) -> dict[str, Any]:
        since = since_read.get(user.pk)
        own = {"read_changed": since.sections, "read_minutes": since.minutes} if since is not None else {}
        with override(user.language):
            return {**facts, **own, "name": user.name, "closes_on": date_format(localtime(round.closes_at), "j F Y")}

    title = format_lazy(gettext_lazy("New draft: {handbook} {label}"), handbook=version.title, label=version.label)
    return tell(
        kind=NEW_VERSION,
        users=User.objects.active_in(round.audience.all()).order_by("pk"),
        topic=topic_of(version.pk),
        title=title,
        handbook=str(version),
        url=reverse("version", kwargs={"slug": version.slug, "label": version.label}),
        context_for=context_for,
        hold_until=hold_until,
        at=at,
    )


def words_asked(version: Version, round: Round) -> int:
    """How many words a round asks to read: all, or those of the sections that it is limited to."""
    if not round.sections:
        return version.word_count
    sections = Section.objects.filter(version=version, key__in=round.sections)
    return sections.aggregate(words=Sum("word_count"))["words"] or 0


def round_minutes(words: int) -> int:
    """Reading time in whole minutes, rounded up to five, at 200 words a minute."""
    return -(-words // 1000) * 5
