"""Where this slice may repeat the words of a remark: the reason of its decision, and the mails that told it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from consultation.comments.actions import Text
from consultation.comments.models import Comment
from consultation.weighing.models import Decision


def texts_about(comment: Comment) -> list[Text]:
    """The reason of the decision on a remark, and what meetings wrote down about it."""
    decided = [Text(decision, "reason", _("Reason of the decision")) for decision in Decision.objects.filter(comment=comment)]
    return decided + [Text(point, "said", _("What a meeting decided")) for point in comment.agenda_points.exclude(said="")]


def topics_about(comment: Comment) -> list[str]:
    """The beginning of the topics of its answers: each has the instant behind it."""
    return [f"decision:{comment.key}"]
