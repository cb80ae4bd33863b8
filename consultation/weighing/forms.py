"""The form of a decision. It checks shape only; what may be decided the action knows."""

from __future__ import annotations

from datetime import datetime

from django import forms
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from consultation.weighing.errors import ReasonMissing, ValueMissing
from consultation.weighing.models import Decision


class DecisionForm(forms.Form):
    """``seen_at`` is the ``decided_at`` of the decision that the form shows, so that two colleagues lose nothing."""

    value = forms.ChoiceField(
        label=_("What becomes of it?"),
        choices=Decision.Value.choices,
        widget=forms.RadioSelect,
        error_messages={"required": ValueMissing.message},
    )
    reason = forms.CharField(
        label=_("Why?"),
        help_text=_("The author reads this, and everybody who reads the comment."),
        max_length=10_000,
        error_messages={"required": ReasonMissing.message},
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    seen_at = forms.CharField(widget=forms.HiddenInput, required=False)

    @property
    def seen(self) -> datetime | None:
        try:
            return parse_datetime(self.cleaned_data.get("seen_at") or "")
        except ValueError:
            return None
