"""The form of one answer for many remarks. It checks shape only; what may be decided the actions know."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from consultation.comments.guarded_forms import GuardedTexts
from consultation.weighing.errors import ReasonMissing, ValueMissing
from consultation.weighing.models import Decision, refuse_unknown_places


class TogetherForm(GuardedTexts):
    """What becomes of all that is ticked, and why."""

    value = forms.ChoiceField(
        label=_("What becomes of them?"),
        choices=Decision.Value.choices,
        widget=forms.RadioSelect,
        error_messages={"required": ValueMissing.message},
    )
    reason = forms.CharField(
        label=_("Why?"),
        help_text=_(
            "Each author reads it as hers. As in a template, {paragraaf}, {titel}, {versie} and {nummer} are filled for each."
        ),
        max_length=10_000,
        validators=[refuse_unknown_places],
        error_messages={"required": ReasonMissing.message},
        widget=forms.Textarea(attrs={"rows": 5}),
    )
