"""What an import would do: the document that comes in, matched with the living text. Planning writes nothing."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from handbook.exchange.building import is_preamble
from handbook.exchange.document import Block, Document, Oddity, Section
from handbook.exchange.making import make_block
from handbook.exchange.matching import SectionMatch, match_sections
from handbook.exchange.passages import pair_blocks
from handbook.images import is_readable
from handbook.living import LivingText, bare, read_living, section_pages
from handbook.models import HandbookPage, SectionPage
from handbook.register import give_ids

LONGEST_TITLE = 255
"""What a Wagtail page can be called."""

KINDS = ("created", "kept", "changed", "moved", "renamed", "removed")
"""What can become of a section, each section once, the weightiest word first: renamed, moved, changed, kept."""


@dataclass(frozen=True, slots=True)
class ImportLine:
    """One section in the report: its number and title in the new text (a removed one: in the old text).

    ``before`` is the old title where that differs; ``text_changed`` says whether its own words changed too.
    """

    title: str
    number: str = ""
    before: str = ""
    text_changed: bool = False

    def __str__(self) -> str:
        name = f"{self.number} {self.title}".strip()
        return f"{name} (<- {self.before})" if self.before else name


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did, or would do. ``lines`` holds the sections of each of `KINDS`.

    ``respelled`` are sections among the kept ones of which only white space, capitals or markup differ;
    they are written too. ``overtaken`` are sections with edits that were not published yet: those edits are in
    the page's history now, and no longer its newest text. ``oddities`` is what the reader of the file mended.
    """

    title: str
    new_handbook: bool
    lines: Mapping[str, tuple[ImportLine, ...]]
    respelled: tuple[ImportLine, ...] = ()
    overtaken: tuple[str, ...] = ()
    oddities: tuple[Oddity, ...] = ()
    dry_run: bool = False

    @property
    def counts(self) -> dict[str, int]:
        """How many sections each of `KINDS` stands for."""
        return {kind: len(self.lines[kind]) for kind in KINDS}

    @property
    def unchanged(self) -> bool:
        """Whether no word and no place changed."""
        return all(count == 0 for kind, count in self.counts.items() if kind != "kept")

    def as_dict(self) -> dict[str, Any]:
        """Plain data, for a job's result and for JSON."""
        return {**asdict(self), "counts": self.counts}


@dataclass(slots=True)
class PlannedSection:
    """One section of the incoming document with the page it will stand on (None: a new page)."""

    section: Section
    match: SectionMatch
    page: SectionPage | None
    preamble: bool
    sources: list[str]
    old_blocks: tuple[Block, ...] = ()
    writes: bool = True
    respelled: bool = False


@dataclass(slots=True)
class Plan:
    """All that an import will do, in reading order."""

    title: str
    sections: list[PlannedSection]
    removed: list[SectionPage]
    living: LivingText
    document: Document
    report: ImportReport
    pages: list[SectionPage] = field(default_factory=list)


def plan_import(*, handbook: HandbookPage | None, document: Document, title: str = "", dry_run: bool = False) -> Plan:
    """Match a document with the living text of ``handbook`` (None: there is none yet).

    Sections are matched with what is published now: by key, by place and title, by their words. What then still
    seems new is looked for among the pages that were taken out (or hang under one that was), so that a section
    that comes back is the same section and keeps its history.
    """
    pages = section_pages(handbook) if handbook else []
    living = read_living(handbook) if handbook else LivingText(Document(title), [])
    document = _made_fit(document, living)
    found = match_sections(living.document.sections, document.sections)
    page_of = {match.new: living.pages[match.old] for match in found.matches if match.old is not None}
    page_of |= _revived(document.sections, page_of, pages, living)
    keyed = _with_keys(document.sections, page_of, handbook)
    sections = give_ids(keyed, handbook_key=handbook.key) if handbook else give_ids(keyed, handbook_key=uuid.uuid4())
    planned = [
        _planned(section, match, page_of.get(match.new), living, preamble=is_preamble(sections, match.new))
        for section, match in zip(sections, found.matches, strict=True)
    ]
    removed = [living.pages[index] for index in found.removed]
    title = title or document.title or (handbook.title if handbook else "")
    report = _report(title, handbook, planned, [living.document.sections[i] for i in found.removed], living, document, dry_run)
    return Plan(title[:LONGEST_TITLE], planned, removed, living, document, report, pages)


def _made_fit(document: Document, living: LivingText) -> Document:
    """The document as Wagtail can hold it: titles of bearable length, figures that know their image or that it is missing.

    A figure whose image did not come along (Markdown without its folder) keeps the image of that name that the
    living text shows.
    """
    images = {digest: image for digest, image in document.images.items() if is_readable(image)}
    oddities = [Oddity("image-unreadable", image.name) for digest, image in document.images.items() if digest not in images]
    shown = {
        block.data["name"]: block.data["sha256"]
        for section in living.document.sections
        for block in section.blocks
        if block.type == "figure"
    }
    known = {*images, *shown.values()} - {""}

    def fit_block(block: Block) -> Block:
        if block.type != "figure" or block.data["sha256"] in known:
            return block
        return make_block("figure", data={**block.data, "sha256": shown.get(block.data["name"], "")}, id=block.id)

    def fit_section(section: Section) -> Section:
        blocks = tuple(fit_block(block) for block in section.blocks)
        if len(section.title) <= LONGEST_TITLE:
            return replace(section, blocks=blocks)
        oddities.append(Oddity("long-heading", section.title[:60], section.title[:60]))
        whole = make_block("paragraph", html=f"<p>{section.title}</p>")
        return replace(section, title=f"{section.title[: LONGEST_TITLE - 1]}…", blocks=(whole, *blocks))

    sections = tuple(fit_section(section) for section in document.sections)
    return replace(document, sections=sections, images=images, oddities=(*document.oddities, *oddities))


def _revived(
    sections: Sequence[Section], page_of: Mapping[int, SectionPage], pages: Sequence[SectionPage], living: LivingText
) -> dict[int, SectionPage]:
    """Unpublished pages for sections that match none of the published ones: the same key, or the same title."""
    agreed = {page.pk for page in living.pages}
    resting = [page for page in pages if page.pk not in agreed and page.first_published_at]
    if not resting:
        return {}
    by_key = {str(page.key): page for page in resting}
    by_title: dict[str, list[SectionPage]] = {}
    for page in resting:
        by_title.setdefault(page.title, []).append(page)
    found: dict[int, SectionPage] = {}
    taken: set[int] = set()
    for index, section in enumerate(sections):
        if index in page_of:
            continue
        same = [by_key[section.key]] if section.key in by_key else by_title.get(section.title, [])
        back = next((page for page in same if page.pk not in taken), None)
        if back:
            found[index] = back
            taken.add(back.pk)
    return found


def _with_keys(sections: Sequence[Section], page_of: Mapping[int, SectionPage], handbook: HandbookPage | None) -> list[Section]:
    """Every section with its key: that of its page, else the one it brings if nobody has it, else a new one."""
    brought = [section.key for index, section in enumerate(sections) if section.key and index not in page_of]
    taken = {str(key) for key in SectionPage.objects.filter(key__in=brought).values_list("key", flat=True)}
    taken |= {str(page.key) for page in page_of.values()}
    keyed = []
    for index, section in enumerate(sections):
        if index in page_of:
            key = str(page_of[index].key)
        else:
            key = section.key if section.key and section.key not in taken else str(uuid.uuid4())
            taken.add(key)
        keyed.append(replace(section, key=key))
    return keyed


def _planned(
    section: Section, match: SectionMatch, page: SectionPage | None, living: LivingText, *, preamble: bool
) -> PlannedSection:
    if match.old is None or page is None:
        return PlannedSection(section, match, page, preamble, [""] * len(section.blocks))
    old = living.document.sections[match.old]
    pairs = pair_blocks(old.blocks, section.blocks)
    sources = [(old.blocks[pairs[n]].source or "") if n in pairs else "" for n in range(len(section.blocks))]
    differs = bare(old.blocks) != bare(section.blocks) or (page.title, page.appendix, page.preamble) != (
        section.title,
        section.appendix,
        preamble,
    )
    respelled = differs and not match.text_changed and not match.renamed
    return PlannedSection(section, match, page, preamble, sources, old.blocks, differs, respelled)


def _report(
    title: str,
    handbook: HandbookPage | None,
    planned: Sequence[PlannedSection],
    removed: Sequence[Section],
    living: LivingText,
    document: Document,
    dry_run: bool,
) -> ImportReport:
    lines: dict[str, list[ImportLine]] = {kind: [] for kind in KINDS}
    respelled: list[ImportLine] = []
    for plan in planned:
        match = plan.match
        before = living.document.sections[match.old].title if match.renamed and match.old is not None else ""
        line = ImportLine(plan.section.title, plan.section.number, before, match.text_changed)
        lines["moved" if match.kind == "reparented" else match.kind].append(line)
        if plan.respelled and match.kind == "kept":
            respelled.append(line)
    lines["removed"] = [ImportLine(section.title, section.number) for section in removed]
    written = [plan.page for plan in planned if plan.page and plan.writes]
    overtaken = tuple(page.draft_title for page in written if page.live and page.has_unpublished_changes)
    return ImportReport(
        title=title,
        new_handbook=handbook is None,
        lines={kind: tuple(found) for kind, found in lines.items()},
        respelled=tuple(respelled),
        overtaken=overtaken,
        oddities=document.oddities,
        dry_run=dry_run,
    )
