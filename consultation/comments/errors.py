"""Why something about a remark is refused; each message is one sentence that says what to do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from consultation.comments.guard import Finding
from consultation.rounds.models import Round, describe_instant


class CommentRefused(Exception):
    """Base of all refusals; ``str()`` is the sentence for the person. Whatever she typed is kept by the view."""

    message = _("This cannot be done with this remark.")

    def __str__(self) -> str:
        return str(self.args[0] if self.args else self.message)


class NothingWritten(CommentRefused):
    message = _("Write your remark first.")


class WordsNotThere(CommentRefused):
    message = _("These words do not stand in this passage. Copy them from the text, or leave the field empty.")


class TooLong(CommentRefused):
    message = _("This text is too long. At most 10,000 characters fit.")


class TakesNoPart(CommentRefused):
    """Not in the audience of the round, or an observer."""

    message = _("You can read this version, but not react to it.")


class HouseRulesFirst(CommentRefused):
    message = _("Read the house rules and agree with them. Then you can post your remark.")


class RoundNotOpen(CommentRefused):
    """Before it opens, or too late; the sentence tells the date and what becomes of the text."""

    def __init__(self, round: Round | None, at: Any) -> None:
        super().__init__()
        self.round, self.at = round, at

    def __str__(self) -> str:
        if self.round is None:
            return gettext("There is no round on this version, so nobody can react to it.")
        if self.at < self.round.opens_at:
            return gettext("The round opens on %(date)s. You can post your remark from then on.") % {
                "date": describe_instant(self.round.opens_at)
            }
        return gettext("The round closed on %(date)s. Your text is kept as a draft; ask the editors to admit it.") % {
            "date": describe_instant(self.round.closes_at)
        }


class OutsideRound(CommentRefused):
    """The round is limited to other sections."""

    message = _("This round does not ask about this section. You can react to the sections that are marked in the contents.")


class NoEditsAfterClosing(CommentRefused):
    message = _("The round has closed, so this remark can no longer be changed.")


class NotYours(CommentRefused):
    message = _("Only the person who wrote this remark can do that.")


class OwnComment(CommentRefused):
    message = _("You cannot support or object to your own remark.")


class ObjectionNeedsReason(CommentRefused):
    message = _("Say why you object; that helps the working group.")


class WaitsForClosing(CommentRefused):
    """A blind round: nobody may show that she read a colleague's remark."""

    message = _("In this round everybody reacts on her own. You can respond to each other when it has closed.")


class NoLongerThere(CommentRefused):
    message = _("This remark has been withdrawn or removed.")


class ChangedMeanwhile(CommentRefused):
    """Edited in another tab since this form was opened; ``comment`` holds the text that stands."""

    message = _("You changed this remark in another window. Compare the two texts and save again.")

    def __init__(self, comment: Any) -> None:
        super().__init__()
        self.comment = comment


class PersonalDataFound(CommentRefused):
    """The guard found words that may be about a pupil; the person replaces them or says that they are not."""

    message = _("This may be about a person. Replace the words, or say that they are not personal data.")

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__()
        self.findings = list(findings)


class WrongPlace(CommentRefused):
    message = _("The place of this remark is not in this version. Open the section again.")


class TooManyAtOnce(CommentRefused):
    message = _("You are doing this very often. Wait a few minutes and try again; your text is kept.")


class ReasonMissing(CommentRefused):
    message = _("Give a reason; the person concerned will read it.")


class NobodyGathers(CommentRefused):
    """There is no gathered reaction of this organisation for this round, or nothing can be added to it any more."""

    message = _("Your organisation gathers no comments for this round now. You can keep your text as a draft.")


class AlreadyGathered(CommentRefused):
    message = _("Your organisation has taken this comment over. Ask your coordinator to put it back first.")


class NotCoordinator(CommentRefused):
    message = _("Only the coordinator of your organisation can do that.")


class NothingGathered(CommentRefused):
    message = _("There is nothing to submit yet. Take over a comment of a colleague first.")


class OtherPlace(CommentRefused):
    message = _("These two comments stand in different sections. Choose a comment in the same section.")


class LeavingOutNeedsReason(CommentRefused):
    message = _("Say why you leave this out; your colleague reads it.")


class OtherOrganisation(CommentRefused):
    message = _("This address belongs to somebody of another organisation. Ask the editors to help you.")


class TakesPartAlready(CommentRefused):
    message = _("This colleague already takes part, or has an invitation that is still open.")


class TakesNoPartHerself(CommentRefused):
    message = _("This person takes no part in the round. Invite her first, or enter it for her organisation.")


class FromTheFuture(CommentRefused):
    message = _("This day has not come yet. Fill in the day on which the comment came in.")


class WordsMissing(CommentRefused):
    message = _("Choose the words to black out, or type them.")


class WordsStandNowhere(CommentRefused):
    """Nothing is blacked out: a typing mistake would leave the real words on the page."""

    def __init__(self, words: Sequence[str]) -> None:
        super().__init__()
        self.words = list(words)

    def __str__(self) -> str:
        return gettext("These words do not stand in the comment: %(words)s. Write them exactly as they stand there.") % {
            "words": ", ".join(f"“{one}”" for one in self.words)
        }


class ReasonTells(CommentRefused):
    """The author, the working group and the audit trail read the reason."""

    message = _("The reason names the words themselves. Say why without repeating them.")


class WordsAreGone(CommentRefused):
    message = _("The words are deleted, so this can no longer be undone. Ask the author to write them again.")


class LaterFirst(CommentRefused):
    message = _("More was blacked out in this comment after this. Undo that first.")


class RedactedWords(CommentRefused):
    message = _("Your text has words that the editors blacked out, since they may tell who somebody is. Leave these out.")


class DraftChanged(CommentRefused):
    """Saved in another tab since the list of drafts was shown; what nobody looked at is not posted."""

    message = _("You changed this draft in another window. Read it again, then post it.")


class AlreadyAnswered(CommentRefused):
    message = _("You already answered this question. Change the answer that stands; this text is kept as a draft.")


class NobodyChosen(CommentRefused):
    message = _("Nobody in this round fits your choice. Tick fewer boxes, or choose another group.")


class NotReleased(CommentRefused):
    """An attendee of a conference, before or after its days, or a section that is not hers to read."""

    message = _("You can no longer answer this question. Write to the organisers if you still want to say something.")


class NothingReleased(CommentRefused):
    message = _("Choose at least one section.")
