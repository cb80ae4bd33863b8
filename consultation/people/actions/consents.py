"""Consent: what somebody agreed to, as rows that are only added (AVG art. 7(1): the controller must be able to show it)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from consultation.people.actions.statement import keep_statement
from consultation.people.models import Consent, Subject, User


def subject_of(user: User) -> Subject:
    """The random number that stands for this person in consent and audit rows."""
    subject, _created = Subject.objects.get_or_create(user=user)
    return subject


@transaction.atomic
def record_consent(*, user: User, purpose: str, text_version: str, place: str, at: datetime) -> Consent:
    """Keeps that a person agreed: to what, in which version of the text, under which privacy statement, on which form, when."""
    return Consent.objects.create(
        subject=subject_of(user),
        purpose=purpose,
        text_version=text_version,
        privacy_version=keep_statement(at=at),
        given_at=at,
        place=place,
    )


@transaction.atomic
def withdraw_consent(*, user: User, purpose: str, place: str, at: datetime) -> Consent | None:
    """Adds the withdrawal of the last consent for a purpose; None when there is none that stands."""
    last = Consent.objects.filter(subject__user=user, purpose=purpose).order_by("-id").first()
    if last is None or last.withdrawn:
        return None
    return Consent.objects.create(
        subject=last.subject,
        purpose=purpose,
        text_version=last.text_version,
        privacy_version=last.privacy_version,
        given_at=at,
        withdrawn=True,
        place=place,
    )
