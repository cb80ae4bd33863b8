"""Applying for the sounding board: asked, confirmed by mail, decided by an editor, told."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from wagtail.log_actions import log

from consultation.delivery.actions import queue_email, tell
from consultation.people import notices
from consultation.people.actions.accounts import add_to_group, create_person
from consultation.people.actions.consents import record_consent
from consultation.people.errors import AlreadyDecided, NotConfirmed
from consultation.people.models import EDITORS, MEMBERSHIP, SOUNDING_BOARD, Application, Organisation, User

ANSWER_DAYS = 14
"""By when an applicant hears, told in the receipt."""
CONFIRM_DAYS = 7
"""How long an address may stay unconfirmed; after that the application is forgotten (guarantees G23)."""
TELL_EDITORS_FROM_HOUR = 8
PLACE = "/klankbordgroep/aanmelden/"
_SALT = "consultation.people.application"
_State = Application.State


@transaction.atomic
def apply(
    *,
    name: str,
    email: str,
    organisation_name: str,
    function: str,
    region: str,
    motivation: str,
    language: str,
    terms_version: str,
    at: datetime,
) -> None:
    """Takes an application and mails a link to confirm the address.

    Returns nothing, on purpose: the page answers alike whether the address is new, has applied before or has an
    account, and only its owner learns which, by mail (guarantees G26). A second application from an unconfirmed
    address replaces the first.
    """
    address = email.strip().lower()
    known = EmailAddress.objects.filter(email=address).exists()
    if known or Application.objects.filter(email=address, state=_State.OPEN).exists():
        _mail(notices.APPLICATION_KNOWN, address, name, language, {"has_account": known}, at=at)
        return
    application, _created = Application.objects.update_or_create(
        email=address,
        state=_State.UNCONFIRMED,
        defaults={
            "name": name,
            "organisation_name": organisation_name,
            "function": function,
            "region": region,
            "motivation": motivation,
            "language": language,
            "terms_version": terms_version,
            "applied_at": at,
        },
    )
    confirm_url = settings.BASE_URL + reverse("confirm-application", args=[confirmation_token(application)])
    _mail(
        notices.CONFIRM_APPLICATION,
        address,
        name,
        language,
        {"confirm_url": confirm_url, "confirm_days": CONFIRM_DAYS},
        at=at,
    )


def confirmation_token(application: Application) -> str:
    """What the mailed link carries: signed, good for CONFIRM_DAYS and for this very application.

    It names the application by number and instant, not by address: links end up in the logs of proxies.
    """
    return signing.dumps([application.pk, _instant(application)], salt=_SALT)


def application_of(token: str) -> Application | None:
    """The application of a mailed link, in whatever state; None when the link is forged, too old or its application gone."""
    try:
        pk, instant = signing.loads(token, salt=_SALT, max_age=timedelta(days=CONFIRM_DAYS))
    except signing.BadSignature:
        return None
    application = Application.objects.filter(pk=pk).first()
    return application if application is not None and _instant(application) == instant else None


@transaction.atomic
def confirm_application(*, application: Application, at: datetime) -> None:
    """The applicant's address is hers: the application now waits for an editor, and a receipt says by when she hears."""
    application = _locked(application)
    if application.state != _State.UNCONFIRMED:
        return
    application.state = _State.OPEN
    application.confirmed_at = at
    application.save(update_fields=["state", "confirmed_at"])
    _mail(
        notices.APPLICATION_RECEIVED,
        application.email,
        application.name,
        application.language,
        {"answer_before": timezone.localdate(at) + timedelta(days=ANSWER_DAYS)},
        at=at,
    )


@transaction.atomic
def approve_application(*, application: Application, text: str, landing_url: str, by: User, at: datetime) -> User:
    """Makes the applicant a member and mails the welcome with the editor's text and one link, ``landing_url``.

    An account that meanwhile exists for the address joins the group. Raises NotConfirmed or AlreadyDecided.
    """
    application = _decide(application, _State.APPROVED, text=text, by=by, at=at)
    owner = EmailAddress.objects.filter(email=application.email).select_related("user").first()
    if owner is None:
        user = create_person(
            email=application.email,
            name=application.name,
            organisation=organisation_named(application.organisation_name),
            function=application.function,
            region=application.region,
            groups=[SOUNDING_BOARD],
            language=application.language,
            by=by,
            at=at,
        )
    else:
        user = owner.user
        add_to_group(user=user, group=SOUNDING_BOARD, by=by, at=at)
    record_consent(
        user=user,
        purpose=MEMBERSHIP,
        text_version=application.terms_version,
        place=PLACE,
        at=application.confirmed_at or at,
    )
    log(application, "klankbord.people.approve", user=by)
    _mail(
        notices.APPLICATION_APPROVED,
        application.email,
        application.name,
        application.language,
        {"text": text, "landing_url": landing_url},
        at=at,
        user=user,
    )
    return user


@transaction.atomic
def refuse_application(*, application: Application, text: str, by: User, at: datetime) -> None:
    """Refuses with the editor's text, by mail. Raises NotConfirmed or AlreadyDecided."""
    application = _decide(application, _State.REFUSED, text=text, by=by, at=at)
    log(application, "klankbord.people.refuse", user=by)
    _mail(notices.APPLICATION_REFUSED, application.email, application.name, application.language, {"text": text}, at=at)


def organisation_named(name: str) -> Organisation | None:
    """The organisation of this name, whatever its capitals; a new one where there is none, None for an empty name."""
    name = " ".join(name.split())
    if not name:
        return None
    return Organisation.objects.filter(name__iexact=name).first() or Organisation.objects.create(name=name)


def remind_editors(*, at: datetime) -> int:
    """The sweep that tells editors once a day, from eight in the morning, how many applications wait for them."""
    local = timezone.localtime(at)
    waiting = Application.objects.filter(state=_State.OPEN).count()
    if not waiting or local.hour < TELL_EDITORS_FROM_HOUR:
        return 0
    url = reverse("applications:index")
    return tell(
        kind=notices.APPLICATIONS_WAIT,
        users=User.objects.filter(groups__name=EDITORS, is_active=True),
        topic=f"applications:{local:%Y-%m-%d}",
        title=notices.applications_wait_title(waiting),
        url=url,
        context_for=lambda user: {"waiting": waiting},
        at=at,
    )


def forget_unconfirmed(*, at: datetime) -> int:
    """Forgets applications whose address nobody confirmed within CONFIRM_DAYS."""
    stale = Application.objects.filter(state=_State.UNCONFIRMED, applied_at__lt=at - timedelta(days=CONFIRM_DAYS))
    return stale.delete()[0]


def _instant(application: Application) -> int:
    return int(application.applied_at.timestamp())


def _locked(application: Application) -> Application:
    return Application.objects.select_for_update().get(pk=application.pk)


def _decide(application: Application, state: str, *, text: str, by: User, at: datetime) -> Application:
    application = _locked(application)
    if application.state == _State.UNCONFIRMED:
        raise NotConfirmed
    if application.state != _State.OPEN:
        raise AlreadyDecided
    application.state = state
    application.decided_at = at
    application.decided_by = by
    application.decision_text = text
    application.save(update_fields=["state", "decided_at", "decided_by", "decision_text"])
    return application


def _mail(
    kind: str, address: str, name: str, language: str, context: dict[str, object], *, at: datetime, user: User | None = None
) -> None:
    queue_email(
        kind=kind,
        to_address=address,
        to_name=name,
        language=language,
        context={"name": name, "login_url": settings.BASE_URL + reverse("account_login"), **context},
        dedup_key=f"{kind}:{secrets.token_hex(16)}",
        topic=f"application:{address}" if user is None else f"account:{user.pk}",
        user=user,
        at=at,
    )
