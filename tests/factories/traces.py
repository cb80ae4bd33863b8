"""Somebody who left a trace in every place, and the search for what is left of her: tables, sessions, files."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth.models import Group
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.db import IntegrityError, connection, models, transaction
from django.test import Client
from PIL import Image as PictureFile
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry, PageLogEntry
from wagtail.users.models import UserProfile

from consultation.comments.actions import redact_comment, share_draft, undo_redaction
from consultation.comments.models import AttendeeAnswer, Comment, CommentText, Entry, Gathering, Message
from consultation.comments.word.uploads import keep_word_file
from consultation.conference.models import Conference
from consultation.delivery.actions import suppress_address
from consultation.delivery.fingerprints import fingerprint
from consultation.delivery.models import DeliveryEvent, Email, Preference, SlowDomain
from consultation.jobs.models import Job
from consultation.people import actions, registry
from consultation.people.models import EDITORS, SOUNDING_BOARD, Application, User
from consultation.rounds.models import WindowChange
from consultation.tryouts.models import StepAnswer
from tests.factories.comments import make_draft
from tests.factories.conferences import register
from tests.factories.filled_site import FilledSite
from tests.factories.newsletter import make_subscriber

ROWS = 60
SECOND = "A.Verschuren@thuis.example"
BROWSER = "Firefox van Anna"
DRAFT = "Dit concept is van haar alleen"
REDACTED = "haar buurjongen Sem"
NOTE = "Gebeld door haar man"
WORD_AUTHOR = b"Verschuren, A."


def leave_traces(site: FilledSite, *, at: datetime) -> User:
    """anna with something in every place of the registry; what others wrote and were told names her as well."""
    anna, cas = User.objects.get(pk=site.people["anna"].pk), site.people["cas"]
    cache.clear()
    _sign_in(anna)
    EmailAddress.objects.create(user=anna, email=SECOND, verified=True)
    fields = {"organisation_name": "Gemeente Waterlo", "function": "leerplichtambtenaar", "terms_version": "2026-11"}
    Application.objects.create(**fields, name=anna.name, email=SECOND.lower(), applied_at=at, state="approved")
    make_subscriber(anna.email, name=anna.name, at=at)
    register(Conference.objects.get(), anna.name, email=SECOND, at=at)
    actions.invite(email=SECOND, name=anna.name, group=Group.objects.get(name=EDITORS), by=cas, at=at)
    actions.record_consent(user=anna, purpose="membership", text_version="2026-11", place="/x/", at=at)
    actions.change_person(user=anna, changes={"function": "boa"}, by=cas, at=at)
    actions.leave_group(user=anna, group=SOUNDING_BOARD, by=anna, at=at)
    actions.add_to_group(user=anna, group=SOUNDING_BOARD, by=cas, at=at)
    suppress_address(address=SECOND.lower(), reason=f"550 5.1.1 {SECOND}", by=cas, at=at)
    mail = Email.objects.filter(user=anna).latest("pk")
    seen = {"kind": "delivered", "email": mail, "happened_at": at, "received_at": at}
    heard = Email.objects.filter(pk=mail.pk).values_list("to_address", flat=True)[0]
    DeliveryEvent.objects.create(event_id="x-1", fingerprint=fingerprint(heard), words=f"250 {anna.email}", **seen)
    Preference.objects.update_or_create(user=anna, kind="rounds.closed", defaults={"pace": "weekly"})
    _remarks(site, anna, at=at)
    keep_word_file(ContentFile(b"PK" + WORD_AUTHOR, name="0.3.docx"), user=anna, version=site.version, at=at)
    _files(at=at)
    UserProfile.objects.create(user=anna, avatar=ContentFile(anna.email.encode(), name="portret.png"))
    copy = Job.objects.create(
        kind=actions.COPY_JOB, dedup_key="copy:x", requested_by=anna, state="done", queued_at=at, next_try_at=at, finished_at=at
    )
    copy.result_file.save("gegevens.zip", ContentFile(anna.email.encode()))
    log(site.version, "klankbord.publishing.publish", user=anna, data={"label": "0.3"})
    name_her_everywhere(anna)
    return anna


def _remarks(site: FilledSite, anna: User, *, at: datetime) -> None:
    """A draft that she shared and one that she did not, words blacked out, a remark that an editor entered for her."""
    cas = site.people["cas"]
    posted = Comment.objects.filter(submitter__user=anna, posted_at__isnull=False, parent=None).latest("pk")
    Comment.objects.filter(pk=posted.pk).update(body=f"{posted.body} Dit zegt {REDACTED}.")
    redact_comment(comment=Comment.objects.get(pk=posted.pk), words=[REDACTED], reason="Herkenbaar.", by=cas, at=at)
    other = Comment.objects.filter(version=site.version, posted_at__isnull=False).exclude(submitter__user=anna).latest("pk")
    redact_comment(comment=other, words=[other.body.split()[-1].strip(".")], reason="Herkenbaar.", by=cas, at=at)
    wrong = redact_comment(comment=other, words=[other.body.split()[0]], reason="Herkenbaar.", by=cas, at=at)
    undo_redaction(redaction=wrong, reason="Toch niet.", by=cas, at=at)
    make_draft(anna, site.section, DRAFT, at=at)
    StepAnswer.objects.filter(walk__user=anna, walk__finished_at=None).update(motivation=DRAFT)
    shared = make_draft(anna, site.section, f"{DRAFT}, en gedeeld", at=at)
    if Gathering.objects.filter(round=site.version.round, organisation=anna.organisation).exists():
        share_draft(user=anna, draft=shared, at=at)
    Entry.objects.create(comment=posted, medium="telefoon", received_on=at.date(), note=NOTE, entered_by=cas)
    Entry.objects.create(comment=other, medium="mail", received_on=at.date(), note="Per mail.", entered_by=cas)
    CommentText.objects.create(comment=other, body="Zo stond het er eerst.", until=at)
    moved = {"closed_before": at, "closes_after": at, "changed_at": at, "reason": "Er kwamen verzoeken."}
    WindowChange.objects.create(round=site.version.round, **moved)
    AttendeeAnswer.objects.create(comment=other, question="Werkt dit bij u?", section=site.section)
    SlowDomain.objects.create(domain="waterlo.example", until=at, reason="421 4.7.0")
    Message.objects.create(round=site.version.round, author=anna, subject="Nog even", body="Wilt u lezen?", count=1, sent_at=at)


def _files(*, at: datetime) -> None:
    """A file and an image of the editors: their titles can name somebody."""
    get_document_model().objects.create(title="Verslag", file=ContentFile(b"Het verslag.", name="verslag.txt"))
    picture = BytesIO()
    PictureFile.new("RGB", (8, 8)).save(picture, "png")
    file = ContentFile(picture.getvalue(), name="foto.png")
    get_image_model().objects.create(title="Foto", description="Bij de bijeenkomst", file=file)


def _sign_in(user: User) -> None:
    """A session of hers, and one of somebody who asked for a code with her address and did not come back."""
    browser = Client(HTTP_USER_AGENT=BROWSER)
    for one in (browser, Client()):
        one.post("/account/login/code/", {"email": user.email})
    mails = Email.objects.filter(to_address=user.email, kind="people.sign_in_code").order_by("pk")
    code = re.search(r"\b([A-Z0-9]+-[A-Z0-9]+)\b", mails[mails.count() - 2].subject)
    assert code
    browser.post("/account/login/code/confirm/", {"code": code[1]})
    assert UserSession.objects.filter(user=user).exists()


def name_her_everywhere(user: User) -> list[tuple[str, str]]:
    """Writes her name and address into one row of every registered text; returns the texts that have no row at all."""
    missing = []
    for model, name in registry.texts():
        if not plant(model, name, f"Vraag het {user.name} of {user.email}."):
            missing.append((model._meta.label, name))
    return missing


def plant(model: type[models.Model], name: str, words: str) -> bool:
    """Puts words into the text of rows that may have them there, others' among them; returns whether any row took them."""
    field, planted, rows = model._meta.get_field(name), False, model._base_manager.order_by("pk")
    for row in [*rows.exclude(**{name: ""})[:ROWS], *rows[:ROWS]]:  # some texts only go with others in their row
        value: Any = getattr(row, name)
        if isinstance(field, models.JSONField):
            value = {**value, "toelichting": [words]} if isinstance(value, dict) else words
        else:
            most = getattr(field, "max_length", None)
            value = f"{words} {value}"[:most]
        with contextlib.suppress(IntegrityError), transaction.atomic():
            model._base_manager.filter(pk=row.pk).update(**{name: value})
            planted = True
    return planted


def tables_with(*words: str, among: Sequence[str] = ()) -> set[str]:
    """Every table of the database, those of libraries too, in which a row has one of these words in any column."""
    found, wanted = set(), [word.casefold() for word in words]
    with connection.cursor() as cursor:
        for table in among or connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            texts = (str(row).casefold() for row in cursor.fetchall())
            if any(word in text for text in texts for word in wanted):
                found.add(table)
    return found


def left_of(user: User, *, words: tuple[str, ...]) -> set[str]:
    """Where something of her is left: tables with one of the words or with her number, sessions, files."""
    found = tables_with(*words)
    for session in Session.objects.all():
        data = session.get_decoded()
        if data.get("_auth_user_id") == str(user.pk) or any(word.casefold() in str(data).casefold() for word in words):
            found.add("a session")
    for model in (ModelLogEntry, PageLogEntry):
        if model.objects.filter(user=user.pk).exists():
            found.add(model._meta.db_table)
    for path in Path(settings.MEDIA_ROOT).rglob("*"):
        if path.is_file() and any(word.encode() in path.read_bytes() for word in words):
            found.add(f"a file in {path.parent.name}")
    return found
