"""Every text in which the words of a remark may stand: its own, its history, and what others wrote about it.

Slices above this one register theirs when their app is ready, since nothing here asks upward.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.models import ModelLogEntry

from consultation.comments.blackout import stands_in
from consultation.comments.models import Comment, Contribution, Entry
from consultation.comments.notices import topic_of


@dataclass(frozen=True, slots=True)
class Text:
    """One text field of one row. ``what`` is how editors call it."""

    row: Any
    field: str
    what: str | Promise

    @property
    def value(self) -> str:
        return str(getattr(self.row, self.field))

    @property
    def key(self) -> str:
        """Names it in a form, and among the texts that were kept: as in ``meetings.Meeting.record#12``."""
        return f"{self.row._meta.label}.{self.field}#{self.row.pk}"

    def write(self, value: str) -> None:
        setattr(self.row, self.field, value)
        self.row.save(update_fields=[self.field])


@dataclass(frozen=True, slots=True)
class Quotations:
    """What one slice keeps about a remark: the texts that may repeat its words, and the topics of mails that do."""

    texts: Callable[[Comment], Iterable[Text]]
    topics: Callable[[Comment], Iterable[str]]


_slices: dict[str, Quotations] = {}


def register_quotations(name: str, quotations: Quotations) -> None:
    """Adds what the slice ``name`` keeps, or replaces it."""
    _slices[name] = quotations


def texts_about(comment: Comment) -> list[Text]:
    """All texts of and about a remark that have any words. The row of the remark itself is ``comment``, not a copy."""
    texts = [Text(comment, "body", _("Comment")), Text(comment, "proposed", _("Proposed text"))]
    texts.append(Text(comment, "removed_reason", _("Reason of the removal")))
    for earlier in comment.texts.all():
        texts += [Text(earlier, "body", _("Earlier text")), Text(earlier, "proposed", _("Earlier proposed text"))]
    texts += [Text(support, "reason", _("Objection")) for support in comment.supports.all()]
    texts += [Text(report, "reason", _("Report")) for report in comment.reports.all()]
    texts += [Text(entry, "note", _("Note at what was entered")) for entry in Entry.objects.filter(comment=comment)]
    texts += [Text(one, "left_out_reason", _("Why it was left out")) for one in Contribution.objects.filter(comment=comment)]
    for quotations in _slices.values():
        texts += quotations.texts(comment)
    return [text for text in texts if text.value]


def topics_about(comment: Comment) -> list[str]:
    """The topics of all that was told with the words of a remark in it. A mail about a reply has both texts."""
    topics = [topic_of(comment), *(topic_of(reply) for reply in comment.replies.all())]
    topics += [f"report:{report.pk}" for report in comment.reports.all()]
    for quotations in _slices.values():
        topics += quotations.topics(comment)
    return topics


def reword_trail(comment: Comment, reword: Callable[[str], str]) -> int:
    """Gives every text that the audit trail holds about a remark anew; returns how many entries changed."""
    kind = ContentType.objects.get_for_model(Comment)
    changed = 0
    for entry in ModelLogEntry.objects.filter(content_type=kind, object_id=str(comment.pk)):
        data = _reworded(entry.data, reword)
        if data != entry.data:
            changed += ModelLogEntry.objects.filter(pk=entry.pk).update(data=data)
    return changed


def remarks_with(words: Iterable[str], comment: Comment) -> list[Comment]:
    """The other posted remarks of the thread in which any of these words stand, for the editor to look at as well."""
    wanted = list(words)
    top = comment.parent or comment
    thread = [top, *top.replies.filter(posted_at__isnull=False)]
    return [
        one for one in thread if one.pk != comment.pk and any(stands_in(word, f"{one.body}\n{one.proposed}") for word in wanted)
    ]


def _reworded(value: Any, reword: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return reword(value)
    if isinstance(value, dict):
        return {key: _reworded(one, reword) for key, one in value.items()}
    return [_reworded(one, reword) for one in value] if isinstance(value, list) else value
