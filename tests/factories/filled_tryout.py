"""The try-out of the filled site."""

from __future__ import annotations

from datetime import datetime

from consultation.comments.models import Comment
from consultation.rounds.models import Round
from consultation.tryouts.models import Stuck, Tryout
from handbook.frameworks import framework_of_version
from handbook.models import Version
from tests.factories.tryouts import make_case, make_many_walks, make_tryout, ways_to_an_end


def fill_tryout(version: Version, *, at: datetime) -> dict[str, str]:
    """A case that many walked to its end and in which one got stuck, another that nobody walked; values for addresses."""
    tryout = Tryout.objects.filter(round=version.round).first() or make_tryout(version.round, measures_time=True)
    case, quiet = make_case(tryout, title="Een casus van de proef"), make_case(tryout, title="Een casus die niemand liep")
    ways = ways_to_an_end(framework_of_version(version), count=2)
    for way in ways:
        walks = make_many_walks(case, way, 6, motivation="Omdat het zo is", at=at)
    remark = Comment.objects.posted().filter(version=version, stuck=None, parent=None).first()
    step, _visit = next(iter(ways[0]))
    Stuck.objects.create(walk=walks[0], step=step, comment=remark)
    return {
        "judged_tryout": str(tryout.pk),
        "judged_case": str(case.pk),
        "judged_ordinal": str(case.ordinal),
        "quiet_case": str(quiet.ordinal),
        "judged_step": step,
        "round_without_tryout": str(Round.objects.get(version__slug=version.slug, version__label="0.1").pk),
    }
