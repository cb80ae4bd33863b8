"""A site with something on every page: the demo's story, and beside it what only some days bring."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.mfa.webauthn.internal.auth import WebAuthn
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.core.management import call_command
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData, CollectedClientData

from consultation.comments.actions import redact_comment, report_comment, send_message
from consultation.comments.models import Comment, Placement
from consultation.comments.passing import make_token as make_pass_token
from consultation.comments.selecting import Selection
from consultation.comments.word.uploads import keep_word_file
from consultation.conference.actions import leave
from consultation.conference.models import Conference, Registration
from consultation.delivery.actions import suppress_address
from consultation.delivery.models import Email
from consultation.delivery.unsubscribing import make_token, preferences_url
from consultation.jobs.actions import enqueue
from consultation.jobs.running import run_jobs
from consultation.meetings.actions import cancel_meeting, make_feed
from consultation.meetings.answering import make_token as make_answer_token
from consultation.meetings.models import Meeting
from consultation.newsletter.actions import change_details, end_subscription, send_issue
from consultation.newsletter.links import token_of
from consultation.people.actions import invite
from consultation.people.actions.applications import confirmation_token
from consultation.people.models import SOUNDING_BOARD, Application, Invitation, User
from consultation.publishing.imports.uploads import keep_upload
from consultation.publishing.imports.work import IMPORT_JOB, look_ahead, open_upload, report_digest
from consultation.publishing.plan import PublicationPlan
from consultation.publishing.work import PUBLISH_JOB
from consultation.tryouts.actions import reopen_walk
from handbook.exporting import export_version
from handbook.models import HandbookPage, Section, Status, Version
from home.demo.sources import FOLDER
from home.demo.story import SLUG, tell_story
from tests.factories.comments import make_draft
from tests.factories.filled_tryout import fill_tryout
from tests.factories.filled_weighing import fill_weighing
from tests.factories.handbook import make_handbook_page
from tests.factories.meetings import make_draft_meeting, make_invited_meeting
from tests.factories.newsletter import ask_for, link_in, make_issue, make_subscriber
from tests.factories.rounds import make_round
from tests.factories.tables import row, sheet
from tests.factories.texts import make_site
from tests.factories.tryouts import make_case, make_tryout, make_version_with_steps, make_walk
from tests.factories.word import make_docx, p, r
from tests.factories.word_remarks import Reviewed

PASSWORD = "een-lang-wachtwoord-voor-de-proef"
TOTP_SECRET = "JBSWY3DPEHPK3PXP"
TRACKED = f'<w:ins w:id="1" w:author="Bram" w:date="2026-03-01T10:00:00Z">{r(" en de ouders")}</w:ins>'


@dataclass(frozen=True, slots=True)
class FilledSite:
    """People by first name, and the values that addresses are made of."""

    people: dict[str, User]
    version: Version
    section: Section
    values: dict[str, str] = field(default_factory=dict)


def fill_site(*, at: datetime) -> FilledSite:
    """Tells the demo's story, sends its mails, and adds applications, invitations, reports, uploads, jobs and second factors."""
    make_site()
    tell_story(at=at, say=lambda _line: None)
    people = {user.email.partition("@")[0]: user for user in User.objects.all()}
    version = Version.objects.get(slug=SLUG, label="0.3")
    section = Section.objects.select_related("version__round").get(version=version, number="2.3")
    site = FilledSite(people=people, version=version, section=section)
    site.values.update(_remarks(site, at=at))
    site.values.update(_joining(site, at=at))
    site.values.update(_newsletter(site, at=at))
    site.values.update(_mails(site))
    site.values.update(_editing(site, at=at))
    site.values.update(_given_back(site, at=at))
    site.values.update(_second_factors(site))
    site.values.update(_conference(at=at))
    site.values.update(_meetings(site, at=at))
    site.values.update(fill_tryout(version, at=at))
    site.values.update(fill_weighing(site.version, site.section, site.people, at=at))
    site.values.update(_tryout(site, at=at))
    return site


def _remarks(site: FilledSite, *, at: datetime) -> dict[str, str]:
    """One's own remark, somebody else's, a reported one, one with words blacked out, a draft that came too late, one that an
    organisation gathered.
    """
    anna, eva = site.people["anna"], site.people["eva"]
    standing = Comment.objects.filter(version=site.version, posted_at__isnull=False, parent=None, question=None)
    mine = standing.filter(submitter__user=anna).first()
    other = standing.exclude(submitter__user=anna).filter(section=site.section).first() or standing.first()
    report_comment(user=anna, comment=other, reason="Hier staat een naam in.", at=at)
    blacked = redact_comment(
        comment=mine, words=[mine.body.split()[0]], reason="Hier stond een naam.", by=site.people["cas"], at=at
    )
    make_draft(anna, site.section, "Dit werk ik nog uit.", at=at)
    first = Version.objects.select_related("round").get(slug=SLUG, label="0.1")
    in_time = first.round.closes_at - timedelta(hours=2)
    late = make_draft(eva, Section.objects.get(version=first, number="2.1"), "Te laat.", at=in_time)
    message = send_message(
        round=site.version.round,
        selection=Selection(),
        subject="Nog twee weken",
        body="Wilt u nog lezen?",
        key=uuid.uuid4(),
        by=site.people["cas"],
        at=at,
    )
    return {
        "own_remark": str(mine.key),
        "other_remark": str(other.key),
        "redaction": str(blacked.pk),
        "placement": str(Placement.objects.to_look_at().newest().latest("confidence").pk),
        "proposal": str(standing.exclude(proposed="").first().key),
        "late_draft": str(late.key),
        "question": str(site.version.round.questions.order_by("ordinal").first().pk),
        "passage": str(site.section.passages.order_by("ordinal")[1].passage_id),
        "round": str(site.version.round.pk),
        "message": str(message.pk),
        "pass_token": make_pass_token(user_id=anna.pk, round_id=site.version.round.pk),
        "gathered": str(Comment.objects.get(version=site.version, submitter__collective=True).key),
    }


def _joining(site: FilledSite, *, at: datetime) -> dict[str, str]:
    """An application to decide on, one whose address is not confirmed, an open invitation."""
    fields = {"name": "Noor Bakker", "organisation_name": "Gemeente Zeewold", "function": "leerplichtambtenaar"}
    fields |= {"motivation": "Ik werk er elke dag mee.", "terms_version": "2026-11"}
    waits = Application.objects.create(**fields, email="noor@zeewold.example", applied_at=at, confirmed_at=at, state="open")
    unproved = Application.objects.create(**fields, email="nora@zeewold.example", applied_at=at)
    group = Group.objects.get(name=SOUNDING_BOARD)
    invite(email="piet@zeewold.example", name="Piet Vos", group=group, by=site.people["cas"], at=at)
    invitation = Invitation.objects.get(email="piet@zeewold.example")
    return {
        "application": str(waits.pk),
        "application_token": confirmation_token(unproved),
        "invitation": str(invitation.pk),
        "invitation_token": str(invitation.token),
    }


def _newsletter(site: FilledSite, *, at: datetime) -> dict[str, str]:
    """A subscriber with a new address to confirm, one who has to confirm her own, one who left, an issue sent and a draft."""
    gerda, joke = (make_subscriber(f"{name}@zeewold.example", name=name, at=at) for name in ("gerda", "joke"))
    change_details(subscription=gerda, name="Gerda", email="gerda@thuis.example", language="nl", at=at)
    moving = Email.objects.get(kind="newsletter.new_address")
    end_subscription(subscription=joke, way="link", at=at)
    waiting = ask_for("tineke@zeewold.example", at=at)
    sent, draft = make_issue(title="Nog een week"), make_issue(title="Tot ziens")
    send_issue(issue=sent, by=site.people["cas"], at=at)
    return {
        "newsletter_confirm": link_in(waiting, "bevestigen").rstrip("/").rpartition("/")[2],
        "newsletter_new_address": link_in(moving, "nieuw-adres").rstrip("/").rpartition("/")[2],
        "newsletter_manage": token_of(gerda, "manage"),
        "newsletter_unsubscribe": token_of(gerda, "unsubscribe"),
        "newsletter_ended": token_of(joke, "unsubscribe"),
        "newsletter_subscription": str(gerda.key),
        "newsletter_sent": sent.slug,
        "newsletter_issue": str(sent.pk),
        "newsletter_draft": str(draft.pk),
    }


def _editing(site: FilledSite, *, at: datetime) -> dict[str, str]:
    """Files handed in, a publication that waits for a worker, an import that is done."""
    cas, handbook = site.people["cas"], HandbookPage.objects.get(slug=SLUG)
    text = (FOLDER / "handbook" / "0.2.md").read_bytes()
    done, waiting = (keep_upload(_file("0.4.md", text), handbook=handbook, slug="", title="", at=at) for _turn in range(2))
    word = _file("0.4.docx", make_docx(p("Melden", style="Kop1") + p("Bel eerst de school", raw=TRACKED)))
    undecided = keep_upload(word, handbook=handbook, slug="", title="", at=at)
    digest = report_digest(look_ahead(done, open_upload(done, changes="", leave_comments=False)))
    arguments = {"token": str(done.token), "changes": "", "leave_comments": False, "digest": digest}
    imported = enqueue(kind=IMPORT_JOB, arguments=arguments, dedup_key="import:x", requested_by=cas, at=at)
    run_jobs(at=at)
    plan = PublicationPlan(label="0.4", status=Status.CONSULTATION, mail=False)
    arguments = {"handbook": str(handbook.key), "plan": plan.to_json()}
    publishing = enqueue(kind=PUBLISH_JOB, arguments=arguments, dedup_key="publish:x", requested_by=cas, at=at)
    return {
        "handbook": str(handbook.pk),
        "upload": str(waiting.token),
        "undecided_upload": str(undecided.token),
        "import_job": str(imported.pk),
        "publish_job": str(publishing.pk),
    }


def _given_back(site: FilledSite, *, at: datetime) -> dict[str, str]:
    """A Word file with all that can be in one: comments with and without a place, a change, two authors; and one of her own."""
    anna, version = site.people["anna"], site.version
    word = Reviewed(export_version(version, "docx"))
    words = " ".join(next(passage.text for passage in site.section.passages.all()).split()[:3])
    word.comment(words, "Dit kan korter.")
    word.add_after(words, "Deze alinea typte ik er zelf bij.")
    word.comment("typte ik er zelf", "Dit mist nog.")
    word.insert(words, " ook")
    alone = keep_word_file(_file("0.3.docx", word.content()), user=anna, version=version, at=at)
    word.comment(words, "Eens.", author="Bram")
    shared = keep_word_file(_file("0.3.docx", word.content()), user=anna, version=version, at=at)
    title = f"{site.section.number} {site.section.title}"
    rows = [
        row(title, words, "Te kort.", kind="filosofisch"),
        row(title, "nergens te vinden", "Waar?"),
        row("", "", "x", nr="R999"),
    ]
    table = keep_word_file(_file("reacties.xlsx", sheet(rows)), user=anna, version=version, at=at)
    return {"word_file": alone.token, "shared_word_file": shared.token, "table_file": table.token}


def _file(name: str, content: bytes) -> ContentFile:
    return ContentFile(content, name=name)


def _mails(site: FilledSite) -> dict[str, str]:
    """Every mail that waits is sent, one has failed."""
    Email.objects.update(next_try_at=site.version.frozen_at)
    call_command("run_due", "--once", verbosity=0)
    sent = Email.objects.filter(state=Email.State.SENT).order_by("pk")
    assert sent.exists()
    Email.objects.filter(pk=sent.last().pk).update(state=Email.State.FAILED)
    mail = sent.filter(kind="publishing.new_version").first()
    anna = site.people["anna"].pk
    failed = Email.objects.get(state=Email.State.FAILED)
    cas, at = site.people["cas"], site.version.frozen_at
    suppression = suppress_address(address=failed.to_address, reason="550 5.1.1", by=cas, at=at)
    return {
        "mail": str(mail.pk),
        "unsubscribe_token": make_token(user_id=anna, kind=mail.kind),
        "preferences_token": preferences_url(user_id=anna).rstrip("/").rpartition("/")[2],
        "suppression": str(suppression.pk),
    }


def _conference(*, at: datetime) -> dict[str, str]:
    """The demo's conference with one more whom a place is offered to, and one who cancelled."""
    conference = Conference.objects.get()
    first, second = conference.registrations.filter(state="confirmed").order_by("number")[:2]
    leave(registration=second, at=at)
    people = {"state": "offered", "offer_expires_at": conference.starts_at}
    offered = Registration.objects.create(
        conference=conference, number=0, name="Wim Offers", email="wim@x.example", registered_at=at, **people
    )
    return {
        "conference": str(conference.pk),
        "conference_slug": conference.slug,
        "door_secret": conference.door_secret,
        "registration": first.token,
        "cancelled_registration": second.token,
        "offered_registration": offered.token,
        "door_code": first.door_code,
        "attendee": str(first.pk),
    }


def _meetings(site: FilledSite, *, at: datetime) -> dict[str, str]:
    """The demo's meetings, with one that is cancelled and one in the making; anna has a calendar feed."""
    past, coming = Meeting.objects.filter(groups__name=SOUNDING_BOARD).order_by("starts_at")
    anna = site.people["anna"]
    make_feed(user=anna, at=at)
    off = make_invited_meeting(at=at, title="Extra overleg")
    cancel_meeting(meeting=off, reason="De zaal is niet vrij.", by=site.people["cas"], at=at)
    return {
        "meeting": str(coming.pk),
        "past_meeting": str(past.pk),
        "cancelled_meeting": str(off.pk),
        "draft_meeting": str(make_draft_meeting(at=at, title="Nog niet uitgenodigd").pk),
        "meeting_token": make_answer_token(user_id=anna.pk, meeting_id=coming.pk),
    }


def _tryout(site: FilledSite, *, at: datetime) -> dict[str, str]:
    """A try-out of a second handbook with a case that anna stopped in, one that she finished, and one of which the end waits."""
    anna = site.people["anna"]
    version = make_version_with_steps(slug="proef", title="Een tweede handreiking", at=at - timedelta(days=8))
    make_handbook_page(version)
    tryout = make_tryout(make_round(version=version), measures_time=True)
    stopped, finished, at_the_end = (make_case(tryout, title=title) for title in ("Halverwege", "Af", "Bijna af"))
    make_walk(stopped, anna, {"N1": "ja"}, motivations={"N1": "De school sprak met de ouders."}, at=at)
    make_walk(finished, anna, {"N1": "ja", "N2": "ja", "N3": "ja"}, motivations={"N2": "Er zijn zorgen."}, at=at)
    make_walk(at_the_end, anna, {"N1": "nee"}, at=at)
    reopen_walk(user=anna, case=at_the_end, at=at)
    return {"stopped": str(stopped.ordinal), "finished": str(finished.ordinal), "end": "3"}


def _second_factors(site: FilledSite) -> dict[str, str]:
    """cas has a password, an app and recovery codes, fatih a passkey, eva a password and an app."""
    cas, fatih, eva = (site.people[name] for name in ("cas", "fatih", "eva"))
    TOTP.activate(cas, generate_totp_secret())
    RecoveryCodes.activate(cas)
    TOTP.activate(eva, TOTP_SECRET)
    for user in (cas, eva):
        user.set_password(PASSWORD)
        user.save()
    return {"passkey": str(WebAuthn.add(fatih, "Laptop", passkey()).instance.pk)}


def passkey() -> dict[str, Any]:
    """A credential as a browser hands it over when a passkey is made, without an attestation."""
    public_key = ES256.from_cryptography_key(generate_private_key(SECP256R1()).public_key())
    name = b"a-key-of-the-tests"
    credential = AttestedCredentialData.create(bytes(16), name, public_key)
    flags = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.AT
    data = AuthenticatorData.create(bytes(32), flags, 0, credential)
    seen = CollectedClientData.create("webauthn.create", b"challenge", "http://localhost")
    attestation = AttestationObject.create("none", data, {})
    return {
        "id": websafe_encode(name),
        "rawId": websafe_encode(name),
        "type": "public-key",
        "response": {"clientDataJSON": websafe_encode(seen), "attestationObject": websafe_encode(attestation)},
        "clientExtensionResults": {},
    }
