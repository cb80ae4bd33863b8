"""What somebody who signed up hears, by mail to the address that she gave: there is no account and no inbox."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import formats, timezone, translation
from django.utils.text import format_lazy
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from consultation.conference.models import Conference, Registration
from consultation.conference.permissions import MANAGE
from consultation.delivery.actions import CalendarObject, queue_email, tell, withdraw_topic
from consultation.delivery.calendar_objects import Entry, Mailbox, Method, Status, message
from consultation.delivery.kinds import Kind, register
from consultation.delivery.models import Email
from consultation.people.models import EDITORS, User

CONFIRMED = "conference.confirmed"
WAITING = "conference.waiting"
KNOWN = "conference.known"
OFFER = "conference.offer"
LAPSED = "conference.lapsed"
LEFT = "conference.left"
WORKSHOP = "conference.workshop"
REMINDER = "conference.reminder"
CHANGED = "conference.changed"
CALLED_OFF = "conference.called_off"
DATA_ENDS = "conference.data_ends"

WHY = _("You get this mail because you signed up for a conference with this address.")
_State = Registration.State


def register_kinds() -> None:
    """Makes the kinds of this slice known; called when the app is ready."""
    for name, label, still_due in (
        (CONFIRMED, _("You have a place at the conference"), None),
        (WAITING, _("You are on the waiting list of the conference"), None),
        (KNOWN, _("Signing up again for the conference"), None),
        (OFFER, _("A place at the conference is offered to you"), _offer_still_due),
        (LAPSED, _("The offer of a place has ended"), None),
        (LEFT, _("Your sign-up for the conference is cancelled"), None),
        (WORKSHOP, _("You have a place in a workshop"), None),
        (REMINDER, _("The conference is soon"), _reminder_still_due),
        (CHANGED, _("The conference has another time or place"), None),
        (CALLED_OFF, _("The conference does not take place"), None),
    ):
        template = name.replace(".", "/")
        register(Kind(name=name, label=label, template=template, transactional=True, still_due=still_due, why=WHY))
    register(Kind(DATA_ENDS, _("Sign-ups of a conference are deleted soon"), "conference/data_ends", permission=MANAGE))


def topic_of(registration: Registration) -> str:
    """What all mails about one sign-up are filed under."""
    return f"conference:{registration.conference_id}:{registration.pk}"


def mail(
    kind: str,
    registration: Registration,
    *,
    key: str = "",
    calendar: Method | None = None,
    at: datetime,
    **facts: Any,
) -> None:
    """Puts one mail to this person in the outbox, in the language of the form.

    Args:
        kind: one of this module's names.
        registration: with its conference and workshop.
        key: what makes this mail another one than the last of its kind; without it every call is a mail.
        calendar: what her calendar is asked to do, when it is to follow.
        at: now; ``facts`` go to the template.
    """
    with translation.override(registration.language):
        context = {**about(registration.conference), **about_registration(registration), **facts}
        entry = entry_of(registration, at=at) if calendar else None
    attendee = Mailbox(registration.name, registration.email)
    queue_email(
        kind=kind,
        to_address=registration.email,
        to_name=registration.name,
        language=registration.language,
        context=context,
        dedup_key=f"{kind}:{registration.pk}:{key or uuid.uuid4().hex}",
        topic=topic_of(registration),
        reply_to=registration.conference.contact_email,
        calendar=CalendarObject(calendar, message(calendar, entry, attendee=attendee, at=at)) if calendar and entry else None,
        at=at,
    )


def tell_data_ends(conference: Conference, *, ends_at: datetime, at: datetime) -> None:
    """Tells the editors that the sign-ups are deleted at ``ends_at``. Once, however often it is called."""
    tell(
        kind=DATA_ENDS,
        users=User.objects.filter(groups__name=EDITORS, is_active=True),
        topic=f"conference-data:{conference.pk}",
        title=format_lazy(_("Sign-ups are deleted soon: {title}"), title=conference.title),
        url=reverse("conferences:people", args=[conference.pk]),
        context_for=lambda user: {"conference": conference.title, "erased_on": ends_at},
        at=at,
    )


def withdraw_waiting(registration: Registration, *, at: datetime) -> None:
    """Takes back what was not sent yet about a sign-up that has ended."""
    withdraw_topic(topic=topic_of(registration), reason=gettext_noop("the sign-up has ended"), at=at)


def about(conference: Conference) -> Mapping[str, Any]:
    """What every mail says of the conference."""
    starts, ends = timezone.localtime(conference.starts_at), timezone.localtime(conference.ends_at)
    return {
        "conference": conference.title,
        "on_day": formats.date_format(starts, "l j F Y"),
        "from_time": f"{starts:%H:%M}",
        "until_time": f"{ends:%H:%M}",
        "location": conference.location,
        "address": conference.address,
        "contact_email": conference.contact_email,
        "conference_url": settings.BASE_URL + conference.get_absolute_url(),
    }


def about_registration(registration: Registration) -> Mapping[str, Any]:
    """What a mail says of her sign-up; ``url`` is the page where she changes or cancels it."""
    return {
        "name": registration.name,
        "url": settings.BASE_URL + reverse("registration", args=[registration.token]),
        "workshop": registration.workshop.title if registration.workshop else "",
        "has_workshop": registration.has_workshop,
        "has_place": registration.state == _State.CONFIRMED,
    }


def entry_of(registration: Registration, *, at: datetime) -> Entry:
    """Her place as a calendar entry. One for each sign-up, so that signing up again after leaving is a new one.

    Its address is the public page: calendars are shared, and the one behind her link lets one cancel in her name.
    """
    conference = registration.conference
    has_ended = not registration.is_active
    return Entry(
        uid=str(registration.request_key),
        sequence=conference.sequence + has_ended,
        title=conference.title,
        place=", ".join(part for part in (conference.location, conference.address) if part),
        description=gettext("To change or cancel your sign-up, use the link in our mail."),
        starts_at=conference.starts_at,
        ends_at=conference.ends_at,
        url=settings.BASE_URL + conference.get_absolute_url(),
        organizer=Mailbox(settings.ORGANISATION_NAME, conference.contact_email),
        status=Status.CANCELLED if has_ended or conference.cancelled_at else Status.CONFIRMED,
        changed_at=at,
    )


def instant_in_words(instant: datetime) -> str:
    """An instant on the wall clock, with the day of the week: "Monday 3 December 2026, 17:00"."""
    local = timezone.localtime(instant)
    return f"{formats.date_format(local, 'l j F Y')}, {local:%H:%M}"


def _registration_of(email: Email) -> Registration | None:
    return Registration.objects.filter(pk=email.topic.rpartition(":")[2]).first()


def _offer_still_due(email: Email) -> str | None:
    registration = _registration_of(email)
    return None if registration and registration.state == _State.OFFERED else gettext_noop("the offer has ended")


def _reminder_still_due(email: Email) -> str | None:
    registration = _registration_of(email)
    return None if registration and registration.state == _State.CONFIRMED else gettext_noop("the sign-up has ended")
