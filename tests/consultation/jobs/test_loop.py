"""`run_due --loop` in a process of its own: what is due is done within seconds, and a signal ends it quickly."""

from __future__ import annotations

import signal

import pytest

from consultation.delivery.models import Email
from tests.fixtures.children import await_until

pytestmark = [pytest.mark.endurance, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_loop_sends_what_is_due_and_ends_when_it_is_told(start_python, at, number):
    loop = start_python("manage.py", "run_due", "--loop", EMAIL_BACKEND="django.core.mail.backends.dummy.EmailBackend")
    for key in ("first", "second"):
        email = Email.objects.create(
            kind="tests.any",
            topic="t",
            dedup_key=key,
            message_id=f"<{key}@x>",
            to_address="a@b.example",
            created_at=at,
            next_try_at=at,
        )
        await_until(lambda: Email.objects.filter(pk=email.pk, state="sent").exists(), seconds=60)  # noqa: B023
    loop.send_signal(number)
    assert loop.wait(10) == 0, loop.stdout.read()
