"""Where the words of remarks stand in a newer version, and how they differ: in sentences, with the stretches of both texts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from consultation.comments.models import Placement
from consultation.comments.quoting import quote_in
from handbook.diff import DELETE, EQUAL, INSERT, Change, diff_words
from handbook.models import Passage, Version
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
    """By the number of the remark; one query for all remarks on whole sections, and none without them.

    ``placements``, one for each remark, come with ``version``, ``section``, ``passage``, ``comment__section`` and
    ``comment__passage``.
    """
    rows = list(placements)
    rewritten = _rewritten([row for row in rows if row.comment.passage_id is None and row.section is not None])
    return {row.comment_id: _place_now(row, rewritten.get(row.pk, ())) for row in rows}


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


def _rewritten(placements: list[Placement]) -> dict[int, tuple[Change, ...]]:
    """For remarks on whole sections the first passage of each section that reads otherwise now; one query."""
    sections = {placement.comment.section_id for placement in placements} | {placement.section_id for placement in placements}
    texts: dict[int, dict[object, str]] = {}
    rows = Passage.objects.filter(section__in=sections) if placements else Passage.objects.none()
    for section, passage, text in rows.order_by("section", "ordinal").values_list("section", "passage_id", "text"):
        texts.setdefault(section, {})[passage] = text
    found: dict[int, tuple[Change, ...]] = {}
    for placement in placements:
        old, new = texts.get(placement.comment.section_id, {}), texts.get(placement.section_id or 0, {})
        pairs = [(old.get(key, ""), new.get(key, "")) for key in dict.fromkeys([*new, *old])]
        parts = next((diff_words(*pair) for pair in pairs if pair[0] != pair[1]), [])
        if any(part.op != EQUAL for part in parts):
            found[placement.pk] = tuple(parts)
    return found


def _section_url(version: Version, number: str) -> str:
    return reverse("section", kwargs={"slug": version.slug, "label": version.label, "number": number})
