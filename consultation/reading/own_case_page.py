"""A walk through the framework with a case of one's own: what the page takes along, so that it has to ask nothing afterwards.

The walk happens in the browser (site/look/scripts/walking.js). What somebody chooses or types there never comes here: we have no
ground to process it, and it is about pupils. So the page brings the whole framework and every sentence that it may need.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.http import Http404
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from consultation.reading.access import OpenVersion
from consultation.reading.addresses import own_case_url, version_url
from consultation.reading.framework_page import framework_page
from handbook.framework.graph import Framework, Outcome, Place, Step
from handbook.framework_text import FrameworkText
from handbook.frameworks import framework_of_version
from handbook.models import Version

KEPT_PAGES = 16
LANGUAGE_TAGS = {"nl": "nl-NL", "en": "en-GB"}


@dataclass(frozen=True, slots=True)
class OwnCasePage:
    """``data`` goes into the page as JSON: the framework, the sentences, the name of a file; ``text`` is the framework in words,
    for who has no JavaScript; ``owner`` keeps apart what two people, or two versions, leave in one tab."""

    data: dict[str, Any]
    text: FrameworkText
    owner: str


def own_case_address(version: Version) -> str:
    """The address of the page, or "" for a version without steps."""
    return own_case_url(version) if framework_of_version(version).first else ""


def own_case_page(opened: OpenVersion) -> OwnCasePage:
    """The page's content; no query once this process has read the framework.

    Raises:
        Http404: this version has no steps.
    """
    version = opened.version
    framework = framework_of_version(version)
    if not framework.first:
        raise Http404
    language = get_language() or ""
    about = _("%(title)s, version %(label)s") % {"title": version.title, "label": version.label}
    file_name = _("case-motivation")
    data = {
        "framework": _framework(framework, version_url(version)),
        "words": _words(language),
        "about": about,
        "file": f"{file_name}-{version.slug}-{version.label}",
        "language": LANGUAGE_TAGS.get(language, language),
    }
    return OwnCasePage(data=data, text=framework_page(opened), owner=f"{opened.user.pk or 0}/{version.pk}")


@lru_cache(maxsize=KEPT_PAGES)
def _framework(framework: Framework, base_url: str) -> dict[str, Any]:
    """Steps and outcomes as the scripts read them (walk.js says the shape); ``help`` is safe markup, as it was frozen."""

    def shared(node: Step | Outcome) -> dict[str, str]:
        place: Place = node.place
        address = f"{base_url}{place.number}/#b-{place.passage}"
        return {"name": node.name, "address": address, "section": f"{place.number} {place.title}"}

    return {
        "steps": [
            shared(step)
            | {"question": step.question, "help": step.help, "motivate": step.motivate}
            | {"answers": [{"text": one.text, "note": one.note, "targets": list(one.targets)} for one in step.answers]}
            for step in framework.steps
        ],
        "outcomes": [shared(one) | {"title": one.title, "text": _meaning(one)} for one in framework.outcomes],
    }


def _meaning(outcome: Outcome) -> str:
    """What an outcome means, without the name and the title that its text begins with."""
    return outcome.text.removeprefix(f"{outcome.name} {outcome.title}").strip()


@lru_cache(maxsize=4)
def _words(_language: str) -> dict[str, str]:
    """The sentences that the scripts fill in; %s is a gap."""
    return {
        "question": _("Question %s"),
        "here": _("You are here"),
        "again": _("You are at this question for the second time or more. Give the answer that holds now."),
        "because": _("Because you answered “%s” to “%s” (%s)."),
        "first": _("Your case begins with this question."),
        "stands": _("%s stands in %s"),
        "two": _("This answer leads on in more than one place: %s. You get them one after the other."),
        "open": _("Not answered yet"),
        "outcome": _("Outcome: %s"),
        "end": _("The outcome"),
        "one_outcome": _("The framework points to this outcome"),
        "more_outcomes": _("The framework points to %s outcomes"),
        "no_outcome": _("Your answers do not lead to an outcome"),
        "follow": _("I follow the framework: %s"),
        "pick": _("Choose an outcome."),
        "why_needed": _("Explain why you choose another outcome."),
        "gaps": _("Not motivated yet: %s. The text below shows where."),
        "title": _("Motivation of the chosen outcome"),
        "persons": _("Persons"),
        "for": _("For"),
        "pointed": _("The framework points to"),
        "reason": _("Why another outcome"),
        "why_other": _("why another outcome"),
        "which_other": _("which outcome"),
        "weighing": _("The steps"),
        "answer": _("Answer"),
        "motivation": _("Motivated by"),
        "missing": _("still to fill in: %s"),
        "copied": _("The text is copied. Paste it where you need it."),
        "selected": _("The text is selected. Copy it with Ctrl+C."),
        "saved": _("The Word file is in your downloads."),
        "cleared": _("Everything has been erased."),
        "not_kept": _("This browser keeps nothing: leave this page, and your answers are gone."),
    }
