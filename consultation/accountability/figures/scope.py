"""What is counted over: the remarks and the people of one round."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from consultation.comments.models import Comment
from consultation.people.models import OBSERVERS, User
from consultation.rounds.models import Round
from handbook.models import Version


@dataclass(frozen=True, slots=True)
class Scope:
    """A version and its round: what all is counted over. ``issue`` are the keys of the version and its corrections.

    They are asked for once and not within each query: a database that knows which versions they are reads an index in its order.
    """

    version: Version
    round: Round
    issue: tuple[int, ...]

    @property
    def members(self) -> QuerySet[User]:
        """Active people of the audience; an observer is asked for nothing."""
        observers = User.groups.through.objects.filter(group__name=OBSERVERS)
        return User.objects.active_in(self.round.audience.all()).exclude(pk__in=observers.values("user_id"))

    @property
    def posted(self) -> QuerySet[Comment]:
        """Remarks and replies that stand."""
        return Comment.objects.posted().filter(version__in=self.issue).order_by()

    @property
    def remarks(self) -> QuerySet[Comment]:
        """What is weighed, as ``weighing.weighed.remarks_of`` has it."""
        return self.posted.filter(parent=None)


def scope_of(version: Version, round: Round) -> Scope:
    """One query."""
    return Scope(version, round, tuple(Version.objects.issue_of(version).order_by().values_list("pk", flat=True)))
