"""What the page of a meeting shows: the agenda with its clock and its sections, who comes, what was promised."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from consultation.meetings.models import AgendaItem, Meeting, Rsvp
from consultation.meetings.subjects import Subject, subjects_of
from consultation.rounds.models import Round
from handbook.models import Section, Version


@dataclass(frozen=True, slots=True)
class Line:
    """One item of the agenda. ``starts_at`` is None after an item of unknown length; ``url`` leads to the section, ``subject``
    is what the slice that put it there tells this reader."""

    item: AgendaItem
    starts_at: datetime | None
    section: str
    url: str
    subject: Subject | None = None


@dataclass(frozen=True, slots=True)
class Attendee:
    """Somebody who comes, as the others see her; ``further`` is her organisation or her region."""

    name: str
    further: str
    way: str
    guests: list[str]


def agenda_of(meeting: Meeting, *, user: Any) -> list[Line]:
    """The agenda, each item with the time at which it begins and the section in the newest version that ``user`` reads.

    As many queries, whatever its length. A section that she may not read, or that is no more, is not named.
    """
    items = list(meeting.agenda.all())
    sections = sections_of((item.section_key for item in items), user=user)
    subjects = subjects_of(meeting, user=user) if items else {}
    lines, clock = [], meeting.starts_at if items else None
    for item in items:
        section = sections.get(item.section_key)
        lines.append(Line(item, clock, str(section or ""), address_of(section) if section else "", subjects.get(item.pk)))
        clock = clock + timedelta(minutes=item.minutes) if clock and item.minutes else None
    return lines


def sections_of(keys: Iterable[Any], *, user: Any) -> dict[Any, Section]:
    """The sections of these keys by key, each as it stands in the newest version that this person reads; one query."""
    wanted = {key for key in keys if key is not None}
    if not wanted:
        return {}
    versions = Version.objects.visible_to(user).values("pk")
    found = Section.objects.filter(key__in=wanted, version__in=versions).select_related("version")
    return {section.key: section for section in found.order_by("version__frozen_at", "version__ordinal")}


def address_of(section: Section) -> str:
    """The page of a section."""
    version = section.version
    return reverse("section", kwargs={"slug": version.slug, "label": version.label, "number": section.number})


def who_comes(meeting: Meeting) -> list[Attendee]:
    """Who said yes, as the members of its round appear to each other: by name, or by function and region; one query."""
    by_function = meeting.round is not None and meeting.round.identity == Round.Identity.FUNCTION
    rsvps = meeting.rsvps.standing().coming().select_related("user__organisation")
    return [_attendee(rsvp, by_function=by_function) for rsvp in rsvps]


def _attendee(rsvp: Rsvp, *, by_function: bool) -> Attendee:
    user = rsvp.user
    if by_function:
        name, further = (user.function or _("member")).capitalize(), user.region
    else:
        name, further = user.name, str(user.organisation or user.function)
    return Attendee(name=name, further=further, way=rsvp.get_way_display(), guests=rsvp.guests)
