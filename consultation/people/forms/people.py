"""The forms of the admin: a person, an invitation for one or many, the answer to an application."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.models import Group
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from consultation.people.models import OBSERVERS, PUBLIC, SOUNDING_BOARD, WORKING_GROUP, Invitation, User
from consultation.people.pasted import PastedList, read_pasted

OPEN_TO_EDITORS = (SOUNDING_BOARD, WORKING_GROUP, OBSERVERS)
"""The groups that an editor may invite into; who edits and who administers is for administrators."""


def groups_for(user: User) -> QuerySet[Group]:
    """The groups that ``user`` may put somebody in. The public group has no members."""
    if user.has_perm("people.change_user"):
        return Group.objects.exclude(name=PUBLIC).order_by("name")
    return Group.objects.filter(name__in=OPEN_TO_EDITORS).order_by("name")


class PersonForm(forms.ModelForm):
    """What administrators keep about a person. The address belongs to the person: it is set once, here, and changed by her."""

    groups = forms.ModelMultipleChoiceField(
        label=_("Groups"),
        queryset=Group.objects.exclude(name=PUBLIC).order_by("name"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = User
        fields = ["name", "email", "organisation", "function", "region", "language", "is_coordinator", "is_active"]

    def __init__(self, *args: Any, editing_self: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].help_text = _("Sign-in codes go to this address.")
        if self.instance.pk:
            self.initial["groups"] = self.instance.groups.all()
            self.fields["email"].disabled = True
            self.fields["email"].help_text = _("The person can change this address under My account.")
        else:
            del self.fields["is_active"]
        if editing_self:
            for name in ("is_active", "groups"):
                self.fields[name].disabled = True
                self.fields[name].help_text = _("Another administrator can change this for you.")

    @property
    def group_names(self) -> list[str]:
        return [group.name for group in self.cleaned_data["groups"]]


class InviteForm(forms.ModelForm):
    """One invitation, or many at once from a pasted list."""

    pasted = forms.CharField(
        label=_("Who"),
        help_text=_(
            "One person a line: a name and an address, or columns copied from a spreadsheet (address, name, organisation). "
            "A list copied from Outlook works too."
        ),
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    language = forms.ChoiceField(label=_("Language of the mail"), choices=settings.LANGUAGES)

    class Meta:
        model = Invitation
        fields = ["group", "language"]

    field_order = ["pasted", "group", "language"]

    def __init__(self, *args: Any, for_user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["group"].queryset = groups_for(for_user)
        self.fields["group"].initial = Group.objects.filter(name=SOUNDING_BOARD).first()

    def clean_pasted(self) -> PastedList:
        people = read_pasted(self.cleaned_data["pasted"])
        if people.not_understood:
            lines = "; ".join(people.not_understood[:3])
            raise forms.ValidationError(_("There is no e-mail address in: %(lines)s"), params={"lines": lines})
        return people


class DecisionForm(forms.Form):
    """The editor's answer: yes or no, with a text that she can change before it is mailed."""

    approve_text = forms.CharField(label=_("Text when you approve"), widget=forms.Textarea(attrs={"rows": 6}), required=False)
    refuse_text = forms.CharField(label=_("Text when you refuse"), widget=forms.Textarea(attrs={"rows": 6}), required=False)
    decision = forms.ChoiceField(choices=[("approve", _("Approve")), ("refuse", _("Refuse"))], widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        decision = cleaned.get("decision")
        if decision and not cleaned.get(f"{decision}_text", "").strip():
            self.add_error(f"{decision}_text", _("Write what the applicant reads."))
        return cleaned
