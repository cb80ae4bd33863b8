"""The demo's handbook is published again under a thousand remarks, and the worker is killed in the middle of placing them."""

from __future__ import annotations

import random
import uuid
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.core.management import call_command

from consultation.comments.actions import place_comments, submitter_of
from consultation.comments.models import Comment, Placement
from consultation.comments.quoting import selectors_at, whole_words
from consultation.jobs.actions import LEASE, enqueue
from consultation.jobs.models import Job
from consultation.people.models import User
from consultation.publishing.plan import PublicationPlan
from consultation.publishing.work import PUBLISH_JOB
from handbook.actions import import_document
from handbook.exchange.markdown import read_markdown
from handbook.models import HandbookPage, Passage, Version
from home.demo.sources import FOLDER
from home.demo.story import SLUG, TITLE
from tests.factories.texts import make_site

WORKER = str(Path(__file__).with_name("stopping_worker.py"))
REMARKS = 1000
pytestmark = [pytest.mark.endurance, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def job(at: datetime) -> Job:
    """The demo's newest version with a thousand remarks on words of it, its text changed, and the order to publish that."""
    make_site()
    call_command("demo", verbosity=0)
    version = Version.objects.get(slug=SLUG, label="0.3")
    remark_on(version, at=at)
    handbook = HandbookPage.objects.get(slug=SLUG)
    earlier = (FOLDER / "handbook" / "0.2.md").read_text(encoding="utf-8")
    images = {path.name: path.read_bytes() for path in (FOLDER / "handbook").glob("*.png")}
    document = read_markdown(earlier, images=images)
    import_document(handbook=handbook, slug=SLUG, title=TITLE, document=document, by=None, at=at)
    plan = PublicationPlan(label="0.4", mail=False)
    arguments = {"handbook": str(handbook.key), "plan": plan.to_json()}
    return enqueue(kind=PUBLISH_JOB, arguments=arguments, dedup_key="publish 0.4", at=at)


def remark_on(version: Version, *, at: datetime) -> None:
    """A thousand remarks on words of every passage in turn, by one person; drawn with a seed."""
    chance = random.Random(3)
    submitter = submitter_of(user=User.objects.get(email__startswith="anna@"), handbook_key=version.handbook_key)
    passages = list(Passage.objects.filter(section__version=version).exclude(text="").select_related("section"))
    rows = []
    for number in range(1, REMARKS + 1):
        passage = passages[number % len(passages)]
        text, begin = passage.section.text, passage.section.text.index(passage.text)
        cut = chance.randrange(max(1, len(passage.text) - 40))
        start, end = (begin + place for place in whole_words(passage.text, cut, min(cut + 40, len(passage.text))))
        rows.append(
            Comment(
                key=uuid.UUID(int=chance.getrandbits(128), version=4),
                submitter=submitter,
                version=version,
                section=passage.section,
                passage=passage,
                selectors=selectors_at(text, start, end),
                number=100_000 + number,
                body="Hierover.",
                created_at=at,
                saved_at=at,
                posted_at=at,
            )
        )
    Comment.objects.bulk_create(rows)


def places() -> list[tuple]:
    found = Placement.objects.filter(version__label="0.4").order_by("comment")
    return list(found.values_list("comment", "status", "confidence", "section__number", "passage__ordinal", "selectors"))


def test_a_killed_worker_leaves_nothing_half_placed(job, start_python, at):
    worker = start_python(WORKER, at.isoformat())
    said = worker.stdout.readline()
    assert said.startswith("placing"), (said, worker.stdout.read(), list(Job.objects.values_list("state", "error")))
    worker.kill()
    worker.wait()
    assert not Version.objects.filter(label="0.4").exists()
    assert places() == []

    after = start_python("manage.py", "run_due", "--once", "--at", (at + LEASE * 2 + timedelta(seconds=1)).isoformat())
    assert after.wait() == 0, after.stdout.read()
    job.refresh_from_db()
    assert (job.state, job.attempts) == ("done", 2)
    assert Version.objects.filter(label="0.4").count() == 1
    placed = places()
    assert len(placed) >= REMARKS
    assert sum(section is not None for _pk, _status, _sure, section, *_place in placed) > REMARKS * 0.9

    # One that was never killed comes to the same.
    Placement.objects.filter(version__label="0.4").delete()
    place_comments(version=Version.objects.get(label="0.4"), at=at)
    assert places() == placed
    assert place_comments(version=Version.objects.get(label="0.4"), at=at) == 0
