"""What changed in a version since another one, or since what this reader read: section by section, in words."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _

from consultation.comments.models import Opening
from consultation.reading.access import OpenVersion
from consultation.reading.addresses import section_url
from handbook.diff import DELETE, INSERT, Change, diff_words
from handbook.framework.differences import BEGINNING, compare_frameworks
from handbook.framework_words import tell_difference, tell_differences
from handbook.frameworks import framework_of_version, frameworks_since_read
from handbook.models import Passage, Section, Version

SINCE_READ = "gelezen"


@dataclass(frozen=True, slots=True)
class ChangedPassage:
    """A passage that changed, came or went; ``old`` and ``new`` are for the view side by side."""

    kind: str
    parts: list[Change]
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class ChangedSection:
    """A section that is not what it was. ``kind`` is changed, added, removed, renamed or moved; texts may differ as well."""

    kind: str
    number: str
    title: str
    url: str
    notes: list[str]
    passages: list[ChangedPassage]
    minutes: int


@dataclass(frozen=True, slots=True)
class ChangesPage:
    """The page: sections that changed in the order of the text, removed ones last."""

    opened: OpenVersion
    since: Version | None
    since_read: bool
    side_by_side: bool
    others: list[Version]
    sections: list[ChangedSection]
    kept_count: int
    framework: list[str]
    """What differs in the decision framework, in sentences; since somebody read it, as far as she did."""

    @property
    def minutes(self) -> int:
        return sum(section.minutes for section in self.sections)


def changes_page(opened: OpenVersion, *, since: str = "", side_by_side: bool = False) -> ChangesPage:
    """Compose the page.

    Args:
        since: a label, ``gelezen`` for what this reader last read, or empty for the version before.

    Raises:
        Http404: the other version does not exist or is not for this reader.
    """
    version = opened.version
    others = list(Version.objects.of(version.handbook_key).visible_to(opened.user).exclude(pk=version.pk).order_by("ordinal"))
    before = [other for other in others if other.ordinal < version.ordinal]
    since_read = since == SINCE_READ
    if since and not since_read:
        base = next((other for other in others if other.label == since), None)
        if base is None:
            raise Http404
    else:
        base = before[-1] if before else None
    new = list(Section.objects.filter(version=version).order_by("position"))
    old = (
        _sections_read(opened)
        if since_read
        else (list(Section.objects.filter(version=base).order_by("position")) if base else [])
    )
    texts = _texts([*new, *old])
    sections = _compare(opened, old, new, texts, whole=not since_read)
    return ChangesPage(
        opened=opened,
        since=base,
        since_read=since_read,
        side_by_side=side_by_side,
        others=others,
        sections=sections,
        kept_count=len(new) - sum(1 for section in sections if section.kind != "removed"),
        framework=_framework_since_read(version, old)
        if since_read
        else tell_differences(framework_of_version(base), framework_of_version(version))
        if base is not None
        else [],
    )


def _framework_since_read(version: Version, read: Sequence[Section]) -> list[str]:
    """Where the method begins is told only to who read its beginning."""
    known, now = frameworks_since_read(version, read)
    begins = bool(now.first) and now.first == framework_of_version(version).first
    found = compare_frameworks(known, now)
    return [tell_difference(one) for one in found if begins or one.kind != BEGINNING]


def _sections_read(opened: OpenVersion) -> list[Section]:
    """For each section the newest text of it that this reader had open, in any version up to this one; one query."""
    if not opened.user.is_authenticated:
        return []
    openings = (
        Opening.objects.filter(
            user=opened.user,
            section__version__handbook_key=opened.version.handbook_key,
            section__version__ordinal__lte=opened.version.ordinal,
        )
        .select_related("section")
        .order_by("section__version__ordinal", "opened_at")
    )
    return list({opening.section.key: opening.section for opening in openings}.values())


def _texts(sections: Sequence[Section]) -> dict[int, list[Passage]]:
    """Passages per section; one query."""
    texts: dict[int, list[Passage]] = {}
    rows = Passage.objects.filter(section__in=[section.pk for section in sections]).order_by("section_id", "ordinal")
    for passage in rows.defer("html", "data"):
        texts.setdefault(passage.section_id, []).append(passage)
    return texts


def _compare(
    opened: OpenVersion, old: Sequence[Section], new: Sequence[Section], texts: Mapping[int, list[Passage]], *, whole: bool
) -> list[ChangedSection]:
    """``whole``: old is a whole version, so that what it lacks is new and what new lacks is gone."""
    old_by_key = {section.key: section for section in old}
    moved = _moved_keys(old, new) if whole else set()
    changed = []
    for section in new:
        before = old_by_key.get(section.key)
        if (before is not None and before.pk == section.pk) or (before is None and not whole):
            continue  # read as it stands, or never read at all: then nothing changed for this reader
        line = _changed_section(opened, before, section, texts, moved=section.key in moved)
        if line is not None:
            changed.append(line)
    if whole:
        keys = {section.key for section in new}
        changed.extend(
            ChangedSection(
                kind="removed",
                number=section.number,
                title=section.title,
                url="",
                notes=[_("This section is no longer there.")],
                passages=[_passage(passage, None) for passage in texts.get(section.pk, [])],
                minutes=0,
            )
            for section in old
            if section.key not in keys
        )
    return changed


def _moved_keys(old: Sequence[Section], new: Sequence[Section]) -> set[uuid.UUID]:
    """Sections that hang under another one than before."""
    parent_of: dict[str, dict[uuid.UUID, Any]] = {"old": {}, "new": {}}
    for name, sections in (("old", old), ("new", new)):
        key_of = {section.pk: section.key for section in sections}
        parent_of[name] = {section.key: key_of.get(section.parent_id or 0) for section in sections}
    return {key for key, parent in parent_of["new"].items() if key in parent_of["old"] and parent_of["old"][key] != parent}


def _changed_section(
    opened: OpenVersion,
    before: Section | None,
    section: Section,
    texts: Mapping[int, list[Passage]],
    *,
    moved: bool,
) -> ChangedSection | None:
    """The difference of one section; None when nothing changed that a reader should look at again."""
    if before is None:
        notes, kind = [_("This section is new.")], "added"
        passages = [_passage(None, passage) for passage in texts.get(section.pk, [])]
    else:
        notes = []
        if before.title != section.title:
            notes.append(_('It was called "%(title)s".') % {"title": before.title})
        if moved:
            notes.append(_("It has moved; it was %(number)s.") % {"number": before.number})
        passages = _passages(texts.get(before.pk, []), texts.get(section.pk, []))
        kind = "changed" if passages else "moved" if moved else "renamed"
        if not passages and not notes:
            return None
    return ChangedSection(
        kind=kind,
        number=section.number,
        title=section.title,
        url=section_url(opened.version, section.number),
        notes=notes,
        passages=passages,
        minutes=section.reading_minutes,
    )


def _passages(old: Sequence[Passage], new: Sequence[Passage]) -> list[ChangedPassage]:
    """Passages by their ids, which stay from version to version; those with the same text are left out."""
    before = {passage.passage_id: passage for passage in old}
    after = {passage.passage_id for passage in new}
    changes = [
        _passage(before.get(passage.passage_id), passage)
        for passage in new
        if passage.passage_id not in before or before[passage.passage_id].text != passage.text
    ]
    return changes + [_passage(passage, None) for passage in old if passage.passage_id not in after]


def _readable(passage: Passage | None) -> str:
    """The plain text with the cells of a table apart: a tab is nothing on a page."""
    return passage.text.replace("\t", " | ") if passage is not None else ""


def _passage(old: Passage | None, new: Passage | None) -> ChangedPassage:
    before, after = _readable(old), _readable(new)
    kind = "added" if old is None else "removed" if new is None else "changed"
    parts = [Change(INSERT if old is None else DELETE, before or after)] if kind != "changed" else diff_words(before, after)
    return ChangedPassage(kind=kind, parts=parts, old=before, new=after)
