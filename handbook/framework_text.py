"""A framework as a page shows it: the picture, and beside it every step and outcome in words with where it stands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handbook.framework.graph import Framework, Outcome, Place, Step
from handbook.framework.picture import Words, draw


@dataclass(frozen=True, slots=True)
class TargetText:
    """Where an answer leads: the name, what is asked or what happens there, and the anchor on this page ("" if unknown)."""

    name: str
    words: str
    anchor: str


@dataclass(frozen=True, slots=True)
class AnswerText:
    text: str
    note: str
    targets: tuple[TargetText, ...]


@dataclass(frozen=True, slots=True)
class NodeText:
    """A step or, without answers, an outcome. ``address`` leads to it in the text, ``section`` is "3.2 Title"."""

    name: str
    words: str
    anchor: str
    address: str
    section: str
    answers: tuple[AnswerText, ...] = ()
    motivate: str = ""


@dataclass(frozen=True, slots=True)
class FrameworkText:
    """All that a page shows. ``summary`` counts the steps and outcomes in a sentence."""

    picture: SafeString
    summary: str
    steps: tuple[NodeText, ...]
    outcomes: tuple[NodeText, ...]


def describe(framework: Framework, *, address: Callable[[Place], str]) -> FrameworkText:
    """The framework in the language that is active; ``address`` gives where a step or outcome can be read, or edited."""
    anchors = {id(node): f"kader-{number}" for number, node in enumerate(framework.nodes, start=1)}
    known = framework.by_name()

    def target(name: str) -> TargetText:
        node = known.get(name)
        return TargetText(name, _said(node) if node else "", anchors[id(node)] if node else "")

    def text(node: Step | Outcome) -> NodeText:
        place = node.place
        shared = (node.name, _said(node), anchors[id(node)], address(place), f"{place.number} {place.title}")
        if isinstance(node, Outcome):
            return NodeText(*shared)
        answers = tuple(
            AnswerText(answer.text, answer.note, tuple(target(name) for name in answer.targets)) for answer in node.answers
        )
        return NodeText(*shared, answers, node.motivate)

    summary = summary_of(framework)
    words = Words(
        title=_("The decision framework as a picture"),
        description=" ".join([summary, _("The same stands below it in words.")]),
        step=_("Step"),
        outcome=_("Outcome"),
    )
    return FrameworkText(
        picture=mark_safe(draw(framework, words=words, address=address)),  # noqa: S308  (every word in it is escaped)
        summary=summary,
        steps=tuple(text(step) for step in framework.steps),
        outcomes=tuple(text(outcome) for outcome in framework.outcomes),
    )


def summary_of(framework: Framework) -> str:
    """ "13 steps lead to 9 outcomes. It begins at N0." """
    steps = ngettext("%(count)s step", "%(count)s steps", len(framework.steps)) % {"count": len(framework.steps)}
    outcomes = ngettext("%(count)s outcome", "%(count)s outcomes", len(framework.outcomes)) % {"count": len(framework.outcomes)}
    counted = _("%(steps)s and %(outcomes)s.") % {"steps": steps, "outcomes": outcomes}
    if framework.first is None:
        return counted
    begins = _("It begins at %(name)s.") % {"name": framework.first.name}
    return f"{counted} {begins}"


def _said(node: Step | Outcome) -> str:
    return node.title if isinstance(node, Outcome) else node.question
