"""Words go out of what was told, whatever became of the mail."""

from __future__ import annotations

import pytest

from consultation.delivery.actions import queue_email, reword, tell
from consultation.delivery.claiming import begin, claim
from consultation.delivery.models import Email, Notice

pytestmark = pytest.mark.django_db


def gone(text: str) -> str:
    return text.replace("Xanthippe", "…")


def reply(user, topic, at):
    facts = {"remark": "Over Xanthippe", "reply": "Eens", "handbook": "MAS", "label": "0.1", "place": "2.1 Melden"}
    tell(kind="comments.reply", users=[user], topic=topic, title="Een antwoord", url="/", context_for=lambda _user: facts, at=at)


def test_only_the_topics_that_are_named_and_what_begins_with_them(anna, at):
    for topic in ("comment:1", "comment:1:removed", "comment:12", "decision:1"):
        reply(anna, topic, at)
    assert reword(topics=["comment:1"], words=gone, markup=gone, at=at) == 2
    left = Email.objects.filter(text__contains="Xanthippe").values_list("topic", flat=True)
    assert set(left) == {"comment:12", "decision:1"}
    assert Email.objects.filter(html__contains="Xanthippe").count() == 2
    assert reword(topics=["comment:1"], words=gone, markup=gone, at=at) == 0
    assert reword(topics=[], words=gone, markup=gone, at=at) == 0


def test_notices_and_mails_that_went_lose_the_words_too(anna, at):
    tell(
        kind="comments.reported",
        users=[anna],
        topic="report:1",
        title="Over Xanthippe",
        body="Xanthippe",
        url="/",
        context_for=lambda _user: {"reason": "Xanthippe", "place": "2.1", "handbook": "MAS", "label": "0.1"},
        at=at,
    )
    Email.objects.update(state=Email.State.SENT)
    reword(topics=["report:1"], words=gone, markup=gone, at=at)
    assert (Notice.objects.get().title, Notice.objects.get().body) == ("Over …", "…")
    mail = Email.objects.get()
    assert mail.state == Email.State.SENT
    assert "Xanthippe" not in mail.text + mail.html


def test_a_mail_in_the_hands_of_a_worker_goes_back_into_the_queue_and_one_that_is_on_its_way_does_not(anna, eva, at):
    for user in (anna, eva):
        reply(user, "comment:1", at)
    token, (first, second) = claim(at=at)
    assert begin(email=first, token=token, at=at)
    reword(topics=["comment:1"], words=gone, markup=gone, at=at)
    first.refresh_from_db()
    assert first.state == Email.State.SENDING
    assert not begin(email=second, token=token, at=at)
    second.refresh_from_db()
    assert (second.state, second.lease_token) == (Email.State.QUEUED, None)


def test_a_mail_about_something_else_keeps_its_worker(anna, at):
    queue_email(
        kind="comments.admitted",
        to_address=anna.email,
        language="nl",
        context={},
        dedup_key="k",
        topic="comment:1",
        user=anna,
        at=at,
    )
    token, (held,) = claim(at=at)
    assert reword(topics=["comment:1"], words=gone, markup=gone, at=at) == 0
    assert begin(email=held, token=token, at=at)
