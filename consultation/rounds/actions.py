"""Opening, closing and moving a round: the only code that changes one."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.contrib.auth.models import Group
from django.db import transaction
from wagtail.log_actions import log

from consultation.people.actions import end_group
from consultation.people.models import OBSERVERS, WORKING_GROUP
from consultation.rounds.errors import (
    EmptyWindow,
    NobodyInvited,
    ReasonMissing,
    RoundsOverlap,
    SameClosing,
    UnfitReminders,
    UnknownSection,
    VersionHasRound,
)
from consultation.rounds.models import LATE_WINDOW, REMIND_DAYS, Question, Round, WindowChange, guest_group_name
from consultation.rounds.notices import tell_closed, tell_opened, tell_window_moved, withdraw_waiting
from handbook.models import Section, Version

ALWAYS_READ = (WORKING_GROUP, OBSERVERS)
"""Groups that read a version in consultation whether or not they are asked to react."""

MOST_REMINDERS = 5
LONGEST_REMINDER = 60
"""Days before the closing."""

QuestionInput = tuple[str, uuid.UUID | str | None]


@transaction.atomic
def open_round(
    *,
    version: Version,
    opens_at: datetime,
    closes_at: datetime,
    audience: Iterable[Group],
    blind: bool = False,
    identity: str = Round.Identity.NAME,
    intro: str = "",
    questions: Sequence[QuestionInput] = (),
    reading_list: Sequence[uuid.UUID | str] = (),
    sections: Sequence[uuid.UUID | str] = (),
    remind_days: Sequence[int] = REMIND_DAYS,
    by: Any,
    at: datetime,
) -> Round:
    """Give a version its round, and its readers: the audience, the working group and the observers.

    The audience reads from now on, also when the round opens later; whether one may react is told by the window. Nobody
    is told here: publishing tells at once, the sweep tells when an opening that lies in the future has come.

    Args:
        version: the frozen version, without a round.
        opens_at, closes_at: aware instants.
        audience: groups that may react.
        blind: members see their own remarks only, until the round closes.
        identity: a value of ``Round.Identity``.
        questions: pairs of a text and the key of its section, or None for the whole.
        reading_list: section keys in the order to read them.
        sections: keys of the sections that the round is limited to; empty for the whole version.
        remind_days: how many days before the closing who has work left is reminded; empty for never.
        by: the editor, or None for a command.
        at: now.

    Raises:
        VersionHasRound, EmptyWindow, NobodyInvited, RoundsOverlap, UnknownSection: nothing was changed.
    """
    groups = list(audience)
    if not groups:
        raise NobodyInvited
    if closes_at <= max(opens_at, at):
        raise EmptyWindow
    if Round.objects.filter(version=version).exists():
        raise VersionHasRound
    _refuse_overlap(version=version, opens_at=opens_at, closes_at=closes_at)
    _refuse_unknown_sections(version, [key for _text, key in questions if key is not None] + [*reading_list, *sections])
    consultation = Round.objects.create(
        version=version,
        opens_at=opens_at,
        closes_at=closes_at,
        blind=blind,
        identity=identity,
        intro=intro,
        reading_list=[str(key) for key in reading_list],
        sections=[str(key) for key in sections],
        remind_days=list(remind_days),
        announced_opening_at=at if opens_at <= at else None,
    )
    consultation.audience.set(groups)
    Question.objects.bulk_create(
        Question(round=consultation, ordinal=ordinal, text=text, section_key=key)
        for ordinal, (text, key) in enumerate(questions, start=1)
    )
    version.readers.add(*groups, *Group.objects.filter(name__in=ALWAYS_READ))
    log(consultation, "klankbord.rounds.open", user=by, data={"closes_at": closes_at.isoformat(), "blind": blind})
    return consultation


@transaction.atomic
def close_round(*, round: Round, reason: str = "", by: Any, at: datetime) -> Round:
    """End a round now. Closing a closed one changes nothing; one that had not opened yet is called off.

    Members hear of it by the sweep, unless the next version's own mail told them (``announce_due``).
    """
    locked = Round.objects.select_for_update().get(pk=round.pk)
    if locked.closes_at <= at:
        return locked
    WindowChange.objects.create(round=locked, closed_before=locked.closes_at, closes_after=at, reason=reason, changed_at=at)
    if locked.opens_at > at:
        locked.opens_at = locked.announced_opening_at = locked.announced_closing_at = at
    locked.closes_at = at
    locked.save(update_fields=["opens_at", "closes_at", "announced_opening_at", "announced_closing_at"])
    log(locked, "klankbord.rounds.close", user=by, data={"reason": reason})
    return locked


@transaction.atomic
def move_closing(*, round: Round, closes_at: datetime, reason: str, by: Any, at: datetime) -> Round:
    """Extend, shorten or reopen a round, with the reason that its audience reads in one mail.

    A mail about an earlier move that still waits does not go any more. A double click moves once.

    Raises:
        ReasonMissing, EmptyWindow, SameClosing, RoundsOverlap: nothing was changed.
    """
    if not reason.strip():
        raise ReasonMissing
    locked = Round.objects.select_for_update().get(pk=round.pk)
    if closes_at == locked.closes_at:
        raise SameClosing
    if closes_at <= max(locked.opens_at, at):
        raise EmptyWindow
    _refuse_overlap(version=locked.version, opens_at=locked.opens_at, closes_at=closes_at, but=locked)
    reopened = locked.closes_at <= at
    for earlier in locked.changes.all():
        withdraw_waiting(change=earlier, at=at)
    change = WindowChange.objects.create(
        round=locked, closed_before=locked.closes_at, closes_after=closes_at, reason=reason.strip(), changed_at=at
    )
    locked.closes_at = closes_at
    locked.announced_closing_at = None
    locked.save(update_fields=["closes_at", "announced_closing_at"])
    log(
        locked,
        "klankbord.rounds.reopen" if reopened else "klankbord.rounds.move",
        user=by,
        data={"closes_at": closes_at.isoformat(), "reason": reason.strip()},
    )
    tell_window_moved(round=locked, change=change, reopened=reopened, at=at)
    return locked


@transaction.atomic
def change_questions(
    *, round: Round, questions: Sequence[tuple[int | None, str, uuid.UUID | str | None]], by: Any, at: datetime
) -> None:
    """Add questions, and change the wording or the order of those that nobody answered yet.

    Args:
        questions: (id of a question or None for a new one, text, section key or None for the whole), in order. A
            question that is left out goes when it has no answer, and stays otherwise: an answer keeps its question.
    """
    _refuse_unknown_sections(round.version, [key for _id, _text, key in questions if key is not None])
    locked = Round.objects.select_for_update().get(pk=round.pk)
    present = {question.pk: question for question in locked.questions.all()}
    answered = set(locked.questions.filter(answers__isnull=False).values_list("pk", flat=True))
    named = {pk for pk, _text, _key in questions}
    left_out = [question for pk, question in present.items() if pk not in named]
    kept = [question for question in left_out if question.pk in answered]
    Question.objects.filter(pk__in=[question.pk for question in left_out if question.pk not in answered]).delete()
    # Above all numbers in use first: the order is unique within the round.
    base = max((question.ordinal for question in present.values()), default=0)
    rows = [present.get(pk) if pk else None for pk, _text, _key in questions]
    for place, (row, (_pk, text, key)) in enumerate(zip(rows, questions, strict=True), start=1):
        if row is None:
            Question.objects.create(round=locked, ordinal=base + place, text=text, section_key=key)
            continue
        row.ordinal = base + place
        if row.pk not in answered:
            row.text, row.section_key = text, key
        row.save(update_fields=["ordinal", "text", "section_key"])
    for place, question in enumerate(kept, start=len(questions) + 1):
        Question.objects.filter(pk=question.pk).update(ordinal=base + place)
    log(locked, "klankbord.rounds.questions", user=by, data={"count": len(questions) + len(kept)})


@transaction.atomic
def change_reminders(*, round: Round, remind_days: Sequence[int], by: Any, at: datetime) -> Round:
    """Choose how many days before the closing who has work left is reminded; empty for never.

    What was sent stays sent: a number that is chosen again for the same closing day reminds nobody twice.
    """
    locked = Round.objects.select_for_update().get(pk=round.pk)
    if list(remind_days) != locked.remind_days:
        locked.remind_days = list(remind_days)
        locked.save(update_fields=["remind_days"])
        log(locked, "klankbord.rounds.reminders", user=by, data={"days": locked.remind_days})
    return locked


def read_remind_days(text: str) -> list[int]:
    """The days that an editor typed ("7, 2"), the furthest first and each once; nothing typed is no reminder.

    Raises: UnfitReminders.
    """
    parts = [part for part in re.split(r"[\s,;]+", text) if part]
    if not all(part.isdecimal() and len(part) < 3 for part in parts):
        raise UnfitReminders
    days = sorted({int(part) for part in parts}, reverse=True)
    if len(days) > MOST_REMINDERS or any(not 1 <= day <= LONGEST_REMINDER for day in days):
        raise UnfitReminders
    return days


@transaction.atomic
def guest_group_of(*, round: Round) -> Group:
    """The group of those who help their organisation in this round only; it reads the version from when it is made."""
    group, is_new = Group.objects.get_or_create(name=guest_group_name(round))
    if is_new:
        for version in Version.objects.issue_of(round.version):
            version.readers.add(group)
    return group


@transaction.atomic
def part_from_guests(*, at: datetime) -> int:
    """The sweep that ends the rights of guests 48 hours after their round closed, and the invitations that still wait.

    Returns the number of rounds whose guests left. A round that is reopened later asks its guests anew.
    """
    ended = 0
    for one in Round.objects.closed(at - LATE_WINDOW):
        group = Group.objects.filter(name=guest_group_name(one)).first()
        if group is not None and end_group(group=group, at=at):
            ended += 1
    return ended


def announce_due(*, at: datetime) -> int:
    """Tell the audiences of rounds that opened or closed by the clock. A sweep: run it twice, late or at once by two.

    Each announcement is claimed by a conditional update in the transaction that writes its mails. What is older than
    ``STALE_AFTER`` is marked and not told: a worker that stood still for a week must not mail about last week. A round
    that made way for the next version's is not announced either; that version's own mail tells it.

    Returns the number of rounds announced.
    """
    told = 0
    for due in Round.objects.opening_due(at):
        told += _announce(due, field="announced_opening_at", since=due.opens_at, tell=tell_opened, at=at)
    for due in Round.objects.closing_due(at):
        told += _announce(due, field="announced_closing_at", since=due.closes_at, tell=tell_closed, at=at)
    return told


@transaction.atomic
def _announce(due: Round, *, field: str, since: datetime, tell: Any, at: datetime) -> int:
    if not Round.objects.filter(pk=due.pk, **{field: None}).update(**{field: at}):
        return 0
    superseded = field == "announced_closing_at" and due.made_way_for_next()
    if superseded or at - since > Round.STALE_AFTER or (field == "announced_opening_at" and due.closes_at <= at):
        return 0
    tell(round=due, at=at)
    return 1


def _refuse_overlap(*, version: Version, opens_at: datetime, closes_at: datetime, but: Round | None = None) -> None:
    others = Round.objects.select_for_update().filter(version__handbook_key=version.handbook_key).exclude(pk=but and but.pk)
    if any(other.opens_at < closes_at and other.closes_at > opens_at for other in others):
        raise RoundsOverlap


def _refuse_unknown_sections(version: Version, keys: Sequence[uuid.UUID | str]) -> None:
    wanted = {str(key) for key in keys}
    known = {str(key) for key in Section.objects.filter(version=version, key__in=wanted).values_list("key", flat=True)}
    if wanted - known:
        raise UnknownSection
