"""What weighing adds to the filled site: a group, positions, answers that went out and one that was reopened, a point put off."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from consultation.people.models import WORKING_GROUP, Organisation, User
from consultation.weighing.actions import (
    Seen,
    Stance,
    Verdict,
    assign,
    contest_answer,
    decide,
    give_go_ahead,
    give_position,
    make_group,
    put_off,
    write_note,
)
from consultation.weighing.models import AgendaPoint, ChangeReason
from consultation.weighing.weighed import remarks_of
from handbook.models import Section, Status, Version
from tests.factories.handbook import make_version


def fill_weighing(version: Version, section: Section, people: Mapping[str, User], *, at: datetime) -> dict[str, str]:
    """Three remarks in one group, one of them with a note, a position and somebody who looks at it; a point that was put off."""
    cas, bram = people["cas"], people["bram"]
    open_ones = list(remarks_of(version).filter(decision=None)[:3])
    group = make_group(comments=open_ones, by=cas, at=at)
    write_note(comment=open_ones[0], text="Dit hangt samen met route 2.", by=bram, at=at)
    assign(comments=open_ones[:1], to=bram, by=cas, at=at)
    Organisation.objects.filter(pk=bram.organisation_id).update(is_partner=True)
    bram.organisation.refresh_from_db()
    give_position(comment=open_ones[0], stance=Stance("bezwaar", "juridisch", "De wet zegt drie."), by=bram, at=at)
    working = make_version(label="0.1", slug="werk", title="Werkversie", readers=[WORKING_GROUP], status=Status.WORKING, at=at)
    give_go_ahead(version=working, verdict=Verdict("bezwaar", "privacy", "Er staan namen in."), by=bram, at=at)
    answered = (
        remarks_of(version)
        .exclude(pk__in=[one.pk for one in open_ones])
        .filter(submitter__user=people["anna"], decision=None)[:2]
    )
    kept, missed = answered
    for remark in answered:
        decide(comment=remark, value="overgenomen", reason="Dat staat nu in de tekst.", publish=True, by=cas, at=at)
    contest_answer(comment=missed, reason="Ik bedoelde de termijn van de school.", by=people["anna"], at=at)
    # One partner does not agree with an answer that waits: the page that sends answers shows it.
    waits = open_ones[0]
    decide(comment=waits, value="niet overgenomen", reason="De wet laat het niet toe.", by=cas, at=at)
    facts = {"reason": "De termijn was niet duidelijk.", "by": cas, "at": at}
    ChangeReason.objects.create(version=version, section_key=section.key, **facts)
    about_it = AgendaPoint.objects.filter(version=version).first()
    put_off(point=about_it, why="Het OM vraagt het na.", seen=Seen(), by=cas, at=at)
    return {
        "alike_group": str(group.pk),
        "answered_remark": str(kept.key),
        "reopened_remark": str(missed.key),
        "weighing_meeting": str(about_it.meeting_id),
        "working_slug": working.slug,
    }
