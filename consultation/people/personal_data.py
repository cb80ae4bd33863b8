"""The places of personal data in this slice, and in the libraries and lower floors that do not know the registry."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.models import ModelLogEntry, PageLogEntry
from wagtail.users.models import UserProfile

from consultation.delivery import actions as delivery
from consultation.jobs import actions as jobs
from consultation.jobs.models import Job
from consultation.people.models import Application, Consent, Invitation, Subject, User
from consultation.people.registry import (
    Person,
    PersonalData,
    Row,
    addresses_of,
    excuse,
    has_address,
    nothing,
    register,
    rows_of,
)
from consultation.people.texts import register_named
from consultation.people.trail import forget_labels

GOES_WITH_ACCOUNT = "deleted together with the account, by the database"
EMPTIED_WITH_ACCOUNT = "a link that the database empties when the account goes"
NO_PERSON = "names a thing, not a person"


def register_places() -> None:
    """Called when the app is ready. The account comes last, since the others look people up by it."""
    for place in (
        PersonalData(
            "delivery.Notice",
            ("user",),
            _("Messages in your inbox. Erasing deletes them."),
            lambda person: _told(person, "notices"),
            _erase_delivery,
        ),
        PersonalData(
            "delivery.Email",
            ("user", "to_address", "to_name", "reply_to"),
            _("Mails that we sent you. Erasing empties them; only the counts stay."),
            lambda person: _told(person, "emails"),
            nothing,
        ),
        PersonalData(
            "delivery.Preference",
            ("user",),
            _("Which mails you want. Erasing deletes this."),
            lambda person: _told(person, "preferences"),
            nothing,
        ),
        PersonalData(
            "delivery.Rhythm",
            ("user",),
            _("When your digests come and how many mails a day you want. Erasing deletes this."),
            lambda person: _told(person, "rhythm"),
            nothing,
        ),
        PersonalData(
            "delivery.DeliveryEvent",
            ("fingerprint",),
            _("What mail servers told about mails to you. Erasing deletes their words; a number stays that leads nowhere."),
            lambda person: _told(person, "events"),
            nothing,
        ),
        PersonalData(
            "delivery.Suppression",
            ("address",),
            _("That mails to your address could not be delivered. Erasing keeps a number that does not lead back to it."),
            lambda person: _told(person, "suppressions"),
            nothing,
        ),
        PersonalData(
            Application,
            ("name", "email", "motivation", "decided_by"),
            _("Your application for the sounding board. Erasing deletes it."),
            lambda person: rows_of(_applications(person), *_APPLICATION),
            _delete_applications,
        ),
        PersonalData(
            Invitation,
            ("email", "name", "invited_by"),
            _("Invitations that you got. Erasing deletes them."),
            lambda person: rows_of(_invitations(person), "email", "name", "group__name", "invited_at", "accepted_at"),
            _delete_invitations,
        ),
        PersonalData(
            Consent,
            ("subject",),
            _("What you agreed to, and when. Erasing keeps the proof under a number that no longer leads to you."),
            lambda person: rows_of(
                Consent.objects.filter(subject__user=person.user, subject__user__isnull=False),
                "purpose",
                "text_version",
                "privacy_version",
                "given_at",
                "withdrawn",
                "place",
            ),
            nothing,
        ),
        PersonalData(
            "wagtailcore.ModelLogEntry",
            ("user", "label"),
            _("The audit trail of people, rounds and versions. Erasing keeps it under a number that no longer leads to you."),
            lambda person: _log_rows(ModelLogEntry, person),
            _erase_trail,
        ),
        PersonalData(
            "wagtailcore.PageLogEntry",
            ("user", "label"),
            _("The history of pages that you worked on. Erasing keeps it under a number that no longer leads to you."),
            lambda person: _log_rows(PageLogEntry, person),
            nothing,
        ),
        PersonalData(
            EmailAddress,
            ("user", "email"),
            _("Addresses with which you sign in. Erasing deletes them."),
            lambda person: rows_of(EmailAddress.objects.filter(_mine(person)), "email", "verified", "primary"),
            nothing,
        ),
        PersonalData(
            Authenticator,
            ("user",),
            _("Passkeys, authenticator app and recovery codes. The secrets are not handed out. Erasing deletes them."),
            lambda person: rows_of(Authenticator.objects.filter(_mine(person)), "type", "created_at", "last_used_at"),
            nothing,
        ),
        PersonalData(
            SocialAccount,
            ("user",),
            _("Signing in through your organisation. Erasing deletes the link."),
            lambda person: rows_of(SocialAccount.objects.filter(_mine(person)), "provider", "uid", "date_joined", "extra_data"),
            nothing,
        ),
        PersonalData(
            UserSession,
            ("user", "ip", "user_agent"),
            _("Where you are signed in. Erasing ends every session."),
            lambda person: rows_of(UserSession.objects.filter(_mine(person)), "ip", "user_agent", "created_at", "last_seen_at"),
            _end_sessions,
        ),
        PersonalData(
            "wagtailusers.UserProfile",
            ("user",),
            _("How you set up the admin, with your portrait. Erasing deletes it."),
            lambda person: rows_of(
                UserProfile.objects.filter(_mine(person)), "preferred_language", "current_time_zone", "avatar"
            ),
            _delete_portrait,
        ),
        PersonalData(
            "jobs.Job",
            ("requested_by",),
            _("Work in the background that you asked for, such as a copy of your data. Erasing deletes such copies."),
            lambda person: rows_of(
                Job.objects.filter(_mine(person, "requested_by")), "kind", "state", "queued_at", "finished_at"
            ),
            _delete_copies,
        ),
        PersonalData(
            User,
            ("email", "name", "function", "region"),
            _("Your account. Erasing deletes it; remarks stay under a number."),
            lambda person: rows_of(User.objects.filter(pk=person.user.pk), *_ACCOUNT) if person.user else [],
            _delete_account,
        ),
    ):
        register(place)
    _excuse_links()
    register_named()


def _excuse_links() -> None:
    excuse(Subject, "user", why=EMPTIED_WITH_ACCOUNT)
    excuse("people.IdleWarning", "user", why=GOES_WITH_ACCOUNT)
    excuse("people.Organisation", "name", why=NO_PERSON)
    excuse("delivery.Cursor", "user", why=GOES_WITH_ACCOUNT)
    excuse("delivery.SchoolHoliday", "name", why=NO_PERSON)
    excuse("jobs.Heartbeat", "name", why=NO_PERSON)
    excuse("handbook.StoredFile", "name", why=NO_PERSON)
    excuse("handbook.Version", "label", why=NO_PERSON)
    excuse("account.EmailConfirmation", "email_address", why=GOES_WITH_ACCOUNT)
    excuse("socialaccount.SocialToken", "account", why=GOES_WITH_ACCOUNT)
    for model, fields in _LINKS_OF_WAGTAIL.items():
        for field, why in fields.items():
            excuse(model, field, why=why)


_LINKS_OF_WAGTAIL: dict[str, dict[str, str]] = {
    "wagtailcore.Page": {"owner": EMPTIED_WITH_ACCOUNT, "locked_by": EMPTIED_WITH_ACCOUNT},
    "wagtailcore.Revision": {"user": EMPTIED_WITH_ACCOUNT},
    "wagtailcore.WorkflowState": {"requested_by": EMPTIED_WITH_ACCOUNT},
    "wagtailcore.TaskState": {"finished_by": EMPTIED_WITH_ACCOUNT},
    "wagtailcore.PageSubscription": {"user": GOES_WITH_ACCOUNT},
    "wagtailcore.Comment": {"user": GOES_WITH_ACCOUNT, "resolved_by": EMPTIED_WITH_ACCOUNT},
    "wagtailcore.CommentReply": {"user": GOES_WITH_ACCOUNT},
    "wagtailcore.UploadedFile": {"uploaded_by_user": EMPTIED_WITH_ACCOUNT},
    "wagtailimages.Image": {"uploaded_by_user": EMPTIED_WITH_ACCOUNT},
    "wagtaildocs.Document": {"uploaded_by_user": EMPTIED_WITH_ACCOUNT},
    "wagtailadmin.EditingSession": {"user": GOES_WITH_ACCOUNT},
    "wagtailadmin.FormState": {"user": GOES_WITH_ACCOUNT},
    "wagtailcore.APIToken": {"user": GOES_WITH_ACCOUNT, "name": NO_PERSON},
    "wagtailcore.Collection": {"name": NO_PERSON},
    "wagtailcore.Workflow": {"name": NO_PERSON},
    "wagtailcore.Task": {"name": NO_PERSON},
    "socialaccount.SocialApp": {"name": NO_PERSON},
}

_ACCOUNT = (
    "email",
    "name",
    "organisation__name",
    "function",
    "region",
    "is_coordinator",
    "language",
    "joined_at",
    "last_login",
    "house_rules_accepted_at",
)
_APPLICATION = (
    "name",
    "email",
    "organisation_name",
    "function",
    "region",
    "motivation",
    "terms_version",
    "state",
    "applied_at",
    "decided_at",
    "decision_text",
)


def _mine(person: Person, field: str = "user") -> Q:
    return Q(**{field: person.user}) if person.user else Q(pk=None)


def _applications(person: Person) -> Any:
    return Application.objects.filter(has_address(person, "email"))


def _invitations(person: Person) -> Any:
    return Invitation.objects.filter(has_address(person, "email"))


def _delete_applications(person: Person, *, at: datetime) -> int:
    forget_labels(Application, _applications(person).values_list("pk", flat=True))
    return _applications(person).delete()[0]


def _delete_invitations(person: Person, *, at: datetime) -> int:
    forget_labels(Invitation, _invitations(person).values_list("pk", flat=True))
    return _invitations(person).delete()[0]


def _told(person: Person, what: str) -> list[Row]:
    return delivery.export_of(what=what, user=person.user, addresses=addresses_of(person))


def _erase_delivery(person: Person, *, at: datetime) -> int:
    return delivery.erase_of(user=person.user, addresses=addresses_of(person), at=at)


def _log_rows(model: Any, person: Person) -> list[Row]:
    if person.user is None:
        return []
    return rows_of(model.objects.filter(user=person.user), "action", "label", "timestamp")


def _erase_trail(person: Person, *, at: datetime) -> int:
    """What the person did stays in the trail under her subject number; what was done about her loses her name."""
    if person.user is None:
        return 0
    number = Subject.objects.filter(user=person.user).values_list("number", flat=True).first()
    touched = forget_labels(User, [person.user.pk])
    for model in (ModelLogEntry, PageLogEntry):
        entries = list(model.objects.filter(user=person.user))
        for entry in entries:
            entry.user = None
            entry.data = {**(entry.data or {}), **({"subject": str(number)} if number else {})}
        model.objects.bulk_update(entries, ["user", "data"], batch_size=500)
        touched += len(entries)
    return touched


def _end_sessions(person: Person, *, at: datetime) -> int:
    """Ends her sessions, and forgets those in which her address stands: a code asked for, a text kept until she signs in."""
    own = list(UserSession.objects.filter(_mine(person)))
    for session in own:
        session.end()
    named = [session.pk for session in Session.objects.iterator() if _is_about(session, person)]
    Session.objects.filter(pk__in=named).delete()
    return len(own) + len(named)


def _is_about(session: Session, person: Person) -> bool:
    data = session.get_decoded()
    if person.user is not None and data.get(SESSION_KEY) == str(person.user.pk):
        return True
    words = str(data).casefold()
    return any(address in words for address in addresses_of(person))


def _delete_portrait(person: Person, *, at: datetime) -> int:
    """The row goes with the account, the file does not."""
    portraits = [profile.avatar for profile in UserProfile.objects.filter(_mine(person)) if profile.avatar]
    for portrait in portraits:
        transaction.on_commit(partial(portrait.storage.delete, portrait.name))
    return len(portraits)


def _delete_copies(person: Person, *, at: datetime) -> int:
    return jobs.forget_private(requested_by=person.user) if person.user else 0


def _delete_account(person: Person, *, at: datetime) -> int:
    return person.user.delete()[0] if person.user else 0
