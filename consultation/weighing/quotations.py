"""Where this slice may repeat the words of a remark: its decision, its answers as they went, and the mails that told them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from consultation.comments.actions import Text
from consultation.comments.models import Comment
from consultation.weighing.models import Answer, Contest, Decision
from consultation.weighing.notices import topic_of_batch, topic_of_contest


def texts_about(comment: Comment) -> list[Text]:
    """The reasons of its decision and of the answers that went out, what its author said of one, and what meetings wrote down."""
    texts = [Text(decision, "reason", _("Reason of the decision")) for decision in Decision.objects.filter(comment=comment)]
    texts += [Text(answer, "reason", _("Answer as it was sent")) for answer in Answer.objects.filter(comment=comment)]
    texts += [Text(contest, "reason", _("What the author meant")) for contest in Contest.objects.filter(comment=comment)]
    return texts + [Text(point, "said", _("What a meeting decided")) for point in comment.agenda_points.exclude(said="")]


def topics_about(comment: Comment) -> list[str]:
    """The topics of its answers, or the beginning of them where an instant follows, and of what its author said of one."""
    batches = Answer.objects.filter(comment=comment, batch__isnull=False).values_list("batch", flat=True)
    return [f"decision:{comment.key}", topic_of_contest(comment), *(topic_of_batch(batch) for batch in set(batches))]
