"""What this slice has to say before somebody is erased."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from consultation.people.models import ADMINISTRATORS, User
from consultation.people.registry import Obstacle, Person, register_obstacles


def register() -> None:
    """Called when the app is ready."""
    register_obstacles(only_administrator)


def only_administrator(person: Person, *, at: datetime) -> list[Obstacle]:
    """Without an administrator nobody could let anybody in, or answer a request like this one."""
    administrators = User.objects.filter(Q(groups__name=ADMINISTRATORS) | Q(is_superuser=True), is_active=True).distinct()
    if person.user is None or not administrators.filter(pk=person.user.pk).exists():
        return []
    if administrators.exclude(pk=person.user.pk).exists():
        return []
    return [Obstacle(_("This is the only administrator. Make somebody else administrator first."), stops=True)]
