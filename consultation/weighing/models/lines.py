"""How each remark stands on the board, as it follows from all that is known of it; and the marks that say which of that has to be
drawn up again."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from consultation.comments.models import Comment
from consultation.weighing.models.groups import AlikeGroup
from consultation.weighing.models.triage import Assignment
from handbook.models import Passage, Section, Version


class BoardLineQuerySet(models.QuerySet["BoardLine"]):
    def rows(self) -> Self:
        """The rows of the board: each group once."""
        return self.filter(leads=True)

    def left(self) -> Self:
        """Those on which a decision is still to be taken."""
        return self.filter(state=BoardLine.State.OPEN)


class BoardLine(models.Model):
    """One remark that is weighed, with what the board sorts, counts and narrows by.

    Nothing is decided here: a line follows from the tables of remarks, groups, decisions, positions and assignments
    (consultation/weighing/lines.py), and may be thrown away and made again (docs/decisions/0029). ``issue`` is never a
    correction. It is a row of the board when it ``leads``: it stands alone, or is the oldest of its group that stands.
    ``state`` speaks of the row, for which one without a decision is enough to be open; ``own_state`` of the remark alone.
    ``passage_ordinal`` is -1 for a remark on the whole section, ``group_size`` None for one that stands alone.
    """

    class State(models.TextChoices):
        OPEN = "open", _("No decision yet")
        REOPENED = "heropend", _("Reopened")
        DRAFT = "concept", _("Decided, not sent")
        ANSWERED = "beantwoord", _("Answered")

    comment = models.OneToOneField(
        Comment, models.CASCADE, primary_key=True, related_name="board_line", verbose_name=_("comment")
    )
    issue = models.ForeignKey(Version, models.CASCADE, related_name="+", verbose_name=_("issue"))
    leads = models.BooleanField(_("is a row"))
    state = models.CharField(_("state of the row"), max_length=10, choices=State)
    own_state = models.CharField(_("state"), max_length=10, choices=State)
    is_taken_in = models.BooleanField(_("adopted, in part or whole"))
    is_contested = models.BooleanField(_("contested"))
    is_unanimous = models.BooleanField(_("unanimous"))
    kind = models.CharField(_("kind"), max_length=12, choices=Comment.Kind)
    ground = models.CharField(_("ground"), max_length=20, choices=Comment.Ground, blank=True)
    late = models.BooleanField(_("late"))
    group = models.ForeignKey(AlikeGroup, models.SET_NULL, null=True, related_name="+", verbose_name=_("group"))
    group_size = models.PositiveIntegerField(_("remarks in the group"), null=True)
    assignment = models.ForeignKey(Assignment, models.SET_NULL, null=True, related_name="+", verbose_name=_("assignment"))
    version = models.ForeignKey(Version, models.CASCADE, related_name="+", verbose_name=_("version it was made on"))
    section = models.ForeignKey(Section, models.CASCADE, related_name="+", verbose_name=_("section"))
    passage = models.ForeignKey(Passage, models.CASCADE, null=True, related_name="+", verbose_name=_("passage"))
    section_position = models.PositiveIntegerField(_("place of the section"))
    passage_ordinal = models.IntegerField(_("place of the passage"))
    number = models.PositiveIntegerField(_("number within the version"), null=True)
    posted_at = models.DateTimeField(_("posted at"))

    objects = BoardLineQuerySet.as_manager()

    class Meta:
        verbose_name = _("row of the board")
        verbose_name_plural = _("rows of the board")
        default_permissions = ()
        indexes = [
            # In the order of the text; and what is counted, of rows and of places in the text, from the index alone.
            models.Index(
                fields=["issue", "section_position", "passage_ordinal", "number", "comment", "leads"],
                condition=models.Q(leads=True),
                name="board_in_order",
            ),
            models.Index(
                fields=[
                    *("issue", "state", "is_contested", "is_unanimous", "group", "assignment", "comment", "leads"),
                    *("kind", "ground", "late"),
                ],
                condition=models.Q(leads=True),
                name="board_in_states",
            ),
            models.Index(
                fields=["issue", "group", "kind", "ground", "late"],
                condition=models.Q(group__isnull=False),
                name="board_in_groups",
            ),
            models.Index(fields=["version", "section", "passage", "own_state", "is_taken_in", "comment"], name="board_in_places"),
        ]

    def __str__(self) -> str:
        return f"{self.comment_id}: {self.state}"


class StaleMark(models.Model):
    """That the line of a remark may not be true any more. Triggers of the database write these, whoever changes what a line
    follows from; ``comment_id`` is no foreign key, since the remark may be gone."""

    comment_id = models.BigIntegerField(_("comment"))

    class Meta:
        verbose_name = _("mark at a row of the board")
        verbose_name_plural = _("marks at rows of the board")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.comment_id}"
