"""Every address of the site, with every role: nothing breaks, no draft leaks, and looking changes nothing.

The walk takes the addresses from the URL map itself, so that a new one cannot be forgotten.
"""

from __future__ import annotations

import hashlib
import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from consultation.comments.actions import begin_gathering, share_draft, take_over
from consultation.comments.models import Comment
from consultation.people.models import OBSERVERS
from consultation.tryouts.models import Case, Tryout
from consultation.weighing.lines import bring_up_to_date
from handbook.models import Passage, Version
from tests.factories.comments import make_comment, make_draft, make_section
from tests.factories.handbook import SECTIONS, make_handbook_page
from tests.factories.rounds import make_round

pytestmark = pytest.mark.django_db

DRAFT_WORDS = [text for _title, paragraphs in SECTIONS.values() for text in paragraphs]
REMARK = "Deze zin mag geen buitenstaander lezen"
STORY = "Deze casus mag geen buitenstaander lezen"
SHARED = "Deze zin lezen alleen collega's"
FORBIDDEN_WORDS = {
    **dict.fromkeys(("visitor", "dewi", "fatih"), (SHARED, REMARK, STORY, *DRAFT_WORDS)),
    **dict.fromkeys(("bram", "cas", "olga"), (SHARED,)),
    **dict.fromkeys(("anna", "eva"), ()),
}
"""Who is not invited reads no word of a draft; fatih, the administrator, manages people and settings, and drafts are none
of that. What colleagues share, the working group, the editors and the ministry read when it is submitted."""
INVITED, COLLEAGUES, IN_THE_ADMIN = {"anna", "eva", "bram", "cas", "olga"}, {"anna", "eva"}, {"cas", "fatih", "eva"}
READY = re.compile("/health/ready")
"""Says 503 as long as nothing works here, which is what it is for."""
LEFT_OUT = ("static/", "account/logout", "styleguide/", "beheer/failwhale/")
"""Files, the way out, the style guide, and the page on which Wagtail tries its own error page."""
CHANGES_AT_EVERY_VISIT = {"sessions.Session", "usersessions.UserSession", "wagtailusers.UserProfile"}
"""Sessions, and the row in which Wagtail keeps somebody's taste for its admin, made at the first visit."""


@pytest.fixture
def samples(version, eva, at) -> dict[str, str]:
    """Real values for the parameters of addresses, all of a draft that is open to the sounding board."""
    # Under the number of the version, which is the sample for every "pk".
    tryout = Tryout.objects.create(pk=version.pk, round=make_round(version=version), opened_at=version.frozen_at)
    Case.objects.create(tryout=tryout, ordinal=1, title="Casus", story=STORY)
    version.readers.add(Group.objects.get(name=OBSERVERS))
    make_handbook_page(version)
    section = make_section(version)
    remark = make_comment(eva, section, body=REMARK, at=at)
    gathering = begin_gathering(user=eva, round=section.version.round, at=at)
    shared = make_draft(eva, section, body=SHARED, at=at)
    take_over(user=eva, contribution=share_draft(user=eva, draft=shared, at=at), at=at)
    return {
        "slug": version.slug,
        "label": version.label,
        "number": section.number,
        "section": str(section.pk),
        "key": str(remark.key),
        "file_format": "md",
        "question": "1",
        "round": str(gathering.round_id),
        "sha256": "0" * 64,
        "pk": str(version.pk),
        "meeting": "1",
        "path": "versies/x.png",
    }


def addresses(samples: dict[str, str]) -> list[str]:
    found = sorted({f"/{address}" for address in _walk(get_resolver().url_patterns, "", samples)})
    return [address for address in found if not address.lstrip("/").startswith(LEFT_OUT)]


def _walk(patterns: list[URLPattern | URLResolver], prefix: str, samples: dict[str, str]) -> Iterator[str]:
    for entry in patterns:
        route = prefix + _filled(entry.pattern, samples)
        if isinstance(entry, URLResolver):
            yield from _walk(entry.url_patterns, route, samples)
        else:
            yield route


KINDS = {"int": "1", "uuid": "00000000-0000-4000-8000-000000000000"}


def _filled(pattern: Any, samples: dict[str, str]) -> str:
    route = str(pattern)
    for name, converter in pattern.converters.items():
        kind = next((kind for kind in KINDS if f"<{kind}:{name}>" in route), "")
        value = samples.get(name) or KINDS.get(kind, "x")
        try:
            converter.to_python(value)
        except ValueError:
            value = KINDS.get(kind, "x")
        for written in (f"<{kind}:{name}>", f"<str:{name}>", f"<slug:{name}>", f"<path:{name}>", f"<{name}>"):
            route = route.replace(written, value)
    for mark in ("^", "$", "\\", "((?:[\\w\\-]+/)*)", "((?:[w-]+/)*)", "(.*)/", "(?:/(?P<path>.*))?"):
        route = route.replace(mark, "")
    return route


def everything() -> dict[str, str]:
    """A digest of every table."""
    digests = {}
    for model in apps.get_models(include_auto_created=True):
        rows = sorted(map(repr, model._base_manager.values_list()))
        digests[model._meta.label] = hashlib.sha256("\n".join(rows).encode()).hexdigest()
    return digests


@pytest.fixture
def roles(anna, bram, cas, dewi, eva, fatih, olga, signed_in, settings) -> dict[str, Client]:
    settings.STAFF_SECOND_FACTOR = False
    people = {"anna": anna, "bram": bram, "cas": cas, "dewi": dewi, "eva": eva, "fatih": fatih, "olga": olga}
    clients = {name: signed_in(person) for name, person in people.items()}
    for client in clients.values():
        client.raise_request_exception = False
    return {"visitor": Client(raise_request_exception=False), **clients}


def test_the_walk_finds_the_site(samples) -> None:
    found = addresses(samples)
    for address in ("/", "/handreiking/mas/0.1/2.1/", "/mijn/reacties/", "/account/login/", "/privacy/", "/beheer/"):
        assert address in found, address
    assert len(found) > 150


@dataclass(frozen=True, slots=True)
class Walk:
    """What somebody met who went to every address: the statuses, and the text of the pages."""

    statuses: dict[str, int]
    texts: dict[str, str]

    def broken(self) -> list[str]:
        return [f"{address}: {status}" for address, status in self.statuses.items() if status >= 500 and not READY.match(address)]

    def where(self, words: Iterable[str]) -> list[str]:
        """The addresses where any of these words stands."""
        return [address for address, text in self.texts.items() if any(one in text for one in words)]

    def admin_pages(self) -> list[str]:
        return [
            address
            for address, status in self.statuses.items()
            if address.startswith("/beheer/") and status == 200 and not address.endswith("jsi18n/") and "sprite" not in address
        ]


def walk(client: Client, samples: dict[str, str]) -> Walk:
    statuses, texts = {}, {}
    for address in addresses(samples):
        answer = client.get(address)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        statuses[address], texts[address] = answer.status_code, html.unescape(body.decode(errors="replace"))
    return Walk(statuses=statuses, texts=texts)


@pytest.mark.parametrize("role", FORBIDDEN_WORDS)
def test_nothing_breaks_nothing_leaks_and_looking_changes_nothing(samples, roles, role) -> None:
    """One walk of each role along every address; it takes long, so all that it must show is asked of the one."""
    # What the board keeps follows from the rest; who looks first draws up what changed (docs/decisions/0029).
    bring_up_to_date()
    before = everything()
    seen = walk(roles[role], samples)
    after = everything()
    assert seen.broken() == []
    assert seen.where(FORBIDDEN_WORDS[role]) == []
    assert role in IN_THE_ADMIN or seen.admin_pages() == []
    assert {label for label in before if before[label] != after[label]} - CHANGES_AT_EVERY_VISIT == set()
    # The control: the walk passes the pages where the words stand.
    assert (seen.where([SHARED]) != []) is (role in COLLEAGUES)
    assert role not in INVITED or seen.where([REMARK]) != []


@pytest.mark.parametrize("role", ["anna", "bram", "cas", "olga"])
def test_who_is_invited_reads_the_draft(samples, roles, role) -> None:
    answer = roles[role].get("/handreiking/mas/0.1/2.1/").content.decode()
    assert all(words in answer for words in SECTIONS["2.1"][1])


def test_the_sentences_that_must_not_leak_are_really_there(samples) -> None:
    assert Passage.objects.filter(text__in=DRAFT_WORDS).count() == len(DRAFT_WORDS)
    assert Comment.objects.filter(body=REMARK).exists()
    assert Version.objects.count() == 1
