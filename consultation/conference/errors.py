"""Why something about a conference cannot be done, each as one sentence that says what to do."""

from __future__ import annotations

from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class ConferenceRefused(Exception):
    """Nothing was changed."""

    message: ClassVar[str | Promise] = ""

    def __str__(self) -> str:
        return str(self.message)


class NotOpen(ConferenceRefused):
    message = _("Signing up is not possible at this moment. The page of the conference says when it is.")


class OtherWorkshop(ConferenceRefused):
    message = _("This workshop does not belong to the conference. Choose one from the list.")


class WorkshopFull(ConferenceRefused):
    message = _("That workshop is full. You keep the place that you have; choose another one if you like.")


class NotAttending(ConferenceRefused):
    message = _("This sign-up has no place any more. Sign up again if you want to come.")


class NotExpected(ConferenceRefused):
    message = _("This person has no place. Add her to the list first if she may come in.")
