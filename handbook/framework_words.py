"""What checks find in a decision framework, in words and in the language of the reader."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from handbook.framework import checks
from handbook.framework.checks import Fault

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


def tell_names(names: Sequence[str]) -> str:
    """Names of steps and outcomes as people say them: "N6a, N7 and O3"."""
    if len(names) < 2:
        return "".join(names)
    return _("%(names)s and %(last)s") % {"names": ", ".join(names[:-1]), "last": names[-1]}
