"""On one page: whether everything runs that sends (G19)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from consultation.delivery.models import Email, SlowDomain
from consultation.delivery.sending import send_due
from consultation.jobs.nudge import broker_answers
from consultation.jobs.sweeps import run_all

pytestmark = pytest.mark.django_db


def test_it_tells_what_waits_what_went_who_is_slow_and_when_each_sweep_ran(send_code, cas, signed_in, settings):
    settings.CELERY_BROKER_URL = "memory://"
    now = timezone.now()
    send_code("a", at=now)
    send_due(at=now)
    send_code("b", at=now - timedelta(minutes=12))
    run_all(now - timedelta(minutes=4), only=["rounds.announce"])
    SlowDomain.objects.create(domain="town.example", until=now + timedelta(minutes=5), reason="421 too fast")
    page = signed_in(cas).get(reverse("mail-state")).content.decode().replace("\xa0", " ")
    for words in (
        "town.example",
        "421 too fast",
        "2 gemaakt, 1 verstuurd",
        "rounds.announce",
        "4 minuten geleden",
        "de oudste al 12 minuten",
    ):
        assert words in page, words
    assert "Er is geen berichtenmakelaar" in page


def test_a_broker_that_refuses_is_named_and_the_page_still_answers(cas, signed_in, settings, tmp_path):
    settings.CELERY_BROKER_URL = f"redis+socket://{tmp_path}/nobody.sock"
    assert "antwoordt niet" in signed_in(cas).get(reverse("mail-state")).content.decode()


@pytest.mark.endurance
def test_a_broker_that_answers_is_told_apart_from_one_that_does_not(settings, own_redis):
    settings.CELERY_BROKER_URL = own_redis.url
    assert broker_answers() is True


@pytest.mark.parametrize("who", ["anna", "bram", "dewi"])
def test_nobody_else_sees_it(who, signed_in, request):
    assert signed_in(request.getfixturevalue(who)).get(reverse("mail-state")).status_code != 200
    assert not Email.objects.exists()
