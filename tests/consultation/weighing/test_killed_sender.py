"""A real worker is killed between two portions of answers: nobody is half told, and everybody is told once in the end."""

from __future__ import annotations

import uuid
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
from django.db.models import Count

from consultation.comments.actions import submitter_of
from consultation.delivery.models import Email, Notice
from consultation.jobs.actions import LEASE, enqueue
from consultation.weighing.actions import BatchPlan
from consultation.weighing.models import Answer, Batch, Decision
from consultation.weighing.work import SEND_JOB
from tests.factories.many_remarks import make_remarks
from tests.factories.people import make_person

SENDER = str(Path(__file__).with_name("stopping_sender.py"))
PEOPLE, EACH = 8, 5
pytestmark = [pytest.mark.endurance, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def job(version, open_round, cas, at):
    for number in range(PEOPLE):
        submitter = submitter_of(user=make_person(), handbook_key=version.handbook_key)
        make_remarks(version, EACH, submitter=submitter, at=at, first=number * EACH + 1)
    Decision.objects.bulk_create(
        Decision(comment=one, value=Decision.Value.NOTED, reason="Gelezen.", decided_by=cas, decided_at=at)
        for one in version.comments.all()
    )
    plan = BatchPlan(key=uuid.uuid4(), seen_at=at)
    arguments = {"version": version.pk, "plan": plan.to_json()}
    return enqueue(kind=SEND_JOB, arguments=arguments, dedup_key="send", requested_by=cas, at=at)


def answers_by_person() -> Counter[int]:
    rows = Answer.objects.order_by().values_list("comment__submitter__user").annotate(Count("pk"))
    return Counter(dict(rows))


def test_a_killed_worker_leaves_nobody_half_told(job, start_python, at):
    worker = start_python(SENDER, at.isoformat())
    said = worker.stdout.readline()
    assert said.startswith("told"), (said, worker.stdout.read())
    worker.kill()
    worker.wait()
    told = set(Notice.objects.values_list("user", flat=True))
    assert 0 < len(told) < PEOPLE
    assert answers_by_person() == dict.fromkeys(told, EACH)
    assert Batch.objects.get().ended_at is None

    after = start_python("manage.py", "run_due", "--once", "--at", (at + LEASE * 2 + timedelta(seconds=1)).isoformat())
    assert after.wait() == 0, after.stdout.read()
    job.refresh_from_db()
    assert (job.state, job.attempts, job.result["answers"], job.result["people"]) == ("done", 2, PEOPLE * EACH, PEOPLE)
    assert set(answers_by_person().values()) == {EACH}
    assert Counter(Notice.objects.values_list("user", flat=True)).most_common(1)[0][1] == 1
    assert Notice.objects.count() == Email.objects.filter(kind="weighing.batch").count() == PEOPLE
    assert Batch.objects.get().ended_at is not None
