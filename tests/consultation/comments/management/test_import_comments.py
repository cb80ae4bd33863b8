"""The command that reads remarks from a file: what it keeps and prints, and in which sentence it refuses."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from consultation.comments.models import Comment
from consultation.people.models import User
from consultation.rounds.models import Round
from handbook.exporting import export_version
from handbook.models import Version
from tests.factories.comments import make_comment, make_section
from tests.factories.tables import row, sheet
from tests.factories.word_remarks import Reviewed


@pytest.fixture
def run(version: Version, open_round: Round, anna: User, tmp_path: Path, capsys: Any) -> Any:
    """``run(content)`` reads a file on behalf of anna and gives what was printed."""

    def run(content: bytes, *more: str, email: str = anna.email, name: str = "tabel.xlsx") -> str:
        path = tmp_path / name
        path.write_bytes(content)
        call_command("import_comments", "mas", "0.1", str(path), "--on-behalf-of", email, *more)
        return capsys.readouterr().out

    return run


def test_a_table_is_kept_and_told(run: Any, anna: User, eva: User, version: Version, at: Any) -> None:
    mine, hers = (make_comment(user, make_section(version), body=f"Van {user.name}.", at=at) for user in (anna, eva))
    content = sheet(
        [
            row("2.1", "binnen drie werkdagen", "Te kort.", kind="filosofisch"),
            row("2.2", "woorden die nergens staan", "Waar hoort dit?"),
            row("2.1", "", mine.body, nr=f"R{mine.number}"),
            row("2.1", "", hers.body, nr=f"R{hers.number}"),
            row("2.1", "", "lang " * 2_100),
        ]
    )
    assert "would keep: 2" in run(content, "--dry-run")
    assert Comment.objects.count() == 2
    told = run(content).splitlines()
    assert told[:3] == [
        "placed: 2",
        "  2.1-1 De melding beoordelen: Te kort.",
        "    We do not know the kind “filosofisch”: taken as “on substance”.",
    ]
    assert told[4:] == [
        "kept: 1",
        "known: 1",
        "left over: 3",
        "  “woorden die nergens staan” Waar hoort dit?",
        "    No sure place in the version.",
        "  lang lang lang lang lang lang lang lang lang lang lang lang lang lang…",
        "    This text is too long. At most 10,000 characters fit.",
        "  rows of other people: 1",
    ]
    draft = Comment.objects.get(posted_at=None)
    assert (draft.body, draft.submitter.user, draft.origin) == ("Te kort.", anna, Comment.Origin.TABLE)
    again = run(content)
    assert "kept: 0" in again
    assert "known: 2" in again


def test_a_word_file_with_comments_asks_whose_are_meant(run: Any, version: Version) -> None:
    word = Reviewed(export_version(version, "docx"))
    word.comment("binnen drie werkdagen", "Te kort.", author="Anna")
    word.comment("Vraag aan wat ontbreekt", "Bij wie?", author="Bram")
    content = word.content()
    with pytest.raises(CommandError, match="Say with --author whose remarks are meant: Anna, Bram"):
        run(content)
    with pytest.raises(CommandError, match="Nobody in the file is called Carla"):
        run(content, "--author", "Carla")
    assert "kept: 1" in run(content, "--author", "Anna")
    assert Comment.objects.get().origin == Comment.Origin.WORD


def test_what_does_not_allow_it_is_said_in_a_sentence(
    run: Any, version: Version, olga: User, dewi: User, open_round: Round, anna: User, tmp_path: Path
) -> None:
    content = sheet([row("2.1", "", "Te kort.")])
    version.readers.add(*olga.groups.all())
    for call, words in [
        (lambda: run(content, email="niemand@elders.example"), "Nobody with the address niemand@elders.example"),
        (lambda: run(content, email=dewi.email), "may not read"),
        (lambda: run(content, email=olga.email), "cannot keep a remark on .*You can read this version, but not react to it."),
        (lambda: run(b"Zomaar"), "neither a Word document"),
        (lambda: run(sheet([row("2.1")])), "no row with a comment or a proposal"),
        (lambda: run(sheet([row("2.1", "", "x")], about="klankbord-table/1 mas 0.9")), "about version 0.9"),
        (
            lambda: call_command("import_comments", "mas", "9", str(tmp_path), "--on-behalf-of", anna.email),
            "The handbook mas has no version 9. It has: 0.1.",
        ),
        (
            lambda: call_command("import_comments", "mas", "0.1", str(tmp_path / "weg"), "--on-behalf-of", anna.email),
            "cannot be read: No such file",
        ),
    ]:
        with pytest.raises(CommandError, match=words) as refused:
            call()
        assert refused.value.returncode == 1
    assert not Comment.objects.exists()


def test_wrong_arguments_are_exit_code_2() -> None:
    root = Path(__file__).resolve().parents[4]
    found = subprocess.run(
        [sys.executable, "manage.py", "import_comments", "mas"], cwd=root, capture_output=True, text=True, check=False
    )
    assert found.returncode == 2
    assert "--on-behalf-of EMAIL" in found.stderr
