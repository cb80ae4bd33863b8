"""Real documents with a history: what is labelled as kept is found as kept, and where no word changed none is told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from handbook.exchange.document import Document
from handbook.exchange.markdown import read_markdown, write_markdown
from handbook.exchange.matching import SectionMatches, match_sections
from handbook.exchange.outline import outline
from handbook.exchange.plaintext import fold_words
from tests.factories.corpora import corpora_folder

UNCHANGED = [
    ("richtlijn-sas", "2014-01-01", "2014-01-06"),
    ("aanwijzing-sas", "2011-02-01", "2013-08-12"),
    ("leerplichtwet-1969", "2014-01-06", "2014-05-01"),
]
ONE_ARTICLE = ("leerplichtwet-1969", "2014-05-01", "2014-11-19")
LEAST_KEPT = 0.95


def read(folder: Path, version: str) -> Document:
    return read_markdown((folder / f"{version}.md").read_text(encoding="utf-8"))


def heading_paths(document: Document) -> list[tuple[str, ...]]:
    """Every section's heading path as the labels have it: folded, with the document's own title first."""
    title = (fold_words(document.title),) if document.title else ()
    return [
        title if section.number == "0" and title else (*title, *entry.path)
        for section, entry in zip(document.sections, outline(document.sections), strict=True)
    ]


def compared(folder: Path, before: str, after: str) -> tuple[Document, Document, SectionMatches]:
    old, new = read(folder, before), read(folder, after)
    return old, new, match_sections(old.sections, new.sections)


def kept_share(folder: Path, transition: dict) -> tuple[int, int]:
    """How many sections labelled kept or kept_edited the matching calls kept too, and how many there are."""
    old, new, matches = compared(folder, transition["from"], transition["to"])
    events = [event for event in transition["events"] if event["type"] not in ("added", "split", "merged")]
    gone = {tuple(map(fold_words, event["old"])) for event in events}
    old_paths, new_paths = heading_paths(old), heading_paths(new)
    labelled = [index for index, path in enumerate(old_paths) if path not in gone]
    new_of = {match.old: match for match in matches.matches if match.old is not None}
    agreed = [
        index
        for index in labelled
        if index in new_of and new_of[index].kind in ("kept", "changed") and new_paths[new_of[index].new] == old_paths[index]
    ]
    return len(agreed), len(labelled)


def test_what_is_labelled_as_kept_is_kept(capsys):
    folder = corpora_folder()
    rows, poor = [], []
    for transitions in sorted(folder.glob("*/transitions.json")):
        for transition in json.loads(transitions.read_text(encoding="utf-8")):
            agreed, labelled = kept_share(transitions.parent, transition)
            name = f"{transitions.parent.name} {transition['from']} - {transition['to']}"
            rows.append(f"{name:<50} {agreed:>4} of {labelled:>4} {agreed / labelled:>7.1%}")
            poor += [name] * (agreed < LEAST_KEPT * labelled)
    with capsys.disabled():
        print("\nsections labelled kept or kept_edited that the matching keeps\n" + "\n".join(rows))  # noqa: T201
    assert rows
    assert not poor


@pytest.mark.parametrize(("name", "before", "after"), UNCHANGED)
def test_where_no_word_changed_nothing_is_told(name, before, after):
    _, _, matches = compared(corpora_folder() / name, before, after)
    assert matches.unchanged


def test_where_one_article_changed_one_is_told():
    name, before, after = ONE_ARTICLE
    _, new, matches = compared(corpora_folder() / name, before, after)
    changed = [new.sections[match.new].title for match in matches.matches if match.kind != "kept"]
    assert [title.split(" Scholen")[0] for title in changed] == ["Artikel 1a1"]


def test_every_real_document_reads_back_as_itself():
    newest = {path.parent: path for path in sorted(corpora_folder().glob("*/*.md"))}
    for path in newest.values():
        document = read(path.parent, path.stem)
        assert read_markdown(write_markdown(document)).sections == document.sections, path.name
