"""Texts that editors keep ready to begin an answer with."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from consultation.comments.models import Comment
from consultation.weighing.models.decisions import Decision
from handbook.models import HandbookPage, Version

PLACES = ("paragraaf", "titel", "versie", "nummer")
"""What a text may leave open: the section's number and title, the version's label, the remark's number."""
_PLACE = re.compile(r"\{([^{}]*)\}")


def refuse_unknown_places(text: str) -> None:
    """A place that nothing fills would go to an author as it stands."""
    unknown = [name for name in _PLACE.findall(text) if name not in PLACES]
    if unknown:
        raise ValidationError(
            _("Nothing fills {%(name)s}. Use %(known)s."),
            params={"name": unknown[0], "known": ", ".join(f"{{{name}}}" for name in PLACES)},
        )


class AnswerTemplateQuerySet(models.QuerySet["AnswerTemplate"]):
    def for_version(self, version: Version) -> Self:
        """The general ones and those of this handbook."""
        return self.filter(models.Q(handbook=None) | models.Q(handbook__key=version.handbook_key))


class AnswerTemplate(models.Model):
    """The beginning of an answer: a decision and a text, for one handbook or for all."""

    name = models.CharField(_("name"), max_length=80, help_text=_("How those who weigh find it. Authors do not see it."))
    handbook = models.ForeignKey(
        HandbookPage,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("handbook"),
        help_text=_("Leave empty for all handbooks."),
    )
    value = models.CharField(_("decision"), max_length=30, choices=Decision.Value)
    text = models.TextField(
        _("text"),
        max_length=4000,
        validators=[refuse_unknown_places],
        help_text=_(
            "Write {paragraaf} for the number of the section, {titel} for its title, {versie} for the version and {nummer} for "
            "the number of the comment."
        ),
    )

    objects = AnswerTemplateQuerySet.as_manager()

    class Meta:
        verbose_name = _("answer template")
        verbose_name_plural = _("answer templates")
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["handbook", "name"],
                name="one_template_of_a_name",
                violation_error_message=_("There is a template of this name already."),
            ),
            models.UniqueConstraint(
                fields=["name"],
                condition=models.Q(handbook=None),
                name="one_general_template_of_a_name",
                violation_error_message=_("There is a template of this name already."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def filled_for(self, comments: Sequence[Comment]) -> str:
        """The text with its places filled from a remark, or from all of a group, which have section and version at hand."""
        return fill_places(self.text, comments)


def fill_places(text: str, comments: Sequence[Comment]) -> str:
    """A text with its places filled from remarks that are answered as one, with section and version at hand; what nothing fills
    stays as it is."""
    words = {
        "paragraaf": _listed(one.section.number for one in comments),
        "titel": _listed(one.section.title for one in comments),
        "versie": _listed(one.version.label for one in comments),
        "nummer": _listed(f"R{one.number}" for one in comments if one.number),
    }
    return _PLACE.sub(lambda place: words.get(place[1], place[0]), text)


def _listed(words: Iterable[str]) -> str:
    """Each once, in their order."""
    return ", ".join(dict.fromkeys(words))
