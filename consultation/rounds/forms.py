"""The forms for rounds in the admin."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateTimeInput

from consultation.rounds.actions import read_remind_days
from consultation.rounds.errors import UnfitReminders
from consultation.rounds.models import Round
from handbook.models import Section


class ClosingForm(forms.Form):
    """A new closing date with the reason that members read in their mail."""

    closes_at = forms.DateTimeField(label=_("New closing date"), widget=AdminDateTimeInput)
    reason = forms.CharField(
        label=_("Reason"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Everybody in the round gets one mail with this text."),
    )


class RemindersForm(forms.Form):
    """How many days before the closing who has work left is reminded."""

    remind_days = forms.CharField(
        label=_("Reminders, in days before the last day"),
        max_length=40,
        required=False,
        help_text=_(
            "For instance 7, 2. Only who still has something to do gets one, at eight on a working day. Empty is no reminder."
        ),
    )

    def clean_remind_days(self) -> list[int]:
        try:
            return read_remind_days(self.cleaned_data["remind_days"])
        except UnfitReminders as refusal:
            raise forms.ValidationError(str(refusal)) from refusal


class QuestionForm(forms.Form):
    """One question: its text and, if it is about one section, which."""

    id = forms.IntegerField(widget=forms.HiddenInput, required=False)
    text = forms.CharField(label=_("Question"), max_length=600, required=False, widget=forms.Textarea(attrs={"rows": 2}))
    section_key = forms.ChoiceField(label=_("Section"), required=False)

    def __init__(self, *args: Any, sections: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["section_key"].choices = [("", _("the whole version")), *sections]


BLANK_QUESTIONS = 2
QuestionFormSet = forms.formset_factory(QuestionForm, extra=BLANK_QUESTIONS, max_num=40)


def question_forms(round: Round, data: Any = None) -> Any:
    """The questions of a round as forms, with two empty ones at the end; an emptied question goes."""
    sections = Section.objects.filter(version=round.version_id).order_by("position").values_list("key", "number", "title")
    return QuestionFormSet(
        data,
        initial=[{"id": one.pk, "text": one.text, "section_key": str(one.section_key or "")} for one in round.questions.all()],
        form_kwargs={"sections": [(str(key), f"{number} {title}") for key, number, title in sections]},
    )
