"""Where people are kept in this slice. The person goes, the remark stays under its number (guarantees T2)."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from consultation.comments.actions.forgetting import DRAFTS, forget_drafts
from consultation.comments.models import (
    AttendeeAnswer,
    Comment,
    CommentText,
    Contribution,
    Entry,
    Gathering,
    Message,
    NothingToAdd,
    Opening,
    Placement,
    RedactedText,
    Redaction,
    Report,
    Review,
    Submitter,
    Support,
)
from consultation.comments.word.uploads import forget_word_files_of
from consultation.conference.models import Registration
from consultation.people import retention
from consultation.people.models import User
from consultation.people.registry import (
    Obstacle,
    Person,
    PersonalData,
    Row,
    excuse_texts,
    has_address,
    nothing,
    register,
    register_obstacles,
    register_texts,
    rows_of,
)
from handbook.waiting import KEPT

PLACE = ("version__title", "version__label", "section__number", "section__title")


def register_places() -> None:
    """Called when the app is ready. What was shared comes before the drafts that it points at, the submitter comes last,
    since the others find a person's rows by it.
    """
    for place in (
        PersonalData(
            Contribution,
            ("comment", "left_out_reason"),
            _("What you shared with your colleagues. Erasing deletes it; what your organisation made of it stays."),
            _contributions,
            _erase_contributions,
        ),
        PersonalData(
            Comment,
            ("body", "proposed"),
            _("Your comments and drafts. Erasing deletes the drafts; comments stay, under a number."),
            _comments,
            _erase_comments,
        ),
        PersonalData(
            Gathering,
            ("opened_by", "submitted_by"),
            _("Gathered reactions that you began or submitted. Erasing takes your name off."),
            _gatherings,
            nothing,
        ),
        PersonalData(
            Entry,
            ("entered_by", "note"),
            _("Where a comment came from that the editors entered for you, and what you entered. Erasing takes your name off."),
            _entries,
            _erase_entries,
        ),
        PersonalData(
            CommentText, ("body", "proposed"), _("Earlier texts of your comments. They stay with these."), _texts, nothing
        ),
        PersonalData(Support, ("reason",), _("Your support and objections. They stay, under a number."), _supports, nothing),
        PersonalData(Review, ("submitter",), _("Sections that you marked. The marks stay, under a number."), _reviews, nothing),
        PersonalData(
            Message, ("author",), _("Messages that you sent to members. Erasing takes your name off."), _messages, nothing
        ),
        PersonalData(
            NothingToAdd,
            ("submitter",),
            _("Rounds to which you had nothing to add. The mark stays, under a number."),
            _passes,
            nothing,
        ),
        PersonalData(Opening, ("user",), _("Where you were in the text. Erasing deletes it."), _openings, nothing),
        PersonalData(Report, ("reporter",), _("Comments that you reported. Erasing takes your name off."), _reports, nothing),
        PersonalData(
            Placement,
            ("confirmed_by",),
            _("Comments that you gave a place in a later version. Erasing takes your name off."),
            _confirmed,
            nothing,
        ),
        PersonalData(
            Redaction,
            ("made_by", "undone_by"),
            _("When words in your comments were blacked out, and what you blacked out as an editor. Erasing forgets the words."),
            _redactions,
            _erase_redactions,
        ),
        PersonalData(
            AttendeeAnswer,
            ("registration",),
            _("What you answered around a conference. It stays, under a number."),
            _attendee_answers,
            nothing,
        ),
        PersonalData(
            Submitter,
            ("user", "organisation"),
            _("Your number as a submitter. Erasing takes you and your organisation off it; the number stays."),
            _submitters,
            _erase_submitters,
        ),
    ):
        register(place)
    _register_texts()
    register_obstacles(gathers_alone)


def register_periods() -> None:
    """Called when the app is ready. What has no function here has a sweep of its own, since people see the instant."""
    blacked = _("Words that editors blacked out in a comment.")
    retention.register(retention.Period("redacted_words", blacked, lambda: settings.REDACTED_WORDS_KEPT.days, None))
    drafts = _("A comment that you kept as a draft and did not post, after its round closed.")
    retention.register(retention.Period(DRAFTS, drafts, lambda: settings.KEPT_DAYS["drafts"], forget_drafts))
    waiting = _("A file with comments that you did not decide about.")
    retention.register(retention.Period("word_files", waiting, lambda: KEPT.days, None))


def gathers_alone(person: Person, *, at: datetime) -> list[Obstacle]:
    """Says when nobody is left to submit what colleagues shared; it stops nobody."""
    user = person.user
    if user is None or not user.is_coordinator or user.organisation_id is None:
        return []
    others = User.objects.filter(organisation=user.organisation_id, is_coordinator=True, is_active=True).exclude(pk=user.pk)
    open_ones = Gathering.objects.filter(organisation=user.organisation_id, submitted_at=None).select_related("round")
    if others.exists() or not any(gathering.takes_in(at) for gathering in open_ones):
        return []
    return [
        Obstacle(
            _(
                "Your organisation gathers comments that are not submitted yet, and nobody else submits for it. "
                "Ask the editors to let a colleague do that."
            )
        )
    ]


def _register_texts() -> None:
    """Where members, editors and the working group may have named somebody. The words that stay are theirs."""
    register_texts(Comment, "body", "proposed", "removed_reason")
    register_texts(CommentText, "body", "proposed")
    register_texts(Entry, "note")
    register_texts(Contribution, "left_out_reason")
    register_texts(Support, "reason")
    register_texts(Report, "reason")
    register_texts(Message, "subject", "body")
    register_texts(Redaction, "words", "reason", "undone_reason")
    register_texts(RedactedText, "original", "redacted")
    register_texts(AttendeeAnswer, "question")
    register_texts("comments.ReleasedSection", "question")
    excuse_texts(Comment, "selectors", why="quotes the handbook")
    excuse_texts(Placement, "selectors", why="quotes the handbook")
    excuse_texts(Message, "selection", why="which members, by answers and sections")


def _own_comments(person: Person) -> QuerySet[Comment]:
    """What she wrote with her account, and what she answered as an attendee of a conference."""
    own = Q(attendee_answer__registration__in=Registration.objects.filter(has_address(person, "email")))
    if person.user is not None:
        own |= Q(submitter__user=person.user)
    return Comment.objects.filter(own)


def _comments(person: Person) -> list[Row]:
    """Without the numbers: in a blind round a number would tell how many remarks colleagues posted."""
    fields = ("kind", "ground", "body", "proposed", "late", "created_at", "posted_at", "edited_at", "withdrawn_at", "removed_at")
    return rows_of(_own_comments(person), *PLACE, *fields)


def _erase_comments(person: Person, *, at: datetime) -> int:
    """With the Word files that wait to become drafts of hers: a Word file names its author."""
    if person.user is None:
        return 0
    waiting = forget_word_files_of(user=person.user)
    return waiting + _own_comments(person).filter(posted_at=None).delete()[0]


def _contributions(person: Person) -> list[Row]:
    own = Contribution.objects.filter(comment__in=_own_comments(person))
    return rows_of(own, "comment__key", "shared_at", "gathered_at", "left_out_at", "left_out_reason")


def _erase_contributions(person: Person, *, at: datetime) -> int:
    return Contribution.objects.filter(comment__in=_own_comments(person)).delete()[0]


def _gatherings(person: Person) -> list[Row]:
    if person.user is None:
        return []
    own = Gathering.objects.filter(Q(opened_by=person.user) | Q(submitted_by=person.user))
    return rows_of(own, "round__version__label", "organisation__name", "opened_at", "submitted_at")


def _entries(person: Person) -> list[Row]:
    near = Q(comment__in=_own_comments(person))
    if person.user is not None:
        near |= Q(entered_by=person.user)
    return rows_of(Entry.objects.filter(near), "comment__key", "medium", "received_on", "note")


def _erase_entries(person: Person, *, at: datetime) -> int:
    """The note may name her: it goes with her."""
    return Entry.objects.filter(comment__in=_own_comments(person)).exclude(note="").update(note="")


def _texts(person: Person) -> list[Row]:
    return rows_of(CommentText.objects.filter(comment__in=_own_comments(person)), "comment__key", "body", "proposed", "until")


def _supports(person: Person) -> list[Row]:
    own = Support.objects.filter(submitter__user=person.user, submitter__user__isnull=False)
    return rows_of(own, "comment__key", "value", "reason", "at")


def _reviews(person: Person) -> list[Row]:
    own = Review.objects.filter(submitter__user=person.user, submitter__user__isnull=False)
    return rows_of(own, "section__version__label", "section__number", "value", "at")


def _messages(person: Person) -> list[Row]:
    own = Message.objects.filter(author=person.user, author__isnull=False)
    return rows_of(own, "round__version__label", "subject", "body", "count", "sent_at")


def _passes(person: Person) -> list[Row]:
    own = NothingToAdd.objects.filter(submitter__user=person.user, submitter__user__isnull=False)
    return rows_of(own, "round__version__title", "round__version__label", "said_at")


def _openings(person: Person) -> list[Row]:
    return rows_of(Opening.objects.filter(user=person.user), "section__version__label", "section__number", "opened_at")


def _reports(person: Person) -> list[Row]:
    own = Report.objects.filter(reporter=person.user, reporter__isnull=False)
    return rows_of(own, "comment__key", "reason", "reported_at", "outcome")


def _confirmed(person: Person) -> list[Row]:
    own = Placement.objects.filter(confirmed_by=person.user, confirmed_by__isnull=False)
    return rows_of(own, "comment__key", "version__label", "status", "confirmed_at")


def _redactions(person: Person) -> list[Row]:
    """Without the words and the texts as they were: these are about somebody else, and on their way out."""
    return rows_of(_redactions_near(person), "comment__key", "reason", "made_at", "undone_at")


def _redactions_near(person: Person) -> QuerySet[Redaction]:
    near = Q(comment__in=_own_comments(person))
    if person.user is not None:
        near |= Q(made_by=person.user) | Q(undone_by=person.user)
    return Redaction.objects.filter(near)


def _erase_redactions(person: Person, *, at: datetime) -> int:
    """The words in what she wrote go now; what she did as an editor stays, without her name."""
    mine = list(Redaction.objects.kept().filter(comment__in=_own_comments(person)).values_list("pk", flat=True))
    RedactedText.objects.filter(redaction__in=mine).delete()
    return Redaction.objects.filter(pk__in=mine).update(words="", purged_at=at)


def _attendee_answers(person: Person) -> list[Row]:
    own = AttendeeAnswer.objects.filter(registration__in=Registration.objects.filter(has_address(person, "email")))
    return rows_of(own, "comment__key", "question", "section__number")


def _own_numbers(person: Person) -> QuerySet[Submitter]:
    return Submitter.objects.filter(user=person.user, user__isnull=False)


def _submitters(person: Person) -> list[Row]:
    return rows_of(_own_numbers(person), "organisation__name")


def _erase_submitters(person: Person, *, at: datetime) -> int:
    """The organisation goes too: in a small municipality it is one person."""
    return _own_numbers(person).update(user=None, organisation=None)
