"""Why something about an account is refused; each message is one sentence that says what to do."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _


class AccountRefused(Exception):
    """Base of all refusals; ``str()`` is the sentence for the person. Nothing was changed."""

    message = _("This cannot be done with this account.")

    def __str__(self) -> str:
        return str(self.args[0] if self.args else self.message)


class MayNotAccount(AccountRefused):
    message = _("Only the editors give account of a round.")


class RoundStillRuns(AccountRefused):
    message = _(
        "The round still runs. Publish the note when it has closed: until then comments come in, and drafts of answers change."
    )


class NobodyChosen(AccountRefused):
    message = _("Choose who may read the note.")


class IntroductionTooLong(AccountRefused):
    message = _("The introduction is longer than 20,000 characters. Make it shorter.")


class NoteChangedMeanwhile(AccountRefused):
    message = _("A colleague changed this introduction or its readers while you wrote. Compare both texts and save again.")


class MayNotShowFigures(AccountRefused):
    """Whoever does not send answers does not choose what goes out either."""

    message = _("Only editors choose which figures others see.")
