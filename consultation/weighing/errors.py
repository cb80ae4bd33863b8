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
    message = _("A colleague changed this decision while you wrote. Compare both texts and save again.")


class ReasonChangedMeanwhile(WeighingRefused):
    message = _("A colleague wrote another reason while you wrote yours. Compare both and save again.")


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


class GoAheadMissing(WeighingRefused):
    message = _("Choose first whether this version may go into consultation.")


class ObjectionUnfounded(WeighingRefused):
    message = _("Say on which ground your organisation objects, and why.")


class GoAheadOver(WeighingRefused):
    """It has a round, or a later version came."""

    message = _("The partners are not asked about this version any more.")


class ReasonOfChangeMissing(WeighingRefused):
    message = _("Say why this section was changed.")


class ChangeUnknown(WeighingRefused):
    message = _("This section was not changed. Look at the list as it is now.")


class GateIsOpen(WeighingRefused):
    """``counts``: unanswered, adopted but unchanged, changed but not explained."""

    message = _("Something is still open: see the three counts. Say why the version is published all the same.")

    def __init__(self, counts: tuple[int, int, int]) -> None:
        super().__init__()
        self.counts = counts


class PartnersHoldBack(WeighingRefused):
    message = _("A partner objects or has not answered yet. Say why the version goes into consultation all the same.")


class DespiteMissing(WeighingRefused):
    message = _("Say why these answers go out although a partner does not simply agree.")


class NotYours(WeighingRefused):
    message = _("Only who wrote the comment, or submitted it for an organisation, says that the answer misses it.")


class NoAnswerYet(WeighingRefused):
    message = _("There is no answer to this comment that you could speak of.")


class ContestedBefore(WeighingRefused):
    message = _("You said once that an answer misses what you meant. The answer after that is final.")


class TooLateToContest(WeighingRefused):
    message = _("The time to say that this answer misses what you meant is over.")


class WhatWasMeantMissing(WeighingRefused):
    message = _("Say what you meant: the working group looks again with your words at hand.")


class ContestNamesRedactedWords(WeighingRefused):
    message = _("Your text has words that were blacked out in this comment. Leave these out.")


class MayNotMakeAgenda(WeighingRefused):
    message = _("Only the editors make an agenda and write down what a meeting decides.")


class MeetingIsOver(WeighingRefused):
    message = _("This meeting has been, or does not take place. Choose another one.")


class NothingForAgenda(WeighingRefused):
    message = _("There is nothing new for the agenda: nothing more is contested.")


class LineMissing(WeighingRefused):
    message = _("Say in a line why.")


class ConcludedMeanwhile(WeighingRefused):
    message = _("A colleague wrote down meanwhile what came out of this point. Compare both and save again.")


class NothingForMinutes(WeighingRefused):
    message = _("There is nothing new for the minutes: nothing was written down at the points, or all of it stands there.")
