"""Where the words of remarks stand in a newer version, and how they differ: in sentences, with the stretches of both texts."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from consultation.comments.models import Comment, Placement
from consultation.comments.quoting import quote_in
from consultation.weighing.models import Decision
from handbook.diff import DELETE, EQUAL, INSERT, Change, diff_words
from handbook.models import Passage, Section, Version
from handbook.numbering import passage_number

SAME, MOVED, CHANGED = Placement.Status.SAME, Placement.Status.MOVED, Placement.Status.CHANGED


@dataclass(frozen=True, slots=True)
class PlaceNow:
    """Where a remark stands in a newer version, in words, with the way there if there is one, and the words before and after."""

    words: str
    url: str = ""
    parts: tuple[Change, ...] = ()

    @property
    def before(self) -> str:
        return "".join(part.text for part in self.parts if part.op != INSERT)

    @property
    def after(self) -> str:
        return "".join(part.text for part in self.parts if part.op != DELETE)


def places_in(placements: Iterable[Placement]) -> dict[int, PlaceNow]:
    """By the number of the remark; at most two queries for those whose decision points at a section, and one for these and for
    remarks on whole sections.

    ``placements``, one for each remark, come with ``version``, ``section``, ``passage``, ``comment__section``,
    ``comment__passage`` and ``comment__decision``.
    """
    rows = list(placements)
    pointed = _pointed(rows)
    whole = {
        row.pk: (row.comment.section, row.section) for row in rows if row.comment.passage_id is None and row.section is not None
    }
    changes = _first_changes(whole | pointed)
    found = {}
    for row in rows:
        parts = changes.get(row.pk, ())
        found[row.comment_id] = _pointed_now(row, pointed[row.pk][1], parts) if row.pk in pointed else _place_now(row, parts)
    return found


def place_parts(placement: Placement) -> tuple[Change, ...]:
    """The quoted words as they were and as they are, word by word; nothing when they did not change."""
    if placement.status != CHANGED:
        return ()
    before, now = quote_in(placement.comment.selectors), quote_in(placement.selectors)
    if before is not None and now is not None:
        return tuple(diff_words(before.exact, now.exact))
    passages: tuple[Passage | None, Passage | None] = (placement.comment.passage, placement.passage)
    return tuple(diff_words(*(passage.text if passage is not None else "" for passage in passages)))


def _place_now(placement: Placement, rewritten: tuple[Change, ...]) -> PlaceNow:
    label = placement.version.label
    if placement.section is None:
        if placement.status == Placement.Status.GONE:
            return PlaceNow(_("The words are no longer in version %(label)s.") % {"label": label})
        return PlaceNow(
            _("We are not sure where your comment belongs in version %(label)s. The editors look at it.") % {"label": label}
        )
    number = placement.section.number
    url = _section_url(placement.version, number)
    if placement.passage is not None:
        number = passage_number(number, placement.passage.ordinal)
        url += f"#b-{placement.passage.passage_id}"
    sentences = {
        SAME: _("In version %(label)s this stands at %(number)s, unchanged."),
        MOVED: _("In version %(label)s this has moved to %(number)s."),
        CHANGED: _("In version %(label)s this was changed, at %(number)s."),
    }
    status = CHANGED if rewritten else Placement.Status(placement.status)
    return PlaceNow(sentences[status] % {"label": label, "number": number}, url, rewritten or place_parts(placement))


def _pointed(placements: list[Placement]) -> dict[int, tuple[Section, Section]]:
    """By the number of the placement, the section that a published decision points at, as it was and as it is now. A section that
    went, or came, is no pair: then the place of the remark says more."""
    told = {row.pk: row for row in placements if _points_at(row.comment) is not None}
    if not told:
        return {}
    versions = {version for row in told.values() for version in (row.version_id, row.comment.version_id)}
    keys = {_points_at(row.comment) for row in told.values()}
    sections = {
        (one.version_id, one.key): one for one in Section.objects.filter(version__in=versions, key__in=keys).defer("text")
    }
    found = {}
    for pk, row in told.items():
        before, now = (sections.get((version, _points_at(row.comment))) for version in (row.comment.version_id, row.version_id))
        if before is not None and now is not None:
            found[pk] = (before, now)
    return found


def _points_at(comment: Comment) -> uuid.UUID | None:
    decision: Decision | None = getattr(comment, "decision", None)
    return decision.points_at if decision is not None and decision.is_published else None


def _pointed_now(placement: Placement, section: Section, parts: tuple[Change, ...]) -> PlaceNow:
    facts = {"label": placement.version.label, "number": f"{section.number} {section.title}"}
    words = (
        _("In version %(label)s this changed %(number)s.")
        if parts
        else _("The answer points at %(number)s; its text is the same in version %(label)s.")
    )
    return PlaceNow(words % facts, _section_url(placement.version, section.number), parts)


def _first_changes(pairs: Mapping[int, tuple[Section, Section | None]]) -> dict[int, tuple[Change, ...]]:
    """For pairs of one section in two versions, the first passage that reads otherwise now; one query, and none for no pairs."""
    texts: dict[int, dict[object, str]] = {}
    sections = {one.pk for pair in pairs.values() for one in pair if one is not None}
    rows = Passage.objects.filter(section__in=sections) if sections else Passage.objects.none()
    for section, passage, text in rows.order_by("section", "ordinal").values_list("section", "passage_id", "text"):
        texts.setdefault(section, {})[passage] = text
    found: dict[int, tuple[Change, ...]] = {}
    for pk, (before, now) in pairs.items():
        old, new = (texts.get(one.pk, {}) if one is not None else {} for one in (before, now))
        passages = [(old.get(key, ""), new.get(key, "")) for key in dict.fromkeys([*new, *old])]
        parts = next((diff_words(*pair) for pair in passages if pair[0] != pair[1]), [])
        if any(part.op != EQUAL for part in parts):
            found[pk] = tuple(parts)
    return found


def _section_url(version: Version, number: str) -> str:
    return reverse("section", kwargs={"slug": version.slug, "label": version.label, "number": number})
