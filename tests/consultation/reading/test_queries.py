"""The query budget of the pages that members open all day: the same number for a few remarks and people as for many."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from consultation.comments.models import Comment, Submitter, Support
from consultation.people.models import User
from tests.factories.comments import make_comment, make_section

pytestmark = pytest.mark.django_db

BUDGET = 15
SECTION = "/handreiking/mas/0.1/2.1/"


def crowd(section, *, members: int, remarks: int, at) -> None:
    """Members and remarks as rows: how a remark comes about is tested elsewhere."""
    first = Submitter.objects.count() + 1
    users = User.objects.bulk_create(
        User(email=f"lid{number}@drukte.example", name=f"Lid {number}", password="!") for number in range(members)
    )
    submitters = Submitter.objects.bulk_create(
        Submitter(handbook_key=section.version.handbook_key, number=first + index, user=user) for index, user in enumerate(users)
    )
    passages = list(section.passages.all())
    made = Comment.objects.bulk_create(
        Comment(
            submitter=submitters[number % members],
            version=section.version,
            section=section,
            passage=passages[number % len(passages)],
            number=1000 + number,
            body=f"Reactie {number}",
            created_at=at,
            saved_at=at,
            posted_at=at,
        )
        for number in range(remarks)
    )
    Support.objects.bulk_create(
        Support(comment=remark, submitter=submitters[(index + 1) % members], value=1, at=at) for index, remark in enumerate(made)
    )


def queries_of(client, address: str) -> list[str]:
    client.get(address)  # fills what Django keeps between requests
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return [query["sql"] for query in captured.captured_queries]


@pytest.mark.parametrize("address", [SECTION, "/handreiking/mas/0.1/", "/handreiking/mas/", "/mijn/", "/mijn/reacties/", "/"])
def test_a_page_costs_the_same_for_few_and_for_many(anna, open_round, signed_in, at, address):
    section = make_section(open_round.version)
    make_comment(anna, section, at=at)
    client = signed_in(anna)
    crowd(section, members=2, remarks=2, at=at)
    few = queries_of(client, address)
    Support.objects.all().delete()
    Comment.objects.exclude(submitter__user=anna).delete()
    Submitter.objects.exclude(user=anna).delete()
    User.objects.exclude(pk=anna.pk).delete()
    crowd(section, members=40, remarks=80, at=at)
    many = queries_of(client, address)
    assert len(few) == len(many), "\n".join(many)


def test_a_section_stays_within_its_budget(anna, open_round, signed_in, at):
    section = make_section(open_round.version)
    crowd(section, members=10, remarks=30, at=at)
    sql = queries_of(signed_in(anna), SECTION)
    assert len(sql) <= BUDGET, "\n".join(sql)


@pytest.mark.endurance
def test_a_thousand_members_and_five_hundred_remarks_in_one_section_cost_no_query_more(anna, open_round, signed_in, at):
    section = make_section(open_round.version)
    crowd(section, members=1000, remarks=500, at=at)
    sql = queries_of(signed_in(anna), SECTION)
    assert len(sql) <= BUDGET, "\n".join(sql)
