"""The PDF of a version on the site: made once in the background, for who may read it; with remarks only for the asker."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from consultation.comments.actions import withdraw_comment
from consultation.jobs.models import Job
from consultation.jobs.running import run_jobs
from consultation.reading.paper_remarks import remarks_on_paper
from consultation.reading.work import PDF_JOB
from consultation.weighing.actions import decide
from handbook.exporting import version_as_pdf
from handbook.models.versions import PUBLIC_GROUP
from handbook.papers import kept_pdf
from tests.factories.comments import make_comment, make_draft, make_section
from tests.factories.pdf import is_accessible

pytestmark = pytest.mark.django_db


def address(version) -> str:
    return reverse("download-pdf", args=[version.slug, version.label])


def signed_in(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_the_first_who_asks_has_it_made_and_it_is_there_for_all_after_that(version, open_round, anna, eva, at):
    first = signed_in(anna)
    assert "Maak de pdf" in first.get(address(version)).content.decode()
    for _turn in range(2):
        assert first.post(address(version)).headers["Location"] == address(version)
    assert Job.objects.filter(kind=PDF_JOB).count() == 1
    assert 'hx-trigger="every 2s"' in signed_in(eva).get(address(version)).content.decode()
    run_jobs(at=at + timedelta(minutes=1))
    answer = signed_in(eva).get(address(version))
    assert answer.headers["Content-Type"] == "application/pdf"
    assert is_accessible(b"".join(answer.streaming_content))
    part = first.get(address(version), headers={"HX-Request": "true"}).content.decode()
    assert "De pdf is er." in part
    assert "every 2s" not in part


def test_who_may_not_read_the_version_gets_neither_the_page_nor_the_file(version, open_round, dewi, anna, at):
    signed_in(anna).post(address(version))
    run_jobs(at=at + timedelta(minutes=1))
    for page in (address(version), reverse("download-pdf-remarks", args=[version.slug, version.label])):
        assert signed_in(dewi).get(page).status_code == 404
        assert signed_in(dewi).post(page).status_code == 404
        assert Client().get(page).headers["Location"].startswith("/account/login/")


def test_a_visitor_may_ask_for_what_is_public_and_only_members_for_remarks(version, at):
    version.readers.add(Group.objects.get_or_create(name=PUBLIC_GROUP)[0])
    visitor = Client()
    assert visitor.post(address(version)).status_code == 302
    run_jobs(at=at + timedelta(minutes=1))
    assert visitor.get(address(version)).headers["Content-Type"] == "application/pdf"
    remarks = reverse("download-pdf-remarks", args=[version.slug, version.label])
    assert visitor.get(remarks).headers["Location"].startswith("/account/login/")


def test_a_file_that_storage_lost_is_made_again(version, open_round, anna, at):
    asker = signed_in(anna)
    asker.post(address(version))
    run_jobs(at=at + timedelta(minutes=1))
    with kept_pdf(version) as kept:
        default_storage.delete(kept.name)
    Job.objects.update(dedup_key=f"{Job.objects.get().dedup_key}:lang-geleden")
    assert "Maak de pdf" in asker.get(address(version)).content.decode()
    asker.post(address(version))
    run_jobs(at=at + timedelta(minutes=5))
    assert kept_pdf(version) is not None


def test_remarks_on_paper_are_those_that_the_asker_may_see(version, open_round, anna, eva, cas, at):
    section = make_section(version, "2.1")
    stands = make_comment(eva, section, "Drie dagen is kort.", proposed="vijf dagen", at=at)
    make_comment(anna, section, "Eens.", parent=stands, at=at)
    gone = make_comment(eva, section, "Trek ik in.", at=at)
    withdraw_comment(user=eva, comment=gone, at=at)
    make_draft(anna, section, "Nog niet af.", at=at)
    decide(comment=stands, value="overgenomen", reason="U hebt gelijk.", publish=True, by=cas, at=at)
    (remark,) = remarks_on_paper(version, user=anna, at=at)["2.1"]
    assert remark.head.startswith(f"R{stands.number} · 2.1 · {eva.name}")
    texts = [text for _label, text in remark.parts]
    assert texts == ["Drie dagen is kort.", "vijf dagen", "U hebt gelijk.", "Eens."]
    assert is_accessible(version_as_pdf(version, remarks={"2.1": [remark]}))


def test_what_a_blind_round_hides_and_what_was_not_sent_stays_off_paper(version, open_round, anna, eva, cas, at):
    section = make_section(version, "2.1")
    own = make_comment(anna, section, "Van mij.", at=at)
    make_comment(cas, section, "Van een ander.", at=at)
    decide(comment=own, value="overgenomen", reason="Nog geheim.", by=cas, at=at)
    type(open_round).objects.filter(pk=open_round.pk).update(blind=True)
    version = type(version).objects.get(pk=version.pk)
    ((remark,),) = remarks_on_paper(version, user=anna, at=at).values()
    assert [text for _label, text in remark.parts] == ["Van mij."]


def test_the_file_with_remarks_is_the_askers_alone(version, open_round, anna, cas, at):
    make_comment(anna, make_section(version, "2.1"), "Kort.", at=at)
    page = reverse("download-pdf-remarks", args=[version.slug, version.label])
    status = signed_in(anna).post(page).headers["Location"]
    run_jobs(at=at + timedelta(minutes=1))
    answer = signed_in(anna).get(f"{status}bestand/")
    assert is_accessible(b"".join(answer.streaming_content))
    assert signed_in(cas).get(f"{status}bestand/").status_code == 404


def test_the_number_of_queries_does_not_grow_with_the_remarks(version, open_round, anna, eva, at):
    section = make_section(version, "2.1")

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            remarks_on_paper(version, user=anna, at=at)
        return len(queries)

    make_comment(anna, section, at=at)
    few = count()
    for _turn in range(5):
        make_comment(anna, section, parent=make_comment(eva, section, at=at), at=at)
    assert count() <= few + 1


def test_the_command_writes_it(version, tmp_path):
    file = tmp_path / "0.1.pdf"
    call_command("export_version", version.slug, version.label, format="pdf", output=file, verbosity=0)
    assert is_accessible(file.read_bytes())
