"""Answering an invitation: yes, no or perhaps; there or online; with whom."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from consultation.meetings.models import Meeting, Rsvp

Answer, Way = Rsvp.Answer, Rsvp.Way


class AnswerForm(forms.Form):
    """One choice that says how, as far as the meeting has both ways; and the names of guests where they are welcome."""

    answer = forms.ChoiceField(label=_("Do you come?"), widget=forms.RadioSelect)
    guests = forms.CharField(
        label=_("Whom do you bring?"), max_length=400, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, meeting: Meeting, rsvp: Rsvp | None, **kwargs: Any) -> None:
        chosen = f"{rsvp.answer}:{rsvp.way}".rstrip(":") if rsvp else ""
        initial = {"answer": chosen, "guests": "\n".join(rsvp.guests) if rsvp else ""}
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["answer"].choices = _choices(meeting)
        if meeting.most_guests:
            self.fields["guests"].help_text = ngettext_lazy(
                "The name of somebody who comes with you. Leave it empty when you come alone.",
                "The names of those who come with you, at most %(count)s, one on each line. Leave it empty when you come alone.",
                "count",
            ) % {"count": meeting.most_guests}
        else:
            del self.fields["guests"]

    @property
    def given(self) -> dict[str, Any]:
        """The answer as ``answer_invitation`` takes it."""
        answer, _colon, way = self.cleaned_data["answer"].partition(":")
        return {"answer": answer, "way": way, "guests": self.cleaned_data.get("guests", "").splitlines()}


def _choices(meeting: Meeting) -> list[tuple[str, Any]]:
    yes = []
    if meeting.place:
        words = _("Yes, I come there") if meeting.online_url else _("Yes, I come")
        yes.append((f"{Answer.YES.value}:{Way.THERE.value}", words))
    if meeting.online_url:
        yes.append((f"{Answer.YES.value}:{Way.ONLINE.value}", _("Yes, I take part online")))
    return [*yes, (Answer.PERHAPS.value, _("Perhaps")), (Answer.NO.value, _("No, I cannot come"))]
