"""What editors fill in before a note goes out."""

from __future__ import annotations

from datetime import datetime

from django import forms
from django.utils.translation import gettext_lazy as _

from consultation.accountability.models import NoteDraft, Readers
from consultation.comments.guarded_forms import GuardedTexts
from look.hidden import instant_in


class NoteForm(GuardedTexts, forms.ModelForm):
    """The introduction and who may read the note. ``seen_at`` is when the draft was saved that the form shows, so that two
    editors lose nothing."""

    guarded = ("introduction",)

    readers = forms.ChoiceField(
        label=_("Who may read the note"),
        choices=Readers.choices,
        widget=forms.RadioSelect,
        help_text=_("A note quotes comments and passages of the draft. For everybody means: on the internet."),
    )

    seen_at = forms.CharField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = NoteDraft
        fields = ("introduction", "readers")
        labels = {"introduction": _("Introduction")}
        help_texts = {
            "introduction": _(
                "What were the main lines, what was decided, how does it go on? An empty line begins a new paragraph; a dash "
                "at the beginning of a line makes a list, **two stars** around words make them bold."
            )
        }
        widgets = {"introduction": forms.Textarea(attrs={"rows": 12})}

    @property
    def seen(self) -> datetime | None:
        return instant_in(self.cleaned_data.get("seen_at"))
