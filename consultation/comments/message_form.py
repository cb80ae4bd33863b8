"""The form of a message to some of the people in a round."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext_lazy as _

from consultation.comments.selecting import DEEDS, Selection
from consultation.people.models import Organisation, User
from consultation.rounds.models import Round


class MessageForm(forms.Form):
    """To whom, and what. ``seen`` is the seal of what the editor looked at before she sends."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    groups = forms.MultipleChoiceField(
        label=_("Groups"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Tick none for everybody in the round."),
    )
    only = forms.MultipleChoiceField(
        label=_("Only people who"),
        choices=DEEDS,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Who fits one of them gets the message. Tick none for everybody."),
    )
    without = forms.MultipleChoiceField(
        label=_("But not people who"), choices=DEEDS, required=False, widget=forms.CheckboxSelectMultiple
    )
    organisation = forms.ModelChoiceField(
        label=_("Organisation"), queryset=Organisation.objects.none(), required=False, empty_label=_("all organisations")
    )
    function = forms.ChoiceField(label=_("Function"), required=False)
    region = forms.ChoiceField(label=_("Region"), required=False)
    subject = forms.CharField(label=_("Subject"), max_length=58)
    body = forms.CharField(
        label=_("Message"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("A few sentences. An empty line begins a new paragraph. The greeting and your name are added."),
    )

    def __init__(self, data: Any = None, *, round: Round) -> None:
        super().__init__(data, initial={"key": uuid.uuid4()})
        members = User.objects.active_in(round.audience.all())
        self.fields["groups"].choices = list(round.audience.order_by("name").values_list("pk", "name"))
        self.fields["organisation"].queryset = Organisation.objects.filter(people__in=members).distinct()
        for name, every in (("function", _("all functions")), ("region", _("all regions"))):
            known = members.exclude(**{name: ""}).order_by(name).values_list(name, flat=True).distinct()
            self.fields[name].choices = [("", every), *((value, value) for value in known)]

    @property
    def selection(self) -> Selection:
        return Selection.from_fields(self.cleaned_data)

    @property
    def words(self) -> dict[str, str]:
        """Subject and text, with one kind of line end."""
        body = self.cleaned_data["body"].replace("\r\n", "\n").strip()
        return {"subject": " ".join(self.cleaned_data["subject"].split()), "body": body}

    def seal(self, people: Sequence[User]) -> str:
        """Stands for these words to these people."""
        facts = [self.words, [user.pk for user in people]]
        return hashlib.sha256(json.dumps(facts).encode()).hexdigest()

    def message_key(self, people: Sequence[User]) -> uuid.UUID:
        """The same for a second press, another one when the editor came back and changed something."""
        return uuid.uuid5(self.cleaned_data["key"], self.seal(people))

    def was_seen(self, people: Sequence[User]) -> bool:
        """Whether this is what the editor looked at last."""
        return constant_time_compare(self.cleaned_data["seen"], self.seal(people))
