"""What checks find in a decision framework, and what differs between two, in words and in the language of the reader."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from handbook.framework import checks, differences
from handbook.framework.checks import Fault
from handbook.framework.differences import Difference, compare_frameworks
from handbook.framework.graph import Framework

_FAULTS = {
    checks.NO_STEP: gettext_lazy("There are outcomes, and no step that leads to them. Add a step, or leave the outcomes out."),
    checks.NO_OUTCOME: gettext_lazy("There is no outcome, so a case never ends. Add the outcomes that the answers lead to."),
    checks.NO_NAME: gettext_lazy("A step or outcome has no name. Give it a short one, such as N4 or O4."),
    checks.REPEATED_NAME: gettext_lazy("%(name)s is the name of two steps or outcomes. Give one of them another name."),
    checks.NO_ANSWER: gettext_lazy("%(name)s has no answers. Add at least one that leads on."),
    checks.REPEATED_ANSWER: gettext_lazy("%(name)s has the answer “%(answer)s” twice. Change one of them."),
    checks.NO_TARGET: gettext_lazy("The answer “%(answer)s” of %(name)s leads nowhere. Fill in where it leads."),
    checks.UNKNOWN_TARGET: gettext_lazy(
        "The answer “%(answer)s” of %(name)s leads to %(names)s, which is not there. Add it, or let the answer lead elsewhere."
    ),
    checks.UNREACHABLE_STEP: gettext_lazy(
        "No answer leads to %(name)s. That is right only where people begin of their own accord, as with an evaluation."
    ),
    checks.UNREACHABLE_OUTCOME: gettext_lazy("No answer leads to the outcome %(name)s."),
}

_DIFFERENCES = {
    differences.STEP_ADDED: gettext_lazy("A step was added before %(before)s: %(name)s, “%(new)s”."),
    differences.STEP_REMOVED: gettext_lazy("Step %(name)s is gone: “%(old)s”."),
    differences.STEP_NAMED: gettext_lazy("Step %(old)s is now called %(name)s."),
    differences.BEGINNING: gettext_lazy("It now begins at %(name)s. That was %(old)s."),
    differences.QUESTION: gettext_lazy("The question of %(name)s is now “%(new)s”. It was “%(old)s”."),
    differences.HELP: gettext_lazy("The help with %(name)s has other words."),
    differences.MOTIVATION: gettext_lazy("What to write down at %(name)s is now “%(new)s”. It was “%(old)s”."),
    differences.ANSWER_ADDED: gettext_lazy("%(name)s has a new answer, “%(answer)s”. It leads to %(new)s."),
    differences.ANSWER_REMOVED: gettext_lazy("%(name)s no longer has the answer “%(answer)s”."),
    differences.ANSWER_WORDED: gettext_lazy("The answer “%(old)s” of %(name)s is now “%(answer)s”."),
    differences.ANSWER_LEADS: gettext_lazy("The answer “%(answer)s” of %(name)s now leads to %(new)s. It led to %(old)s."),
    differences.NOTE: gettext_lazy("The note with the answer “%(answer)s” of %(name)s has changed."),
    differences.OUTCOME_ADDED: gettext_lazy("Outcome %(name)s was added: “%(new)s”."),
    differences.OUTCOME_REMOVED: gettext_lazy("Outcome %(name)s is gone: “%(old)s”."),
    differences.OUTCOME_NAMED: gettext_lazy("Outcome %(old)s is now called %(name)s."),
    differences.OUTCOME_TITLED: gettext_lazy("Outcome %(name)s is now “%(new)s”. It was “%(old)s”."),
    differences.OUTCOME_TEXT: gettext_lazy("What outcome %(name)s means has other words."),
}
_LEADING = (differences.ANSWER_ADDED, differences.ANSWER_REMOVED, differences.ANSWER_LEADS)


def tell_fault(fault: Fault) -> str:
    """A fault in one or two sentences: what is wrong, and what to do."""
    words = {"name": fault.name, "answer": fault.answer, "names": tell_names(fault.names)}
    if fault.kind == checks.NO_WAY_OUT:
        return (
            ngettext(
                "From %(names)s one only comes back to it, so a case never ends. Let an answer lead elsewhere.",
                "From %(names)s one only comes back to them, so a case never ends. Let an answer lead elsewhere.",
                len(fault.names),
            )
            % words
        )
    return str(_FAULTS[fault.kind]) % words


def tell_differences(old: Framework, new: Framework) -> list[str]:
    """What differs between two frameworks, a sentence for each; one sentence where a text got its first or lost its last."""
    if not old or not new:
        came, went = _("There is a decision framework now."), _("The decision framework is gone.")
        return [came] if new else [went] if old else []
    return [tell_difference(one) for one in compare_frameworks(old, new)]


def tell_difference(difference: Difference) -> str:
    """One difference in a sentence."""
    said, was, is_now = _DIFFERENCES[difference.kind], difference.old, difference.new
    if difference.kind in _LEADING:
        was, is_now = (tell_names(names.split(" + ")) if names else _("nothing") for names in (was, is_now))
    elif difference.kind == differences.STEP_ADDED and not difference.before:
        said = gettext_lazy("A step was added after %(after)s: %(name)s, “%(new)s”.")
    elif difference.kind == differences.MOTIVATION and not was:
        said = gettext_lazy("At %(name)s one now has to write down: “%(new)s”.")
    elif difference.kind == differences.MOTIVATION and not is_now:
        said = gettext_lazy("At %(name)s nothing has to be written down any more.")
    words = {"name": difference.name, "answer": difference.answer, "before": difference.before, "after": difference.after}
    return str(said) % {**words, "old": was, "new": is_now}


def tell_names(names: Sequence[str]) -> str:
    """Names of steps and outcomes as people say them: "N6a, N7 and O3"."""
    if len(names) < 2:
        return "".join(names)
    return _("%(names)s and %(last)s") % {"names": ", ".join(names[:-1]), "last": names[-1]}
