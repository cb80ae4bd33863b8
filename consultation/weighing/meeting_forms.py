"""What an editor fills in for a meeting: which one an agenda is for, and what came out of a point."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.contrib.auth.models import Group
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from consultation.comments.guarded_forms import GuardedTexts
from consultation.meetings.actions import MeetingPlan
from consultation.meetings.models import Meeting
from consultation.people.models import EDITORS, WORKING_GROUP, Organisation
from consultation.weighing.actions import Seen, Stance
from consultation.weighing.errors import LineMissing
from consultation.weighing.forms import DecisionForm
from consultation.weighing.models import Position
from look.hidden import instant_in

NEW = "nieuw"


class AgendaForm(forms.Form):
    """Which meeting the agenda is for: one that is to come, or a new one of the working group and the editors."""

    meeting = forms.ChoiceField(label=_("For which meeting?"), widget=forms.RadioSelect)
    minutes = forms.IntegerField(
        label=_("Minutes for each point"),
        help_text=_("Empty when you do not know."),
        min_value=1,
        max_value=240,
        required=False,
        initial=10,
    )
    title = forms.CharField(label=_("Title"), max_length=160, required=False)
    day = forms.DateField(label=_("Day"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    begins = forms.TimeField(label=_("Begins at"), required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    ends = forms.TimeField(label=_("Ends at"), required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    place = forms.CharField(label=_("Place"), max_length=240, required=False)
    online_url = forms.URLField(label=_("Link to take part online"), max_length=600, required=False, assume_scheme="https")

    NEEDED = ("title", "day", "begins", "ends")

    def __init__(self, *args: Any, upcoming: Sequence[Meeting], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._upcoming = {str(one.pk): one for one in upcoming}
        found = [(key, _told(one)) for key, one in self._upcoming.items()]
        self.fields["meeting"].choices = [*found, (NEW, _("A new meeting of the working group"))]
        self.initial.setdefault("meeting", found[0][0] if found else NEW)

    @property
    def of_new(self) -> list[Any]:
        """The fields that a new meeting needs."""
        return [self[name] for name in (*self.NEEDED, "place", "online_url")]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("meeting") != NEW:
            return cleaned
        for name in self.NEEDED:
            if not cleaned.get(name) and name not in self.errors:
                self.add_error(name, _("A new meeting needs this."))
        if not cleaned.get("place") and not cleaned.get("online_url"):
            self.add_error("place", _("Fill in a place, a link to take part online, or both."))
        begins, ends = cleaned.get("begins"), cleaned.get("ends")
        if begins and ends and begins >= ends:
            self.add_error("ends", _("The end comes after the beginning."))
        return cleaned

    @property
    def chosen(self) -> Meeting | None:
        """The meeting that is there already; None for a new one."""
        return self._upcoming.get(self.cleaned_data["meeting"])

    @property
    def plan(self) -> MeetingPlan:
        """The new meeting, of the working group and the editors."""
        given = self.cleaned_data
        return MeetingPlan(
            title=given["title"],
            day=given["day"],
            begins=given["begins"],
            length_minutes=_minutes_between(given["day"], given["begins"], given["ends"]),
            place=given["place"],
            online_url=given["online_url"],
            groups=list(Group.objects.filter(name__in=(WORKING_GROUP, EDITORS))),
        )


class SeenForm(GuardedTexts):
    """What the form showed, in hidden fields, so that two colleagues lose nothing."""

    concluded_seen = forms.CharField(widget=forms.HiddenInput, required=False)
    group_seen = forms.CharField(widget=forms.HiddenInput, required=False)
    seen_at = forms.CharField(widget=forms.HiddenInput, required=False)

    @property
    def seen(self) -> Seen:
        given = self.cleaned_data
        return Seen(
            concluded_at=instant_in(given.get("concluded_seen")),
            decided_at=instant_in(given.get("seen_at")),
            group_at=instant_in(given.get("group_seen")),
        )


class ConclusionForm(SeenForm):
    """What the meeting decided about a remark, and what partners said there. One that said nothing new is left as she was."""

    value = DecisionForm.base_fields["value"]
    reason = DecisionForm.base_fields["reason"]

    def __init__(self, *args: Any, partners: Sequence[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._partners = list(partners)
        for partner in self._partners:
            self.fields[f"said_{partner.pk}"] = forms.ChoiceField(
                label=str(partner), choices=[("", _("said nothing new")), *Position.Value.choices], required=False
            )
            self.fields[f"why_{partner.pk}"] = forms.CharField(
                label=_("Why, %(name)s") % {"name": partner}, max_length=4000, required=False
            )

    @property
    def guarded_names(self) -> tuple[str, ...]:
        return ("reason", *(f"why_{one.pk}" for one in self._partners))

    @property
    def of_partners(self) -> list[tuple[Any, Any]]:
        """For each partner where she stands and why."""
        return [(self[f"said_{one.pk}"], self[f"why_{one.pk}"]) for one in self._partners]

    @property
    def spoken(self) -> dict[Organisation, Stance]:
        given = self.cleaned_data
        return {
            one: Stance(given[f"said_{one.pk}"], reason=given.get(f"why_{one.pk}", ""))
            for one in self._partners
            if given.get(f"said_{one.pk}")
        }


class LineForm(SeenForm):
    """One line: why a point comes back, or what was agreed about a step."""

    guarded = ("line",)

    line = forms.CharField(label=_("In one line"), max_length=1000, error_messages={"required": LineMissing.message})


def _told(meeting: Meeting) -> str:
    local = localtime(meeting.starts_at)
    return f"{meeting.title}, {date_format(local, 'l j F Y')}, {local:%H:%M}"


def _minutes_between(day: date, begins: time, ends: time) -> int:
    return (datetime.combine(day, ends) - datetime.combine(day, begins)) // timedelta(minutes=1)
