"""Why something about a try-out cannot be done, each as one sentence that says what to do."""

from __future__ import annotations

from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class TryoutRefused(Exception):
    """Nothing was changed."""

    message: ClassVar[str | Promise] = ""

    def __str__(self) -> str:
        return str(self.message)


class NoSteps(TryoutRefused):
    message = _("This version has no decision steps, so there is nothing to try out.")


class TryoutStands(TryoutRefused):
    message = _("This round has a try-out already. Change that one.")


class RoundIsOver(TryoutRefused):
    message = _("This round has closed, so nobody can walk a case any more. Reopen the round first.")


class NoCases(TryoutRefused):
    message = _("Write at least one case before you open the try-out.")


class AlreadyOpened(TryoutRefused):
    message = _("This try-out is open already.")


class CaseWalked(TryoutRefused):
    message = _("Somebody walked this case, so that it stays. You can still correct its words.")


class WalkedUntimed(TryoutRefused):
    message = _("Somebody walked a case without being told that time is measured. Measure it in the next round.")


class NothingToCopy(TryoutRefused):
    message = _("No earlier try-out has a case that is not here yet.")
