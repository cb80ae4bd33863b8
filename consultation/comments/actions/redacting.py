"""Blacking words out of a remark because they tell who somebody is, undoing it, and forgetting the words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.functional import Promise
from wagtail.log_actions import log

from consultation.comments.actions.elsewhere import text_of_key, texts_elsewhere
from consultation.comments.actions.moderating import lock_comment, refuse_others
from consultation.comments.actions.quotations import reword_trail, texts_about, topics_about
from consultation.comments.blackout import Blackout, black_out, black_out_markup, blackouts_for, stands_in
from consultation.comments.errors import (
    LaterFirst,
    NoLongerThere,
    ReasonMissing,
    ReasonTells,
    RedactedWords,
    WordsAreGone,
    WordsMissing,
    WordsStandNowhere,
)
from consultation.comments.models import Comment, RedactedText, Redaction
from consultation.comments.notices import tell_redacted
from consultation.delivery.actions import reword, reword_waiting


@dataclass(frozen=True, slots=True)
class Rewording:
    """One text before and after: what the editor is shown before she confirms."""

    what: str | Promise
    before: str
    after: str


def redactions_elsewhere(*, comment: Comment, words: Iterable[str]) -> list[tuple[str, Rewording]]:
    """Texts that are not about the remark and have the words too, by `Text.key`, as they would become. Changes nothing."""
    known = texts_about(comment)
    blackouts = blackouts_for(words, [text.value for text in known])
    found = texts_elsewhere([one.words for one in blackouts], known=known)
    return [(text.key, Rewording(text.what, text.value, black_out(text.value, blackouts))) for text in found]


def preview_redaction(*, comment: Comment, words: Iterable[str]) -> list[Rewording]:
    """Every text that blacking out these words would change, as it would become. Changes nothing.

    Raises: WordsMissing, WordsStandNowhere.
    """
    blackouts = _blackouts(comment, words)
    changes = [Rewording(text.what, text.value, black_out(text.value, blackouts)) for text in texts_about(comment)]
    return [change for change in changes if change.before != change.after]


@transaction.atomic
def redact_comment(
    *, comment: Comment, words: Iterable[str], reason: str, also: Iterable[str] = (), by: Any, at: datetime
) -> Redaction:
    """Black words out of a posted remark, of its earlier texts, and of what was written and told about it.

    From now on no page, mail, history or export has the words. The texts as they were are kept apart for
    ``settings.REDACTED_WORDS_KEPT``, for editors who see that it was a mistake. In mails and in the audit trail the
    words are gone at once. The author hears of it in one mail, without the words. Quotes from the handbook stay.

    Args:
        comment: posted; withdrawn or removed ones too, since editors and their author read these on.
        words: as they stand in the texts; capitals and white space do not matter.
        reason: what the author reads. It must not repeat the words.
        also: keys of `redactions_elsewhere`, for texts in which the words go as well. Then they go from every mail that waits.

    Raises:
        PermissionDenied, ReasonMissing, ReasonTells, WordsMissing, WordsStandNowhere, NoLongerThere (a draft): nothing
        was changed.
    """
    refuse_others(by)
    reason = reason.strip()
    if not reason:
        raise ReasonMissing
    row = lock_comment(comment)
    if row.is_draft:
        raise NoLongerThere
    blackouts = _blackouts(row, words)
    if any(stands_in(one.words, reason) for one in blackouts):
        raise ReasonTells
    redaction = Redaction.objects.create(
        comment=row,
        words="\n".join(one.words for one in blackouts),
        reason=reason,
        made_by=by,
        made_at=at,
        keep_until=at + settings.REDACTED_WORDS_KEPT,
    )
    clean = partial(black_out, blackouts=blackouts)
    markup = partial(black_out_markup, blackouts=blackouts)
    for text in texts_about(row):
        original, redacted = text.value, clean(text.value)
        if original != redacted:
            RedactedText.objects.create(redaction=redaction, field=text.field, original=original, redacted=redacted)
            text.write(redacted)
    further = [text for key in also if (text := text_of_key(key)) is not None and clean(text.value) != text.value]
    for text in further:
        RedactedText.objects.create(redaction=redaction, field=text.key, original=text.value, redacted=clean(text.value))
        text.write(clean(text.value))
    _touch(row, at)
    reword(topics=topics_about(row), words=clean, markup=markup, at=at)
    if further:
        reword_waiting(words=clean, markup=markup, at=at)
    reword_trail(row, clean)
    log(row, "klankbord.comments.redact", user=by, data={"reason": reason, "count": len(blackouts)})
    tell_redacted(redaction=redaction, at=at)
    return redaction


@transaction.atomic
def undo_redaction(*, redaction: Redaction, reason: str, by: Any, at: datetime) -> Redaction:
    """Bring blacked out words back, wherever the text is still as it became; what was changed since stays. Twice is once.

    A text that its author has edited meanwhile is found among its earlier texts, and comes back there.

    Raises: PermissionDenied, ReasonMissing, WordsAreGone, LaterFirst.
    """
    refuse_others(by)
    if not reason.strip():
        raise ReasonMissing
    row = lock_comment(redaction.comment)
    locked = Redaction.objects.select_for_update().get(pk=redaction.pk)
    if locked.undone_at is not None:
        return locked
    if locked.purged_at is not None:
        raise WordsAreGone
    if row.redactions.standing().filter(pk__gt=locked.pk).exists():
        raise LaterFirst
    kept = {(one.field, one.redacted): one.original for one in locked.texts.all()}
    for text in texts_about(row):
        original = kept.get((text.field, text.value))
        if original is not None:
            text.write(original)
    for field, redacted in kept:
        elsewhere = text_of_key(field)
        if elsewhere is not None and elsewhere.value == redacted:
            elsewhere.write(kept[field, redacted])
    _touch(row, at)
    locked.texts.all().delete()
    locked.words, locked.undone_by, locked.undone_at, locked.undone_reason = "", by, at, reason.strip()
    locked.save(update_fields=["words", "undone_by", "undone_at", "undone_reason"])
    log(row, "klankbord.comments.unredact", user=by, data={"reason": locked.undone_reason})
    return locked


@transaction.atomic
def forget_redacted(*, at: datetime) -> int:
    """The sweep: deletes words that were blacked out long enough ago, and the texts as they were; returns of how many.

    Safe to run twice or late: it looks up what is due, and an undoing at the same moment comes before it or after it.
    """
    due = list(Redaction.objects.due(at).select_for_update().values_list("pk", flat=True))
    RedactedText.objects.filter(redaction__in=due).delete()
    return Redaction.objects.filter(pk__in=due).update(words="", purged_at=at)


def refuse_redacted(comment: Comment, *texts: str) -> None:
    """Lets no words come back that were blacked out of a remark: who had its form open may still have them in it.

    Raises RedactedWords. Once the words are forgotten nobody can be asked for them, and ``seen_at`` alone guards.
    """
    for redaction in comment.redactions.kept():
        if any(stands_in(words, text) for words in redaction.word_list for text in texts):
            raise RedactedWords


def _blackouts(comment: Comment, words: Iterable[str]) -> list[Blackout]:
    texts = [text.value for text in texts_about(comment)]
    blackouts = blackouts_for(words, texts)
    if not blackouts:
        raise WordsMissing
    nowhere = [one.words for one in blackouts if not any(stands_in(one.words, text) for text in texts)]
    if nowhere:
        raise WordsStandNowhere(nowhere)
    return blackouts


def _touch(row: Comment, at: datetime) -> None:
    """A form that shows the text as it was must be told (``seen_at``)."""
    row.saved_at = max(at, row.saved_at + timedelta(microseconds=1))
    row.save(update_fields=["saved_at"])
