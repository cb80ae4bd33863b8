"""Why something in a try-out cannot be done, each as one sentence that says what to do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from consultation.rounds.models import Round, describe_instant


class TryoutRefused(Exception):
    """Nothing was changed."""

    message: ClassVar[str | Promise] = ""

    def __str__(self) -> str:
        return str(self.message)


class TakesNoPart(TryoutRefused):
    """Not in the audience of the round, or an observer."""

    message = _("You can read this try-out, but not take part in it.")


class NotOpen(TryoutRefused):
    """Before the editors open it, or after the round; what was typed stands in the form again."""

    def __init__(self, round: Round) -> None:
        super().__init__()
        self.round = round

    def __str__(self) -> str:
        return gettext("The try-out ran until %(date)s, so this can no longer be kept. Copy your text if you still need it.") % {
            "date": describe_instant(self.round.closes_at)
        }


class NotBegun(TryoutRefused):
    message = _("Begin this case first.")


class AlreadyFinished(TryoutRefused):
    message = _("You finished this case in another window. Open it again if you want to change something.")


class ChangedMeanwhile(TryoutRefused):
    message = _("You went on with this case in another window.")


class ChoiceMissing(TryoutRefused):
    message = _("Choose an answer. If you cannot tell, that says something about the text: use “I got stuck here”.")


class MotivationMissing(TryoutRefused):
    message = _("Write in a few words why you choose this. One sentence is enough.")


class TooOften(TryoutRefused):
    """The same step so many times that the walk would never end."""

    message = _("You came back to this question many times. Go back and choose another answer, or tell that you got stuck here.")


class NotAtTheEnd(TryoutRefused):
    message = _("There are questions left. Answer them first.")


class WentElsewhere(TryoutRefused):
    """The end was shown of a way that is not the walk's any more."""

    message = _("You went another way in another window, so the outcome is another. Look at it again.")


class UnknownOutcome(TryoutRefused):
    message = _("Choose one of the outcomes of the method.")


class NobodyNamed(TryoutRefused):
    message = _("Tick for whom this outcome is.")


class ReasonMissing(TryoutRefused):
    message = _("Tell why you choose another outcome. One sentence is enough.")


class OutcomeNotChanged(TryoutRefused):
    message = _("You tell why another outcome, but the one of the method is chosen. Choose another one, or empty this field.")


class AlreadyTold(TryoutRefused):
    message = _("You already told that you got stuck here. You can change that comment as long as the round is open.")


class StuckNotPosted(TryoutRefused):
    """Another button was pressed; going on would lose what she wrote there."""

    message = _("You wrote something here that is not posted yet. Post it as a comment, or empty the field.")


class ConclusionsRefused(TryoutRefused):
    """What is wrong with each conclusion, by the outcome that the method led to."""

    def __init__(self, refusals: Mapping[str, Exception]) -> None:
        super().__init__()
        self.refusals = dict(refusals)

    def __str__(self) -> str:
        return " ".join(str(refusal) for refusal in self.refusals.values())


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
