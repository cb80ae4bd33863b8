"""Redis frozen, or killed and back with nothing in it, while an editor publishes: she gets her answer, everybody a mail (G7)."""

from __future__ import annotations

import signal
import subprocess
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from consultation.delivery.models import Email
from consultation.jobs import nudge as bell
from handbook.actions import import_document
from handbook.exchange.markdown import read_markdown
from handbook.models import HandbookPage
from tests.factories.texts import make_site
from tests.fixtures.children import await_until

pytestmark = [pytest.mark.endurance, pytest.mark.django_db(transaction=True)]
TEXT = "# Handreiking\n\n## Melden\n\nDe school meldt.\n"


@pytest.fixture
def wizard(cas, at) -> str:
    make_site()
    import_document(handbook=None, slug="h", document=read_markdown(TEXT), by=cas, at=at)
    return f"/beheer/publiceren/{HandbookPage.objects.get(slug='h').pk}/"


@pytest.fixture
def engine(start_python, own_redis, smtp_sink, settings, monkeypatch, tmp_path):
    """A real worker and a real beat, and a site that rings their bell."""
    monkeypatch.setattr(bell, "_quiet_until", 0.0)
    settings.CELERY_BROKER_URL = own_redis.url
    bell.prepare()
    environ = {
        "REDIS_URL": own_redis.url,
        "CACHE_URL": "",
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": smtp_sink.host,
        "EMAIL_PORT": str(smtp_sink.port),
    }
    start_python("-m", "celery", "--app", "config.celery", "worker", "--concurrency", "1", "--loglevel", "ERROR", **environ)
    start_python(
        "-m", "celery", "--app", "config.celery", "beat", "--schedule", str(tmp_path / "beat"), "--loglevel", "ERROR", **environ
    )


def freeze(redis: subprocess.Popen[bytes]) -> None:
    redis.send_signal(signal.SIGSTOP)


def kill(redis: subprocess.Popen[bytes]) -> None:
    redis.kill()
    redis.wait()


def bring_back(redis: subprocess.Popen[bytes]) -> subprocess.Popen[bytes] | None:
    """Goes on where it stood, or begins anew with nothing."""
    if redis.poll() is None:
        redis.send_signal(signal.SIGCONT)
        return None
    Path(redis.url.removeprefix("redis+socket://")).unlink(missing_ok=True)
    return subprocess.Popen(redis.args, stdout=subprocess.DEVNULL)


@pytest.mark.parametrize("harm", [freeze, kill])
def test_publishing_answers_and_all_mail_is_out_once_when_redis_is_back(
    harm, wizard, engine, own_redis, smtp_sink, anna, bram, cas, signed_in
):
    browser = signed_in(cas)
    harm(own_redis)
    last_day = timezone.localdate() + timedelta(days=20)
    words = {
        "label": "0.1",
        "status": "consultatieversie",
        "notes": "De eerste versie.",
        "with_round": "on",
        "closes_on": last_day.isoformat(),
        "audience": ["klankbordgroep", "werkgroep"],
        "identity": "name",
        "mail": "on",
        "step": "publish",
        "typed_label": "0.1",
    }
    assert browser.post(wizard, words).status_code == 302
    second = bring_back(own_redis)
    try:
        sent = Email.objects.filter(kind="publishing.new_version", state="sent")
        await_until(lambda: sent.count() == 2, seconds=120)
    finally:
        if second is not None:
            second.kill()
            second.wait()
    to = Counter(address for envelope in smtp_sink.envelopes for address in envelope.rcpt_tos)
    assert to == Counter({anna.email: 1, bram.email: 1})
