"""Registered texts of this slice and of the floors below it that blacking words out leaves in place (``actions.elsewhere``)."""

from __future__ import annotations

from consultation.comments.actions import leave_in_place

_LEFT = {
    "a comment has a page of its own to black words out, and its author hears of it": (
        "comments.Comment",
        "comments.CommentText",
        "comments.Support",
        "comments.Report",
        "comments.Entry",
        "comments.Contribution",
    ),
    "the words that were blacked out, which go after their term": ("comments.Redaction", "comments.RedactedText"),
    "told by topic, and in every mail that waits": ("delivery.Notice", "delivery.Email"),
    "tells of mailboxes and of work, or of people who apply, and not of comments": (
        "delivery.SlowDomain",
        "delivery.DeliveryEvent",
        "delivery.Suppression",
        "jobs.Job",
        "people.Application",
    ),
    "the trail of the comment itself goes along": ("wagtailcore.ModelLogEntry", "wagtailcore.PageLogEntry"),
    "what editors write and change themselves": (
        "wagtailcore.Revision",
        "wagtailcore.Comment",
        "wagtailcore.CommentReply",
        "wagtailcore.TaskState",
        "wagtailadmin.FormState",
    ),
}


def register_left() -> None:
    """Called when the app is ready."""
    for why, models in _LEFT.items():
        leave_in_place(*models, why=why)
