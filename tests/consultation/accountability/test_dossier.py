"""The dossier: whole, checked by sums, named in its metadata, readable without anything from outside, and gone in time."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import zipfile
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from consultation.accountability.actions import forget_dossiers, keep_dossier
from consultation.accountability.dossier.writing import METADATA, README, SUMS, write_dossier
from consultation.accountability.errors import MayNotAccount
from consultation.accountability.models import Dossier
from consultation.jobs.models import Job
from consultation.jobs.running import run_jobs
from consultation.people.actions import erase_person
from handbook.models import HandbookPage, Version
from tests.factories.texts import freeze, import_text

pytestmark = pytest.mark.django_db


@pytest.fixture
def dossier(version, remarks, send_note, after, tmp_path):
    send_note(introduction="Zie [de wet](https://wetten.overheid.nl/x).")
    path = tmp_path / "dossier.zip"
    count = write_dossier(version, path, at=after)
    files = unpack(path)
    assert len(files) == count
    return files


def unpack(path):
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def signed_in(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_it_has_every_part(dossier):
    assert set(dossier) == {
        *(f"versies/mas-0.1.{form}" for form in ("pdf", "html", "json")),
        *(f"nota/nota-1.{form}" for form in ("pdf", "html", "json")),
        *(f"{name}/{name}.{form}" for name in ("reacties", "besluiten") for form in ("csv", "json", "html")),
        "ronde/ronde.json",
        "ronde/ronde.html",
        README,
        METADATA,
        SUMS,
    }


def test_the_sums_the_metadata_and_the_readme_in_two_languages_name_every_file(dossier):
    sums = dict(reversed(line.split("  ")) for line in dossier[SUMS].decode().splitlines())
    assert set(sums) == set(dossier) - {SUMS}
    assert all(hashlib.sha256(dossier[name]).hexdigest() == digest for name, digest in sums.items())
    parts = {part["identifier"]: part for part in json.loads(dossier[METADATA])["hasPart"]}
    assert set(parts) == set(dossier) - {METADATA, SUMS}
    for name, part in parts.items():
        assert part["extent"] == len(dossier[name])
        assert part["checksum"]["checksumWaarde"] == hashlib.sha256(dossier[name]).hexdigest()
        assert part["description"]["nl"] != part["description"]["en"]
    readme = dossier[README].decode()
    assert readme.index("Consultatiedossier van") < readme.index("Consultation dossier of")
    assert all(readme.count(name) >= 2 for name in set(dossier) - {README})


def test_pages_lead_nowhere_and_drafts_and_notes_are_for_the_archive(dossier):
    for name in ("versies/mas-0.1.pdf", "nota/nota-1.pdf"):
        assert b"<pdfaid:conformance>A</pdfaid:conformance>" in dossier[name]
    pages = {name: content.decode() for name, content in dossier.items() if name.endswith(".html")}
    assert len(pages) == 5
    for html in pages.values():
        assert not re.search(r"<(a|link|script|iframe|object|form)\b|\b(href|src|action)=\"(?!data:)|url\(|@import", html)
    assert "de wet (https://wetten.overheid.nl/x)" in pages["nota/nota-1.html"]


def test_nobody_is_named_and_every_remark_and_decision_is_there(dossier, remarks, anna, eva, bram, cas):
    texts = b"".join(content for name, content in dossier.items() if not name.endswith(".pdf")).decode()
    for person in (anna, eva, bram, cas):
        assert person.name not in texts
    table = list(csv.reader(io.StringIO(dossier["reacties/reacties.csv"].decode("utf-8-sig")), delimiter=";"))
    assert [row[0] for row in table[1:]] == [f"R{remark.number}" for remark in remarks]
    decisions = json.loads(dossier["besluiten/besluiten.json"])["decisions"]
    assert len(decisions) == 4
    (unsent,) = [one for one in decisions if "NOG NIET VERSTUURD" in one.values()]
    assert "" in unsent.values()


def test_the_images_of_a_draft_are_inside_its_page(db, after, tmp_path, at):
    from home.demo.sources import FOLDER

    image = (FOLDER / "handbook" / "fasen.png").read_bytes()
    import_text("# Titel\n\n## Een\n\n::: figure fasen.png | Vijf\nVijf stappen\n:::\n", slug="mas", images={"fasen.png": image})
    freeze(HandbookPage.objects.get(slug="mas"), "0.1")
    write_dossier(Version.objects.get(), tmp_path / "x.zip", at=at)
    assert 'src="data:image/png;base64,' in unpack(tmp_path / "x.zip")["versies/mas-0.1.html"].decode()


def test_the_same_dossier_is_the_same_file(version, remarks, after, tmp_path):
    for name in ("a", "b"):
        write_dossier(version, tmp_path / name, at=after)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_an_editor_has_it_made_as_a_job_and_nobody_else_gets_it(version, remarks, cas, anna, bram, at):
    page = reverse("dossiers", args=[version.slug, version.label])
    for person in (anna, bram):
        assert signed_in(person).get(page).status_code == 404
        assert signed_in(person).post(page).status_code == 404
    editor = signed_in(cas)
    editor.post(page)
    run_jobs(at=at + timedelta(minutes=1))
    assert Job.objects.get().state == Job.State.DONE
    kept = Dossier.objects.get()
    file = reverse("dossier-file", args=[version.slug, version.label, kept.pk])
    assert file in editor.get(page).content.decode()
    content = b"".join(editor.get(file).streaming_content)
    assert hashlib.sha256(content).hexdigest() == kept.sha256
    for person in (anna, bram):
        assert signed_in(person).get(file).status_code == 404


def test_it_goes_after_its_term_and_when_somebody_is_erased(
    version, remarks, cas, anna, bram, at, tmp_path, django_capture_on_commit_callbacks
):
    path = tmp_path / "dossier.zip"
    path.write_bytes(b"PK")
    with pytest.raises(MayNotAccount):
        keep_dossier(version=version, path=path, by=bram, at=at)
    kept = keep_dossier(version=version, path=path, by=cas, at=at)
    term = timedelta(days=settings.KEPT_DAYS["dossiers"])
    assert forget_dossiers(made_before=at) == 0
    with django_capture_on_commit_callbacks(execute=True):
        assert forget_dossiers(made_before=at + term) == 1
    assert not kept.file.storage.exists(kept.file.name)
    kept = keep_dossier(version=version, path=path, by=cas, at=at)
    with django_capture_on_commit_callbacks(execute=True):
        erase_person(email=anna.email, at=at)
    assert not Dossier.objects.exists()
    assert not kept.file.storage.exists(kept.file.name)


def test_the_command_writes_it_and_says_what_there_is_when_there_is_none(version, remarks, tmp_path):
    file = tmp_path / "uit.zip"
    call_command("export_dossier", version.slug, version.label, output=file, verbosity=0)
    assert SUMS in unpack(file)
    with pytest.raises(CommandError, match=r"It has: 0\.1\."):
        call_command("export_dossier", version.slug, "9.9", output=file)
    with pytest.raises(CommandError, match="cannot be written"):
        call_command("export_dossier", version.slug, version.label, output=tmp_path / "er-niet" / "uit.zip")
    assert list(tmp_path.iterdir()) == [file]
