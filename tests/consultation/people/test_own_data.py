"""/mijn/gegevens/: what we keep of somebody, a copy that she takes along, and being erased by herself."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from consultation.comments.models import Comment
from consultation.delivery.claiming import claim
from consultation.delivery.models import DeliveryEvent, Email, Suppression
from consultation.delivery.sending import send_due
from consultation.jobs.actions import enqueue
from consultation.jobs.models import Job
from consultation.jobs.running import run_jobs
from consultation.people.actions import COPY_JOB, ERASE_JOB, ask_copy, ask_erasure, forget_copies, stuck_erasures
from consultation.people.copying import table_of
from consultation.people.errors import CannotBeErased
from consultation.people.models import User
from tests.consultation.people.test_sign_in import CONFIRM, ask
from tests.factories.comments import make_comment, make_draft, make_section

pytestmark = pytest.mark.django_db
DATA, COPY, ERASE = "/mijn/gegevens/", "/mijn/gegevens/kopie/", "/mijn/gegevens/wissen/"


@pytest.fixture
def browser(anna: User) -> Client:
    """anna's, just after she signed in with a code."""
    cache.clear()
    client = Client()
    client.post(CONFIRM, {"code": ask(client, anna.email)})
    return client


class TestTheCopy:
    def test_is_a_zip_with_everything_as_json_and_as_tables(self, browser: Client, anna: User, open_round: Any, at: Any) -> None:
        section = make_section(open_round.version)
        make_comment(anna, section, "Dit kan korter.", at=at)
        status = browser.post(COPY)
        run_jobs(at=timezone.now())
        page = browser.get(status.url).content.decode()
        assert "Een kopie van uw gegevens" in page
        answer = browser.get(f"{status.url}bestand/")
        archive = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))
        data = json.loads(archive.read("data.json"))
        assert data["data"]["comments.Comment"]["rows"][0]["body"] == "Dit kan korter."
        assert len(archive.namelist()) == 1 + len(data["data"])
        table = archive.read("mensen.csv").decode()
        assert table.startswith("\ufeff")
        heads, row = list(csv.reader(io.StringIO(table[1:])))
        assert (heads[0], row[0], row[1]) == ("e-mailadres", anna.email, anna.name)

    def test_is_seen_by_nobody_else_not_even_in_the_admin(
        self, anna: User, cas: User, fatih: User, signed_in: Any, at: Any
    ) -> None:
        job = ask_copy(user=anna, at=at)
        run_jobs(at=timezone.now())
        for other in (cas, fatih):
            for address in (f"/taken/{job.pk}/", f"/taken/{job.pk}/bestand/"):
                assert signed_in(other).get(address).status_code == 404
        assert signed_in(anna).get(f"/taken/{job.pk}/").status_code == 200

    def test_asked_twice_is_made_once_and_a_new_one_takes_the_place_of_an_old_one(
        self, anna: User, at: Any, django_capture_on_commit_callbacks: Any
    ) -> None:
        first = ask_copy(user=anna, at=at)
        assert ask_copy(user=anna, at=at + timedelta(seconds=1)) == first
        run_jobs(at=timezone.now())
        first.refresh_from_db()
        storage, name = first.result_file.storage, first.result_file.name
        assert storage.exists(name)
        with django_capture_on_commit_callbacks(execute=True):
            assert ask_copy(user=anna, at=at + timedelta(minutes=1)) != first
        assert Job.objects.filter(kind=COPY_JOB).count() == 1
        assert not storage.exists(name)

    def test_goes_after_a_day_with_its_file(self, anna: User, at: Any, django_capture_on_commit_callbacks: Any) -> None:
        job = ask_copy(user=anna, at=at)
        run_jobs(at=timezone.now())
        job.refresh_from_db()
        with django_capture_on_commit_callbacks(execute=True):
            assert forget_copies(at=job.finished_at + timedelta(hours=23)) == 0
            assert forget_copies(at=job.finished_at + timedelta(hours=25)) == 1
        assert not job.result_file.storage.exists(job.result_file.name)

    def test_takes_no_other_file_of_hers_away(self, anna: User, at: Any) -> None:
        table = enqueue(kind="comments.table", arguments={}, dedup_key="table", requested_by=anna, at=at)
        ask_copy(user=anna, at=at)
        assert Job.objects.filter(pk=table.pk).exists()

    def test_an_erasure_that_gave_up_stays_for_the_administrators(self, anna: User, eva: User, at: Any) -> None:
        ended = {"finished_at": at}
        for person, state in ((anna, Job.State.FAILED), (eva, Job.State.DONE)):
            Job.objects.filter(pk=ask_erasure(user=person, at=at).pk).update(state=state, **ended)
        assert forget_copies(at=at + timedelta(days=2)) == 1
        assert stuck_erasures() == [anna]

    def test_needs_a_sign_in_that_is_fresh(self, browser: Client) -> None:
        with time_machine.travel(timezone.now() + timedelta(minutes=16)):
            assert browser.post(COPY).status_code == 403
            assert browser.get(ERASE).status_code == 403
            assert browser.get(DATA).status_code == 200
        assert not Job.objects.exists()

    def test_holds_no_formula(self) -> None:
        rows = [{"body": "=HYPERLINK(1)", "proposed": "-1", "kind": None, "late": True, "created_at": timezone.now()}]
        cells = list(csv.reader(io.StringIO(table_of("comments.Comment", rows))))[1]
        assert cells[:4] == ["'=HYPERLINK(1)", "'-1", "", "ja"]


class TestThePage:
    def test_tells_what_is_kept_and_how_much(self, browser: Client, anna: User, open_round: Any, at: Any) -> None:
        for number in range(3):
            make_draft(anna, make_section(open_round.version), f"Concept {number}", at=at)
        page = browser.get(DATA).content.decode()
        assert "Uw reacties en concepten." in page
        assert "Waar u was in de tekst" not in page

    def test_costs_the_same_for_two_remarks_and_for_twenty(
        self, browser: Client, anna: User, open_round: Any, at: Any, django_assert_num_queries: Any
    ) -> None:
        section = make_section(open_round.version)
        counts = []
        for many in (2, 18):
            for number in range(many):
                make_comment(anna, section, f"Reactie {many} {number}", at=at)
            browser.get(DATA)
            with django_assert_num_queries(60, exact=False) if not counts else django_assert_num_queries(counts[0]) as seen:
                browser.get(DATA)
            counts.append(len(seen))
        assert counts[0] == counts[1]

    def test_is_for_who_is_signed_in(self, visitor: Client) -> None:
        for address in (DATA, ERASE):
            assert visitor.get(address).status_code == 302
        assert visitor.get("/mijn/gegevens/gewist/").status_code == 200

    def test_is_linked_from_the_account(self, browser: Client) -> None:
        assert f'href="{DATA}"' in browser.get("/account/").content.decode()


class TestErasing:
    def test_asks_for_a_tick_and_looking_erases_nothing(self, browser: Client, anna: User) -> None:
        assert "Wat er blijft" in browser.get(ERASE).content.decode()
        answer = browser.post(ERASE)
        assert answer.status_code == 422
        assert "Zet hier een vinkje" in answer.content.decode()
        assert User.objects.get(pk=anna.pk).is_active

    def test_signs_her_out_closes_the_account_and_a_job_does_the_rest(
        self, browser: Client, anna: User, open_round: Any, at: Any
    ) -> None:
        remark = make_comment(anna, make_section(open_round.version), "Dit kan korter.", at=at)
        other = Client()
        other.force_login(anna)
        answer = browser.post(ERASE, {"sure": "on"}, follow=True)
        assert "Uw gegevens worden gewist" in answer.content.decode()
        assert "_auth_user_id" not in browser.session
        assert other.get(DATA).status_code == 302
        assert not User.objects.get(pk=anna.pk).is_active
        job = Job.objects.get(kind=ERASE_JOB)
        assert (job.arguments, job.requested_by) == ({"user": anna.pk}, None)
        run_jobs(at=timezone.now())
        assert not User.objects.filter(pk=anna.pk).exists()
        assert Comment.objects.get(pk=remark.pk).submitter.user is None
        job.refresh_from_db()
        assert job.state == "done"

    def test_again_after_a_lost_worker_changes_nothing(self, anna: User, at: Any) -> None:
        ask_erasure(user=anna, at=at)
        run_jobs(at=timezone.now())
        Job.objects.update(state="queued")
        run_jobs(at=timezone.now())
        assert Job.objects.get().state == "done"
        assert Email.objects.filter(kind="people.erased").count() == 1

    def test_the_only_administrator_is_told_why_not(self, fatih: User, signed_in: Any, at: Any) -> None:
        page = signed_in(fatih)
        session = page.session
        session["account_authentication_methods"] = [{"method": "code", "at": timezone.now().timestamp(), "email": fatih.email}]
        session["account_authentication_methods_user"] = str(fatih.pk)
        session.save()
        words = page.get(ERASE).content.decode()
        assert "de enige beheerder" in words
        assert 'name="sure"' not in words
        with pytest.raises(CannotBeErased, match="de enige beheerder"):
            ask_erasure(user=fatih, at=at)
        assert User.objects.get(pk=fatih.pk).is_active

    def test_who_became_the_only_administrator_meanwhile_gets_her_account_back(self, fatih: User, at: Any) -> None:
        other = User.objects.create_superuser("tweede@ingrado.example", name="Tweede Beheerder")
        ask_erasure(user=fatih, at=at)
        User.objects.filter(pk=fatih.pk).update(is_active=True)
        other.delete()
        run_jobs(at=timezone.now())
        assert User.objects.get(pk=fatih.pk).is_active
        assert Job.objects.get().state == "failed"


class TestTheLastMail:
    @pytest.fixture
    def farewell(self, anna: User, at: Any) -> Email:
        ask_erasure(user=anna, at=at)
        run_jobs(at=at)
        return Email.objects.get(kind="people.erased")

    def test_goes_and_nothing_of_it_stays(self, farewell: Email, anna: User, at: Any) -> None:
        assert farewell.to_address == anna.email
        assert send_due(at=timezone.now()) == 1
        assert mail.outbox[-1].to == [anna.email]
        assert anna.name not in mail.outbox[-1].body
        self._is_empty(farewell, "sent")

    def test_is_emptied_when_it_cannot_go(self, farewell: Email, monkeypatch: pytest.MonkeyPatch) -> None:
        from smtplib import SMTPRecipientsRefused

        from consultation.delivery.wire import Wire

        def refuse(self: Any, message: Any) -> None:
            raise SMTPRecipientsRefused({message.to[0]: (550, f"5.1.1 <{message.to[0]}> unknown".encode())})

        monkeypatch.setattr(Wire, "send", refuse)
        send_due(at=timezone.now())
        self._is_empty(farewell, "failed")
        assert not Suppression.objects.exists()

    def test_is_emptied_when_three_workers_were_lost_with_it(self, farewell: Email) -> None:
        now = timezone.now()
        claim(at=now)
        Email.objects.filter(pk=farewell.pk).update(begun_at=now, losses=2)
        send_due(at=now + timedelta(minutes=3))
        self._is_empty(farewell, "uncertain")

    def test_what_the_provider_tells_later_brings_no_address_back(self, farewell: Email, anna: User, at: Any) -> None:
        from consultation.delivery.actions import record_event
        from consultation.delivery.events import Heard

        send_due(at=timezone.now())
        row = Email.objects.get(pk=farewell.pk)
        words = f"550 {anna.email}"
        record_event(event_id="1", heard=Heard.HARD, address=anna.email, email=row, words=words, happened_at=at, at=at)
        assert (Suppression.objects.get().address, Suppression.objects.get().words) == ("", "")
        assert DeliveryEvent.objects.get().words == ""

    def _is_empty(self, farewell: Email, state: str) -> None:
        row = Email.objects.get(pk=farewell.pk)
        assert row.state == state
        assert "waterlo" not in str(Email.objects.filter(pk=row.pk).values()[0])
        assert (row.text, row.html, row.subject) == ("", "", "")
