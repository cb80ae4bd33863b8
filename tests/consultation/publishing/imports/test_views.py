"""The import from the admin, screen by screen: hand in, decide, look, confirm, and the file that is gone afterwards."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from consultation.jobs.models import Job
from consultation.jobs.running import run_jobs
from consultation.people.models import User
from consultation.publishing.imports.uploads import FOLDER, forget_uploads
from handbook.models import HandbookPage, SectionPage
from tests.factories.texts import TEXT, import_text, living_handbook
from tests.factories.word import make_docx, p, r

CHANGED = TEXT.replace("vijf dagen", "drie dagen").replace("### Wie meldt", "### Wie er meldt")


@pytest.fixture
def handbook(db: None) -> HandbookPage:
    return living_handbook()


@pytest.fixture
def editor(cas: User, signed_in: Any) -> Client:
    return signed_in(cas)


@pytest.fixture(autouse=True)
def _own_storage(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = str(tmp_path)


def kept() -> list[str]:
    return default_storage.listdir(FOLDER)[0] if default_storage.exists(FOLDER) else []


def hand_in(editor: Client, content: str | bytes, *, name: str = "handreiking.md", pk: int | None = None, **fields: str) -> Any:
    address = reverse("publishing-import", args=[pk]) if pk else reverse("publishing-import-new")
    file = SimpleUploadedFile(name, content.encode() if isinstance(content, str) else content)
    return editor.post(address, {"file": file, **fields}, follow=True)


def confirm(editor: Client, page: Any) -> Any:
    """Press the button of the look: its form's hidden fields go along."""
    context = page.context
    data = {"digest": context["digest"], "changes": context["decided"]["changes"]}
    if context["decided"]["leave_comments"]:
        data["leave_comments"] = "on"
    return editor.post(reverse("publishing-import-confirm", args=[context["upload"].token]), data, follow=True)


def test_an_editor_looks_confirms_and_sees_what_was_done(handbook: HandbookPage, editor: Client) -> None:
    page = hand_in(editor, CHANGED, pk=handbook.pk)
    html = page.content.decode()
    assert "Wie er meldt" in html
    assert SectionPage.objects.filter(title="Wie meldt").exists()
    page = confirm(editor, page)
    assert Job.objects.get().state == Job.State.QUEUED
    assert 'role="status"' in page.content.decode()
    run_jobs(at=timezone.now())
    page = editor.get(page.request["PATH_INFO"])
    assert [(group["kind"], len(group["lines"])) for group in page.context["groups"] if group["lines"]] == [
        ("changed", 1),
        ("renamed", 1),
        ("kept", 3),
    ]
    assert SectionPage.objects.filter(title="Wie er meldt").exists()
    assert kept() == []


def test_a_new_handbook_gets_the_address_that_was_typed(db: None, editor: Client) -> None:
    living_handbook(slug="ander")
    page = hand_in(editor, TEXT, slug="nieuw", title="Nieuwe handreiking")
    confirm(editor, page)
    run_jobs(at=timezone.now())
    assert HandbookPage.objects.get(slug="nieuw").title == "Nieuwe handreiking"


def test_looking_writes_nothing(handbook: HandbookPage, editor: Client) -> None:
    page = hand_in(editor, CHANGED, pk=handbook.pk)
    before = list(SectionPage.objects.order_by("pk").values())
    assert editor.get(page.request["PATH_INFO"]).status_code == 200
    assert list(SectionPage.objects.order_by("pk").values()) == before
    assert not Job.objects.exists()


def test_confirming_twice_imports_once(handbook: HandbookPage, editor: Client) -> None:
    page = hand_in(editor, CHANGED, pk=handbook.pk)
    confirm(editor, page)
    confirm(editor, page)
    run_jobs(at=timezone.now())
    confirm(editor, page)
    assert Job.objects.count() == 1
    assert SectionPage.objects.get(title="Melden").revisions.count() == 2


def test_what_changed_after_the_look_must_be_looked_at_again(handbook: HandbookPage, editor: Client) -> None:
    page = hand_in(editor, CHANGED, pk=handbook.pk)
    import_text(TEXT.replace("## Het gesprek", "## Het goede gesprek"))
    confirm(editor, page)
    run_jobs(at=timezone.now())
    job = Job.objects.get()
    assert job.state == Job.State.FAILED
    assert SectionPage.objects.filter(title="Het goede gesprek").exists()
    assert len(kept()) == 1


def test_stopping_deletes_the_file(handbook: HandbookPage, editor: Client) -> None:
    page = hand_in(editor, CHANGED, pk=handbook.pk)
    editor.post(reverse("publishing-import-stop", args=[page.context["upload"].token]))
    assert kept() == []
    assert SectionPage.objects.filter(title="Wie meldt").exists()
    assert editor.get(page.request["PATH_INFO"]).status_code == 302


def test_a_file_that_cannot_be_read_is_told_and_not_kept(handbook: HandbookPage, editor: Client) -> None:
    page = hand_in(editor, b"geen Word", name="kapot.docx", pk=handbook.pk)
    assert "geen Word-document" in page.content.decode()
    assert kept() == []
    page = hand_in(editor, b"x", name="plaatje.png", pk=handbook.pk)
    assert page.context["form"].errors["file"]
    assert kept() == []


def test_a_file_that_nobody_confirms_is_forgotten_after_a_day(handbook: HandbookPage, editor: Client) -> None:
    hand_in(editor, CHANGED, pk=handbook.pk)
    now = timezone.now()
    assert forget_uploads(at=now + timedelta(hours=23)) == 0
    assert len(kept()) == 1
    assert forget_uploads(at=now + timedelta(hours=25)) == 1
    assert kept() == []
    assert forget_uploads(at=now + timedelta(hours=25)) == 0


class TestWord:
    @pytest.fixture
    def word(self) -> bytes:
        """A Word file with one tracked insertion and one comment."""
        start, end = '<w:commentRangeStart w:id="0"/>', '<w:commentRangeEnd w:id="0"/><w:r><w:commentReference w:id="0"/></w:r>'
        body = p("Handreiking verzuim", style="Titel") + p("Melden", style="Kop1")
        body += p("De school meldt.", raw=f"{start}<w:ins>{r(' Snel.')}</w:ins>{end}")
        comment = f'<w:comment w:id="0" w:author="Anna">{p("Wie meldt dit?")}</w:comment>'
        return make_docx(body, comments=comment)

    def test_changes_and_comments_are_counted_and_asked_about(self, handbook: HandbookPage, editor: Client, word: bytes) -> None:
        page = hand_in(editor, word, name="verzuim.docx", pk=handbook.pk)
        assert "report" not in page.context
        html = page.content.decode()
        assert "Wie meldt dit?" in html
        assert "Anna" in html
        undecided = editor.get(page.request["PATH_INFO"], {"changes": "accept"})
        assert "report" not in undecided.context
        decided = editor.get(page.request["PATH_INFO"], {"changes": "accept", "leave_comments": "on"})
        assert decided.context["report"].counts["changed"] == 1

    @pytest.mark.parametrize(("changes", "text"), [("accept", "De school meldt. Snel."), ("reject", "De school meldt.")])
    def test_the_decision_is_what_is_imported(
        self, handbook: HandbookPage, editor: Client, word: bytes, changes: str, text: str
    ) -> None:
        page = hand_in(editor, word, name="verzuim.docx", pk=handbook.pk)
        page = editor.get(page.request["PATH_INFO"], {"changes": changes, "leave_comments": "on"})
        confirm(editor, page)
        run_jobs(at=timezone.now())
        assert Job.objects.get().state == Job.State.DONE, Job.objects.get().error
        [block] = SectionPage.objects.live().get(title="Melden").body.raw_data
        assert block["value"] == f"<p>{text}</p>"


@pytest.mark.parametrize("name", ["anna", "bram", "dewi", "olga"])
def test_only_who_may_publish_imports(name: str, handbook: HandbookPage, request: pytest.FixtureRequest, signed_in: Any) -> None:
    browser = signed_in(request.getfixturevalue(name))
    page = hand_in(browser, CHANGED, pk=handbook.pk)
    assert page.status_code == 403 or "/account/" in page.request["PATH_INFO"]
    assert kept() == []
