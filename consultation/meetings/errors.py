"""Why something about a meeting cannot be done, each as one sentence that says what to do."""

from __future__ import annotations

from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class MeetingRefused(Exception):
    """Nothing was changed."""

    message: ClassVar[str | Promise] = ""

    def __str__(self) -> str:
        return str(self.message)


class NotInvited(MeetingRefused):
    message = _("You are not invited to this meeting.")


class MeetingOver(MeetingRefused):
    message = _("This meeting has been or does not take place, so that there is nothing to answer any more.")


class AlreadyCancelled(MeetingRefused):
    message = _("This meeting is cancelled and stays so. Make a new one.")


class NotYetInvited(MeetingRefused):
    message = _("Nobody is invited to this meeting yet. Throw it away instead.")


class PeopleInvited(MeetingRefused):
    message = _("People are invited to this meeting. Cancel it instead.")


class NobodyInvited(MeetingRefused):
    message = _("Choose at least one group, or a round.")


class TimeIsPast(MeetingRefused):
    message = _("Choose a time that lies ahead.")


class NotThatWay(MeetingRefused):
    message = _("One cannot take part in this way. Choose another answer.")


class TooManyGuests(MeetingRefused):
    message = _("You bring more guests than there is room for.")


class RecordPublished(MeetingRefused):
    message = _("The minutes are published already. Change them by hand.")


class RecordChanged(MeetingRefused):
    message = _("The minutes were changed while you wrote. Below you read what stands there now; take over what you need.")


class NothingToPublish(MeetingRefused):
    message = _("Write the minutes before you publish them.")
