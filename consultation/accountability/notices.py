"""The receipt: one mail for each author and version, when the version is published."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.text import Truncator, format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from consultation.accountability.receipts import Receipt, Told, receipts_of
from consultation.comments.models import Comment
from consultation.delivery.actions import tell
from consultation.delivery.kinds import Kind, register
from consultation.people.models import User
from consultation.weighing.actions import Effect
from handbook.diff import EQUAL
from handbook.models import Status, Version

RECEIPT = "accountability.receipt"
MOST_SIGNS = 160
"""So much of each text stands in the mail; the site has it whole."""
MOST_LEAD = 60
"""So much of what did not change stands before the first words that did."""
MOST_LINES = 30
"""So many remarks stand in a mail; the site has them all."""


def register_kinds() -> None:
    """Makes the kind known; called when the app is ready."""
    register(Kind(RECEIPT, gettext_lazy("What became of your comments"), "accountability/receipt", still_due=receipt_still_due))


def receipt_topic(version: int) -> str:
    """The topic of all receipts that come with a version, so that "Stop verzending" finds them."""
    return f"receipt:{version}"


def receipt_still_due(row: Any) -> str | None:
    """Why a waiting receipt must not go any more: the version was withdrawn, its receiver reads it no more, or none of her
    remarks stands."""
    pk = row.topic.removeprefix("receipt:")
    version = Version.objects.filter(pk=pk).with_status().first()
    if version is None or version.current_status == Status.WITHDRAWN:
        return gettext_noop("the version was withdrawn")
    if row.user is None or not Version.objects.visible_to(row.user).filter(pk=pk).exists():
        return gettext_noop("the receiver no longer reads this version")
    own = Comment.objects.posted().of(row.user).filter(version__handbook_key=version.handbook_key)
    return None if own.exists() else gettext_noop("the remark was withdrawn or removed")


def tell_receipts(*, version: Version, hold_until: datetime, at: datetime) -> int:
    """Tells each author what became of her remarks on the versions before; returns how many people were told who had not been
    told before. The mails wait until ``hold_until``. Calling it again tells nobody twice."""
    receipts = {receipt.person.pk: receipt for receipt in receipts_of(version)}

    def context_for(user: User) -> dict[str, Any]:
        receipt = receipts[user.pk]
        return {
            "handbook": version.title,
            "label": version.label,
            "count": len(receipt.remarks),
            "open_count": receipt.open_count,
            "remarks": [_lines(one) for one in receipt.remarks[:MOST_LINES]],
            "more": max(0, len(receipt.remarks) - MOST_LINES),
        }

    return tell(
        kind=RECEIPT,
        users=[receipt.person for receipt in receipts.values()],
        topic=receipt_topic(version.pk),
        title=format_lazy(gettext_lazy("What became of your comments, in version {label}"), label=version.label),
        body_for=lambda user: "\n".join(_in_short(receipts[user.pk])),
        handbook=str(version),
        url=f"{reverse('my-comments')}?toon=geplaatst",
        context_for=context_for,
        hold_until=hold_until,
        at=at,
    )


def _in_short(receipt: Receipt) -> list[str]:
    """One line for each remark: where it was made, and what became of it."""
    lines = [f"{_place(one.comment)}: {_outcome(one)}" for one in receipt.remarks]
    more = len(lines) - MOST_LINES
    return [*lines[:MOST_LINES], _("and %(n)s more") % {"n": more}] if more > 0 else lines


def _lines(told: Told) -> dict[str, str]:
    comment, now = told.comment, told.now
    before, after = _in_short_words(now) if now is not None else ("", "")
    return {
        "place": _place(comment),
        "outcome": _outcome(told),
        "reason": _short(told.answer.reason) if told.answer is not None else "",
        "remark": _short(comment.body or comment.proposed),
        "now": now.words if now is not None else "",
        "before": before,
        "after": after,
    }


def _outcome(told: Told) -> str:
    if told.is_reopened:
        return _("is looked at again")
    return str(told.answer.get_value_display()) if told.answer is not None else _("no answer yet")


def _place(comment: Comment) -> str:
    """As in: R12, 2.3 Termijnen (0.2)."""
    number = f"R{comment.number}, " if comment.number else ""
    return f"{number}{_short(f'{comment.section.number} {comment.section.title}')} ({comment.version.label})"


def _in_short_words(effect: Effect) -> tuple[str, str]:
    """The words before and after, each from shortly before the first that changed, so that the change is in the mail."""
    first = effect.parts[0] if effect.parts else None
    lead = first.text if first is not None and first.op == EQUAL else ""
    skipped = lead.rfind(" ", 0, len(lead) - MOST_LEAD) + 1 if len(lead) > MOST_LEAD else 0
    before, after = (_short(text[skipped:]) for text in (effect.before, effect.after))
    return (f"… {before}", f"… {after}") if skipped else (before, after)


def _short(text: str) -> str:
    return Truncator(" ".join(text.split())).chars(MOST_SIGNS)
