"""A crowd for load tests: many members, sections and remarks at once, written in bulk.

The one place that passes by the actions: telling ten thousand remarks one by one would take an hour and prove nothing.
What it writes keeps every constraint.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from allauth.account.models import EmailAddress
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
from home.demo.sources import read_data

SLUG = "drukte"
REMARKS_PER_MEMBER = 5
BUSY_SHARE = 0.1
"""Share of the remarks that stand in one section, so that there is a busy one."""
CONCERNS_PER_SECTION = 3
"""What people say of a section is about so many things, each said by several in other words."""
PARTS = ("claims", "reasons", "wishes")
SENTENCES = (
    "De school meldt het verzuim binnen een week en zegt wat zij zelf al heeft gedaan.",
    "De leerplichtambtenaar spreekt de ouders en de leerling, samen en apart.",
    "Wie van deze volgorde afwijkt, schrijft op waarom dat in deze zaak beter is.",
    "De jeugdarts kijkt mee als ziekte de reden kan zijn.",
    "Na zes weken kijken de partners samen of de afspraak werkt.",
)


@transaction.atomic
def grow(*, members: int, at: datetime, say: Callable[[str], None]) -> Version:
    """Add a handbook of ``members / 2`` sections with ``5 x members`` remarks by ``members`` people, half of them weighed.

    Returns its version.
    """
    chance = random.Random(2026)  # noqa: S311  (a fixed seed: the same crowd every time)
    existing = Version.objects.filter(slug=SLUG).count()
    say(f"{members} members")
    words = read_data("crowd.json")
    people = _members(members, words, existing=existing, chance=chance, at=at)
    say(f"{max(4, members // 2)} sections")
    version = _version(max(4, members // 2), words["titles"], label=f"1.{existing}", at=at)
    say(f"{members * REMARKS_PER_MEMBER} remarks")
    remarks = _remarks(version, people, words, chance=chance, at=at)
    say("weighing")
    weigh(version, remarks, chance=chance, at=at)
    return version


def _members(count: int, words: dict[str, Any], *, existing: int, chance: random.Random, at: datetime) -> list[User]:
    organisations = [
        Organisation.objects.get_or_create(name=name, defaults={"kind": kind})[0] for name, kind in words["organisations"]
    ]
    users = User.objects.bulk_create(
        User(
            email=f"lid{number}.{existing}@drukte.example",
            name=f"{chance.choice(words['first_names'])} {chance.choice(words['last_names'])}",
            organisation=chance.choice(organisations),
            function=chance.choice(words["functions"]),
            region=chance.choice(words["regions"]),
            house_rules_accepted_at=at,
            joined_at=at,
            password="!",  # noqa: S106  (an unusable password)
        )
        for number in range(count)
    )
    EmailAddress.objects.bulk_create(EmailAddress(user=user, email=user.email, verified=True, primary=True) for user in users)
    group = Group.objects.get(name=SOUNDING_BOARD)
    through = User.groups.through
    through.objects.bulk_create(through(user_id=user.pk, group_id=group.pk) for user in users)
    return users


def _version(section_count: int, titles: Sequence[str], *, label: str, at: datetime) -> Version:
    lines = ["# Een druk handboek"]
    for number in range(section_count):
        turn, place = divmod(number, len(titles))
        title = f"{titles[place]}, deel {turn + 1}" if turn else titles[place]
        lines.append(f"{'##' if number % 10 == 0 else '###'} {title}")
        lines.extend(f"{title}: {sentence}" for sentence in SENTENCES)
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


def _remarks(
    version: Version, people: list[User], words: dict[str, Any], *, chance: random.Random, at: datetime
) -> list[tuple[Comment, int]]:
    """Each remark with the number of its concern in crowd.json.

    What people say of a section is about a few concerns; who shares one says it in other words.
    """
    first = (Submitter.objects.filter(handbook_key=version.handbook_key).aggregate(top=Max("number"))["top"] or 0) + 1
    submitters = Submitter.objects.bulk_create(
        Submitter(handbook_key=version.handbook_key, number=first + index, user=user, organisation=user.organisation)
        for index, user in enumerate(people)
    )
    Counter.objects.update_or_create(scope=f"submitters:{version.handbook_key}", defaults={"last": first + len(people) - 1})
    sections = list(Section.objects.filter(version=version).prefetch_related("passages"))
    busy = sections[min(3, len(sections) - 1)]
    concerns = words["concerns"]
    passages = {section.pk: list(section.passages.all()) for section in sections}
    told = {section.pk: chance.sample(range(len(concerns)), CONCERNS_PER_SECTION) for section in sections}
    count = len(people) * REMARKS_PER_MEMBER
    remarks, about = [], []
    for number in range(1, count + 1):
        section = busy if number <= count * BUSY_SHARE else chance.choice(sections)
        about.append(chance.choice(told[section.pk]))
        concern = concerns[about[-1]]
        moment = at - timedelta(minutes=count - number)
        remarks.append(
            Comment(
                submitter=submitters[number % len(submitters)],
                version=version,
                section=section,
                passage=chance.choice(passages[section.pk]),
                number=number,
                kind=concern["kind"],
                ground=concern["ground"],
                body=chance.choice(words["beginnings"])
                + " ".join(filter(None, (chance.choice(concern[part]) for part in PARTS))),
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
    return list(zip(remarks, about, strict=True))


def _body(concern: dict[str, Any], beginnings: Sequence[str], *, chance: random.Random) -> str:
    sentences = [chance.choice(concern[part]) for part in PARTS]
    return chance.choice(beginnings) + " ".join(one for one in sentences if one)
