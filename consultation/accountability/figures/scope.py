"""What is counted over: the remarks and the people of one round."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from consultation.comments.models import Comment
from consultation.people.models import OBSERVERS, User
from consultation.rounds.models import Round
from consultation.weighing.weighed import remarks_of
from handbook.models import Version


@dataclass(frozen=True, slots=True)
class Scope:
    """A version with its corrections and its round: what all is counted over."""

    version: Version
    round: Round

    @property
    def issue(self) -> QuerySet[Version]:
        return Version.objects.issue_of(self.version)

    @property
    def members(self) -> QuerySet[User]:
        """Active people of the audience; an observer is asked for nothing."""
        observers = User.groups.through.objects.filter(group__name=OBSERVERS)
        return User.objects.active_in(self.round.audience.all()).exclude(pk__in=observers.values("user_id"))

    @property
    def remarks(self) -> QuerySet[Comment]:
        return remarks_of(self.version).order_by()
