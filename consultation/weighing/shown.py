"""What a point of a meeting shows on the beamer: a remark with its passage and positions, or a step with how answers spread.

No note of the weighers, and no author: a remark is weighed by what it says.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from consultation.comments.models import Comment
from consultation.comments.quoting import quote_in
from consultation.tryouts.figures import figures_of
from consultation.tryouts.permissions import readable_tryout
from consultation.weighing.models import AgendaPoint, Decision
from consultation.weighing.proposals import place_of, texts_of
from consultation.weighing.stances import Line, members_of, newest_decision, stances_on
from handbook.diff import diff_words

MOST_AROUND = 320
"""So many characters of a passage are shown before and after the words that are quoted."""


@dataclass(frozen=True, slots=True)
class Words:
    """A passage with the quoted words apart; all of it is ``before`` when none are quoted."""

    before: str
    marked: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class ShownRemark:
    """A remark, the others of its group, what it proposes as a difference, and each partner.

    ``comment`` is None when it does not stand any more, nor another of its group.
    """

    comment: Comment | None
    words: Words | None
    others: list[Comment]
    parts: list[Any]
    lines: list[Line]


@dataclass(frozen=True, slots=True)
class ShownStep:
    """What members answered at a decision step: how many gave each answer; none for who may not see the figures."""

    bars: list[dict[str, Any]]
    url: str


@dataclass(frozen=True, slots=True)
class SeenOf:
    """What a form knows of a point: its decision, and the hidden fields that tell it later."""

    decision: Decision | None
    hidden: dict[str, str]


def remark_of(point: AgendaPoint, *, user: Any) -> ShownRemark:
    """The remark of a point, or the one that stands for its group."""
    members = [one for one in members_of(point.comment) if one.stands]
    if not members:
        return ShownRemark(comment=None, words=None, others=[], parts=[], lines=[])
    comment = next((one for one in members if one.pk == point.comment.pk), members[0])
    texts = texts_of(comment)
    return ShownRemark(
        comment=comment,
        words=_words_of(comment),
        others=[one for one in members if one.pk != comment.pk],
        parts=list(diff_words(*texts)) if texts else [],
        lines=stances_on(members, user=user),
    )


def step_of(point: AgendaPoint, *, user: Any) -> ShownStep:
    """The step of a point, as the try-out of its version has it."""
    tryout = readable_tryout(user=user, version=point.version)
    figures = next((one for one in figures_of(tryout).steps if one.step.name == point.step), None) if tryout else None
    if tryout is None or figures is None:
        return ShownStep(bars=[], url="")
    total = figures.total
    bars = [
        {
            "label": figures.step.answers[int(str(choice))].text,
            "count": count,
            "total": total.total,
            "percent": round(100 * count / total.total),
            "is_majority": number == 0,
        }
        for number, (choice, count) in enumerate(total.counts)
    ]
    return ShownStep(bars=bars, url=reverse("agreement", args=tryout.place))


def seen_of(point: AgendaPoint) -> SeenOf:
    """What a form shows of a point as it is now."""
    members = members_of(point.comment) if point.comment is not None else []
    decision = newest_decision(members)
    alike = getattr(point.comment, "grouped", None) if point.comment is not None else None
    hidden = {
        "concluded_seen": point.concluded_at.isoformat() if point.concluded_at else "",
        "seen_at": decision.decided_at.isoformat() if decision else "",
        "group_seen": alike.group.changed_at.isoformat() if alike is not None and alike.group_id is not None else "",
    }
    return SeenOf(decision, hidden)


def _words_of(comment: Comment) -> Words | None:
    passage, quoted = comment.passage, quote_in(comment.selectors)
    if passage is None:
        return Words("", quoted.exact) if quoted else None
    place = place_of(passage.text, quoted) if quoted else None
    if quoted is None or place is None:
        return Words(_end(passage.text, 2 * MOST_AROUND))
    before, after = passage.text[:place], passage.text[place + len(quoted.exact) :]
    return Words(_start(before), quoted.exact, _end(after, MOST_AROUND))


def _start(text: str) -> str:
    """The last words of a text, from the beginning of a word."""
    return text if len(text) <= MOST_AROUND else "… " + text[-MOST_AROUND:].partition(" ")[2]


def _end(text: str, most: int) -> str:
    """The first words of a text, up to the end of a word."""
    return text if len(text) <= most else text[:most].rpartition(" ")[0] + " …"
