"""The demo's weighing: its data names what is there, it shows every state of a first round, and a crowd is weighed soundly."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db.models import Count, F

from consultation.comments.models import Comment
from consultation.meetings.models import Meeting
from consultation.people.models import Organisation, User
from consultation.publishing.actions import publish
from consultation.weighing.actions import propose_groups
from consultation.weighing.models import AgendaPoint, AlikeGroup, Decision, OpenedPositions, Position
from consultation.weighing.positions import contested, unanimous
from consultation.weighing.weighed import one_of_each_group, remarks_of
from home.demo.load import REMARKS_PER_MEMBER, grow
from home.demo.people import make_people
from home.demo.remarks import tell_remarks
from home.demo.sources import read_data
from home.demo.story import bring_in, plans, publication
from home.demo.weighing import tell_weighing
from tests.factories.texts import make_site
from tests.factories.weighing import make_partner

STORY = read_data("weighing.json")


def test_the_data_names_one_remark_each_and_people_who_may_speak():
    remarks = [one for one in read_data("comments.json") if one["version"] == STORY["version"] and not one["draft"]]
    people = {one["key"]: one for one in read_data("people.json")["people"]}
    partners = {one["name"] for one in read_data("people.json")["organisations"] if one["partner"]}
    named = [one["remark"] for part in ("decisions", "positions", "notes", "assigned") for one in STORY[part]]
    named += [remark for group in STORY["groups"] for remark in group["remarks"]]
    for author, words in named:
        found = [one for one in remarks if one["author"] == author and one["text"].startswith(words)]
        assert len(found) == 1, words
        assert found[0]["days_after_open"] < 8, "it was there before partners spoke of it"
    spoken = {who for entry in STORY["positions"] for who in entry["said"]}
    assert {people[who]["organisation"] for who in spoken} == partners
    assert all("werkgroep" in people[who]["groups"] for who in spoken)


@pytest.mark.endurance
@pytest.mark.django_db
def test_the_board_shows_every_state_of_a_first_round(at):
    make_site()
    people = make_people(at=at - timedelta(days=200))
    plan = plans(at=at)[-1]
    handbook = bring_in(plan["version"], by=people["cas"], at=plan["opens_at"] - timedelta(hours=4))
    version = publish(handbook=handbook, plan=publication(handbook, plan), by=people["cas"], at=plan["opens_at"])
    tell_remarks(version=version, people=people, opened_at=plan["opens_at"], until=at)
    tell_weighing(version=version, people=people, by=people["cas"], at=at)
    board = one_of_each_group(remarks_of(version))
    assert AlikeGroup.objects.filter(confirmed_at__isnull=False).count() == 1
    assert contested(board).count() == 4
    assert unanimous(board).count() == 2
    assert not OpenedPositions.objects.exists(), "the blind first round goes on"
    heard = Position.objects.values("comment").annotate(n=Count("pk")).values_list("n", flat=True)
    assert {1, 2, 3, 4} <= set(heard), "partly done"
    meeting = Meeting.objects.get()
    assert meeting.state == Meeting.State.PLANNED
    assert meeting.agenda.first().title == "Opening"
    assert AgendaPoint.objects.filter(meeting=meeting, comment__isnull=False).count() == 4
    assert not Position.objects.filter(given_at__lt=F("comment__posted_at")).exists()


@pytest.mark.django_db
def test_a_crowd_is_weighed_in_proportion_and_every_group_as_one(cas, bram, at):
    make_site()
    make_partner("Openbaar Ministerie", person=bram)
    version = grow(members=24, at=at, say=lambda _line: None)
    remarks = Comment.objects.filter(version=version)
    assert remarks.count() == 24 * REMARKS_PER_MEMBER
    groups = AlikeGroup.objects.annotate(
        size=Count("members", distinct=True), answers=Count("members__comment__decision__reason", distinct=True)
    )
    assert groups.exists()
    assert all(group.size >= 2 and group.answers <= 1 for group in groups)
    decided = Decision.objects.count()
    assert 0.3 * remarks.count() < decided < 0.8 * remarks.count()
    assert 0 < Decision.objects.published().count() < decided
    positions = Position.objects.select_related("comment__decision")
    assert positions.exists()
    assert all(one.is_about(one.comment.decision) for one in positions)
    assert {one.organisation for one in positions} == set(Organisation.objects.filter(is_partner=True))
    assert unanimous(one_of_each_group(remarks_of(version))).exists()
    assert User.objects.filter(email__endswith="@drukte.example").count() == 24


@pytest.mark.django_db
def test_a_crowd_says_the_same_in_other_words_and_comes_from_everywhere(cas, at):
    make_site()
    version = grow(members=24, at=at, say=lambda _line: None)
    remarks = Comment.objects.filter(version=version)
    assert remarks.values("body").distinct().count() > 0.9 * remarks.count()
    assert {kind for kind, _label in Comment.Kind.choices} - set(remarks.values_list("kind", flat=True)) == {"antwoord"}
    assert len(set(remarks.values_list("ground", flat=True))) > 4
    assert remarks.values("submitter__user__organisation").distinct().count() > 10
    before = AlikeGroup.objects.count()
    propose_groups(version=version, at=at)
    assert AlikeGroup.objects.filter(confirmed_at=None).count() > before, "what is left is worth comparing"
    for group in AlikeGroup.objects.filter(confirmed_at__isnull=False):
        assert len(set(remarks.filter(grouped__group=group).values_list("section", "kind", "ground"))) == 1
