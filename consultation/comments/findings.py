"""What the guard found, in words: for the question of the server and for the one in the browser."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consultation.comments import guard
from consultation.comments.errors import CommentRefused, PersonalDataFound

KIND_WORDS = {
    guard.BSN: gettext_lazy("a citizen service number (BSN)"),
    guard.PUPIL_NUMBER: gettext_lazy("a pupil number"),
    guard.BIRTH: gettext_lazy("a date of birth"),
    guard.POSTCODE: gettext_lazy("a postcode"),
    guard.PHONE: gettext_lazy("a phone number"),
    guard.EMAIL: gettext_lazy("an e-mail address"),
    guard.CASE: gettext_lazy("the number of a case"),
    guard.NAME: gettext_lazy("a name"),
    guard.SCHOOL: gettext_lazy("a school or class"),
}


def describe_findings(findings: Sequence[guard.Finding]) -> list[dict[str, Any]]:
    """What the guard found, each words once, as the form shows it."""
    once = {finding.mark: finding for finding in findings}
    return [
        {
            "mark": finding.mark,
            "name": finding.name,
            "words": finding.words,
            "kind": KIND_WORDS[finding.kind],
            "placeholder": finding.placeholder,
            "needs_explanation": finding.needs_explanation,
        }
        for finding in once.values()
    ]


def findings_of(refusal: CommentRefused) -> list[dict[str, Any]]:
    """What a refusal is about when the guard found something, as the form shows it; else nothing."""
    return describe_findings(refusal.findings) if isinstance(refusal, PersonalDataFound) else []


def guard_words() -> str:
    """What the guard in the browser says, in the reader's language, as JSON: see site/look/scripts/guarding.js."""
    words = {
        "title": _("Is this about a person?"),
        "help": _("Never name a pupil or a parent here. A general description is enough to understand your point."),
        "like": _("looks like %s."),
        "kinds": {kind: str(name) for kind, name in KIND_WORDS.items()},
        "replace": _("Replace by %s"),
        "wave": _("This is no personal data"),
        "noBsn": _("This is no BSN"),
        "explanation": _("What is this number, if it is not a BSN?"),
        "said": _("This may be about a person: %s. What you can do about it stands under the field."),
    }
    return json.dumps(words, ensure_ascii=False)
