"""The path of somebody's walk: her answers, read through the framework of the version that she walks in."""

from __future__ import annotations

from collections.abc import Iterable

from consultation.tryouts.models import Case, StepAnswer
from handbook.framework.graph import Framework
from handbook.framework.walking import Choices, Path, walk
from handbook.frameworks import framework_of_version


def framework_of(case: Case) -> Framework:
    """The framework that a case is walked in: that of the version of its round."""
    return framework_of_version(case.tryout.round.version)


def choices_of(answers: Iterable[StepAnswer]) -> Choices:
    """What these answers chose; drafts are no answers."""
    return {
        (answer.step, answer.visit): answer.choice
        for answer in answers
        if answer.answered_at is not None and answer.choice is not None
    }


def path_of(case: Case, answers: Iterable[StepAnswer]) -> Path:
    """The path that these answers make up."""
    return walk(framework_of(case), choices_of(answers))
