"""The commands import_handbook and export_version: exit codes, sentences, files, and that a refusal changes nothing."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from handbook.models import HandbookPage, SectionPage, Version
from tests.factories.texts import TEXT, freeze, living_handbook
from tests.factories.word import make_docx, p, r

IMAGE = Path(__file__).resolve().parents[3] / "site/home/demo/handbook/fasen.png"


def run(*arguments: Any) -> str:
    out = StringIO()
    call_command(*(str(argument) for argument in arguments), stdout=out, stderr=StringIO())
    return out.getvalue()


@pytest.fixture
def text_file(tmp_path: Path) -> Path:
    file = tmp_path / "handreiking.md"
    file.write_text(TEXT, encoding="utf-8")
    return file


class TestImport:
    def test_it_tells_what_became_of_every_section(self, db: None, text_file: Path) -> None:
        out = run("import_handbook", text_file, "--handbook", "verzuim")
        assert "Imported: Handreiking verzuim (a new handbook)" in out
        assert "created: 5" in out
        text_file.write_text(TEXT.replace("vijf dagen", "drie dagen").replace("### Wie meldt", "### Wie er meldt"))
        out = run("import_handbook", text_file, "--handbook", "verzuim")
        for line in (
            "created: 0",
            "kept: 3",
            "changed: 1",
            "  1 Melden",
            "renamed: 1",
            "  1.1 Wie er meldt (<- Wie meldt)",
            "removed: 0",
        ):
            assert line in out.splitlines()

    def test_a_dry_run_says_so_and_writes_nothing(self, db: None, text_file: Path) -> None:
        out = run("import_handbook", text_file, "--handbook", "verzuim", "--dry-run")
        assert "Would import: Handreiking verzuim" in out
        assert not HandbookPage.objects.exists()

    def test_a_title_can_be_given(self, db: None, text_file: Path) -> None:
        run("import_handbook", text_file, "--handbook", "verzuim", "--title", "Verzuim, en dan?")
        assert HandbookPage.objects.get().title == "Verzuim, en dan?"

    def test_images_beside_the_file_come_along_and_none_from_elsewhere(self, db: None, text_file: Path) -> None:
        (text_file.parent / "fasen.png").write_bytes(IMAGE.read_bytes())
        secret = text_file.parent.parent / "geheim.png"
        secret.write_bytes(IMAGE.read_bytes())
        figures = "\n::: figure fasen.png\nVijf cirkels.\n:::\n\n::: figure ../geheim.png\nGeheim.\n:::\n"
        text_file.write_text(TEXT + figures)
        out = run("import_handbook", text_file, "--handbook", "verzuim")
        shown = [
            bool(block.value["image"]) for block in SectionPage.objects.get(appendix=True).body if block.block_type == "figure"
        ]
        assert shown == [True, False]
        assert "geheim.png" in out

    def test_an_oddity_is_told_with_its_place(self, db: None, text_file: Path) -> None:
        text_file.write_text(TEXT.replace("## Het gesprek", "##Het gesprek"))
        assert "Note: A heading without a space behind its # was read as a heading: Het gesprek." in run(
            "import_handbook", text_file, "--handbook", "verzuim"
        )

    @pytest.mark.parametrize(
        ("name", "content", "sentence"),
        [
            ("leeg.md", b"", "The file is empty"),
            ("plaatje.md", b"\x89PNG\r\n\x1a\n\0\0", "The file is no text file"),
            ("kapot.json", b'{"format": "klankbord-handbook/1", "sections": [', "The file is no readable JSON"),
            ("ander.json", b'{"titel": "iets"}', "klankbord-handbook/1"),
            ("diep.json", b"[" * 100_000, "nests its elements too deeply"),
        ],
    )
    def test_a_bad_file_is_refused_in_one_sentence(
        self, db: None, tmp_path: Path, name: str, content: bytes, sentence: str
    ) -> None:
        (tmp_path / name).write_bytes(content)
        with pytest.raises(CommandError, match=sentence) as refusal:
            run("import_handbook", tmp_path / name, "--handbook", "verzuim")
        assert refusal.value.returncode == 1
        assert not HandbookPage.objects.exists()

    def test_a_missing_file_and_an_unknown_form_are_told(self, db: None, tmp_path: Path) -> None:
        with pytest.raises(CommandError, match=r"No such file"):
            run("import_handbook", tmp_path / "weg.md", "--handbook", "verzuim")
        with pytest.raises(CommandError, match=r"does not say what the file is") as refusal:
            run("import_handbook", tmp_path / "weg.odt", "--handbook", "verzuim")
        assert refusal.value.returncode == 2

    def test_script_in_the_markup_is_left_out(self, db: None, text_file: Path) -> None:
        text_file.write_text(TEXT + "\n<script>alert(1)</script><p onclick='x()'>Woorden.</p>\n")
        out = run("import_handbook", text_file, "--handbook", "verzuim")
        assert "unsafe markup was left out" in out
        raw = str(list(SectionPage.objects.get(appendix=True).body.raw_data))
        assert "Woorden." in raw
        assert "alert" not in raw
        assert "onclick" not in raw


class TestExport:
    def test_json_read_again_gives_the_same_keys_and_ids(self, db: None, tmp_path: Path) -> None:
        freeze(living_handbook(TEXT), "0.1")
        first, second = tmp_path / "eerste.json", tmp_path / "tweede.json"
        run("export_version", "verzuim", "0.1", "--format", "json", "--output", first)
        run("import_handbook", first, "--handbook", "verzuim")
        freeze(HandbookPage.objects.get(), "0.2")
        run("export_version", "verzuim", "0.2", "--format", "json", "--output", second)
        one, two = json.loads(first.read_text()), json.loads(second.read_text())
        assert one["format"] == "klankbord-handbook/1"
        assert one["sections"] == two["sections"]
        assert [section["number"] for section in one["sections"]] == ["0", "1", "1.1", "2", "A"]

    def test_what_is_missing_is_told(self, db: None, tmp_path: Path) -> None:
        freeze(living_handbook(), "0.1")
        with pytest.raises(CommandError, match=r"has no version 0\.9\. It has: 0\.1\."):
            run("export_version", "verzuim", "0.9", "--format", "md", "--output", tmp_path / "uit.md")
        with pytest.raises(CommandError, match=r"cannot be written"):
            run("export_version", "verzuim", "0.1", "--format", "md", "--output", tmp_path / "weg" / "uit.md")
        assert Version.objects.count() == 1


class TestWord:
    """A Word file with one tracked insertion and one comment: nobody guesses, nothing is dropped in silence."""

    @pytest.fixture
    def word_file(self, tmp_path: Path) -> Path:
        mark = '<w:r><w:commentReference w:id="0"/></w:r>'
        body = p("Melden", style="Kop1") + p("De school meldt.", raw=f"<w:ins>{r(' Snel.')}</w:ins>{mark}")
        comment = f'<w:comment w:id="0" w:author="Anna">{p("Wie meldt dit?")}</w:comment>'
        file = tmp_path / "verzuim.docx"
        file.write_bytes(make_docx(body + p("Spreken", style="Kop1") + p("U spreekt."), comments=comment))
        return file

    def test_it_is_refused_with_the_counts_and_what_to_add(self, db: None, word_file: Path) -> None:
        with pytest.raises(CommandError) as refusal:
            run("import_handbook", word_file, "--handbook", "verzuim")
        assert "1 tracked change and 1 comment" in str(refusal.value)
        assert "Add --changes accept or --changes reject and --leave-comments." in str(refusal.value)
        with pytest.raises(CommandError, match=r"Add --leave-comments\."):
            run("import_handbook", word_file, "--handbook", "verzuim", "--changes", "accept")
        with pytest.raises(CommandError, match=r"Add --changes accept or --changes reject\."):
            run("import_handbook", word_file, "--handbook", "verzuim", "--leave-comments")
        assert not HandbookPage.objects.exists()

    @pytest.mark.parametrize(("changes", "text"), [("accept", "De school meldt. Snel."), ("reject", "De school meldt.")])
    def test_the_decision_is_what_is_read(self, db: None, word_file: Path, changes: str, text: str) -> None:
        run("import_handbook", word_file, "--handbook", "verzuim", "--changes", changes, "--leave-comments", "--title", "Verzuim")
        [block] = SectionPage.objects.get(title="Melden").body.raw_data
        assert block["value"] == f"<p>{text}</p>"
