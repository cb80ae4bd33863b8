"""The pages of the note: for editors before it goes out, for its readers after that, and nobody else by any address."""

from __future__ import annotations

import re
from datetime import timedelta

import docx
import pytest
from django.test import Client
from django.urls import reverse

from consultation.accountability.files import make_file
from consultation.accountability.models import NoteDraft, NoteEdition, Readers
from consultation.accountability.views import notes
from consultation.jobs.models import Job
from consultation.jobs.running import run_jobs
from consultation.rounds.models import Round
from tests.factories.handbook import make_handbook_page
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db


def signed_in(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def closed(version, open_round, remarks, at):
    """The round ended yesterday by the clock on the wall, which is what pages go by."""
    opened, ended = at - timedelta(days=20), at - timedelta(days=1)
    Round.objects.filter(pk=open_round.pk).update(opens_at=opened, closes_at=ended)
    return version


def page(version, name="note", **kwargs) -> str:
    return reverse(name, kwargs={"slug": version.slug, "label": version.label, **kwargs})


def test_an_editor_prepares_keeps_and_publishes_it_as_a_job(closed, cas, anna, at):
    editor = signed_in(cas)
    assert editor.get(page(closed)).headers["Location"] == page(closed, "note-prepare")
    shown = editor.get(page(closed, "note-prepare")).content.decode()
    assert "Er kwamen 5 reacties van 3 indieners." in shown
    said = {"introduction": "In het kort.", "readers": Readers.VERSION}
    editor.post(page(closed, "note-prepare"), said | {"action": "keep"})
    assert NoteDraft.objects.get().introduction == "In het kort."
    assert signed_in(anna).get(page(closed)).status_code == 404
    sent = [editor.post(page(closed, "note-prepare"), said | {"action": "publish"}) for _turn in range(2)]
    assert sent[0].headers["Location"] == sent[1].headers["Location"]
    run_jobs(at=at + timedelta(minutes=1))
    assert NoteEdition.objects.get().number == 1
    assert Job.objects.get().result["url"] == page(closed)
    read = signed_in(anna).get(page(closed)).content.decode()
    for words in ("In het kort.", "U hebt gelijk.", "Hierop is nog geen antwoord gegeven."):
        assert words in read


def test_of_two_editors_who_write_the_introduction_nobody_loses_words(version, open_round, remarks, cas, at):
    address, saskia = page(version, "note-prepare"), make_person(name="Saskia", groups=["redactie"])
    first, second = signed_in(cas), signed_in(saskia)
    said = {"readers": Readers.VERSION, "seen_at": ""}
    assert first.post(address, said | {"introduction": "Woorden van Cas."}).status_code == 302
    refused = second.post(address, said | {"introduction": "Woorden van Saskia."})
    shown = refused.content.decode()
    assert refused.status_code == 422
    assert "Een collega wijzigde deze inleiding" in shown
    assert "Wat Cas Terpstra bewaarde" in shown
    assert "<p>Woorden van Cas.</p>" in shown
    assert re.search(r"<textarea[^>]*>\s*Woorden van Saskia\.</textarea>", shown)
    assert NoteDraft.objects.get().introduction == "Woorden van Cas."
    seen = re.search(r'name="seen_at" value="([^"]+)"', shown)[1]
    assert second.post(address, said | {"introduction": "Van ons beiden.", "seen_at": seen}).status_code == 302
    assert NoteDraft.objects.get().introduction == "Van ons beiden."


def test_while_the_round_runs_it_can_be_prepared_and_not_published(version, open_round, remarks, cas, at):
    editor = signed_in(cas)
    shown = editor.get(page(version, "note-prepare")).content.decode()
    assert "De ronde loopt tot en met" in shown
    assert "Publiceer de nota" not in shown
    editor.post(page(version, "note-prepare"), {"introduction": "", "readers": "versie", "action": "publish"})
    run_jobs(at=at + timedelta(minutes=1))
    assert Job.objects.get().state == Job.State.FAILED
    assert "De ronde loopt nog." in Job.objects.get().error
    assert not NoteEdition.objects.exists()


def test_a_mistake_keeps_what_was_typed(closed, cas):
    answer = signed_in(cas).post(page(closed, "note-prepare"), {"introduction": "Bewaar mij.", "readers": "", "action": "keep"})
    assert answer.status_code == 422
    assert "Bewaar mij." in answer.content.decode()
    assert not NoteDraft.objects.exists()


def test_a_note_for_who_reads_the_version_is_there_for_nobody_else(closed, send_note, anna, dewi, bram):
    send_note()
    addresses = [page(closed), page(closed, "note-file", file_format="pdf")]
    for address in addresses:
        assert signed_in(anna).get(address).status_code == 200
        assert signed_in(dewi).get(address).status_code == 404
    assert Client().get(addresses[0]).headers["Location"].startswith("/account/login/")
    assert Client().get(addresses[1]).status_code == 404
    assert signed_in(bram).get(page(closed, "note-prepare")).status_code == 404
    assert signed_in(anna).get(page(closed, "note-file", file_format="exe")).status_code == 404


def test_a_note_for_everybody_is_read_without_the_version(closed, send_note, dewi):
    make_file(send_note(readers=Readers.EVERYBODY), "docx")
    for reader in (Client(), signed_in(dewi)):
        assert reader.get(page(closed)).status_code == 200
        answer = reader.get(page(closed, "note-file", file_format="docx"))
        assert b"".join(answer.streaming_content).startswith(b"PK")
        assert reader.get(reverse("version", args=[closed.slug, closed.label])).status_code != 200


def test_an_earlier_edition_stays_readable_and_says_that_there_is_a_newer_one(closed, send_note, anna):
    make_file(send_note(introduction="Eerste."), "json")
    send_note(introduction="Tweede.")
    reader = signed_in(anna)
    assert "Tweede." in reader.get(page(closed)).content.decode()
    earlier = reader.get(page(closed) + "?editie=1").content.decode()
    assert "Eerste." in earlier
    assert "Er is een nieuwere nota." in earlier
    assert reader.get(page(closed) + "?editie=3").status_code == 404
    assert (
        'filename="nota-mas-0.1-1.json"'
        in reader.get(page(closed, "note-file", file_format="json") + "?editie=1").headers["Content-Disposition"]
    )


def test_looking_at_a_file_that_is_gone_makes_none_and_its_button_does(closed, send_note, anna, at):
    send_note(readers=Readers.EVERYBODY)
    address, reader = page(closed, "note-file", file_format="json"), signed_in(anna)
    assert "Dit bestand moet opnieuw worden gemaakt" in reader.get(address).content.decode()
    assert not Job.objects.exists()
    stranger = Client().post(address, follow=True)
    assert "Kijk over een paar minuten opnieuw." in stranger.content.decode()
    asked = reader.post(address)
    job = Job.objects.get()
    assert asked.headers["Location"] == reverse("job-status", args=[job.pk])
    run_jobs(at=at + timedelta(minutes=1))
    job.refresh_from_db()
    assert job.result["url"] == f"{address}?editie=1"
    answer = reader.get(job.result["url"])
    assert b"klankbord-note/1" in b"".join(answer.streaming_content)


def test_a_long_note_is_looked_at_as_a_file(closed, cas, bram, at, monkeypatch):
    monkeypatch.setattr(notes, "AT_ONCE", 4)
    editor = signed_in(cas)
    address = page(closed, "note-prepare")
    shown = editor.get(address).content.decode()
    assert "Deze nota is lang" in shown
    assert "U hebt gelijk." not in shown
    status = editor.post(address, {"action": "look"}).headers["Location"]
    assert not NoteDraft.objects.exists()
    run_jobs(at=at + timedelta(minutes=1))
    job = Job.objects.get()
    assert status == reverse("job-status", args=[job.pk])
    with job.result_file.open("rb") as file:
        text = "\n".join(paragraph.text for paragraph in docx.Document(file).paragraphs)
    assert "U hebt gelijk." in text
    assert signed_in(bram).get(status).status_code == 404


def test_a_note_of_many_answers_is_read_page_by_page(closed, send_note, anna, monkeypatch):
    send_note()
    reader = signed_in(anna)
    whole = reader.get(page(closed)).content.decode()
    monkeypatch.setattr(notes, "PER_PAGE", 2)
    pages = [reader.get(page(closed) + f"?page={number}").content.decode() for number in (1, 2)]
    cards = [one.count('class="card"') for one in pages]
    assert cards == [2, whole.count('class="card"') - 2]
    contents = re.findall(r'<li><a href="([^"]*#s-[^"]*)">', pages[0])
    assert len(contents) == len(re.findall(r'<h2 id="s-', whole))
    for link in contents:
        anchor = link.partition("#")[2]
        assert f'id="{anchor}"' in reader.get(page(closed) + link.partition("#")[0]).content.decode()


def test_the_ways_to_it_are_there_once_it_went_out(closed, send_note, anna, cas):
    make_handbook_page(closed)
    ways = [reverse("handbook", args=[closed.slug]), reverse("version", args=[closed.slug, closed.label])]
    reader = signed_in(anna)
    assert not any(page(closed) in reader.get(way).content.decode() for way in ways)
    send_note()
    assert all(page(closed) in reader.get(way).content.decode() for way in ways)
    assert page(closed, "note-prepare") in signed_in(cas).get(page(closed, "weighing")).content.decode()


def test_a_note_whose_asker_left_does_not_go_out(closed, send_note, cas, at):
    editor = signed_in(cas)
    editor.post(page(closed, "note-prepare"), {"introduction": "", "readers": "versie", "action": "publish"})
    Job.objects.update(requested_by=None)
    run_jobs(at=at + timedelta(minutes=1))
    assert Job.objects.get().state == Job.State.FAILED
    assert not NoteEdition.objects.exists()
