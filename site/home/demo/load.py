"""A crowd for load tests: many members, sections and remarks at once, written in bulk.

The one place that passes by the actions: telling ten thousand remarks one by one would take an hour and prove nothing.
What it writes keeps every constraint.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import datetime, timedelta

from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models import Max

from consultation.comments.models import Comment, Counter, Submitter, Support
from consultation.people.models import SOUNDING_BOARD, Organisation, User
from consultation.publishing.actions import publish
from consultation.publishing.plan import PublicationPlan, RoundPlan
from handbook.actions import import_document
from handbook.exchange.markdown import read_markdown
from handbook.models import HandbookPage, Section, Status, Version
from home.demo.load_weighing import weigh

SLUG = "drukte"
REMARKS_PER_MEMBER = 5
BUSY_SHARE = 0.1
"""Share of the remarks that stand in one section, so that there is a busy one."""
SENTENCES = (
    "De school meldt het verzuim binnen een week en zegt wat zij zelf al heeft gedaan.",
    "De leerplichtambtenaar spreekt de ouders en de leerling, samen en apart.",
    "Wie van deze volgorde afwijkt, schrijft op waarom dat in deze zaak beter is.",
    "De jeugdarts kijkt mee als ziekte de reden kan zijn.",
    "Na zes weken kijken de partners samen of de afspraak werkt.",
)
OPENINGS = (
    "Deze termijn halen wij niet.",
    "Goed dat dit er nu staat.",
    "Hier raak ik de draad kwijt.",
    "In de praktijk gaat dit anders.",
    "De school leest alleen de eerste zin.",
    "Dit vraagt iets van ons wat wij niet mogen.",
)
REASONS = (
    "Na de herfstvakantie komen er veertig meldingen per dag binnen op drie mensen.",
    "Ouders vragen altijd wat er daarna gebeurt, en dat staat er niet.",
    "De jeugdarts heeft bij ons een wachttijd van zeven weken.",
    "In een kleine gemeente is dat dezelfde persoon.",
    "Bij zorgen over veiligheid moet het dezelfde dag kunnen.",
    "Zonder toestemming van de jongere kan ik dit niet delen.",
    "Wie van de regel afwijkt, wil weten aan wie hij dat uitlegt.",
)
WISHES = (
    "Noem een getal, dan weet iedereen waar hij aan toe is.",
    "Graag een voorbeeld erbij.",
    "Kan dit naar de inleiding?",
    "Laat de regio dit zelf afspreken.",
    "Zet erbij wie het doet.",
    "Schrap de laatste zin.",
)


@transaction.atomic
def grow(*, members: int, at: datetime, say: Callable[[str], None]) -> Version:
    """Add a handbook of ``members / 2`` sections with ``5 x members`` remarks by ``members`` people, half of them weighed.

    Returns its version.
    """
    chance = random.Random(2026)  # noqa: S311  (a fixed seed: the same crowd every time)
    existing = Version.objects.filter(slug=SLUG).count()
    say(f"{members} members")
    people = _members(members, existing=existing, at=at)
    say(f"{max(4, members // 2)} sections")
    version = _version(max(4, members // 2), label=f"1.{existing}", at=at)
    say(f"{members * REMARKS_PER_MEMBER} remarks")
    remarks = _remarks(version, people, chance=chance, at=at)
    say("weighing")
    weigh(version, remarks, chance=chance, at=at)
    return version


def _members(count: int, *, existing: int, at: datetime) -> list[User]:
    organisation, _made = Organisation.objects.get_or_create(name="Gemeente Drukte")
    users = User.objects.bulk_create(
        User(
            email=f"lid{number}.{existing}@drukte.example",
            name=f"Lid {number} van Drukte",
            organisation=organisation,
            function="leerplichtambtenaar",
            region="Midden",
            house_rules_accepted_at=at,
            joined_at=at,
            password="!",  # noqa: S106  (an unusable password)
        )
        for number in range(count)
    )
    group = Group.objects.get(name=SOUNDING_BOARD)
    through = User.groups.through
    through.objects.bulk_create(through(user_id=user.pk, group_id=group.pk) for user in users)
    return users


def _version(section_count: int, *, label: str, at: datetime) -> Version:
    lines = ["# Een druk handboek"]
    for number in range(section_count):
        lines.append(f"## Hoofdstuk {number}" if number % 10 == 0 else f"### Paragraaf {number}")
        lines.extend(f"{sentence} (punt {number}.{turn})" for turn, sentence in enumerate(SENTENCES))
    document = read_markdown("\n\n".join(lines))
    handbook = HandbookPage.objects.filter(slug=SLUG).first()
    import_document(handbook=handbook, slug=SLUG, title="Een druk handboek", document=document, by=None, at=at)
    plan = PublicationPlan(
        label=label,
        status=Status.CONSULTATION,
        round=RoundPlan(opens_at=at, closes_at=at + timedelta(days=28)),
        mail=False,
    )
    return publish(handbook=HandbookPage.objects.get(slug=SLUG), plan=plan, by=None, at=at)


def _remarks(version: Version, people: list[User], *, chance: random.Random, at: datetime) -> list[Comment]:
    first = (Submitter.objects.filter(handbook_key=version.handbook_key).aggregate(top=Max("number"))["top"] or 0) + 1
    submitters = Submitter.objects.bulk_create(
        Submitter(handbook_key=version.handbook_key, number=first + index, user=user, organisation=user.organisation)
        for index, user in enumerate(people)
    )
    Counter.objects.update_or_create(scope=f"submitters:{version.handbook_key}", defaults={"last": first + len(people) - 1})
    sections = list(Section.objects.filter(version=version).prefetch_related("passages"))
    busy = sections[min(3, len(sections) - 1)]
    count = len(people) * REMARKS_PER_MEMBER
    remarks = []
    for number in range(1, count + 1):
        section = busy if number <= count * BUSY_SHARE else chance.choice(sections)
        moment = at - timedelta(minutes=count - number)
        remarks.append(
            Comment(
                submitter=submitters[number % len(submitters)],
                version=version,
                section=section,
                passage=chance.choice(list(section.passages.all())),
                number=number,
                kind=chance.choice(["inhoudelijk", "redactioneel", "vraag"]),
                ground=chance.choice(["uitvoerbaarheid", "juridisch", "taal"]),
                body=f"{chance.choice(OPENINGS)} {chance.choice(REASONS)} {chance.choice(WISHES)}",
                created_at=moment,
                saved_at=moment,
                posted_at=moment,
            )
        )
    remarks = Comment.objects.bulk_create(remarks, batch_size=500)
    Counter.objects.update_or_create(scope=f"comments:{version.pk}", defaults={"last": count})
    Support.objects.bulk_create(
        (
            Support(comment=remark, submitter=submitters[(index + 7) % len(submitters)], value=1, at=at)
            for index, remark in enumerate(remarks)
            if index % 3 == 0
        ),
        batch_size=500,
    )
    return remarks
