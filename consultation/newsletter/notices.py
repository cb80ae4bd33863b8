"""The mails of this slice: to addresses and never to accounts, so that nobody learns of the one from the other."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from consultation.delivery.actions import Receiver, queue_email
from consultation.delivery.kinds import Kind, register
from consultation.delivery.models import Email
from consultation.newsletter.letters import ISSUE, own_words
from consultation.newsletter.links import CONFIRM_DAYS, confirm_url, manage_url, new_address_url, unsubscribe_url
from consultation.newsletter.models import IssuePage, Subscription

CONFIRM = "newsletter.confirm"
KNOWN = "newsletter.known"
WELCOME = "newsletter.welcome"
NEW_ADDRESS = "newsletter.new_address"
MOVED = "newsletter.moved"
TRY = "newsletter.try"
WHY_ISSUE = _("You get this mail because you asked for the newsletter with this address.")
ENDED = gettext_noop("the receiver unsubscribed, or chose another address")


def still_wanted(row: Any) -> str | None:
    """Asked just before each mail goes: who unsubscribed while an issue is being sent, gets it no more."""
    key = row.dedup_key.rpartition(":")[2]
    wanted = key.isdecimal() and Subscription.objects.active().filter(pk=key, email=row.to_address).exists()
    return None if wanted else ENDED


KINDS = (
    Kind(
        ISSUE,
        _("Newsletter"),
        "newsletter/issue",
        bulk=True,
        can_wait=False,
        still_due=still_wanted,
        why=WHY_ISSUE,
        for_addresses=True,
    ),
    Kind(CONFIRM, _("Confirm that you want the newsletter"), "newsletter/confirm", transactional=True),
    Kind(KNOWN, _("Asked for the newsletter again"), "newsletter/known", transactional=True),
    Kind(WELCOME, _("Welcome to the newsletter"), "newsletter/welcome", transactional=True),
    Kind(NEW_ADDRESS, _("Confirm a new address for the newsletter"), "newsletter/new_address", transactional=True),
    Kind(MOVED, _("The newsletter goes to another address"), "newsletter/moved", transactional=True),
    Kind(
        TRY,
        _("A test of a newsletter"),
        "newsletter/try",
        transactional=True,
        why=_("You get this mail because you asked for a test of it."),
    ),
)


def register_kinds() -> None:
    """Called when the app is ready."""
    for kind in KINDS:
        register(kind)


def mail_confirm(subscription: Subscription, *, at: datetime) -> Email:
    """The link to confirm the address."""
    words = {"confirm_url": confirm_url(subscription), "confirm_days": CONFIRM_DAYS}
    return _mail(CONFIRM, subscription, words, at=at)


def mail_known(subscription: Subscription, *, at: datetime) -> Email:
    """Somebody asked for the newsletter with an address that gets it already."""
    return _mail(KNOWN, subscription, {}, at=at)


def mail_welcome(subscription: Subscription, *, at: datetime) -> Email:
    """The address is confirmed."""
    return _mail(WELCOME, subscription, {}, at=at)


def mail_new_address(subscription: Subscription, *, at: datetime) -> Email:
    """To the new address, with the link to confirm it."""
    words = {"confirm_url": new_address_url(subscription), "confirm_days": CONFIRM_DAYS}
    return _mail(NEW_ADDRESS, subscription, words, to=subscription.new_email, at=at)


def mail_moved(subscription: Subscription, *, to: str, at: datetime) -> Email:
    """To the old address: the newsletter goes elsewhere from now on."""
    return _mail(MOVED, subscription, {}, to=to, at=at)


def receiver_of(subscription: Subscription, *, issue: IssuePage, language: str) -> Receiver:
    """What an issue's mail to this subscription needs; ``language`` is that of the edition she gets."""
    return Receiver(
        address=subscription.email,
        name=subscription.name,
        language=language,
        dedup_key=f"{ISSUE}:{issue.pk}:{subscription.pk}",
        unsubscribe_at=unsubscribe_url(subscription),
        words=own_words(name=subscription.name, language=language, manage_url=manage_url(subscription)),
    )


def issue_url(issue: IssuePage) -> str:
    """The absolute address at which an issue is read in a browser."""
    return settings.BASE_URL + reverse("newsletter-issue", kwargs={"slug": issue.slug})


def _mail(kind: str, subscription: Subscription, words: dict[str, Any], *, to: str = "", at: datetime) -> Email:
    links = {
        "manage_url": manage_url(subscription),
        "unsubscribe_at": unsubscribe_url(subscription),
        "form_url": settings.BASE_URL + reverse("newsletter"),
        "archive_url": settings.BASE_URL + reverse("newsletter-archive"),
    }
    return queue_email(
        kind=kind,
        to_address=to or subscription.email,
        to_name=subscription.name,
        language=subscription.language,
        context={"name": subscription.name, **links, **words},
        dedup_key=f"{kind}:{subscription.key}:{at.isoformat()}",
        topic=subscription.topic,
        at=at,
    )
