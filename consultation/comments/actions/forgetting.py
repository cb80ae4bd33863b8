"""What of drafts is kept no longer."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q

from consultation.comments.models import Comment
from consultation.people.retention import cut

DRAFTS = "drafts"


def forget_drafts(*, at: datetime) -> int:
    """Deletes drafts that nobody posted, some time after their round closed; returns how many.

    One that was written on, or that an editor admitted, since then waits as long again. What was shared with colleagues
    is theirs too, and stays.
    """
    before = cut(DRAFTS, at=at)
    closed = Q(version__round__closes_at__lt=before) | Q(version__corrects__round__closes_at__lt=before)
    admitted = Q(admitted_at=None) | Q(admitted_at__lt=before)
    left = Comment.objects.filter(closed, admitted, posted_at=None, withdrawn_at=None, contribution=None, saved_at__lt=before)
    count = left.count()
    left.delete()
    return count
