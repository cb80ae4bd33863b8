"""Asking for the newsletter: a form that tells nothing, a mail that only the owner of the address reads, a confirmation."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.db import transaction

from consultation.delivery.actions import trust_again
from consultation.jobs.actions import nudge
from consultation.newsletter.actions.consents import record_given
from consultation.newsletter.errors import LinkGone
from consultation.newsletter.models import Subscription, SubscriptionRequest
from consultation.newsletter.notices import mail_confirm, mail_known, mail_welcome

logger = logging.getLogger(__name__)
SWEEP = "newsletter.answer"
AT_A_TIME = 200
ONE_MAIL_IN = timedelta(hours=1)
"""However often somebody types an address, its owner gets one mail in this time."""


@transaction.atomic
def ask(*, name: str, email: str, language: str, place: str, at: datetime) -> None:
    """Keeps a request for the newsletter, for the sweep to answer by mail.

    Returns nothing and looks nothing up, on purpose: the same one row is written for an address that is new, known,
    unsubscribed or suppressed, so that neither the answer nor the time that it takes tells which (guarantees G26).

    Args:
        name: how she wants to be greeted; may be empty.
        email: the address, as typed.
        language: of the page on which she asked.
        place: the address of the form.
        at: the instant, aware.
    """
    address = email.strip().lower()
    SubscriptionRequest.objects.create(name=name.strip(), email=address, language=language, place=place, asked_at=at)
    nudge(SWEEP)


def answer_requests(*, at: datetime) -> int:
    """The sweep that answers the requests that wait, and returns how many.

    Safe beside itself: a request belongs to who deletes it, and its mail is in the same transaction.
    """
    answered = 0
    for request in SubscriptionRequest.objects.order_by("pk")[:AT_A_TIME]:
        try:
            answered += _answer(request, at=at)
        except Exception:  # one that cannot be answered must not hold up those behind it
            logger.exception("request %s for the newsletter could not be answered", request.pk)
    return answered


@transaction.atomic
def _answer(request: SubscriptionRequest, *, at: datetime) -> int:
    if not SubscriptionRequest.objects.filter(pk=request.pk).delete()[0]:
        return 0
    subscription, _is_new = Subscription.objects.select_for_update().get_or_create(
        email=request.email, defaults={"asked_at": request.asked_at, "place": request.place}
    )
    if subscription.answered_at is not None and at - subscription.answered_at < ONE_MAIL_IN:
        return 1
    subscription.answered_at = at
    if subscription.is_active:
        subscription.save(update_fields=["answered_at"])
        mail_known(subscription, at=at)
        return 1
    subscription.name, subscription.language, subscription.place = request.name, request.language, request.place
    subscription.asked_at, subscription.ended_at = request.asked_at, None
    subscription.state = Subscription.State.UNCONFIRMED
    subscription.save()
    mail_confirm(subscription, at=at)
    return 1


@transaction.atomic
def confirm(*, subscription: Subscription, at: datetime) -> None:
    """The address is hers, and she wants the newsletter; a second time changes nothing.

    The proof is written, mails go to the address again if they had come back, and the welcome goes.

    Raises:
        LinkGone: she unsubscribed, or was forgotten, after the mail with this link.
    """
    subscription = _locked(subscription)
    if subscription.is_active:
        return
    subscription.state, subscription.confirmed_at = Subscription.State.ACTIVE, at
    subscription.save(update_fields=["state", "confirmed_at"])
    record_given(subscription=subscription, place=subscription.place, asked_at=subscription.asked_at, at=at)
    trust_again(address=subscription.email, at=at)
    mail_welcome(subscription, at=at)


def _locked(subscription: Subscription) -> Subscription:
    row = Subscription.objects.select_for_update().filter(pk=subscription.pk).first()
    if row is None or row.state == Subscription.State.ENDED:
        raise LinkGone
    return row
