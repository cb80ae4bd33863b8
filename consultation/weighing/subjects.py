"""What meetings tell of the items that weighing put on their agendas."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consultation.meetings.actions import Source, Subject, register_source
from consultation.meetings.models import Meeting
from consultation.weighing.models import AgendaPoint
from consultation.weighing.permissions import can_decide
from handbook.models import Version

MOST_WORDS = 24


def register() -> None:
    """Called when the app is ready."""
    register_source("weighing", Source(subjects=subjects_of, tell_count=tell_count))


def subjects_of(meeting: Meeting, user: Any) -> dict[int, Subject]:
    """For who weighs and may read the version: the beginning of the remark, and where it is shown for the meeting.

    One query, or none for others.
    """
    if not can_decide(user):
        return {}
    visible = Version.objects.visible_to(user)
    points = AgendaPoint.objects.filter(meeting=meeting, version__in=visible).in_order().select_related("comment", "version")
    numbers: Counter[int] = Counter()
    subjects = {}
    for point in points:
        numbers[point.version_id] += 1
        place = (point.version.slug, point.version.label, meeting.pk, numbers[point.version_id])
        subjects[point.item_id] = Subject(_words_of(point), reverse("weigh-point", args=place))
    return subjects


def tell_count(meeting: Meeting) -> str:
    """One sentence on how many points come from weighing; "" for none."""
    count = AgendaPoint.objects.filter(meeting=meeting).count()
    if not count:
        return ""
    told = ngettext("%(n)s point comes from the weighing of comments.", "%(n)s points come from the weighing of comments.", count)
    return told % {"n": count}


def _words_of(point: AgendaPoint) -> str:
    if point.comment is None:
        return _("Members who tried the method out answer this question differently.")
    if not point.comment.stands:
        return _("This remark has been withdrawn or removed.")
    return Truncator(point.comment.body or point.comment.proposed).words(MOST_WORDS)
