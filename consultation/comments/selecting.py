"""Some of the people in a round: by what they did in it, their group, organisation, function and region."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Self

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from consultation.comments.models import Comment, NothingToAdd, Opening, Review
from consultation.comments.work_left import unposted
from consultation.people.models import User
from consultation.rounds.models import Round
from handbook.models import Version

SILENT, DRAFTS, REACTED, UNOPENED, PASSED = "silent", "drafts", "reacted", "unopened", "passed"
DEEDS = (
    (SILENT, _("have not been heard yet: no comment, nothing marked")),
    (DRAFTS, _("have drafts that they did not post")),
    (REACTED, _("have posted a comment")),
    (UNOPENED, _("have not opened this version")),
    (PASSED, _("have nothing to add")),
)
"""What somebody did or did not do in a round, as an editor chooses it."""


@dataclass(frozen=True, slots=True)
class Selection:
    """Who: of these groups (by number; none is the whole audience), those who did any of ``only``, and none of ``without``."""

    groups: tuple[int, ...] = ()
    only: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    organisation: int | None = None
    function: str = ""
    region: str = ""

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_fields(cls, data: Mapping[str, Any]) -> Self:
        """From the cleaned fields of the form."""
        organisation = data.get("organisation")
        return cls(
            groups=tuple(int(pk) for pk in data.get("groups") or ()),
            only=tuple(data.get("only") or ()),
            without=tuple(data.get("without") or ()),
            organisation=organisation.pk if organisation else None,
            function=data.get("function") or "",
            region=data.get("region") or "",
        )


def people_of(round: Round, selection: Selection) -> QuerySet[User]:
    """The people in the round whom the choice means, by name; one query."""
    groups = round.audience.filter(pk__in=selection.groups) if selection.groups else round.audience.all()
    found = User.objects.active_in(groups)
    did = _deeds(round)
    if selection.only:
        chosen = Q(pk__in=[])
        for deed in selection.only:
            chosen |= did[deed]
        found = found.filter(chosen)
    for deed in selection.without:
        found = found.exclude(did[deed])
    if selection.organisation is not None:
        found = found.filter(organisation=selection.organisation)
    if selection.function:
        found = found.filter(function=selection.function)
    if selection.region:
        found = found.filter(region=selection.region)
    return found.select_related("organisation").order_by("name", "pk")


def _deeds(round: Round) -> dict[str, Q]:
    issue = Version.objects.issue_of(round.version)
    reacted = _writers(Comment.objects.posted().filter(version__in=issue))
    marked = _writers(Review.objects.filter(section__version__in=issue))
    passed = _writers(NothingToAdd.objects.filter(round=round))
    opened = Q(pk__in=Opening.objects.filter(section__version__in=issue).values("user"))
    return {
        SILENT: ~reacted & ~marked & ~passed,
        DRAFTS: _writers(unposted(round)),
        REACTED: reacted,
        UNOPENED: ~opened & ~reacted & ~marked,
        PASSED: passed,
    }


def _writers(rows: QuerySet[Any]) -> Q:
    """The people behind these rows; what has no person any more would make SQL's NOT IN empty."""
    return Q(pk__in=rows.filter(submitter__user__isnull=False).values("submitter__user"))
