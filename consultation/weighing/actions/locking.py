"""Holding on to the remark that is weighed."""

from __future__ import annotations

from consultation.comments.models import Comment


def lock_comment(comment: Comment) -> Comment:
    """The row as it is now, locked until the transaction ends."""
    return (
        Comment.objects.select_for_update(of=("self",))
        .select_related("submitter__user", "section", "version", "passage")
        .get(pk=comment.pk)
    )
