"""School holidays, which no library knows: editors keep a short list of them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class SchoolHoliday(models.Model):
    """A school holiday in one region or in all. Reminders are sent before it begins rather than into it."""

    class Region(models.TextChoices):
        ALL = "alle", _("the whole country")
        NORTH = "noord", _("region North")
        MIDDLE = "midden", _("region Middle")
        SOUTH = "zuid", _("region South")

    name = models.CharField(_("name"), max_length=80)
    region = models.CharField(_("region"), max_length=10, choices=Region, default=Region.ALL)
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))

    class Meta:
        verbose_name = _("school holiday")
        verbose_name_plural = _("school holidays")
        ordering = ["first_day", "region"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(last_day__gte=models.F("first_day")),
                name="school_holiday_ends_after_it_begins",
                violation_error_message=_("Choose a last day that is not before the first day."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.first_day:%Y}"
