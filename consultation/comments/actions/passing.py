"""Saying that one has nothing to add to a round, and taking that back."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from consultation.comments.actions.submitters import submitter_of
from consultation.comments.errors import RoundNotOpen, TakesNoPart
from consultation.comments.models import NothingToAdd
from consultation.rounds.models import Round
from consultation.rounds.permissions import can_comment, standing_of


@transaction.atomic
def say_nothing_to_add(*, user: Any, round: Round, at: datetime) -> NothingToAdd:
    """Keep that a member has nothing to add: no reminder of this round any more. Twice is once; a remark undoes it.

    Raises: TakesNoPart, RoundNotOpen.
    """
    _refuse(user, round, at)
    submitter = submitter_of(user=user, handbook_key=round.version.handbook_key)
    return NothingToAdd.objects.get_or_create(submitter=submitter, round=round, defaults={"said_at": at})[0]


@transaction.atomic
def take_back_pass(*, user: Any, round: Round, at: datetime) -> None:
    """She has something to add after all, and is reminded again. Raises: TakesNoPart, RoundNotOpen."""
    _refuse(user, round, at)
    NothingToAdd.objects.filter(submitter__user=user, round=round).delete()


def has_nothing_to_add(*, user: Any, round: Round) -> bool:
    """Whether this person said so of this round; one query."""
    return NothingToAdd.objects.filter(submitter__user=user, round=round).exists()


def _refuse(user: Any, round: Round, at: datetime) -> None:
    person = standing_of(user=user, version=round.version)
    if not person.takes_part:
        raise TakesNoPart
    if not can_comment(person, at):
        raise RoundNotOpen(round, at)
