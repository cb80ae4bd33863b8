"""The forms of weighing. They check shape only; what may be decided the actions know."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from consultation.comments.guarded_forms import GuardedTexts
from consultation.comments.models import Comment
from consultation.people.models import Organisation
from consultation.weighing.actions import Stance, Verdict
from consultation.weighing.batches import BatchPlan, Which
from consultation.weighing.errors import (
    GoAheadMissing,
    NoteMissing,
    PositionValueMissing,
    ReasonMissing,
    ReasonOfChangeMissing,
    ValueMissing,
    WhatWasMeantMissing,
)
from consultation.weighing.models import Answer, AnswerTemplate, Decision, GoAhead, Position, Spoken
from handbook.models import Version
from look.hidden import instant_in


class DecisionForm(GuardedTexts):
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
    points_at = forms.TypedChoiceField(
        label=_("Which section changes because of it?"),
        help_text=_("The author sees what it said there and what it says in the next version."),
        coerce=uuid.UUID,
        empty_value=None,
        required=False,
    )
    seen_at = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, version: Version, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sections = version.sections.values_list("key", "number", "title")
        self.fields["points_at"].choices = [
            ("", _("the one where the comment was made")),
            *((str(key), f"{number} {title}") for key, number, title in sections),
        ]

    @property
    def seen(self) -> datetime | None:
        return instant_in(self.cleaned_data.get("seen_at"))


def begun_with(template: AnswerTemplate, comments: Sequence[Comment], typed: Mapping[str, Any]) -> dict[str, Any]:
    """What the form of a decision shows when somebody begins with a template: its text behind what was typed already, which
    stays, and its decision where none was chosen."""
    text, reason = template.filled_for(comments), str(typed.get("reason") or "").rstrip()
    whole = reason if text in reason else "\n\n".join(part for part in (reason, text) if part)
    return {**typed, "value": typed.get("value") or template.value, "reason": whole}


class NoteForm(GuardedTexts):
    """A note among the weighers."""

    guarded = ("text",)

    text = forms.CharField(
        label=_("Note for your colleagues"),
        help_text=_("Only the working group and the editors read it."),
        max_length=2000,
        error_messages={"required": NoteMissing.message},
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class GroupDecisionForm(DecisionForm):
    """One decision for a whole group. ``group_seen`` is the ``changed_at`` of the group that the form shows."""

    group_seen = forms.CharField(widget=forms.HiddenInput)

    @property
    def group_seen_at(self) -> datetime | None:
        return instant_in(self.cleaned_data.get("group_seen"))


class SpokenForm(GuardedTexts):
    """What every word of an organisation has; who asks for it adds ``value`` and its own help."""

    ground = forms.ChoiceField(label=_("Ground"), choices=[("", _("none")), *Comment.Ground.choices], required=False)
    reason = forms.CharField(label=_("Why"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 3}))

    @property
    def said(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in ("value", "ground", "reason")}


class RecordedForm(forms.Form):
    """What a partner said elsewhere, as an editor writes it down."""

    organisation = forms.ModelChoiceField(Organisation.objects.none(), label=_("Organisation"), empty_label=_("choose"))
    source = forms.ChoiceField(
        label=_("How it was given"), choices=[(one.value, one.label) for one in (Spoken.Source.MEETING, Spoken.Source.LETTER)]
    )
    on = forms.DateField(label=_("On which day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))

    field_order = ("organisation", "source", "on", "value", "ground", "reason")

    def __init__(self, *args: Any, partners: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = partners

    @property
    def origin(self) -> dict[str, Any]:
        """Whose word it is, where it was given, and on which day."""
        return {name: self.cleaned_data[name] for name in ("organisation", "source", "on")}


class PartnersForm(forms.Form):
    """Which partners of the working group weigh along for a handbook."""

    along = forms.ModelMultipleChoiceField(
        Organisation.objects.filter(is_partner=True).order_by("name"),
        label=_("Partners who weigh along"),
        help_text=_("Who stands aside is asked for nothing. What it said before stays, and so does an objection of it."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


class PositionForm(SpokenForm):
    """Where one's organisation stands."""

    field_order = ("value", "ground", "reason")

    value = forms.ChoiceField(
        label=_("Where does your organisation stand?"),
        choices=Position.Value.choices,
        widget=forms.RadioSelect,
        error_messages={"required": PositionValueMissing.message},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = _("Needed when you do not simply agree.")

    @property
    def stance(self) -> Stance:
        return Stance(**self.said)


class RecordedPositionForm(RecordedForm, PositionForm):
    """The position of a partner."""

    field_order = RecordedForm.field_order


class GoAheadForm(SpokenForm):
    """Whether a working version may go into consultation."""

    field_order = ("value", "ground", "reason")

    value = forms.ChoiceField(
        label=_("May this version go into consultation?"),
        choices=GoAhead.Value.choices,
        widget=forms.RadioSelect,
        error_messages={"required": GoAheadMissing.message},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = _("Needed with an objection, and its ground too.")

    @property
    def verdict(self) -> Verdict:
        return Verdict(**self.said)


class RecordedGoAheadForm(RecordedForm, GoAheadForm):
    """The word of a partner."""

    field_order = RecordedForm.field_order


class ChangeReasonForm(GuardedTexts):
    """Why a section was changed. ``seen_at`` is when the reason was given that the form shows."""

    reason = forms.CharField(
        label=_("Why this was changed"),
        max_length=2000,
        error_messages={"required": ReasonOfChangeMissing.message},
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    seen_at = forms.CharField(widget=forms.HiddenInput, required=False)

    @property
    def seen(self) -> datetime | None:
        return instant_in(self.cleaned_data.get("seen_at"))


class ContestForm(GuardedTexts):
    """What an author meant. ``writer`` is who has the form open, so that a text kept over an ended session is hers."""

    reason = forms.CharField(
        label=_("What did you mean?"),
        help_text=_("The working group and the editors read it. Others see only that your comment is looked at again."),
        max_length=4000,
        error_messages={"required": WhatWasMeantMissing.message},
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    writer = forms.CharField(widget=forms.HiddenInput, required=False)


class KeysField(forms.Field):
    """The keys of remarks, as ticks or hidden fields of one name give them; what is none is left out."""

    def to_python(self, value: list[str]) -> tuple[uuid.UUID, ...]:
        found = []
        for key in value:
            try:
                found.append(uuid.UUID(key))
            except ValueError:
                continue
        return tuple(found)


class BatchForm(GuardedTexts):
    """Which answers go out together; a contested one goes when it is ticked and the editor says why."""

    guarded = ("waarom",)

    welke = forms.ChoiceField(choices=[(one.value, one.value) for one in Which], widget=forms.HiddenInput)
    sleutel = forms.UUIDField(widget=forms.HiddenInput)
    gezien = forms.CharField(widget=forms.HiddenInput)
    reactie = KeysField(widget=forms.MultipleHiddenInput, required=False)
    toch = KeysField(widget=forms.MultipleHiddenInput, required=False)
    waarom = forms.CharField(
        label=_("Why do the contested ones that you ticked go out all the same?"),
        help_text=_("It stays with the decision, for those who weigh."),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    tonen = forms.ChoiceField(
        label=_("What do readers see of a partner that does not simply agree?"),
        choices=Answer.Shown,
        initial=Answer.Shown.NAMED,
        widget=forms.RadioSelect,
    )

    def clean_gezien(self) -> datetime:
        seen = instant_in(self.cleaned_data["gezien"])
        if seen is None:
            raise forms.ValidationError(_("Look at the list again before you send it."))
        return seen

    @property
    def plan(self) -> BatchPlan:
        chosen = self.cleaned_data
        return BatchPlan(
            key=chosen["sleutel"],
            seen_at=chosen["gezien"],
            which=Which(chosen["welke"]),
            keys=chosen["reactie"],
            anyway=chosen["toch"],
            despite=chosen["waarom"],
            shown=chosen["tonen"],
        )
