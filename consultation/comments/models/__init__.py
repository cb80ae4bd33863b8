"""Remarks and what belongs to them, split by noun."""

from consultation.comments.models.comments import Comment, CommentQuerySet, CommentText
from consultation.comments.models.entries import Entry
from consultation.comments.models.gatherings import Contribution, Gathering, contribution_of
from consultation.comments.models.marks import Opening, Report, Review, Support
from consultation.comments.models.messages import Message
from consultation.comments.models.news import NewsItem
from consultation.comments.models.placements import Placement
from consultation.comments.models.redactions import RedactedText, Redaction
from consultation.comments.models.releases import AttendeeAnswer, Release, ReleasedSection, asked_of
from consultation.comments.models.reminders import NothingToAdd, Reminder
from consultation.comments.models.submitters import Counter, Submitter

__all__ = [
    "AttendeeAnswer",
    "Comment",
    "CommentQuerySet",
    "CommentText",
    "Contribution",
    "Counter",
    "Entry",
    "Gathering",
    "Message",
    "NewsItem",
    "NothingToAdd",
    "Opening",
    "Placement",
    "RedactedText",
    "Redaction",
    "Release",
    "ReleasedSection",
    "Reminder",
    "Report",
    "Review",
    "Submitter",
    "Support",
    "asked_of",
    "contribution_of",
]
