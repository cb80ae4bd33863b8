"""The forms of weighing. They check shape only; what may be decided the actions know."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.db.models import Q, QuerySet
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from consultation.comments.models import Comment, Submitter
from consultation.people.models import Organisation, User
from consultation.weighing.actions import Stance
from consultation.weighing.errors import NoteMissing, PositionValueMissing, ReasonMissing, ValueMissing
from consultation.weighing.models import Decision, Position
from handbook.models import Version


def instant_in(text: str | None) -> datetime | None:
    """The instant that a hidden field holds; None when it holds none."""
    try:
        return parse_datetime(text or "")
    except ValueError:
        return None


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
        return instant_in(self.cleaned_data.get("seen_at"))


class BoardFilter(forms.Form):
    """Which remarks the board shows; an empty field leaves nothing out."""

    paragraaf = forms.ChoiceField(label=_("Section"), required=False)
    soort = forms.ChoiceField(label=_("Kind"), required=False)
    grond = forms.ChoiceField(label=_("Ground"), required=False)
    organisatie = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("Organisation"), required=False, empty_label=_("all")
    )
    van = forms.ChoiceField(label=_("Looked at by"), required=False)
    laat = forms.BooleanField(label=_("Only those that came too late"), required=False)

    def __init__(self, *args: Any, version: Version, people: Sequence[User], user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        every = ("", _("all"))
        self._user = user
        submitters = Submitter.objects.filter(handbook_key=version.handbook_key)
        self.fields["organisatie"].queryset = Organisation.objects.filter(
            Q(people__submitters__in=submitters) | Q(pk__in=submitters.values("organisation"))
        ).distinct()
        self.fields["paragraaf"].choices = [
            every,
            *((number, f"{number} {title}") for number, title in version.sections.values_list("number", "title")),
        ]
        self.fields["soort"].choices = [every, *Comment.Kind.choices]
        self.fields["grond"].choices = [every, *Comment.Ground.choices]
        names = [(str(person.pk), person.name) for person in people if person.pk != user.pk]
        self.fields["van"].choices = [every, ("mij", _("me")), ("niemand", _("nobody")), *names]

    def narrow(self, remarks: QuerySet[Comment]) -> QuerySet[Comment]:
        """The remarks that were asked for. A value that is none leaves nothing out."""
        if not self.is_bound:
            return remarks
        self.is_valid()
        chosen = self.cleaned_data
        if chosen.get("paragraaf"):
            remarks = remarks.filter(section__number=chosen["paragraaf"])
        if chosen.get("soort"):
            remarks = remarks.filter(kind=chosen["soort"])
        if chosen.get("grond"):
            remarks = remarks.filter(ground=chosen["grond"])
        if chosen.get("organisatie"):
            theirs = chosen["organisatie"]
            remarks = remarks.filter(Q(submitter__user__organisation=theirs) | Q(submitter__organisation=theirs))
        if chosen.get("laat"):
            remarks = remarks.filter(late=True)
        if chosen.get("van"):
            who = chosen["van"]
            remarks = remarks.filter(
                Q(assignment=None) if who == "niemand" else Q(assignment__to=self._user.pk if who == "mij" else who)
            )
        return remarks

    @property
    def chosen(self) -> dict[str, str]:
        """What was asked for, as in the address."""
        return {name: self.data[name] for name in self.fields if self.is_bound and self.data.get(name)}

    def address(self, **more: str) -> str:
        """The query of this choice, with something changed."""
        return urlencode(self.chosen | more)


class NoteForm(forms.Form):
    """A note among the weighers."""

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


class PositionForm(forms.Form):
    """Where one's organisation stands."""

    value = forms.ChoiceField(
        label=_("Where does your organisation stand?"),
        choices=Position.Value.choices,
        widget=forms.RadioSelect,
        error_messages={"required": PositionValueMissing.message},
    )
    ground = forms.ChoiceField(label=_("Ground"), choices=[("", _("none")), *Comment.Ground.choices], required=False)
    reason = forms.CharField(
        label=_("Why"),
        help_text=_("Needed when you do not simply agree."),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    @property
    def stance(self) -> Stance:
        return Stance(**{name: self.cleaned_data[name] for name in ("value", "ground", "reason")})


class RecordedPositionForm(PositionForm):
    """What a partner said elsewhere, as an editor writes it down."""

    organisation = forms.ModelChoiceField(
        Organisation.objects.filter(is_partner=True), label=_("Organisation"), empty_label=_("choose")
    )
    source = forms.ChoiceField(
        label=_("How it was given"), choices=[(one.value, one.label) for one in (Position.Source.MEETING, Position.Source.LETTER)]
    )
    on = forms.DateField(label=_("On which day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))

    field_order = ("organisation", "source", "on", "value", "ground", "reason")
