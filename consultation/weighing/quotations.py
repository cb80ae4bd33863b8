"""Where this slice may repeat the words of a remark: its decision, its answers as they went, what partners and meetings said of
it, and the mails that told them. A group gets one answer, so what was said of its other remarks may repeat this one as well."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from consultation.comments.actions import Text
from consultation.comments.models import Comment
from consultation.weighing.models import AgendaPoint, Answer, Contest, Decision, Dissent, Note, Position
from consultation.weighing.notices import topic_of_batch, topic_of_contest


def texts_about(comment: Comment) -> list[Text]:
    """Of it and of the others in its group: decisions, answers, positions, what authors said of an answer, notes of the weighers,
    and what meetings wrote down, in the points of their agenda and in their minutes."""
    alike = _alike(comment)
    texts = [Text(decision, "reason", _("Reason of the decision")) for decision in Decision.objects.filter(comment__in=alike)]
    for answer in Answer.objects.filter(comment__in=alike):
        texts += [Text(answer, "reason", _("Answer as it was sent")), Text(answer, "despite", _("Why it was sent all the same"))]
    texts += [Text(one, "reason", _("Position of a partner")) for one in Position.objects.filter(comment__in=alike)]
    texts += [Text(one, "reason", _("Minority position")) for one in Dissent.objects.filter(answer__comment__in=alike)]
    texts += [Text(contest, "reason", _("What the author meant")) for contest in Contest.objects.filter(comment__in=alike)]
    texts += [Text(note, "text", _("Note to colleagues")) for note in Note.objects.filter(comment__in=alike)]
    meetings = {}
    for point in AgendaPoint.objects.filter(comment__in=alike).select_related("item", "meeting"):
        texts += [Text(point, "said", _("What a meeting decided")), Text(point.item, "title", _("Point of an agenda"))]
        meetings[point.meeting_id] = point.meeting
    return texts + [Text(meeting, "record", _("Minutes of a meeting")) for meeting in meetings.values()]


def topics_about(comment: Comment) -> list[str]:
    """The topics of its answers, or the beginning of them where an instant follows, and of what its author said of one; of the
    others in its group as well."""
    alike = _alike(comment)
    batches = Answer.objects.filter(comment__in=alike, batch__isnull=False).values_list("batch", flat=True)
    topics = [topic for one in alike for topic in (f"decision:{one.key}", topic_of_contest(one))]
    return [*topics, *(topic_of_batch(batch) for batch in set(batches))]


def _alike(comment: Comment) -> list[Comment]:
    """The remark and those in a group with it, those that were withdrawn too."""
    grouped = getattr(comment, "grouped", None)
    if grouped is None or grouped.group_id is None:
        return [comment]
    return list(Comment.objects.filter(grouped__group=grouped.group_id).order_by("pk"))
