"""What of walks is kept no longer."""

from __future__ import annotations

from datetime import datetime

from consultation.people.retention import cut
from consultation.tryouts.models import Walk


def forget_unfinished(*, at: datetime) -> int:
    """Deletes walks that nobody finished, some time after their round closed. A remark that was made on the way stays."""
    left = Walk.objects.filter(finished_at=None, case__tryout__round__closes_at__lt=cut("walks", at=at))
    count = left.count()
    left.delete()
    return count
