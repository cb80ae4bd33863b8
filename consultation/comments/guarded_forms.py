"""Forms whose texts the guard reads before anybody else does, wherever something is said about remarks.

The form asks: it comes back with all that was typed, and a tick for each of the words that it found. Somebody who wants no tick
writes the words otherwise.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from consultation.comments import guard
from consultation.comments.actions import Confirmation
from consultation.comments.errors import PersonalDataFound
from consultation.comments.findings import KIND_WORDS

TICKS, EXPLANATION = "no_personal_data", "explanation"


class GuardedTexts(forms.Form):
    """``guarded`` names the fields that it reads. Ticks and explanation are fields only when there is something to ask."""

    guarded: tuple[str, ...] = ("reason",)

    @property
    def guarded_names(self) -> tuple[str, ...]:
        """Of this very form; one with fields of its own adds them here."""
        return self.guarded

    @property
    def asks(self) -> list[forms.BoundField]:
        """What the guard asks below the texts; empty when it found nothing."""
        return [self[name] for name in (TICKS, EXPLANATION) if name in self.fields]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        found = {name: guard.find(str(cleaned.get(name) or "")) for name in self.guarded_names}
        every = [finding for findings in found.values() for finding in findings]
        if not every:
            return cleaned
        self._offer(every)
        ticks = self.fields[TICKS].widget.value_from_datadict(self.data, self.files, self.add_prefix(TICKS))
        explanation = self.data.get(self.add_prefix(EXPLANATION)) or ""
        said = Confirmation.from_marks(ticks or (), explanation)
        for name, findings in found.items():
            if any(not said.accepts(finding) for finding in findings):
                self.add_error(name, str(PersonalDataFound.message))
        return cleaned

    def _offer(self, findings: list[guard.Finding]) -> None:
        once = {finding.mark: finding for finding in findings}
        self.fields[TICKS] = forms.MultipleChoiceField(
            label=_("This is no personal data"),
            help_text=_("Never name a pupil or a parent here. A general description is enough to understand your point."),
            choices=[(mark, _Found(one)) for mark, one in once.items()],
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )
        if any(finding.needs_explanation for finding in findings):
            self.fields[EXPLANATION] = forms.CharField(
                label=_("What is this number, if it is not a BSN?"), max_length=300, required=False
            )


class _Found:
    """A finding as a choice, in the language in which the page is made."""

    def __init__(self, finding: guard.Finding) -> None:
        self.finding = finding

    def __str__(self) -> str:
        kind: str | Promise = KIND_WORDS[self.finding.kind]
        return str(_("“%(words)s” looks like %(kind)s")) % {"words": self.finding.words, "kind": kind}
