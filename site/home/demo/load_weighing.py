"""How the crowd's remarks are weighed: groups, decisions and positions in the proportions of a real weighing, in bulk."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import datetime, timedelta

from consultation.comments.models import Comment
from consultation.people.models import EDITORS, WORKING_GROUP, Organisation, User
from consultation.weighing.models import AlikeGroup, Decision, Grouped, Position
from handbook.models import Version

GROUPED_SHARE = 0.25
"""Share of the remarks that say the same as another."""
LARGEST_GROUP = 7
CONFIRMED_SHARE = 0.7
DECIDED_SHARE = 0.55
SENT_SHARE = 0.4
"""Of what is decided; the rest is a draft that partners look at."""
HEARD_SHARE = 0.6
"""Share of the drafts on which a partner spoke already, for each of them."""
APART_SHARE = 0.06
"""So often a partner does not simply agree."""

DECISIONS = (
    ("overgenomen", "De zin is aangepast zoals u voorstelt."),
    ("overgenomen", "Dit staat er nu bij, met een voorbeeld."),
    ("gedeeltelijk overgenomen", "De termijn is ruimer; de uitzondering voor veiligheid blijft."),
    ("gedeeltelijk overgenomen", "Er staat nu wie het doet. Hoe, laten wij aan de regio."),
    ("niet overgenomen", "De wet laat hier geen andere volgorde toe."),
    ("ter kennisgeving", "Dank u wel."),
)
GROUNDS = (
    ("akkoord mits", "uitvoerbaarheid", "Als de termijn pas begint wanneer het dossier compleet is."),
    ("akkoord mits", "privacy", "Als de jongere weet welke gegevens er worden gedeeld."),
    ("bezwaar", "juridisch", "Dit legt vooraf vast wat de rechter moet vinden."),
    ("bezwaar", "ketensamenwerking", "Wij kunnen dit niet in elke regio waarmaken."),
)


def weigh(version: Version, remarks: Sequence[tuple[Comment, int]], *, chance: random.Random, at: datetime) -> None:
    """Weighs what a crowd wrote.

    Args:
        remarks: all of the version, with their sections, each with the number of what it is about; a group is of one section
            and about one thing.
        at: now; decisions were taken in the ten days before it, positions after them.
    """
    units = _units(version, remarks, chance=chance, at=at)
    editor = User.objects.filter(groups__name=EDITORS).first()
    decided: list[tuple[Comment, datetime]] = []
    decisions = []
    for unit in units:
        if chance.random() > DECIDED_SHARE:
            continue
        value, reason = chance.choice(DECISIONS)
        decided_at = at - timedelta(minutes=chance.randint(2, 14_400))
        sent_at = decided_at if chance.random() < SENT_SHARE else None
        decisions += [
            Decision(comment=one, value=value, reason=reason, decided_by=editor, decided_at=decided_at, published_at=sent_at)
            for one in unit
        ]
        decided.append((unit[0], decided_at))
    Decision.objects.bulk_create(decisions, batch_size=500)
    Position.objects.bulk_create(_positions(decided, chance=chance), batch_size=500)


def _units(
    version: Version, remarks: Sequence[tuple[Comment, int]], *, chance: random.Random, at: datetime
) -> list[list[Comment]]:
    """What is answered as one: remarks that stand alone, and groups, which are written."""
    left = sorted(remarks, key=lambda told: (told[0].section_id, told[1], told[0].pk))
    editor = User.objects.filter(groups__name=EDITORS).first()
    units, members = [], []
    while left:
        first, about = left.pop(0)
        size = chance.randint(2, LARGEST_GROUP) if chance.random() < GROUPED_SHARE / 3 else 1
        alike = [one for one, concern in left[: size - 1] if (one.section_id, concern) == (first.section_id, about)]
        unit = [first, *alike]
        del left[: len(alike)]
        if len(unit) > 1:
            is_confirmed = chance.random() < CONFIRMED_SHARE
            group = AlikeGroup.objects.create(
                version=version,
                changed_at=at,
                confirmed_at=at if is_confirmed else None,
                confirmed_by=editor if is_confirmed else None,
            )
            members += [Grouped(comment=one, group=group) for one in unit]
        units.append(unit)
    Grouped.objects.bulk_create(members, batch_size=500)
    return units


def _positions(decided: Sequence[tuple[Comment, datetime]], *, chance: random.Random) -> list[Position]:
    """What partners said of the decisions, each a while after it."""
    speakers = {
        organisation: User.objects.filter(organisation=organisation, groups__name=WORKING_GROUP).first()
        for organisation in Organisation.objects.filter(is_partner=True)
    }
    positions = []
    for comment, decided_at in decided:
        for organisation, speaker in speakers.items():
            if chance.random() > HEARD_SHARE:
                continue
            is_apart = chance.random() < APART_SHARE
            value, ground, reason = chance.choice(GROUNDS) if is_apart else (Position.Value.AGREE, "", "")
            given_at = decided_at + timedelta(seconds=chance.randint(20, 100))
            positions.append(
                Position(
                    comment=comment,
                    organisation=organisation,
                    value=value,
                    ground=ground,
                    reason=reason,
                    about=decided_at,
                    given_by=speaker,
                    given_at=given_at,
                    confirmed_at=given_at,
                )
            )
    return positions
