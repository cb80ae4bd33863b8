"""Real documents with a history, imported and frozen version by version: sections and passages stay what they are.

Without the documents (tests/factories/corpora.py) these tests are skipped and say so.
"""

from __future__ import annotations

import json
from collections import defaultdict
from itertools import pairwise

import pytest

from handbook.actions import ImportReport
from handbook.exchange.plaintext import fold_words
from handbook.models import HandbookPage, Passage, SectionLineage, Version
from tests.factories.corpora import corpora_folder, versions_of
from tests.factories.texts import freeze, import_text

FOLDERS = {"leerplichtwet-1969": 7, "publiccode-standard": 6, "richtlijn-sas": 2, "aanwijzing-sas": 2}
UNCHANGED = {
    "leerplichtwet-1969": {("2014-01-06", "2014-05-01")},
    "richtlijn-sas": {("2014-01-01", "2014-01-06")},
    "aanwijzing-sas": {("2011-02-01", "2013-08-12")},
}

pytestmark = [pytest.mark.endurance, pytest.mark.django_db]


def kept_ids(old: Version, new: Version) -> tuple[int, int]:
    """Of the passages whose words stand in both versions: how many there are, and how many kept their id.

    Where words recur, the ids of all their places are compared as a set: which of two equal sentences is which nobody knows.
    """
    places: list[dict[str, set[object]]] = []
    for version in (old, new):
        ids: dict[str, set[object]] = defaultdict(set)
        for text, passage_id in Passage.objects.filter(section__version=version).values_list("text", "passage_id"):
            if text:
                ids[fold_words(text)].add(passage_id)
        places.append(ids)
    before, after = places
    shared = before.keys() & after.keys()
    same = sum(min(len(before[words]), len(after[words])) for words in shared)
    return same, sum(len(before[words] & after[words]) for words in shared)


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_documents_history_is_imported_and_frozen_in_order(folder: str, capsys: pytest.CaptureFixture[str]) -> None:
    labels = versions_of(folder)
    assert len(labels) == FOLDERS[folder]
    reports: dict[str, ImportReport] = {}
    frozen: dict[str, Version] = {}
    lines: list[str] = []
    for label in labels:
        reports[label] = import_text((corpora_folder() / folder / f"{label}.md").read_text(encoding="utf-8"), slug=folder)
        frozen[label] = freeze(HandbookPage.objects.get(slug=folder), label)
    for old, new in pairwise(labels):
        same, kept = kept_ids(frozen[old], frozen[new])
        counts = reports[new].counts
        lines.append(f"{folder} {old} -> {new}: {counts}, {kept} of {same} passages with the same words keep their id")
        assert kept >= 0.99 * same, lines[-1]
    with capsys.disabled():
        print("", *lines, sep="\n")  # noqa: T201 - the figures are what this test is for
    for old, new in UNCHANGED.get(folder, set()):
        assert reports[new].unchanged, (old, new, reports[new].counts)
        changed = SectionLineage.objects.filter(new_version=frozen[new]).exclude(kind="kept", text_changed=False)
        assert not changed.exists()


@pytest.mark.parametrize("folder", ["leerplichtwet-1969", "publiccode-standard"])
def test_the_report_agrees_with_what_is_known_of_each_pair(folder: str) -> None:
    """Kept and kept-but-edited sections together, at least 95 % (the labels of transitions.json are heuristics)."""
    transitions = json.loads((corpora_folder() / folder / "transitions.json").read_text(encoding="utf-8"))
    for transition in transitions:
        old, new = transition["from"], transition["to"]
        slug = f"{folder}-{new}".replace(".", "-")
        import_text((corpora_folder() / folder / f"{old}.md").read_text(encoding="utf-8"), slug=slug)
        report = import_text((corpora_folder() / folder / f"{new}.md").read_text(encoding="utf-8"), slug=slug)
        expected = sum(transition["sections"].get(kind, 0) for kind in ("kept", "kept_edited"))
        found = report.counts["kept"] + report.counts["changed"]
        assert found >= 0.95 * expected, (old, new, report.counts, transition["sections"])
