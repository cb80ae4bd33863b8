"""An attendee's answer, and the editors' choice of sections and questions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from consultation.comments.forms import MAX_LENGTH, GuardedForm
from handbook.models import Section


class AnswerForm(GuardedForm):
    """One answer."""

    body = forms.CharField(
        label=_("Your answer"), max_length=MAX_LENGTH, required=False, widget=forms.Textarea(attrs={"rows": 5})
    )


class ReleaseForm(forms.Form):
    """A tick and a question for every section of a version."""

    def __init__(self, *args: Any, sections: Sequence[Section], chosen: dict[int, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sections = sections
        for section in sections:
            self.fields[f"read-{section.pk}"] = forms.BooleanField(
                label=str(section), required=False, initial=section.pk in chosen
            )
            self.fields[f"question-{section.pk}"] = forms.CharField(
                label=_("Question about %(section)s") % {"section": section.number},
                max_length=600,
                required=False,
                initial=chosen.get(section.pk, ""),
            )

    @property
    def rows(self) -> list[tuple[Any, Any]]:
        """The two fields of each section."""
        return [(self[f"read-{section.pk}"], self[f"question-{section.pk}"]) for section in self.sections]

    @property
    def questions(self) -> dict[Section, str]:
        """The ticked sections with their questions; a section with a question and without a tick is taken as ticked."""
        data = self.cleaned_data
        asked = {section: data[f"question-{section.pk}"].strip() for section in self.sections}
        return {section: question for section, question in asked.items() if question or data[f"read-{section.pk}"]}
