"""Work that takes longer than a request: one row a job, with progress and a lease. The row is the truth, not Celery."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from consultation.jobs import registry


class JobQuerySet(models.QuerySet["Job"]):
    def due(self, at: datetime) -> Self:
        """Jobs to take up: waiting and past their pause, or begun by a worker whose lease ran out."""
        waiting = models.Q(state=Job.State.QUEUED, next_try_at__lte=at)
        lost = models.Q(state=Job.State.RUNNING, lease_until__lte=at)
        return self.filter(waiting | lost)

    def running(self, at: datetime) -> Self:
        """Jobs that a worker is busy with."""
        return self.filter(state=Job.State.RUNNING, lease_until__gt=at)

    def visible_to(self, user: Any) -> Self:
        """The jobs that ``user`` asked for; for who may enter the admin all but other people's private ones."""
        if not user.is_authenticated:
            return self.none()
        own = models.Q(requested_by=user)
        if user.has_perm("wagtailadmin.access_admin"):
            return self.filter(own | ~models.Q(kind__in=registry.private_kinds()))
        return self.filter(own)


class Job(models.Model):
    """One piece of work of a registered kind."""

    class State(models.TextChoices):
        QUEUED = "queued", _("waits")
        RUNNING = "running", _("runs")
        DONE = "done", _("done")
        FAILED = "failed", _("failed")
        CANCELLED = "cancelled", _("cancelled")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(_("kind"), max_length=60)
    arguments = models.JSONField(_("arguments"), default=dict, blank=True)
    dedup_key = models.CharField(_("key against doubles"), max_length=200, unique=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.QUEUED)
    done_count = models.PositiveIntegerField(_("done"), default=0)
    total_count = models.PositiveIntegerField(_("of"), default=0)
    step = models.CharField(_("what it does now"), max_length=120, blank=True)
    attempts = models.PositiveIntegerField(_("attempts"), default=0)
    next_try_at = models.DateTimeField(_("not before"))
    lease_token = models.UUIDField(_("who holds it"), null=True, blank=True)
    lease_until = models.DateTimeField(_("lease until"), null=True, blank=True)
    result = models.JSONField(_("result"), default=dict, blank=True)
    result_file = models.FileField(_("file"), upload_to="jobs/", blank=True, max_length=200)
    error = models.TextField(_("error"), blank=True)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("requested by"),
    )
    queued_at = models.DateTimeField(_("queued at"))
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = _("job")
        verbose_name_plural = _("jobs")
        ordering = ["-queued_at"]
        indexes = [models.Index(fields=["state", "next_try_at"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"

    @property
    def is_ended(self) -> bool:
        """Whether nothing more will happen to it by itself."""
        return self.state in {Job.State.DONE, Job.State.FAILED, Job.State.CANCELLED}


class Heartbeat(models.Model):
    """When a sweep last ran to its end; health looks at it."""

    name = models.CharField(_("sweep"), max_length=60, primary_key=True)
    at = models.DateTimeField(_("last ran at"))
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("heartbeat")
        verbose_name_plural = _("heartbeats")

    def __str__(self) -> str:
        return f"{self.name} {self.at:%H:%M:%S}"
