"""Why something about a round is refused; each message is one sentence that says what to do."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _


class RoundRefused(Exception):
    """Base of all refusals; ``str()`` is the sentence for the person."""

    message = _("This cannot be done with this round.")

    def __str__(self) -> str:
        return str(self.args[0] if self.args else self.message)


class VersionHasRound(RoundRefused):
    message = _("This version already has a round. Move its closing date instead.")


class EmptyWindow(RoundRefused):
    message = _("Choose a closing date after the opening date, and not in the past.")


class NobodyInvited(RoundRefused):
    message = _("Choose at least one group that may react.")


class RoundsOverlap(RoundRefused):
    message = _("Another round on this handbook runs in that time. Close it first, or choose other dates.")


class UnknownSection(RoundRefused):
    message = _("A question or the reading list names a section that is not in this version.")


class ReasonMissing(RoundRefused):
    message = _("Say why the date moves; members read it in their mail.")


class SameClosing(RoundRefused):
    message = _("The round already closes at that time. Choose another date.")


class UnfitReminders(RoundRefused):
    message = _("Write one to five numbers of days from 1 to 60, such as 7, 2. Leave it empty for no reminders.")
