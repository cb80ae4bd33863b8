"""Through anymail's own webhook: who may call it, and what its events become (guarantees G11)."""

from __future__ import annotations

import runpy
from base64 import b64encode
from datetime import UTC, datetime

import pytest
from anymail.signals import AnymailTrackingEvent
from django.urls import include, path

import config.urls
from consultation.delivery.events import Heard
from consultation.delivery.messages import message_of
from consultation.delivery.models import DeliveryEvent, Email, Suppression
from consultation.delivery.tracking import heard_in

urlpatterns = [path("mailberichten/", include("anymail.urls")), path("", include(config.urls))]
SECRET = "provider:een-lang-geheim"


@pytest.fixture
def post(client, settings):
    """``post({...})`` is what Postmark sends; ``post({...}, secret="")`` somebody else."""
    settings.ROOT_URLCONF = __name__
    settings.ANYMAIL = {"WEBHOOK_SECRET": SECRET}

    def send(body, secret=SECRET):
        given = {"authorization": f"Basic {b64encode(secret.encode()).decode()}"} if secret else {}
        return client.post("/mailberichten/postmark/tracking/", body, content_type="application/json", headers=given)

    return send


def bounce(email: Email, **changes):
    return {
        "RecordType": "Bounce",
        "ID": 42,
        "Type": "HardBounce",
        "Email": email.to_address,
        "MessageID": "the-providers-own",
        "Metadata": {"outbox": str(email.pk)},
        "Details": "smtp;550 5.1.1 user unknown",
        "BouncedAt": "2026-03-02T10:00:00Z",
        **changes,
    }


@pytest.mark.django_db
def test_a_bounce_finds_its_mail_by_number_and_counts_once_however_often_it_is_told(post, send_code):
    email = send_code()
    for _time in range(3):
        assert post(bounce(email)).status_code == 200
    event = DeliveryEvent.objects.get()
    assert (event.email, event.kind) == (email, "hard")
    assert "user unknown" in event.words
    assert Suppression.objects.get().address == email.to_address


@pytest.mark.django_db
def test_by_message_id_when_the_mail_went_over_smtp_and_never_another_receivers_mail(post, send_code):
    email, other = send_code("a"), send_code("b", to_address="bram@om.example")
    post(bounce(email, ID=1, Metadata={}, MessageID=email.message_id.strip("<>")))
    post(bounce(email, ID=2, Metadata={"outbox": str(other.pk)}, MessageID=other.message_id))
    post(bounce(email, ID=3, Metadata={"outbox": "1; drop"}, MessageID=None))
    assert list(DeliveryEvent.objects.order_by("pk").values_list("email", flat=True)) == [email.pk, None, None]


@pytest.mark.django_db
@pytest.mark.parametrize("secret", ["", "provider:wrong", "x"])
def test_who_does_not_know_the_secret_changes_nothing(post, send_code, secret):
    assert post(bounce(send_code()), secret=secret).status_code == 400
    assert not DeliveryEvent.objects.exists()


@pytest.mark.django_db
def test_what_readers_open_and_click_is_not_kept(post, send_code):
    email = send_code()
    post({"RecordType": "Open", "Recipient": email.to_address, "MessageID": "x", "ReceivedAt": "2026-03-02T10:00:00Z"})
    assert not DeliveryEvent.objects.exists()


@pytest.mark.parametrize(("secret", "is_there"), [("", False), (SECRET, True)])
def test_without_a_secret_the_address_does_not_exist(settings, secret, is_there):
    settings.ANYMAIL_WEBHOOK_SECRET = secret
    patterns = runpy.run_path(config.urls.__file__)["urlpatterns"]
    assert ("mailberichten/" in [str(entry.pattern) for entry in patterns]) is is_there


@pytest.mark.parametrize(
    ("told", "heard"),
    [
        ({"event_type": "bounced", "reject_reason": "bounced", "mta_response": "550 5.1.1 no such user"}, Heard.HARD),
        ({"event_type": "bounced", "reject_reason": "bounced", "mta_response": "452 4.2.2 over quota"}, Heard.SOFT),
        ({"event_type": "bounced", "reject_reason": "bounced", "mta_response": "552 5.2.2 mailbox full"}, Heard.SOFT),
        ({"event_type": "bounced", "reject_reason": "bounced", "esp_event": {"event": "soft_bounce"}}, Heard.SOFT),
        ({"event_type": "bounced", "reject_reason": "bounced", "description": "Transient: General"}, Heard.SOFT),
        ({"event_type": "bounced", "reject_reason": "timed_out"}, Heard.SOFT),
        ({"event_type": "bounced", "reject_reason": "blocked", "mta_response": "550 5.7.1 policy"}, Heard.SOFT),
        ({"event_type": "bounced", "reject_reason": "invalid"}, Heard.HARD),
        ({"event_type": "rejected", "reject_reason": "bounced"}, Heard.HARD),
        ({"event_type": "rejected", "reject_reason": "spam"}, Heard.COMPLAINT),
        ({"event_type": "rejected", "reject_reason": "unsubscribed"}, Heard.REFUSED),
        ({"event_type": "failed"}, Heard.REFUSED),
        ({"event_type": "complained"}, Heard.COMPLAINT),
        ({"event_type": "delivered"}, Heard.DELIVERED),
        ({"event_type": "deferred"}, Heard.DEFERRED),
        ({"event_type": "opened"}, None),
        ({"event_type": "clicked"}, None),
        ({"event_type": "unsubscribed"}, None),
    ],
)
def test_each_event_has_its_meaning(told, heard):
    event = AnymailTrackingEvent(recipient="a@b.example", timestamp=datetime(2026, 3, 2, tzinfo=UTC), **told)
    assert heard_in(event) == heard


@pytest.mark.django_db
def test_a_mail_carries_its_number_beside_its_headers_and_not_in_them(send_code):
    email = send_code()
    message = message_of(email)
    assert message.metadata == {"outbox": str(email.pk)}
    assert "outbox" not in str(message.message())
