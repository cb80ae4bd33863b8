"""The order in which posted remarks became known: what a digest has told of is everything up to a number."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from consultation.comments.models.comments import Comment


class NewsItem(models.Model):
    """The number of a posted remark in the stream of new ones.

    Numbers are given after the remark is there, one worker at a time, without a gap: whoever numbers next sees all that
    was numbered before, else its number is taken. So a reader's cursor never passes a remark that is committed late, as
    it would with the remark's own key.
    """

    number = models.BigIntegerField(_("number"), primary_key=True)
    comment = models.OneToOneField(Comment, models.CASCADE, related_name="news_item", verbose_name=_("comment"))

    class Meta:
        verbose_name = _("new remark")
        verbose_name_plural = _("new remarks")
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.number}: {self.comment_id}"
