"""Where this slice may repeat the words of a remark: the receipts of later versions."""

from __future__ import annotations

from consultation.accountability.notices import receipt_topic
from consultation.comments.actions import Text
from consultation.comments.models import Comment
from handbook.models import Version


def texts_about(_comment: Comment) -> list[Text]:
    """A receipt is composed anew each time; nothing of it is kept but the mails."""
    return []


def topics_about(comment: Comment) -> list[str]:
    """The receipts that came with the versions after this one."""
    later = Version.objects.of(comment.version.handbook_key).filter(ordinal__gt=comment.version.ordinal)
    return [receipt_topic(version) for version in later.values_list("pk", flat=True)]
