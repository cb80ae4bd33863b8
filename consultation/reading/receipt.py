"""The account that a new version opens with: what became of this reader's remarks on the one before."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, F, When
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy, ngettext

from consultation.comments.models import Comment
from consultation.weighing.models import Decision
from handbook.models import Version

OPEN = ""


@dataclass(frozen=True, slots=True)
class Receipt:
    """How many remarks the reader made on ``label``, and how many of them came to each decision, the open ones last."""

    label: str
    total: int
    outcomes: list[str]


def receipt_of(*, user: Any, version: Version) -> Receipt | None:
    """The account of the newest earlier version that this reader remarked on; None when there is none. One query."""
    if not user.is_authenticated:
        return None
    rows = list(
        Comment.objects.of(user)
        .posted()
        .filter(parent=None, question=None)
        .filter(version__handbook_key=version.handbook_key, version__ordinal__lt=version.ordinal)
        .exclude(version__in=Version.objects.issue_of(version))
        .annotate(outcome=Case(When(decision__published_at__isnull=False, then=F("decision__value"))))
        .values("version__ordinal", "version__label", "outcome")
        .annotate(count=Count("pk"))
        .order_by("-version__ordinal")
    )
    if not rows:
        return None
    newest = [row for row in rows if row["version__ordinal"] == rows[0]["version__ordinal"]]
    counts: Counter[str] = Counter({row["outcome"] or OPEN: row["count"] for row in newest})
    words = [*Decision.Value.choices, (OPEN, gettext_lazy("still open"))]
    outcomes = [str(format_lazy("{count} {words}", count=counts[value], words=label)) for value, label in words if counts[value]]
    return Receipt(newest[0]["version__label"], counts.total(), outcomes)


def changed_words(*, changed: int, total: int, minutes: int) -> str:
    """How much there is to read again, in a sentence; empty when nothing changed since this reader last read."""
    if not changed:
        return ""
    read = ngettext("Reading it takes about %(minutes)s minute.", "Reading it takes about %(minutes)s minutes.", minutes)
    sentence = ngettext(
        "%(changed)s of %(total)s sections changed since you read it.",
        "%(changed)s of %(total)s sections changed since you read them.",
        changed,
    )
    return f"{sentence % {'changed': changed, 'total': total}} {read % {'minutes': minutes}}"


def receipt_words(receipt: Receipt) -> str:
    """As in: Van uw 6 reacties op versie 0.2: 3 overgenomen, 1 niet overgenomen, 2 nog open."""
    sentence = ngettext(
        "Of your comment on version %(label)s: %(outcomes)s.",
        "Of your %(total)s comments on version %(label)s: %(outcomes)s.",
        receipt.total,
    )
    return sentence % {"total": receipt.total, "label": receipt.label, "outcomes": ", ".join(receipt.outcomes)}
