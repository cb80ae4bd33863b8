"""Which figures of a round the editors showed to its readers once it had been answered."""

from __future__ import annotations

from datetime import datetime

from consultation.accountability.actions import show_figures
from consultation.accountability.models import Figure, ShownFigure
from consultation.people.models import User
from handbook.models import Version

SHOWN = (Figure.PARTICIPATION, Figure.REMARKS, Figure.ANSWERS, Figure.COURSE)


def tell_figures(*, version: Version, by: User, at: datetime) -> None:
    """Who read along reads how many took part and what became of the remarks; the rest stays with those who weigh."""
    audiences = dict.fromkeys(map(str, SHOWN), ShownFigure.Audience.READERS.value)
    show_figures(round=version.round, audiences=audiences, by=by, at=at)
