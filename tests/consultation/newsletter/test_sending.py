"""An issue is tried, planned, taken back and sent: to everybody who wants it at that moment, once (G6, G8, G12, G15)."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.core import mail

from consultation.delivery.actions import pause_topic, resume_topic
from consultation.delivery.models import Email
from consultation.delivery.sending import send_due
from consultation.jobs.models import Job
from consultation.jobs.running import run_jobs
from consultation.newsletter.actions import begin_due, end_subscription, plan_issue, planning, send_issue, take_back, try_issue
from consultation.newsletter.actions.sending import write_piece
from consultation.newsletter.errors import InThePast, NothingToSend, NotPlanned, NotSendable, SendingBegan
from consultation.newsletter.links import unsubscribe_url
from consultation.newsletter.models import IssuePage, Mailing, Subscription
from tests.factories.handbook import make_handbook_page
from tests.factories.newsletter import make_issue, make_many_subscribers, make_subscriber
from tests.factories.rounds import make_round

pytestmark = pytest.mark.django_db

ISSUE = "newsletter.issue"


@pytest.fixture
def issue() -> IssuePage:
    return make_issue()


def write_all(mailing: Mailing, at) -> None:
    while write_piece(mailing=mailing, at=at):
        pass


class TestPlanning:
    def test_it_begins_at_its_moment_and_not_before(self, issue, cas, at) -> None:
        make_many_subscribers(3, at=at)
        plan_issue(issue=issue, send_at=at + timedelta(hours=2), by=cas, at=at)
        assert begin_due(at=at + timedelta(hours=1, minutes=59)) == 0
        assert begin_due(at=at + timedelta(hours=2)) == 1
        assert begin_due(at=at + timedelta(hours=2, minutes=1)) == 0
        run_jobs(at=at + timedelta(hours=2))
        assert Email.objects.filter(kind=ISSUE).count() == 3
        assert Job.objects.get().result == {"receivers": 3}

    def test_what_is_written_after_planning_is_not_sent(self, issue, cas, at) -> None:
        make_many_subscribers(1, at=at)
        plan_issue(issue=issue, send_at=at + timedelta(hours=2), by=cas, at=at)
        draft = IssuePage.objects.get()
        draft.subject = "Nog niet af"
        draft.save_revision()
        begin_due(at=at + timedelta(hours=2))
        run_jobs(at=at + timedelta(hours=2))
        assert Email.objects.get(kind=ISSUE).subject == "Concept 0.3 is klaar"

    def test_until_it_begins_it_is_taken_back_and_a_draft_again(self, issue, cas, visitor, at) -> None:
        plan_issue(issue=issue, send_at=at + timedelta(hours=2), by=cas, at=at)
        with pytest.raises(NotSendable):
            send_issue(issue=issue, by=cas, at=at)
        take_back(issue=issue, by=cas, at=at + timedelta(hours=1))
        assert begin_due(at=at + timedelta(hours=3)) == 0
        assert not IssuePage.objects.get().live
        with pytest.raises(NotPlanned):
            take_back(issue=issue, by=cas, at=at)
        send_issue(issue=IssuePage.objects.get(), by=cas, at=at)
        with pytest.raises(SendingBegan):
            take_back(issue=issue, by=cas, at=at)

    @pytest.mark.parametrize("unpublish", ["itself", "with its archive"])
    def test_one_that_is_unpublished_by_wagtails_own_button_is_not_sent(
        self, issue, cas, at, unpublish, signed_in, settings
    ) -> None:
        settings.STAFF_SECOND_FACTOR = False
        plan_issue(issue=issue, send_at=at + timedelta(hours=2), by=cas, at=at)
        page = issue if unpublish == "itself" else issue.get_parent()
        answer = signed_in(cas).post(f"/beheer/pages/{page.pk}/unpublish/", {"include_descendants": "on"})
        assert answer.status_code == 302
        assert not IssuePage.objects.get().live
        assert begin_due(at=at + timedelta(hours=3)) == 0
        assert not Mailing.objects.exists()

    def test_it_is_refused_in_the_past_without_words_and_a_second_time(self, issue, cas, at) -> None:
        with pytest.raises(InThePast):
            plan_issue(issue=issue, send_at=at, by=cas, at=at)
        empty = make_issue(title="Leeg", body=[])
        with pytest.raises(NothingToSend):
            send_issue(issue=empty, by=cas, at=at)
        assert not Mailing.objects.exists()
        send_issue(issue=issue, by=cas, at=at)
        with pytest.raises(NotSendable):
            send_issue(issue=issue, by=cas, at=at)

    def test_a_rollback_sends_nothing(self, issue, cas, at, monkeypatch) -> None:
        monkeypatch.setattr(planning, "enqueue", lambda **_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            send_issue(issue=issue, by=cas, at=at)
        assert not Mailing.objects.exists()
        assert not IssuePage.objects.get().live


class TestTheMail:
    def test_it_carries_all_that_a_mail_program_needs_to_stop_it(self, issue, cas, at) -> None:
        gerda = make_subscriber("gerda@zeewold.example", name="Gerda", at=at)
        write_all(send_issue(issue=issue, by=cas, at=at), at)
        send_due(at=at)
        sent = next(message for message in mail.outbox if message.subject == "Concept 0.3 is klaar")
        headers = sent.extra_headers
        link = unsubscribe_url(gerda)
        assert headers["List-Id"].endswith("<newsletter.issue.klankbord.localhost>")
        assert re.fullmatch(
            rf"<{re.escape(link)}>, <mailto:[^>]+\?subject=unsubscribe%20newsletter.issue>", headers["List-Unsubscribe"]
        )
        assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        html = sent.alternatives[0][0]
        assert link in sent.body
        assert link in html
        for words in ("Beste Gerda,", "Bekijk in uw browser", "Lees mee.", "https://x.example/lees/", "/nieuwsbrief/archief/"):
            assert words in sent.body
            assert words in html

    def test_each_reads_her_own_language_where_there_is_one(self, cas, at) -> None:
        make_subscriber("nina@zeewold.example", name="Nina", at=at)
        make_subscriber("john@zeewold.example", language="en", at=at)
        english = {"subject_en": "Draft 0.3 is ready", "body_en": [("text", "<p>Read along.</p>")]}
        write_all(send_issue(issue=make_issue(**english), by=cas, at=at), at)
        mails = {row.to_address.partition("@")[0]: row for row in Email.objects.filter(kind=ISSUE)}
        assert (mails["nina"].subject, mails["nina"].language) == ("Concept 0.3 is klaar", "nl")
        assert (mails["john"].subject, mails["john"].language) == ("Draft 0.3 is ready", "en")
        assert "Dear reader," in mails["john"].text
        write_all(send_issue(issue=make_issue(title="Alleen Nederlands"), by=cas, at=at), at)
        assert set(Email.objects.filter(subject="Alleen Nederlands").values_list("language", flat=True)) == {"nl"}

    def test_news_from_a_handbook_names_the_drafts_up_to_the_sending(self, version, cas, visitor, at) -> None:
        make_round(version=version)
        page = make_handbook_page(version)
        news = ("news", {"handbook": page.pk, "since": date(2020, 1, 1)})
        issue = make_issue(body=[news])
        make_many_subscribers(1, at=at)
        write_all(send_issue(issue=issue, by=cas, at=at + timedelta(minutes=1)), at)
        assert "Concept 0.1: reageren kan tot en met" in Email.objects.get(kind=ISSUE).text
        assert "Concept 0.1" in visitor.get(f"/nieuwsbrief/archief/{issue.slug}/").content.decode()
        Mailing.objects.update(begun_at=version.frozen_at - timedelta(days=1))
        assert "Geen nieuwe concepten" in visitor.get(f"/nieuwsbrief/archief/{issue.slug}/").content.decode()

    def test_a_test_goes_to_the_editor_alone_and_its_links_stop_nobody(self, issue, cas, visitor, at) -> None:
        make_many_subscribers(3, at=at)
        try_issue(issue=issue, language="nl", by=cas, at=at)
        row = Email.objects.get()
        assert (row.to_address, row.subject) == (cas.email, "Proef: Concept 0.3 is klaar")
        assert "Bekijk in uw browser" not in row.text
        assert not Mailing.objects.exists()


class TestWhoGetsIt:
    def test_who_is_active_when_it_begins(self, issue, cas, at) -> None:
        make_subscriber("actief@zeewold.example", at=at)
        ended = make_subscriber("weg@zeewold.example", at=at)
        end_subscription(subscription=ended, way="link", at=at)
        make_subscriber("later@zeewold.example", at=at + timedelta(minutes=5))
        Subscription.objects.create(email="wacht@zeewold.example", place="/", asked_at=at)
        write_all(send_issue(issue=issue, by=cas, at=at + timedelta(minutes=1)), at)
        assert [row.to_address for row in Email.objects.filter(kind=ISSUE)] == ["actief@zeewold.example"]

    def test_who_unsubscribes_while_it_is_being_sent_gets_it_no_more(self, issue, cas, at) -> None:
        make_many_subscribers(3, at=at)
        write_all(send_issue(issue=issue, by=cas, at=at), at)
        quick = Subscription.objects.get(email="lezer1@gemeente.example")
        end_subscription(subscription=quick, way="one-click", at=at)
        send_due(at=at)
        assert sorted(message.to[0] for message in mail.outbox) == [
            "Lezer 0 <lezer0@gemeente.example>",
            "Lezer 2 <lezer2@gemeente.example>",
        ]
        kept = Email.objects.get(to_address="lezer1@gemeente.example")
        assert (kept.state, kept.reason) == ("withdrawn", "the receiver unsubscribed, or chose another address")

    def test_a_sending_that_is_paused_while_it_is_written_stands_still_whole(self, issue, cas, at, monkeypatch) -> None:
        monkeypatch.setattr("consultation.newsletter.actions.sending.AT_A_TIME", 2)
        make_many_subscribers(5, at=at)
        mailing = send_issue(issue=issue, by=cas, at=at)
        write_piece(mailing=mailing, at=at)
        pause_topic(topic=issue.topic, kind=ISSUE, by=cas, at=at)
        write_all(mailing, at)
        send_due(at=at)
        assert not mail.outbox
        resume_topic(topic=issue.topic, kind=ISSUE, by=cas, at=at)
        send_due(at=at)
        send_due(at=at)
        assert len(mail.outbox) == 5

    def test_writing_it_again_from_the_start_gives_nobody_two(self, issue, cas, at) -> None:
        make_many_subscribers(4, at=at)
        mailing = send_issue(issue=issue, by=cas, at=at)
        write_all(mailing, at)
        Mailing.objects.update(reached=0, receivers=0)
        write_all(Mailing.objects.get(), at)
        assert Email.objects.filter(kind=ISSUE).count() == 4

    def test_a_piece_costs_the_same_queries_however_many_get_it(
        self, issue, cas, at, monkeypatch, django_assert_num_queries
    ) -> None:
        make_many_subscribers(31, at=at)
        mailing = send_issue(issue=issue, by=cas, at=at)
        counted = []
        for size in (1, 30):
            monkeypatch.setattr("consultation.newsletter.actions.sending.AT_A_TIME", size)
            with django_assert_num_queries(12, exact=False) as queries:
                write_piece(mailing=mailing, at=at)
            counted.append(len(queries))
        assert counted[0] == counted[1]
