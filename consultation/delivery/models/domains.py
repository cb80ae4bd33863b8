"""What we know about the servers that receive our mail: which of them ask us to slow down (guarantees G10)."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _


class SlowDomainQuerySet(models.QuerySet["SlowDomain"]):
    def shut(self, at: datetime) -> Self:
        """Domains that get no mail at this instant."""
        return self.filter(until__gt=at)


class SlowDomain(models.Model):
    """A receiving domain that asked us to slow down (421, 432, 4.7.x): nothing goes there before ``until``."""

    domain = models.CharField(_("domain"), max_length=253, unique=True)
    until = models.DateTimeField(_("nothing before"))
    step = models.PositiveSmallIntegerField(_("times in a row"), default=1)
    reason = models.CharField(_("what the server said"), max_length=300, blank=True)

    objects = SlowDomainQuerySet.as_manager()

    class Meta:
        verbose_name = _("slow domain")
        verbose_name_plural = _("slow domains")
        ordering = ["domain"]

    def __str__(self) -> str:
        return self.domain
