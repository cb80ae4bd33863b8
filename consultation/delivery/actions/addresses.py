"""Which addresses get nothing but answers to themselves: they bounce, or their owner complained (guarantees G11)."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_noop
from wagtail.log_actions import log

from consultation.delivery.events import CAME_BACK, Heard
from consultation.delivery.fingerprints import fingerprint
from consultation.delivery.models import DeliveryEvent, Email, Suppression

WHY = {
    Suppression.Cause.BOUNCE: gettext_noop("an earlier mail came back: the address does not exist"),
    Suppression.Cause.SOFT: gettext_noop("three mails to this address came back in two weeks"),
    Suppression.Cause.COMPLAINT: gettext_noop("the receiver called an earlier mail spam"),
    Suppression.Cause.EDITOR: gettext_noop("an editor asked for no more mails to this address"),
}
"""What stands on a mail that did not go because of its address."""
MOST_SOFT = 3
SOFT_WITHIN = timedelta(days=14)


@transaction.atomic
def record_event(
    *, event_id: str, heard: Heard, address: str, email: Email | None, words: str = "", happened_at: datetime, at: datetime
) -> bool:
    """Writes down what the mail provider told, once, and draws its conclusions; returns whether it was new.

    Events come late, twice and in any order. So nothing that is told ever frees an address: only its owner or an
    editor does. What happened before she confirmed it no longer counts. A mail of which nobody knew whether it went
    is decided by the first thing that is told about it.

    Args:
        event_id: the provider's number of this event, at most 200 characters.
        heard: what happened.
        address: of the receiver.
        email: the mail that it is about, if it is one of ours.
        words: what the receiving server said.
        happened_at: by the provider's clock; ``at`` is when we heard, both aware.
    """
    mark = fingerprint(address)
    if email is not None and not email.to_address:  # its receiver was erased: the fingerprint alone may stay
        address = words = ""
    known = {"kind": heard, "email": email, "fingerprint": mark, "words": words[:300], "happened_at": happened_at}
    _event, is_new = DeliveryEvent.objects.get_or_create(event_id=event_id, defaults={**known, "received_at": at})
    if not is_new:
        return False
    if email is not None:
        _decide_uncertain(email, heard, words=words)
    cause = _cause(mark, heard, happened_at=happened_at)
    if cause is not None:
        row = {"address": address, "cause": cause, "words": words[:300], "since": at}
        Suppression.objects.get_or_create(fingerprint=mark, defaults=row)
    return True


@transaction.atomic
def note_no_mailbox(*, address: str, words: str, at: datetime) -> None:
    """The receiving server itself said, while we were sending, that there is no such mailbox: nothing goes there any more."""
    row = {"address": address, "cause": Suppression.Cause.BOUNCE, "words": words[:300], "since": at}
    Suppression.objects.get_or_create(fingerprint=fingerprint(address), defaults=row)


@transaction.atomic
def trust_again(*, address: str, at: datetime) -> bool:
    """The owner confirmed ``address``: mails go there again. Returns whether it had been suppressed.

    What happened before this and is told later no longer counts either.
    """
    mark = fingerprint(address)
    _forget_before(mark, at=at)
    count, _models = Suppression.objects.filter(fingerprint=mark).delete()
    return bool(count)


@transaction.atomic
def suppress_address(*, address: str, reason: str, by: Any, at: datetime) -> Suppression:
    """An editor puts an address on the list, for a bounce that came to a mailbox; a second time changes nothing."""
    row = {"address": address, "cause": Suppression.Cause.EDITOR, "words": reason[:300], "since": at}
    suppression, is_new = Suppression.objects.get_or_create(fingerprint=fingerprint(address), defaults=row)
    if is_new:
        _log(suppression, "suppress", by=by, reason=reason)
    return suppression


@transaction.atomic
def lift_suppression(*, suppression: Suppression, reason: str, by: Any, at: datetime) -> None:
    """An editor takes an address off the list; as with a confirmation, what was told before no longer counts."""
    _log(suppression, "lift", by=by, reason=reason)
    _forget_before(suppression.fingerprint, at=at)
    suppression.delete()


def _forget_before(mark: str, *, at: datetime) -> None:
    event_id = f"confirmed:{uuid.uuid4().hex}"
    DeliveryEvent.objects.create(event_id=event_id, kind=Heard.CONFIRMED, fingerprint=mark, happened_at=at, received_at=at)


def _decide_uncertain(email: Email, heard: Heard, *, words: str) -> None:
    uncertain = Email.objects.filter(pk=email.pk, state=Email.State.UNCERTAIN)
    if heard == Heard.DELIVERED:
        uncertain.update(state=Email.State.SENT, reason="", sent_at=email.begun_at or email.created_at)
    elif heard in CAME_BACK:
        uncertain.update(state=Email.State.FAILED, reason=words[:300] or str(heard))


def _cause(mark: str, heard: Heard, *, happened_at: datetime) -> str | None:
    told = DeliveryEvent.objects.filter(fingerprint=mark)
    if told.filter(kind=Heard.CONFIRMED, happened_at__gte=happened_at).exists():
        return None
    if heard == Heard.HARD:
        return str(Suppression.Cause.BOUNCE)
    if heard == Heard.COMPLAINT:
        return str(Suppression.Cause.COMPLAINT)
    return str(Suppression.Cause.SOFT) if heard == Heard.SOFT and _bounces_often(mark, happened_at) else None


def _bounces_often(mark: str, happened_at: datetime) -> bool:
    """Whether three different mails came back in any two weeks around this one, for a late event may be the middle one."""
    told = DeliveryEvent.objects.filter(fingerprint=mark)
    confirmed = told.filter(kind=Heard.CONFIRMED).values_list("happened_at", flat=True).order_by("-happened_at").first()
    since = max(happened_at - SOFT_WITHIN, confirmed) if confirmed else happened_at - SOFT_WITHIN
    near = told.filter(kind=Heard.SOFT, happened_at__gt=since, happened_at__lt=happened_at + SOFT_WITHIN)
    first_of_each: dict[Any, datetime] = {}
    for mail, event_id, when in near.order_by("happened_at").values_list("email_id", "event_id", "happened_at"):
        first_of_each.setdefault(mail or event_id, when)
    instants = sorted(first_of_each.values())
    return any(last - first <= SOFT_WITHIN for first, last in zip(instants, instants[MOST_SOFT - 1 :], strict=False))


def _log(suppression: Suppression, verb: str, *, by: Any, reason: str) -> None:
    """The trail names the fingerprint and not the address: it outlives the person."""
    log(
        suppression,
        f"klankbord.delivery.{verb}",
        user=by,
        title=suppression.fingerprint[:12],
        data={"reason": reason, "cause": suppression.cause},
    )
