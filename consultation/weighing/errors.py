"""Why something about a decision is refused; each message is one sentence that says what to do."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from handbook.merging import Conflict


class WeighingRefused(Exception):
    """Base of all refusals; ``str()`` is the sentence for the person. Whatever she typed is kept by the view."""

    message = _("This cannot be done with this decision.")

    def __str__(self) -> str:
        return str(self.args[0] if self.args else self.message)


class ReasonMissing(WeighingRefused):
    message = _("Say why. The author reads it, and so does everybody who reads the comment.")


class ValueMissing(WeighingRefused):
    message = _("Choose first what becomes of the comment.")


class NothingToWeigh(WeighingRefused):
    """A draft, a reply, or a remark that was withdrawn or removed."""

    message = _("This comment is not weighed: it is a reply, or it was withdrawn or removed.")


class MayNotDecide(WeighingRefused):
    message = _("Only the working group and the editors decide about comments.")


class MayNotPublish(WeighingRefused):
    message = _("Only the editors send answers. Keep your decision; they send it.")


class MayNotTakeOver(WeighingRefused):
    message = _("Only the editors change the text of the handbook.")


class NothingProposed(WeighingRefused):
    message = _("This comment proposes no text for a passage.")


class NeedsAnEditor(WeighingRefused):
    """The passage is a table, a figure or another special block."""

    message = _("This passage is more than running text. Change it by hand in Wagtail.")


class WordsClash(WeighingRefused):
    """The words were changed meanwhile in another way; ``conflicts`` shows each place."""

    message = _("The text was changed here after this proposal. Compare the words below and change the text by hand.")

    def __init__(self, conflicts: tuple[Conflict, ...]) -> None:
        super().__init__()
        self.conflicts = conflicts


class ChangedMeanwhile(WeighingRefused):
    message = _("A colleague changed this decision while you wrote. Compare both texts below and save again.")


class NamesRedactedWords(WeighingRefused):
    message = _("The reason has words that were blacked out in this comment. Leave these out.")


class GroupChanged(WeighingRefused):
    message = _("A colleague changed this group meanwhile. Look at it as it is now and choose again.")


class NotTogether(WeighingRefused):
    message = _("These remarks cannot be one group: they are of different versions, or one does not stand any more.")


class NotOneOfUs(WeighingRefused):
    message = _("Choose somebody of the working group or the editors.")


class NoteMissing(WeighingRefused):
    message = _("Write the note first.")


class NotAPartner(WeighingRefused):
    message = _("Only a partner of the working group takes a position. Ask an administrator to mark the organisation as one.")


class PositionValueMissing(WeighingRefused):
    message = _("Choose first where your organisation stands.")


class PositionReasonMissing(WeighingRefused):
    message = _("Say why: the others have to be able to weigh it.")


class DayMissing(WeighingRefused):
    message = _("Say whether it was in a meeting or by letter, and on which day.")


class PositionGone(WeighingRefused):
    message = _("This position was changed meanwhile. Look at it as it is now.")


class MayNotMakeAgenda(WeighingRefused):
    message = _("Only the editors make an agenda and write down what a meeting decides.")


class MeetingIsOver(WeighingRefused):
    message = _("This meeting has been, or does not take place. Choose another one.")


class NothingForAgenda(WeighingRefused):
    message = _("There is nothing new for the agenda: nothing more is contested.")


class LineMissing(WeighingRefused):
    message = _("Say in a line why.")


class ConcludedMeanwhile(WeighingRefused):
    message = _("A colleague wrote down meanwhile what came out of this point. Compare both below and save again.")


class NothingForMinutes(WeighingRefused):
    message = _("There is nothing new for the minutes: nothing was written down at the points, or all of it stands there.")
